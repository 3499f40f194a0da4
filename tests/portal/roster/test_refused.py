"""What is refused when a post is filled: at the field, with what was typed kept."""

import pytest

from organisation.dates import today
from tests import factories as make

from .pages import DAY, counts, of, place, text_of, typed

pytestmark = pytest.mark.django_db


BAD = {
    "end before start": ({"last": today() - DAY}, "ligger före första dagen"),
    "no first day": ({"first": ""}, "Ange från vilken dag"),
    "no date": ({"first": "i morgon"}, "Skriv datumet som"),
    "far away": ({"last": "9999-12-31"}, "Kontrollera årtalet"),
    "identity number": ({"note": "811218-9876"}, "personnummer"),
    "NUL": ({"note": "a\0b"}, "inte tillåtna"),
    "long note": ({"note": "x" * 301}, "300"),
    "forged decision": ({"decision": 987654}, "besluten i listan"),
    "forged body": ({"decided_by": 987654, "decided": today()}, "organen i listan"),
    "decision to come": ({"decided": today() + DAY, "decided_by": "{body}"}, "inte varit"),
    "paragraph alone": ({"paragraph": "5"}, "vilken dag beslutet"),
    "before the post": ({"first": today() - 1000 * DAY}, "finns från och med"),
}


@pytest.mark.parametrize(("values", "says"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("button", ["", "utse", "visa"])
def test_bad_input_is_refused_at_the_field_and_kept(
    client, editor, body, post, asa, values, says, button
):
    values = {name: str(each).format(body=body.pk) for name, each in values.items()}
    before = counts()
    sent = typed(asa, **values) | ({button: "ja"} if button else {})
    answer = client.post(place(post), sent)
    assert answer.status_code == 400
    assert says in text_of(answer)
    if "note" not in values:
        assert "Valdes i dag." in answer.content.decode()
    assert counts() == before


NEW = {
    "e-mail outside": ({"email": "eva@privat.test"}, "utanför regionernas domäner"),
    "no e-mail": ({"email": "eva"}, "ser inte ut som"),
    "another region": ({"region": "{south}"}, "Välj en av regionerna"),
    "no region": ({"region": ""}, "Välj region"),
    "no name": ({"family": ""}, "Skriv efternamnet"),
    "identity number": ({"title": "19811218-9876"}, "personnummer"),
}


@pytest.mark.parametrize(("values", "says"), NEW.values(), ids=NEW)
def test_bad_new_person_is_refused_at_the_field_and_kept(
    client, editor, post, north, south, values, says
):
    values = {name: each.format(south=south.pk) for name, each in values.items()}
    before = counts()
    sent = typed(ny="ja", given="Eva", family="Ny", region=north.pk) | values
    for button in ({}, {"utse": "ja"}):
        answer = client.post(place(post), sent | button)
        assert answer.status_code == 400
        assert says in text_of(answer)
        assert 'value="Eva"' in answer.content.decode()
    assert counts() == before


def test_posts_and_people_of_others_are_refused(client, editor, body, post, south, asa):
    theirs = make.post(body, represents_region=south)
    eva = of(south, "Eva Holm")
    held = make.appoint(eva, theirs)
    before = counts()
    for address in (
        place(theirs),
        place(theirs, "byt"),
        f"/arbetsyta/innehavare/{held.pk}/avsluta/",
        f"/arbetsyta/innehavare/{held.pk}/ratta/",
        "/arbetsyta/poster/987654/utse/",
        "/arbetsyta/innehavare/987654/ratta/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, typed(asa, utse="ja")).status_code == 404
    # A person of another region, oneself, and one who doesn't exist.
    answer = client.post(place(post), typed(eva, utse="ja"))
    assert answer.status_code == 400
    assert "hör till din region" in text_of(answer)
    assert client.post(place(post), typed(editor.person, utse="ja")).status_code == 400
    assert client.post(place(post), typed(utse="ja") | {"person": "finns-inte"}).status_code == 404
    assert counts() == before


@pytest.mark.parametrize("what", ["post", "body"])
def test_what_has_ended_can_not_be_filled(client, editor, body, post, asa, what):
    one = {"post": post, "body": body}[what]
    one.end = today()
    one.save()
    before = counts()
    assert "finns inte längre" in text_of(client.get(place(post)))
    answer = client.post(place(post), typed(asa, utse="ja"))
    assert "finns inte längre" in text_of(answer)
    assert counts() == before


def test_seat_elsewhere_is_required(client, editor, body, north, asa):
    board = make.body("Nämnden")
    post = make.post(body, "sekreterare", represents_region=north, requires_seat_in=board)
    before = counts()
    answer = client.post(place(post), typed(asa))
    assert answer.status_code == 400
    assert "kräver en plats i Nämnden" in text_of(answer)
    assert counts() == before
    make.appoint(asa, make.post(board, represents_region=north))
    assert client.post(place(post), typed(asa)).status_code == 200


def test_member_without_the_right_finds_nothing(client, body, post):
    user = make.user("Mia", office=False)
    make.holding(user, body)
    client.force_login(user)
    for address in ("/arbetsyta/organ/", f"/arbetsyta/organ/{body.path}/", place(post)):
        assert client.get(address).status_code == 404
    assert "Poster i organet" not in text_of(client.get(body.url))


def test_identity_number_in_a_name_is_told_once(client, editor, post, north):
    for name in ("given", "family"):
        sent = typed(ny="ja", given="Eva", family="Ny", region=north.pk)
        text = text_of(client.post(place(post), sent | {name: "Ny 811218-9876"}))
        # Above the form and at the field.
        assert text.count("Texten innehåller ett personnummer") == 2
