"""Mail about handovers: to whom, what it says, and each once whatever happens."""

import datetime
import random

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bodies.actions import handovers as actions
from bodies.actions.handovers import remind
from bodies.models import Body, Grant, RotationTerm, SentReminder
from bodies.rotations.reminders import REMINDER_DAYS
from organisation.models import Outbox, User
from tests import factories as make
from tests.documents.processes import killed, process, said, tell, time_taken

DAY = datetime.timedelta(days=1)
NEW_YEAR = datetime.date(2027, 1, 1)


class World:
    """Two bodies whose chairs go from one region to another at the turn of 2026, the editors of
    both regions and of a third, the secretary of one body, and a staff office."""

    def __init__(self):
        make.healthcare_region()
        self.south, self.north, self.west = (
            make.region(name=name, slug=name.lower()) for name in ("Söder", "Norr", "Väster")
        )
        self.board, self.group = make.body("Nämnden"), make.body("Gruppen")
        self.chair = make.post(self.board, "ordforande")
        for chair in (self.chair, make.post(self.group, "ordforande")):
            make.term(chair, self.south, end=NEW_YEAR)
            make.term(chair, self.north, start=NEW_YEAR)
        for name, region in (("soder", self.south), ("norr", self.north), ("vaster", self.west)):
            make.editor_of(self.account(name), region)
        make.holding(self.account("sekreterare"), self.board, "sekreterare")
        make.holding(self.account("ledamot"), self.board, "ledamot")
        make.body("Staben", function=Body.Function.STAFF_OFFICE, email="Staben@prov.example")

    @staticmethod
    def account(name: str, **values):
        return make.user(name, office=False, email=f"{name}@prov.example", **values)


@pytest.fixture
def world(db):
    return World()


def sent() -> list[str]:
    return list(Outbox.objects.order_by("to").values_list("to", flat=True))


@pytest.mark.django_db
def test_both_regions_the_secretary_and_the_office_get_one_mail_each(world):
    assert remind(NEW_YEAR - 181 * DAY) == 0
    assert remind(NEW_YEAR - 180 * DAY) == 4
    assert sent() == [
        *("norr@prov.example", "sekreterare@prov.example", "soder@prov.example"),
        "staben@prov.example",
    ]
    of_region = Outbox.objects.get(to="norr@prov.example")
    assert of_region.subject == "Överlämning 1 januari 2027"
    for text in (
        "1 januari 2027, om 180 dagar:",
        "– Ordförande i Nämnden, från Söder till Norr.\n  Ingen är utsedd än: ordförande.",
        "– Ordförande i Gruppen, från Söder till Norr.",
        f"/arbetsyta/turordningar/overlamning/{world.board.path}/2027-01-01/",
        "/arbetsyta/turordningar/overlamningar/",
    ):
        assert text in of_region.text
    of_secretary = Outbox.objects.get(to="sekreterare@prov.example")
    assert of_secretary.subject == "Överlämning 1 januari 2027: Nämnden"
    assert "Gruppen" not in of_secretary.text


@pytest.mark.django_db
def test_mail_says_who_is_appointed_and_when_it_is_tomorrow(world):
    make.appoint(make.person("Anna Prov"), world.chair, start=NEW_YEAR)
    remind(NEW_YEAR - DAY)
    text = Outbox.objects.get(to="sekreterare@prov.example").text
    assert "i morgon" in text
    assert "Nästa är utsedd." in text


@pytest.mark.django_db
def test_account_that_is_shut_off_or_has_no_address_gets_nothing(world):
    for name, values in (("av", {"is_active": False}), ("utan", {"email": ""})):
        account = world.account(name)
        make.editor_of(account, world.north)
        type(account).objects.filter(pk=account.pk).update(**values)
    remind(NEW_YEAR - 30 * DAY)
    assert "av@prov.example" not in sent()
    assert "" not in sent()
    assert len(sent()) == 4


@pytest.mark.django_db
def test_who_stands_in_is_reminded_while_they_do(world):
    stands_in = world.account("ersatter", person=make.person())
    Grant.objects.create(
        person=stands_in.person,
        region=world.north,
        capacity="editor",
        start=NEW_YEAR - 100 * DAY,
        end=NEW_YEAR - 80 * DAY,
        reason="Prov",
    )
    for days in REMINDER_DAYS:
        remind(NEW_YEAR - days * DAY)
    of_them = SentReminder.objects.filter(to="ersatter@prov.example")
    assert set(of_them.values_list("days", flat=True)) == {90}


@pytest.mark.django_db
def test_one_with_two_capacities_gets_one_mail_whatever_the_case_of_the_address(world):
    both = User.objects.get(email="norr@prov.example")
    make.holding(both, world.board, "sekreterare")
    User.objects.filter(pk=both.pk).update(email="NORR@prov.example")
    remind(NEW_YEAR - 30 * DAY)
    assert sent().count("norr@prov.example") == 1
    assert len(sent()) == 4


@pytest.mark.django_db
def test_body_or_post_that_ends_first_is_not_handed_over(world):
    Body.objects.filter(pk=world.board.pk).update(end=NEW_YEAR)
    remind(NEW_YEAR - 180 * DAY)
    assert set(SentReminder.objects.values_list("body", flat=True)) == {world.group.pk}


