"""What is warned of before a post is filled: a second seat or office, a party that is missing."""

import pytest

from bodies.models import Appointment
from organisation.dates import today
from tests import factories as make

from .pages import DAY, place, seen, text_of, typed

pytestmark = pytest.mark.django_db


def test_warning_that_came_after_the_preview_is_shown_first(client, editor, body, post, asa):
    shown = client.post(place(post), typed(asa))
    make.appoint(asa, make.post(body, "sekreterare"))
    answer = client.post(place(post), typed(asa, utse="ja", seen=seen(shown)))
    assert answer.status_code == 200
    assert "har redan en funktion" in text_of(answer)
    assert not Appointment.objects.filter(post=post).exists()
    client.post(place(post), typed(asa, utse="ja", seen=seen(answer)))
    assert Appointment.objects.filter(post=post).exists()


def test_second_seat_in_the_body_is_warned_of_first(client, editor, body, north, asa):
    seat, other = (make.post(body, represents_region=north) for _ in range(2))
    make.appoint(asa, seat, today() - 400 * DAY)
    shown = client.post(place(other), typed(asa))
    assert "Åsa Öberg har redan en plats i Tandvård: Ledamot" in text_of(shown)
    assert "Utse ändå" in text_of(shown)
    office = make.post(body, "sekreterare", represents_region=north)
    assert "har redan" not in text_of(client.post(place(office), typed(asa)))


def test_second_seat_that_follows_from_the_post_is_warned_of_first(
    client, editor, body, post, north, asa
):
    council = make.body("Rådet")
    make.relate(body, "part_of", council)
    make.post(council, held_by_role=post.role, held_by_body=council, held_by_relation="part_of")
    leader = make.post(council, represents_region=north)
    assert "har redan" not in text_of(client.post(place(post), typed(asa)))
    make.appoint(asa, leader, today() - 400 * DAY)
    text = text_of(client.post(place(post), typed(asa)))
    assert "har redan en plats i Rådet" in text
    assert "Personen får en till, som följer av Ordförande för Norr i Tandvård" in text


def test_new_person_has_nothing_yet(client, editor, body, post, north, asa):
    """Nobody's posts are those of someone who isn't stored."""
    make.appoint(asa, make.post(body, "sekreterare"), today() - 400 * DAY)
    new = typed(ny="ja", given="Eva", family="Ny", region=north.pk)
    assert "har redan" not in text_of(client.post(place(post), new))
    board = make.body("Nämnden")
    make.appoint(asa, make.post(board), today() - 400 * DAY)
    post.requires_seat_in = board
    post.save()
    assert "kräver en plats i Nämnden" in text_of(client.post(place(post), new))


def test_party_of_someone_elected_is_asked_for_when_it_is_not_known(client, editor, board, asa):
    assert 'name="party"' in client.get(f"{place(board)}?person={asa.slug}").content.decode()
    without = client.post(place(board), typed(asa))
    assert "Åsa Öberg har inget parti i portalen" in text_of(without)
    shown = client.post(place(board), typed(asa, party="Provpartiet"))
    assert "inget parti" not in text_of(shown)
    assert "Åsa Öberg, Provpartiet" in text_of(shown)
    assert not asa.affiliations.get().party
    sent = typed(asa, party="Provpartiet", utse="ja", seen=seen(shown))
    assert client.post(place(board), sent).status_code == 302
    work = asa.affiliations.get()
    assert work.party == "Provpartiet"
    assert work.history.first().history_user == editor
    # Known now, and not asked for again.
    again = make.post(board.body, "ersattare", represents_region=board.represents_region)
    page = client.get(f"{place(again)}?person={asa.slug}").content.decode()
    assert 'name="party"' not in page


def test_party_is_refused_with_an_identity_number_and_not_asked_for_where_it_is_not_told(
    client, editor, board, post, asa
):
    answer = client.post(place(board), typed(asa, party="19811218-9876"))
    assert answer.status_code == 400
    assert "personnummer" in text_of(answer)
    page = client.get(f"{place(post)}?person={asa.slug}").content.decode()
    assert 'name="party"' not in page
    client.post(place(post), typed(asa, party="Provpartiet", utse="ja", seen="x"))
    assert not asa.affiliations.get().party
    assert "inget parti" not in text_of(client.post(place(post), typed(asa)))
