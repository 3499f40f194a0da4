"""Filling posts by hand: shown first, done once, told, undone; and what is refused."""

import datetime
import re
from html import unescape

import pytest

from bodies.models import Appointment, Decision, Tenure
from bodies.standings import standing_of_person
from organisation.dates import today
from organisation.models import Affiliation, Outbox, Person
from organisation.rights import Capacity
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
TABLES = (Appointment, Appointment.history.model, Person, Affiliation, Decision, Outbox)


def counts():
    return [each.objects.count() for each in TABLES]


@pytest.fixture
def north():
    make.healthcare_region()
    return make.region(name="Norr", email_domain="norr.example")


@pytest.fixture
def south(north):
    return make.region(name="Söder", email_domain="soder.example")


@pytest.fixture
def body(north):
    return make.body("Tandvård")


@pytest.fixture
def post(body, north):
    return make.post(body, "ordforande", represents_region=north, start=today() - 900 * DAY)


def of(region, name, **values):
    person = make.person(name, **values)
    make.affiliation(person, region)
    return person


@pytest.fixture
def asa(north):
    return of(north, "Åsa Öberg", email="asa@norr.example")


@pytest.fixture
def editor(client, north):
    user = make.user("Rut", office=False, person=of(north, "Rut Redaktör"))
    make.editor_of(user, north)
    client.force_login(user)
    return user


def place(post, step="utse"):
    return f"/arbetsyta/poster/{post.pk}/{step}/"


def typed(person=None, **values):
    sent = {"first": str(today()), "last": "", "note": "Valdes i dag."}
    if person:
        sent["person"] = person.slug
    return sent | {name: str(each) for name, each in values.items()}


def text_of(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(text).replace("\N{SOFT HYPHEN}", "").split())


def seen(answer) -> str:
    return re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]


def done(client, address, sent, button):
    """Sends the form, looks at the preview, and confirms it."""
    shown = client.post(address, sent)
    assert shown.status_code == 200, text_of(shown)
    return client.post(address, sent | {"seen": seen(shown), button: "ja"}, follow=True)


def test_vacant_post_is_found_filled_and_told_at_once(client, editor, body, post, asa):
    page = client.get("/arbetsyta/organ/?visa=vakanta")
    assert place(post) in page.content.decode()
    roster = f"/arbetsyta/organ/{body.path}/"
    assert "Vakant" in text_of(client.get(roster))
    found = client.get(f"{place(post)}?q=öberg").content.decode()
    assert f"{place(post)}?person={asa.slug}" in found

    before = counts()
    shown = client.post(place(post), typed(asa))
    text = text_of(shown)
    assert "Ordförande: vakant" in text
    assert "Ordförande: Åsa Öberg" in text
    assert "skicka till beslut" in text
    assert counts() == before

    answer = client.post(place(post), typed(asa, utse="ja", seen=seen(shown)), follow=True)
    assert "Åsa Öberg är utsedd till ordförande för Norr i Tandvård" in text_of(answer)
    assert "Ångra" in text_of(answer)
    made = Appointment.objects.get(post=post)
    assert (made.person, made.start, made.end) == (asa, today(), None)
    row = made.history.get()
    assert (row.history_user, row.history_change_reason) == (editor, "Valdes i dag.")
    assert Tenure.objects.current(today()).get(post=post).person == asa
    held = standing_of_person(asa, today()).holdings
    assert Capacity.CHAIR in {each.capacity for each in held}
    assert "Åsa Öberg" in client.get(body.url).content.decode()
    history = client.get(f"/admin/uppdrag/{made.pk}/historik/")
    assert "Valdes i dag." in text_of(history)


