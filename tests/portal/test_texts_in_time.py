"""Texts that are no documents, over time: planned, looked through, thrown away, taken up again."""

import datetime
import re

import pytest
from django.test import Client

from bodies.models import Body
from bodies.standings import standing_of
from organisation.models import Outbox, Page, TextDraft
from portal.texts.kinds import BY_SLUG
from portal.texts.publishing import publish_due
from portal.texts.reminding import remind
from portal.texts.reviewing import mark_reviewed, texts_to_review
from tests import factories as make
from tests.portal.rights_checks import Clock
from tests.portal.texts import TEXTS, fields_of, office, page, publish, signed_in, write

pytestmark = pytest.mark.django_db
WORD, DESK = "Kvastfening", "/arbetsyta/"


def shown(address: str) -> str:
    return Client().get(address).content.decode()


def test_a_dropped_draft_can_be_taken_back():
    client, text = signed_in(office()), page()
    write(client, "sidor", text.pk, lead="Ord.")
    draft = TextDraft.objects.get()
    address = f"{TEXTS}sidor/{text.pk}/slapp/"
    asked = client.get(address).content.decode()
    assert "Du kan ta tillbaka utkastet" in asked
    assert f'name="revision" value="{draft.revision}"' in asked
    client.post(address, {"revision": draft.revision + 7})
    assert TextDraft.objects.open().exists()
    said = client.post(address, {"revision": draft.revision}, follow=True).content.decode()
    assert "Du kan ta tillbaka utkastet längst ned på sidan" in said
    assert not TextDraft.objects.open().exists()
    assert client.get(address).status_code == 302
    assert "Ta tillbaka utkastet" in client.get(f"{TEXTS}sidor/{text.pk}/").content.decode()
    client.post(address, {"ta-tillbaka": draft.pk})
    assert TextDraft.objects.open().get().values == {"lead": ["Ord."]}


def test_history_is_compared_and_taken_up_again():
    client, text = signed_in(office()), page(lead="Först.")
    first = text.history.latest().pk
    text.lead = "Sedan."
    text.save()
    told = client.get(f"{TEXTS}sidor/{text.pk}/historik/").content.decode()
    assert "Först." in told
    assert "Sedan." in told
    address = f"{TEXTS}sidor/{text.pk}/aterstall/{first}/"
    assert "Först." in client.get(address).content.decode()
    assert client.post(address, {"revision": 0}).status_code == 302
    assert TextDraft.objects.get().values == {"lead": ["Först."]}
    publish(client, "sidor", text.pk)
    text.refresh_from_db()
    assert text.lead == "Först."


def test_restoring_puts_a_colleagues_draft_aside_with_its_words():
    client, text = signed_in(office()), page(lead="Först.")
    first = text.history.latest().pk
    text.lead = "Sedan."
    text.save()
    colleague, address = signed_in(make.user()), f"{TEXTS}sidor/{text.pk}/"
    write(colleague, "sidor", text.pk, title="Kollegans rubrik")
    theirs = TextDraft.objects.get()
    asked = client.get(f"{address}aterstall/{first}/").content.decode()
    assert "Det läggs undan med sina ord" in asked
    sent = fields_of(asked, "form")
    assert client.post(f"{address}aterstall/{first}/", sent | {"revision": 0}).status_code == 400
    assert client.post(f"{address}aterstall/{first}/", sent).status_code == 302
    ours = TextDraft.objects.open().get()
    assert ours.values == {"lead": ["Först."]}
    theirs.refresh_from_db()
    assert theirs.values == {"title": ["Kollegans rubrik"]}
    assert theirs.dropped_at
    edit = colleague.get(address).content.decode()
    assert "Ta tillbaka utkastet som lades undan" in edit
    back = {"ta-tillbaka": theirs.pk}
    colleague.post(f"{address}slapp/", back | {"revision": ours.revision + 1})
    assert TextDraft.objects.open().get() == ours
    colleague.post(f"{address}slapp/", back | {"revision": ours.revision})
    assert TextDraft.objects.open().get().values == {"title": ["Kollegans rubrik"]}
    ours.refresh_from_db()
    assert (ours.values, bool(ours.dropped_at)) == ({"lead": ["Först."]}, True)


