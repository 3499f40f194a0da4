"""The pages of what goes from one region to another: the list, and the checklist of a day."""

import datetime

import pytest
from django.urls import reverse

from bodies.actions.handovers import tick
from bodies.models import HandoverTick, RotationTerm
from bodies.rotations.handed_over import handovers_of
from organisation.actions.refusals import Refused
from organisation.dates import today
from organisation.models import Outbox
from portal.tasks import tasks_of
from tests import factories as make
from tests.portal.test_turns import standing

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LIST = "/arbetsyta/turordningar/overlamningar/"


class World:
    """A body whose chair goes from one region to another in forty days; who has it, who is to have
    it and who keeps the body going."""

    def __init__(self):
        make.healthcare_region()
        self.day = today() + 40 * DAY
        self.south, self.north, self.west = (
            make.region(name=name, slug=name.lower()) for name in ("Söder", "Norr", "Väster")
        )
        self.body = make.body("Nämnden", path="grupper/namnden")
        self.chair = make.post(self.body, "ordforande")
        self.before = make.term(self.chair, self.south, today() - 300 * DAY, self.day)
        self.after = make.term(self.chair, self.north, self.day)
        self.leaves = make.appoint(make.person("Anna Avgår"), self.chair, end=self.day)
        self.support = make.user("Stina Stöd", office=False)
        make.holding(self.support, self.body, "sekreterare")
        self.office = make.user("Karin Stab")
        self.editor = make.editor_of(make.user("Nora Norr", office=False), self.north)
        self.stranger = make.editor_of(make.user("Vera Väst", office=False), self.west)

    def url(self, day=None) -> str:
        return reverse("desk_handover", args=[self.body.path, day or self.day])

    def form(self, item: str = "cases", done: str = "1", **values) -> dict:
        regions = {"leaving": self.south.pk, "coming": self.north.pk}
        return {"item": item, "done": done} | regions | values

    def move(self, days: int) -> datetime.date:
        """The change is made so many days later."""
        day = self.day + days * DAY
        RotationTerm.objects.filter(pk=self.after.pk).update(start=day)
        RotationTerm.objects.filter(pk=self.before.pk).update(end=day)
        return day


@pytest.fixture
def world():
    return World()