def test_undone_appointment_never_held_and_stays_in_history(client, editor, body, post, asa):
    public = text_of(client.get(body.url))
    done(client, place(post), typed(asa), "utse")
    answer = client.post("/arbetsyta/poster/angra/", follow=True)
    assert "Ångrat" in text_of(answer)
    made = Appointment.objects.get(post=post)
    assert made.is_mistake
    assert [each.history_type for each in made.history.all()] == ["~", "+"]
    assert made.history.first().history_change_reason.startswith("Ångrat")
    assert not Tenure.objects.current(today()).filter(post=post).exists()
    assert not standing_of_person(asa, today()).holdings
    assert text_of(client.get(body.url)) == public
    assert client.get(asa.url).status_code == 404
    assert "Åsa" not in text_of(client.get("/nytt/"))
    again = text_of(client.post("/arbetsyta/poster/angra/", follow=True))
    assert "inget att ångra" in again
    # And the same may be done anew.
    done(client, place(post), typed(asa), "utse")
    assert Tenure.objects.current(today()).get(post=post).person == asa


def test_a_mistake_to_come_is_told_nowhere(client, editor, body, post, asa):
    later = today() + 30 * DAY
    public = text_of(client.get(body.url))
    done(client, place(post), typed(asa, first=later), "utse")
    assert "Åsa Öberg" in text_of(client.get(body.url))
    client.post("/arbetsyta/poster/angra/")
    assert text_of(client.get(body.url)) == public
    assert not standing_of_person(asa, later).holdings


def test_undo_is_refused_when_something_came_of_it(client, editor, body, post, asa):
    done(client, place(post), typed(asa), "utse")
    made = Appointment.objects.get()
    made.end = today() + 9 * DAY
    made.save()
    answer = text_of(client.post("/arbetsyta/poster/angra/", follow=True))
    assert "Det gick inte att ångra" in answer
    made.refresh_from_db()
    assert not made.is_mistake


def test_undo_is_refused_when_an_office_elsewhere_needs_the_seat(client, editor, body, north, asa):
    seat = make.post(body, "ledamot", represents_region=north)
    done(client, place(seat), typed(asa), "utse")
    office = make.post(make.body(), "sekreterare", requires_seat_in=body)
    make.appoint(asa, office, today())
    answer = text_of(client.post("/arbetsyta/poster/angra/", follow=True))
    assert "kräver platsen" in answer
    assert not Appointment.objects.get(post=seat).is_mistake


def test_form_sent_twice_appoints_once(client, editor, post, asa):
    shown = client.post(place(post), typed(asa))
    for _ in range(2):
        sent = typed(asa, utse="ja", seen=seen(shown))
        assert client.post(place(post), sent).status_code == 302
    assert Appointment.objects.count() == 1
    assert Appointment.history.count() == 1


def test_whole_page_is_shown_ahead_and_the_way_back_keeps_what_was_typed(
    client, editor, body, post, asa
):
    before = counts()
    later = today() + 40 * DAY
    page = client.post(place(post), typed(asa, first=later, visa="ja"))
    assert page.status_code == 200
    assert "Ingenting är sparat ännu" in text_of(page)
    assert "Åsa Öberg" in text_of(page)
    back = re.search(rf'href="({place(post)}\?[^"]+)"', page.content.decode())[1]
    form = client.get(unescape(back)).content.decode()
    assert f'value="{later}"' in form
    assert "Valdes i dag." in form
    assert counts() == before


def test_new_person_is_added_with_where_they_work_and_a_new_decision(
    client, editor, body, post, north
):
    sent = typed(
        ny="ja",
        given="Eva",
        family="Ny",
        email="eva.ny@norr.example",
        region=north.pk,
        title="Överläkare",
        decided_by=body.pk,
        decided=today() - DAY,
        paragraph="12",
    )
    before = counts()
    shown = client.post(place(post), sent)
    assert "Ordförande: Eva Ny, Överläkare" in text_of(shown)
    assert counts() == before
    answer = client.post(place(post), sent | {"utse": "ja", "seen": seen(shown)})
    assert answer.status_code == 302
    made = Appointment.objects.get(post=post)
    assert (made.person.name, made.person.slug) == ("Eva Ny", "eva-ny")
    assert made.person.affiliations.get().region == north
    assert (made.decision.body, made.decision.paragraph) == (body, "12")
    # Sent once more it's the same, and not another of the same name.
    client.post(place(post), sent | {"utse": "ja", "seen": seen(shown)})
    assert Person.objects.filter(family_name="Ny").count() == 1
    assert Appointment.objects.filter(post=post).count() == 1