def test_restoring_what_would_break_a_rule_is_refused_at_the_field():
    client, text = signed_in(office()), page(path="forr")
    first = text.history.latest().pk
    text.path = "om"
    text.save()
    page(path="forr", title="En annan")
    answer = client.post(f"{TEXTS}sidor/{text.pk}/aterstall/{first}/", {"revision": 0})
    assert answer.status_code == 400
    assert "Adress" in answer.content.decode()
    assert TextDraft.objects.count() == 0


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


STOCKHOLM = datetime.timezone(datetime.timedelta(hours=1))
SUMMER = datetime.timezone(datetime.timedelta(hours=2))


@pytest.mark.parametrize(
    ("day", "midnight"),
    [
        ("2026-01-15", datetime.datetime(2026, 1, 15, tzinfo=STOCKHOLM)),
        # The days that the clock is changed on, and those after.
        ("2026-03-29", datetime.datetime(2026, 3, 29, tzinfo=STOCKHOLM)),
        ("2026-03-30", datetime.datetime(2026, 3, 30, tzinfo=SUMMER)),
        ("2026-10-25", datetime.datetime(2026, 10, 25, tzinfo=SUMMER)),
        ("2026-10-26", datetime.datetime(2026, 10, 26, tzinfo=STOCKHOLM)),
    ],
)
def test_a_planned_text_is_public_from_midnight_without_any_job(clock, day, midnight):
    clock.set(midnight - datetime.timedelta(days=9))
    client, text = signed_in(office()), page()
    write(client, "sidor", text.pk, lead=WORD)
    assert publish(client, "sidor", text.pk, publish_on=day).status_code == 302
    clock.set(midnight, seconds=-1)
    assert WORD not in shown("/om/")
    clock.set(midnight)
    assert WORD in shown("/om/")
    assert text.history.filter(lead=WORD).count() == 1
    assert text.history.first().history_user == TextDraft.objects.get().by


def test_a_day_that_has_been_is_refused():
    client, text = signed_in(office()), page()
    write(client, "sidor", text.pk, lead=WORD)
    for day in (datetime.date.today(), datetime.date(2020, 1, 1)):
        answer = publish(client, "sidor", text.pk, publish_on=str(day))
        assert answer.status_code == 400
        assert "Välj en senare dag" in answer.content.decode()


def test_a_planned_text_is_moved_and_called_off():
    client, text = signed_in(office()), page()
    write(client, "sidor", text.pk, lead=WORD)
    on = datetime.date.today() + datetime.timedelta(days=10)
    publish(client, "sidor", text.pk, publish_on=str(on))
    assert write(client, "sidor", text.pk, lead="Annat.").status_code == 400
    publish(client, "sidor", text.pk, publish_on=str(on + datetime.timedelta(days=1)))
    assert TextDraft.objects.get().publish_on == on + datetime.timedelta(days=1)
    publish(client, "sidor", text.pk, avboka="1")
    assert TextDraft.objects.get().publish_on is None
    assert write(client, "sidor", text.pk, lead="Annat.").status_code == 302


def test_who_has_lost_the_right_publishes_nothing_on_the_day():
    approver = office()
    client, text = signed_in(approver), page()
    write(client, "sidor", text.pk, lead=WORD)
    on = datetime.date.today() + datetime.timedelta(days=1)
    publish(client, "sidor", text.pk, publish_on=str(on))
    approver.is_active = False
    approver.save()
    assert publish_due(on) == 0
    draft = TextDraft.objects.get()
    assert draft.failed_at
    assert "inte ändra" in draft.failed_why
    assert WORD not in shown("/om/")
    assert publish_due(on) == 0
    other = signed_in(make.user())
    assert "Gick inte att publicera" in other.get(TEXTS).content.decode()
    assert "En planerad ändring kunde inte publiceras" in other.get(DESK).content.decode()