def shown(client, user, url: str, status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\u00ad", "").split())


def test_checklist_shows_what_goes_where_and_what_is_left(client, world):
    page = shown(client, world.support, world.url())
    for text in (
        "Ordförande går från Söder till Norr",
        "Det är 40 dagar kvar.",
        "0 av 6 punkter är klara.",
        "Norr ser till att någon utses.",
        "Anna Avgår, till och med",
        "Ingen utsedd",
    ):
        assert text in page
    assert "Utse nästa" not in page, "whoever may not appoint isn't led there"
    assert reverse("desk_change_holder", args=[world.chair.pk]) in shown(
        client, world.office, world.url()
    )


def test_someone_appointed_is_seen_by_itself(client, world):
    comes = make.person("Bo Börjar")
    make.affiliation(comes, world.north)
    make.appoint(comes, world.chair, start=world.day)
    page = shown(client, world.support, world.url())
    assert "1 av 6 punkter är klara." in page
    assert "Bo Börjar, från " in page
    assert "stämmer det?" not in page
    assert "Bo Börjar får, från och med" in page
    assert "Anna Avgår får inte längre, från och med" in page


def test_someone_of_another_region_is_asked_about(client, world):
    comes = make.person("Bo Börjar")
    make.affiliation(comes, world.west)
    make.appoint(comes, world.chair, start=world.day)
    assert "Hör till Väster, inte till Norr: stämmer det?" in shown(
        client, world.support, world.url()
    )


def test_whoever_began_before_the_day_counts_if_they_are_of_the_coming_region(client, world):
    world.leaves.end = world.day - 10 * DAY
    world.leaves.save()
    comes = make.person("Bo Börjar")
    row = make.appoint(comes, world.chair, start=world.day - 10 * DAY)
    assert "0 av 6" in shown(client, world.support, world.url())
    make.affiliation(comes, world.north)
    page = shown(client, world.support, world.url())
    assert "1 av 6" in page
    assert "Anna Avgår, till och med" in page
    assert str(row.person) in page


def test_office_that_nobody_holds(client, world):
    world.leaves.delete()
    page = shown(client, world.support, world.url())
    assert 'data-label="Före">Ingen<' in page
    assert "Inga, så länge den som har uppdraget nu inte har någon slutdag" in page


def test_derived_post_that_follows_is_told(client, world):
    group = make.body("Utskottet")
    for region, name in ((world.south, "Sven Söder"), (world.north, "Nils Norr")):
        member = make.post(world.body, "ledamot", represents_region=region)
        make.appoint(make.person(name), member)
    make.post(
        group,
        "sammankallande",
        held_by_role=make.role("ledamot"),
        held_by_body=world.body,
        held_in_turn_of=world.chair,
    )
    page = shown(client, world.support, world.url())
    row = page[page.index("Sammankallande i Utskottet") :]
    assert row.index("Sven Söder") < row.index("Nils Norr")


def test_ticking_off_is_stored_with_who_and_when_and_taken_back(client, world):
    client.force_login(world.support)
    answer = client.post(world.url(), world.form(), follow=True)
    page = " ".join(answer.content.decode().split())
    assert "Avprickat: Gått igenom det som pågår." in page
    assert "1 av 6 punkter är klara." in page
    assert "Stina Stöd" in page
    [row] = HandoverTick.objects.all()
    assert (row.by, row.day, row.leaving, row.coming) == (
        *(world.support, world.day),
        *(world.south, world.north),
    )
    client.post(world.url(), world.form(done="0"))
    row.refresh_from_db()
    assert not row.is_done
    told = row.history.order_by("history_id").values_list("history_change_reason", "history_user")
    assert list(told) == [
        ("Avprickad", world.support.pk),
        ("Inte längre avprickad", world.support.pk),
    ]


def test_what_another_ticked_off_first_stays_theirs(client, world):
    client.force_login(world.support)
    client.post(world.url(), world.form())
    client.force_login(world.editor)
    assert client.post(world.url(), world.form()).status_code == 302
    [row] = HandoverTick.objects.all()
    assert row.by == world.support
    assert row.history.count() == 1


def test_all_done_says_so(client, world):
    comes = make.person("Bo Börjar")
    make.affiliation(comes, world.north)
    make.appoint(comes, world.chair, start=world.day)
    client.force_login(world.editor)
    for item in HandoverTick.Item.values:
        client.post(world.url(), world.form(item))
    assert "Allt är klart." in shown(client, world.editor, world.url())
    assert 'data-label="Klart">Allt<' in shown(client, world.editor, LIST)


@pytest.mark.parametrize(
    "values",
    [
        {"item": "finns-inte"},
        {"item": ""},
        {"leaving": "x"},
        {"coming": str(2**40)},
        {"coming": "1\x00"},
    ],
)
def test_what_no_form_sends_is_refused_and_changes_nothing(client, world, values):
    client.force_login(world.office)
    answer = client.post(world.url(), world.form(**values), follow=True)
    assert answer.status_code in (200, 400, 404)
    assert not HandoverTick.objects.exists()


def test_moved_handover_keeps_what_was_ticked_off(client, world):
    client.force_login(world.support)
    client.post(world.url(), world.form())
    day = world.move(60)
    page = shown(client, world.support, world.url())
    assert "Inget att lämna över" in page
    assert "turordningen har ändrats" in page
    assert world.url(day) in page
    page = shown(client, world.support, world.url(day))
    assert "1 av 6 punkter är klara." in page
    assert "Då var bytet satt till" in page
    client.post(world.url(day), world.form(done="0"))
    assert "0 av 6 punkter är klara." in shown(client, world.support, world.url(day))


def test_ticking_off_what_was_changed_meanwhile_is_refused_in_words(client, world):
    [handover] = handovers_of(world.day, world.day + DAY)
    world.move(60)
    with pytest.raises(Refused, match="Turordningen har ändrats"):
        tick(handover, "cases", done=True, by=world.support, on=today())
    client.force_login(world.support)
    answer = client.post(world.url(), world.form(), follow=True)
    assert "Turordningen har ändrats" in answer.content.decode()
    assert not HandoverTick.objects.exists()


def test_region_that_goes_on_has_nothing_to_hand_over(client, world):
    RotationTerm.objects.filter(pk=world.after.pk).update(region=world.south)
    assert "men Söder fortsätter" in shown(client, world.office, world.url())
    shown(client, world.office, world.url(world.day + DAY), 404)


def test_who_has_nothing_to_do_with_it_is_told_that_it_is_not_there(client, world):
    shown(client, world.stranger, world.url(), 404)
    assert "Nämnden" not in shown(client, world.stranger, LIST)
    assert client.post(world.url(), world.form()).status_code == 404
    shown(client, make.user("Ingen", office=False), LIST, 404)
    for user in (world.support, world.editor, world.office):
        assert "Nämnden" in shown(client, user, LIST)


def test_drafts_are_told_to_those_who_may_read_them_and_no_one_else(client, world):
    edition = make.edition(make.document(world.body), "Text.", title="Kvastfening")
    assert edition.title in shown(client, world.support, world.url())
    page = shown(client, world.editor, world.url())
    assert "Kvastfening" not in page
    assert "Utkast att lämna över" not in page
    # An editor who reads the drafts of another body learns nothing of this one's either.
    make.holding(world.editor, make.body("Annat"), "sekreterare")
    assert "Inga utkast som du får läsa är på gång." in shown(client, world.editor, world.url())


def test_task_of_whoever_keeps_the_body_going_leads_to_the_checklist(world):
    [task] = [e for e in tasks_of(standing(world.support), today()) if e.code == "turn"]
    assert (task.title, task.url) == ("Lämna över till Norr", world.url())


def test_list_asks_as_much_however_many_there_are(
    client, world, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(world.office)
    client.get(LIST)
    with django_assert_max_num_queries(20) as asked:
        client.get(LIST)
    for number in range(10):
        chair = make.post(make.body(f"Organ {number}"), "ordforande")
        make.term(chair, world.south, end=world.day)
        make.term(chair, world.north, start=world.day)
        make.appoint(make.person(), chair)
    with django_assert_num_queries(len(asked)):
        assert client.get(LIST).content.decode().count("Organ ") >= 10


def test_looking_sends_nothing(client, world):
    shown(client, world.office, world.url())
    assert not Outbox.objects.exists()