def test_likely_double_is_shown_and_must_be_told_to_be_another(client, editor, post, north, asa):
    sent = typed(ny="ja", given="Asa", family="Öberg", region=north.pk)
    before = counts()
    answer = client.post(place(post), sent)
    assert answer.status_code == 400
    text = text_of(answer)
    assert "Finns personen redan?" in text
    assert "nästan samma namn" in text
    assert f"{place(post)}?person={asa.slug}" in answer.content.decode()
    assert counts() == before
    done(client, place(post), sent | {"is_another": "on"}, "utse")
    assert Person.objects.filter(family_name="Öberg").count() == 2


def test_replacing_ends_one_the_day_before_and_is_undone_whole(client, editor, body, post, asa):
    eva = of(post.represents_region, "Eva Holm")
    first = make.appoint(eva, post, today() - 400 * DAY)
    first.save()
    page = client.get(place(post, "byt")).content.decode()
    assert "Eva Holm" in page
    sent = typed(asa, efter=first.pk)
    shown = client.post(place(post, "byt"), sent)
    assert "Ordförande: Eva Holm" in text_of(shown)
    assert "Vad Eva Holm inte längre får göra" in text_of(shown)
    client.post(place(post, "byt"), sent | {"utse": "ja", "seen": seen(shown)})
    first.refresh_from_db()
    assert first.end == today()
    assert Tenure.objects.current(today()).get(post=post).person == asa
    client.post("/arbetsyta/poster/angra/")
    first.refresh_from_db()
    assert first.end is None
    assert Tenure.objects.current(today()).get(post=post).person == eva


def test_end_with_last_day_and_reason(client, editor, body, post, asa):
    made = make.appoint(asa, post, today() - 400 * DAY)
    made.save()
    at = f"/arbetsyta/innehavare/{made.pk}/avsluta/"
    page = client.get(at).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    sent = {"last": str(today()), "note": "Går i pension.", "version": version}
    shown = client.post(at, sent)
    text = text_of(shown)
    assert "blir vakant efter Åsa Öberg, från och med" in text
    assert "Vad Åsa Öberg inte längre får göra" in text
    answer = client.post(at, sent | {"spara": "ja", "seen": seen(shown)}, follow=True)
    assert "lämnar posten" in text_of(answer)
    made.refresh_from_db()
    assert (made.end, made.end_reason) == (today() + DAY, "Går i pension.")
    assert made.history.first().history_change_reason == "Går i pension."
    client.post("/arbetsyta/poster/angra/")
    made.refresh_from_db()
    assert (made.end, made.end_reason) == (None, "")


def test_correction_says_so_in_the_history(client, editor, body, post, asa):
    made = make.appoint(asa, post, today() - 400 * DAY)
    made.save()
    at = f"/arbetsyta/innehavare/{made.pk}/ratta/"
    version = made.history.first().history_id
    right = today() - 390 * DAY
    sent = {"first": str(right), "last": "", "note": "Fel dag i protokollet.", "version": version}
    answer = done(client, at, sent, "spara")
    assert "är rättat" in text_of(answer)
    made.refresh_from_db()
    assert made.start == right
    assert made.history.first().history_change_reason == "Rättelse: Fel dag i protokollet."