def test_pages_are_looked_through_once_a_year():
    user, today = office(), datetime.date.today()
    client = signed_in(user)
    late = page(path="sen", title="Sen", updated=today - datetime.timedelta(days=800))
    page(path="ny", title="Ny", updated=today)
    never = page(path="aldrig", title="Aldrig")
    page(path="borta", title="Borta", withdrawn=today, withdrawn_reason="Slut.")

    def waiting():
        return [
            each.record
            for each in texts_to_review(standing_of(user, today), today)
            if isinstance(each.record, Page)
        ]

    assert waiting() == [never, late]
    client.post(f"{TEXTS}sidor/{late.pk}/granskad/")
    assert waiting() == [never]
    late.refresh_from_db()
    assert late.reviewed == today
    assert late.history.first().history_change_reason == "Granskad: texterna stämmer"
    assert list(texts_to_review(standing_of(make.user(office=False), today), today)) == []


def test_what_is_gone_is_neither_published_nor_to_be_looked_through():
    client, today = signed_in(office()), datetime.date.today()
    long_ago = today - datetime.timedelta(days=800)
    gone = {"withdrawn": today, "withdrawn_reason": "Slut."}
    old = page(path="borta", title="Borta", updated=long_ago, **gone)
    page(path="kvar", title="Kvar", withdrawn=today + datetime.timedelta(days=9), updated=long_ago)
    page(path="aldrig-sedd", title="Aldrig sedd", **gone)
    kind = make.kind(slug="grupp")
    make.body("Över", of=kind, path="grupper/over", end=today)

    def states(query):
        shown = client.get(f"{TEXTS}?{query}").content.decode()
        rows = re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>.*?</tr>', shown, re.DOTALL)
        cells = re.findall(r'data-label="Läge">(.*?)</td>', shown)
        late = {"Kvar", "staff_office"} & set(rows)
        assert shown.count('<span class="note">Dags att granska') == len(late)
        return dict(zip(rows, cells, strict=True))

    assert states("del=sidor") == {
        "Aldrig sedd": "Borttagen",
        "Borta": "Borttagen",
        "Kvar": "Publicerad",
    }
    assert list(states("del=sidor&lage=granska")) == ["Kvar"]
    assert "Gäller inte längre" in states("del=organ").values()
    assert "Jag har granskat" not in client.get(f"{TEXTS}sidor/{old.pk}/").content.decode()
    assert client.post(f"{TEXTS}sidor/{old.pk}/granskad/").status_code == 404


def test_the_office_is_reminded_by_mail_once_a_page_and_year():
    user, today = office(), datetime.date.today()
    staff = Body.objects.get(function=Body.Function.STAFF_OFFICE)
    assert remind(today) == 0
    staff.email, staff.updated = "stab@prov.example", today
    staff.save()
    page(path="sen", title="Sen", updated=today - datetime.timedelta(days=800))
    page(path="aldrig", title="Aldrig")
    page(path="aldrig-heller", title="Aldrig heller")
    assert (remind(today), remind(today)) == (2, 0)
    subjects = sorted(Outbox.objects.values_list("subject", flat=True))
    assert subjects == [
        "Dags att granska sidan Sen",
        "Sidor som ingen har granskat: redaktionella sidor",
    ]
    record = Page.objects.get(path="sen")
    mark_reviewed(BY_SLUG["sidor"], record.pk, by=user, on=today)
    assert remind(today) == 0
    assert remind(today.replace(year=today.year + 1, day=min(today.day, 28))) > 0


def test_drafts_are_found_among_events_by_what_they_are_about(client):
    make.healthcare_region()
    admin = make.user(office=False, is_superuser=True)
    client.force_login(admin)
    body, region = make.body("Tandvård"), make.region(name="Norr")
    for about in (body, make.body("Psykiatri"), region, make.region(name="Söder")):
        label = about._meta.label_lower
        TextDraft.objects.create(label=label, of=about.pk, by=admin, token=f"{label}{about.pk}")
    for query, number in (("", 4), (f"organ={body.pk}", 1), (f"region={region.pk}", 1)):
        address = f"{DESK}handelser/?slag=organisation.textdraft&{query}"
        assert client.get(address).content.decode().count('<li class="event"') == number, query
