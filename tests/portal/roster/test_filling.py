"""Filling posts by hand: shown first, done once, told."""

import re
from html import unescape

import pytest

from bodies.models import Appointment, Tenure
from bodies.standings import standing_of_person
from organisation.dates import today
from organisation.models import Person
from organisation.rights import Capacity
from tests import factories as make

from .pages import DAY, counts, done, of, place, seen, text_of, typed

pytestmark = pytest.mark.django_db


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


def test_later_of_two_sees_who_was_appointed(client, editor, post, asa, north):
    eva = of(north, "Eva Holm")
    shown = client.post(place(post), typed(asa))
    make.appoint(eva, post, today())
    answer = client.post(place(post), typed(asa, utse="ja", seen=seen(shown)))
    assert answer.status_code == 400
    assert "Eva Holm har posten" in text_of(answer)
    assert Appointment.objects.count() == 1


def test_public_page_leads_those_who_may_to_the_roster(client, editor, body, post):
    assert f"/arbetsyta/organ/{body.path}/" in client.get(body.url).content.decode()


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