def test_correction_of_what_has_no_known_first_day_is_asked_about_too(
    client, editor, body, north, asa
):
    office = make.post(body, "ordforande", represents_region=north)
    made = make.appoint(asa, office, None, today() + 30 * DAY)
    made.save()
    make.appoint(asa, make.post(body, "sekreterare", represents_region=north), today() + 60 * DAY)
    make.appoint(of(north, "Eva Ek"), office, today() + 300 * DAY)
    at = f"/arbetsyta/innehavare/{made.pk}/ratta/"
    version = made.history.first().history_id
    sent = {"first": "", "last": str(today() + 90 * DAY), "note": "Fel.", "version": version}
    shown = client.post(at, sent)
    assert "har redan en funktion i Tandvård" in text_of(shown)
    assert "bakåt i tiden" not in text_of(shown)
    wrong = client.post(at, sent | {"last": str(today() + 400 * DAY)})
    assert wrong.status_code == 400
    assert "Eva Ek har posten" in text_of(wrong)
    assert "är rättat" in text_of(done(client, at, sent, "spara"))


def test_what_was_registered_by_mistake_never_held(client, editor, body, post, asa):
    public = text_of(client.get(body.url))
    made = make.appoint(asa, post, today() - 40 * DAY)
    made.save()
    at = f"/arbetsyta/innehavare/{made.pk}/ratta/"
    version = made.history.first().history_id
    sent = {
        "first": str(made.start),
        "never": "on",
        "note": "Fel person.",
        "version": version,
    }
    answer = done(client, at, sent, "spara")
    assert "har aldrig haft posten" in text_of(answer)
    assert text_of(client.get(body.url)) == public
    assert "Åsa" not in text_of(client.get("/nytt/"))
    assert made.history.first().history_change_reason == "Rättelse: Fel person."
    assert client.get(at).status_code == 200


def test_two_who_change_the_same_the_later_sees_the_others(client, editor, body, post, asa):
    made = make.appoint(asa, post, today() - 400 * DAY)
    made.save()
    version = made.history.first().history_id
    made.end = today() + 10 * DAY
    made._change_reason = "Annan dag."
    made.save()
    rows = made.history.count()
    for step, more in (("avsluta", {}), ("ratta", {"first": str(made.start)})):
        at = f"/arbetsyta/innehavare/{made.pk}/{step}/"
        sent = {"last": str(today()), "note": "Min text.", "version": version} | more
        for button in ({}, {"spara": "ja", "seen": "x"}):
            answer = client.post(at, sent | button)
            assert answer.status_code == 409
            assert "Annan dag." in text_of(answer)
            assert "Min text." in answer.content.decode()
    assert made.history.count() == rows


def test_many_are_ended_at_once_or_none_and_undone_whole(client, editor, body, north):
    posts = [make.post(body, "ledamot", represents_region=north) for _ in range(4)]
    made = [
        make.appoint(of(north, f"Person Nummer{n}"), each, today() - 900 * DAY)
        for n, each in enumerate(posts)
    ]
    at = "/arbetsyta/poster/avsluta/"
    page = client.get(f"{at}?organ={body.path}").content.decode()
    boxes = re.findall(r'name="uppdrag" value="([\d-]+)"', page)
    assert len(boxes) == 4
    sent = {
        "organ": body.path,
        "uppdrag": boxes[:3],
        "last": str(today()),
        "note": "Mandatperioden är slut.",
    }
    before = counts()
    shown = client.post(at, sent)
    assert text_of(shown).count("blir vakant efter") == 3
    assert counts() == before
    client.post(at, sent | {"spara": "ja", "seen": seen(shown)})
    ended = Appointment.objects.filter(end=today() + DAY)
    assert set(ended) == set(made[:3])
    reasons = {each.history.first().history_change_reason for each in ended}
    assert reasons == {"Mandatperioden är slut."}
    client.post("/arbetsyta/poster/angra/")
    assert Appointment.objects.filter(end=None).count() == 4

    # One that someone else has changed in between keeps all from ending.
    made[1].refresh_from_db()
    stale = dict(sent)
    page = client.get(f"{at}?organ={body.path}").content.decode()
    stale["uppdrag"] = re.findall(r'name="uppdrag" value="([\d-]+)"', page)[:3]
    made[1].end_reason = "Annat."
    made[1].save()
    answer = client.post(at, stale | {"spara": "ja", "seen": "x"})
    assert answer.status_code == 409
    assert Appointment.objects.filter(end=None).count() == 4