@pytest.mark.django_db
def test_a_year_day_by_day_tells_each_once_on_its_day(world):
    told = {}
    on = NEW_YEAR - 364 * DAY
    while on < NEW_YEAR + 5 * DAY:
        before = Outbox.objects.count()
        remind(on)
        # Some days it's run twice, as when a timer goes off again.
        if on.day < 6:
            remind(on)
        if Outbox.objects.count() > before:
            told[on] = Outbox.objects.count() - before
        on += DAY
    assert told == {NEW_YEAR - days * DAY: 4 for days in REMINDER_DAYS}
    # Seven in all: three who are told of both bodies, one of one; three times.
    assert SentReminder.objects.count() == 7 * 3
    assert Outbox.objects.count() == 4 * 3


@pytest.mark.django_db
def test_a_year_with_days_left_out_and_a_turn_that_is_moved(world):
    """Run every ninth day; the turn is moved by two months in between."""
    on, moved = NEW_YEAR - 364 * DAY, datetime.date(2027, 3, 1)
    while on < moved:
        if on >= datetime.date(2026, 9, 1):
            terms = RotationTerm.objects.filter(post=world.chair)
            terms.filter(region=world.north).update(start=moved)
            terms.filter(region=world.south).update(end=moved)
        remind(on)
        on += 9 * DAY
    of_secretary = SentReminder.objects.filter(to="sekreterare@prov.example").order_by("pk")
    assert list(of_secretary.values_list("day", "days")) == [
        (NEW_YEAR, 180),
        *((moved, days) for days in REMINDER_DAYS),
    ]


@pytest.mark.django_db
def test_the_same_is_never_stored_twice(world):
    remind(NEW_YEAR - 30 * DAY)
    again = SentReminder.objects.first()
    again.pk = None
    with pytest.raises(IntegrityError, match="sent_reminder_once"), transaction.atomic():
        again.save()


@pytest.mark.django_db
def test_what_fails_between_the_mail_and_the_note_leaves_neither(world, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError("dead")

    with monkeypatch.context() as patched:
        patched.setattr(SentReminder.objects, "bulk_create", fails)
        with pytest.raises(RuntimeError):
            remind(NEW_YEAR - 30 * DAY)
    assert not Outbox.objects.exists()
    assert remind(NEW_YEAR - 30 * DAY) == 4


@pytest.mark.django_db
def test_day_without_anything_to_tell_asks_little_however_many_bodies(world):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert remind(NEW_YEAR - 120 * DAY) == 0
        return len(found)

    remind(NEW_YEAR - 120 * DAY)
    few = queries()
    for _ in range(12):
        chair = make.post(make.body(), "ordforande")
        make.term(chair, world.south, end=NEW_YEAR)
        make.term(chair, world.north, start=NEW_YEAR)
    remind(NEW_YEAR - 120 * DAY)
    assert queries() == few


@pytest.mark.django_db
def test_command_says_what_it_queued_and_keeps_the_terms_ahead(world, capsys, monkeypatch):
    monkeypatch.setattr(
        "portal.management.commands.remind_of_handovers.today", lambda: NEW_YEAR - 90 * DAY
    )
    call_command("remind_of_handovers")
    assert capsys.readouterr().out == "4 brev om överlämningar lades i kön.\n"
    call_command("remind_of_handovers")
    assert capsys.readouterr().out == ""


def check_whole(since: int) -> int:
    """How many have been reminded; asserts that each who has has one mail and all that it tells of.
    Waits until the server has let go of a dead client's transaction."""
    with transaction.atomic():
        actions.lock()
        told = list(SentReminder.objects.filter(pk__gt=since).values_list("to", "mail"))
    mails = list(Outbox.objects.filter(pk__in={mail for _, mail in told}).values_list("to", "pk"))
    assert sorted(set(told)) == sorted(mails), "a mail for each, and no mail twice"
    assert len({to for to, _ in mails}) == len(mails)
    wanted = {"sekreterare@prov.example": 1}
    for to, _ in mails:
        assert sum(1 for one, _ in told if one == to) == wanted.get(to, 2)
    return len(mails)


def kill_reminders(times: int) -> None:
    """Kills so many times whoever reminds, at moments spread over the time that it takes; whoever
    goes on reminds the rest, and nobody twice."""
    world, rng = World(), random.Random(8)
    inside = between = after = 0

    def next_turn(number: int) -> datetime.date:
        """A turn of its own for each time, so that everyone is to be reminded again."""
        day = NEW_YEAR + number * 400 * DAY
        for body in (world.board, world.group):
            chair = make.post(body, "ordforande")
            make.term(chair, world.south, start=day - 10 * DAY, end=day)
            make.term(chair, world.north, start=day, end=day + 10 * DAY)
        return day - DAY

    RotationTerm.objects.all().delete()
    with process("reminder.py", REMINDER="bodies.actions.handovers") as child:
        takes = time_taken(child, str(next_turn(0)))
        for number in range(1, times + 1):
            on = next_turn(number)
            since, mails = SentReminder.objects.latest("pk").pk, Outbox.objects.count()
            through = killed(child, str(on), rng.uniform(0, 1.1 * takes))
            made = check_whole(since)
            assert made == 4 or not through
            assert Outbox.objects.count() == mails + made, "no mail without its note"
            inside += made == 0
            between += 0 < made < 4
            after += made == 4
            # Whoever goes on does the rest; where all was done, nothing.
            tell(child, str(on))
            said(child, "ended")
            assert check_whole(since) == 4
            assert Outbox.objects.count() == mails + 4
    print(
        f"{times} kills of who reminds: {inside} before the first mail was stored, {between} with "
        f"some stored, {after} after the last"
    )
    assert inside + between


@pytest.mark.django_db(transaction=True)
def test_killed_reminder_reminds_nobody_twice():
    kill_reminders(4)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_reminder_killed_a_hundred_times_reminds_nobody_twice():
    kill_reminders(100)