def test_kind_of_body_is_ended_too(client, north):
    client.force_login(make.user("Ada", office=False, is_superuser=True))
    body = make.body()
    made = make.appoint(of(north, "A B"), make.post(body, represents_region=north))
    page = client.get(f"/arbetsyta/poster/avsluta/?slag={body.kind.slug}").content.decode()
    assert f'value="{made.pk}-' in page


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


def test_later_of_two_sees_who_was_appointed(client, editor, post, asa, north):
    eva = of(north, "Eva Holm")
    shown = client.post(place(post), typed(asa))
    make.appoint(eva, post, today())
    answer = client.post(place(post), typed(asa, utse="ja", seen=seen(shown)))
    assert answer.status_code == 400
    assert "Eva Holm har posten" in text_of(answer)
    assert Appointment.objects.count() == 1


def test_warning_that_came_after_the_preview_is_shown_first(client, editor, body, post, asa):
    shown = client.post(place(post), typed(asa))
    make.appoint(asa, make.post(body, "sekreterare"))
    answer = client.post(place(post), typed(asa, utse="ja", seen=seen(shown)))
    assert answer.status_code == 200
    assert "har redan en funktion" in text_of(answer)
    assert not Appointment.objects.filter(post=post).exists()
    client.post(place(post), typed(asa, utse="ja", seen=seen(answer)))
    assert Appointment.objects.filter(post=post).exists()


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


def test_public_page_leads_those_who_may_to_the_roster(client, editor, body, post):
    assert f"/arbetsyta/organ/{body.path}/" in client.get(body.url).content.decode()


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


@pytest.fixture
def board(north):
    board = make.body("Nämnden", function="board")
    return make.post(board, represents_region=north)


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


def test_identity_number_in_a_name_is_told_once(client, editor, post, north):
    for name in ("given", "family"):
        sent = typed(ny="ja", given="Eva", family="Ny", region=north.pk)
        text = text_of(client.post(place(post), sent | {name: "Ny 811218-9876"}))
        # Above the form and at the field.
        assert text.count("Texten innehåller ett personnummer") == 2


def test_first_field_has_the_focus_unless_something_is_wrong(client, editor, post, asa, north):
    def focused(answer):
        return re.findall(
            r'<\w+(?=[^>]* autofocus)[^>]*?(?:name|class)="(\w+)"', answer.content.decode()
        )

    assert focused(client.get(f"{place(post)}?person={asa.slug}")) == ["first"]
    assert focused(client.get(f"{place(post)}?ny=ja")) == ["given"]
    assert focused(client.post(place(post), typed(asa, first=""))) == ["errors"]
    refused = typed(ny="ja", given="Asa", family="Öberg", region=north.pk)
    assert focused(client.post(place(post), refused)) == ["errors"]


def test_likely_doubles_are_told_apart(client, editor, post, north, asa):
    make.appoint(asa, make.post(make.body("Barn"), "sekreterare"))
    sent = typed(ny="ja", given="Asa", family="Öberg", region=north.pk)
    text = text_of(client.post(place(post), sent))
    told = re.search("Finns personen redan.*?Välj", text)[0]
    assert "Åsa Öberg , Norr" in told
    assert "nästan samma namn" in told
    assert "Sekreterare i Barn. asa@norr.example." in told


def test_all_that_is_wrong_with_ending_many_is_told_at_once(client, editor, body, post, asa):
    make.appoint(asa, post, today() - 400 * DAY)
    sent = {"organ": body.path, "last": "", "note": ""}
    answer = client.post("/arbetsyta/poster/avsluta/", sent)
    assert answer.status_code == 400
    text = text_of(answer)
    assert "Kryssa i vilka uppdrag" in text
    assert "Ange sista dagen" in text
    assert "Skriv varför uppdragen slutar" in text
    assert "uppdraget" not in text
