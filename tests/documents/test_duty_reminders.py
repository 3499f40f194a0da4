"""Mail about plans and reports: to whom over a year, and each once whatever happens."""

import datetime
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from bodies.models import Body
from bodies.standings import standing_of
from documents.actions import reminding
from documents.actions.reminding import remind, without_recipients
from documents.data_findings import nobody_to_remind
from documents.models import MET_BY, Document, DutyAdjustment, Edition, SentDutyReminder
from organisation.models import Outbox, User
from tests import factories as make

from .duties import withdrawn, written
from .processes import killed, process, said, tell, time_taken

FILE = Path(__file__).with_name("duty_reminder_cases.txt")
D, DAY = datetime.date, datetime.timedelta(days=1)
FIRST, LAST = D(2025, 12, 1), D(2026, 11, 30)
# After this nothing is due; `test_every_day_of_a_year` tries the rest of it.
LAST_TOLD = D(2026, 5, 20)
AT = "@prov.example"


class World:
    """An area of a council, and a group; each has a chair and a process support, and the council a
    process support."""

    def __init__(self):
        make.healthcare_region()
        areas = make.kind("omrade")
        self.area = make.body("Området", of=areas)
        self.group = make.body("Gruppen", of=make.kind("samgrupp"))
        self.council = make.body("Rådet", of=make.kind("rad"), function=Body.Function.COUNCIL)
        make.relate(self.area, "part_of", self.council)
        for of in (areas, self.group.kind):
            make.duty(of, "plan", "+0 01-31")
            make.duty(of, "report", "+1 03-31")
        for name in ("area", "group"):
            body = getattr(self, name)
            make.holding(self.account(f"{name}-o"), body, "ordforande")
            make.holding(self.account(f"{name}-p"), body, "processtod")
            make.holding(self.account(f"{name}-ledamot"), body, "ledamot")
        make.holding(self.account("k"), self.council, "processtod")
        make.holding(self.account("k-ordforande"), self.council, "ordforande")

    @staticmethod
    def account(name: str, **values):
        return make.user(name, office=False, email=f"{name}{AT}", **values)

    def duty(self, name: str, what: str):
        return getattr(self, name).kind.reporting_duties.get(what=what)

    def do(self, on: D, words: list[str]) -> None:
        """What a line of a case says."""
        word, name, what, *rest = words
        body = getattr(self, name)
        if word == "ends":
            Body.objects.filter(pk=body.pk).update(end=what)
            return
        year = int(rest[0])
        if word in ("moved", "exempt"):
            due = rest[1] if word == "moved" else None
            values = {"body": body, "year": year, "due": due, "reason": "Prov"}
            DutyAdjustment.objects.create(duty=self.duty(name, what), **values)
        elif word == "withdrawn":
            withdrawn(Edition.objects.get(document=self.document(body, what, year)), on)
        else:
            written(self.document(body, what, year), "draft", on if word == "published" else None)

    @staticmethod
    def document(body, what: str, year: int) -> Document:
        kind = MET_BY[what][0]
        found = Document.objects.filter(owner=body, kind=kind, period_start__year=year)
        return found.first() or make.yearly(body, year, kind)


@pytest.fixture
def world(db):
    return World()


@dataclass
class Case:
    title: str
    every: int = 1
    happens: dict = field(default_factory=dict)
    expected: dict = field(default_factory=dict)

    def read(self, line: str) -> None:
        words = line.split()
        match words[0]:
            case "every":
                self.every = int(words[1])
            case "=":
                self.expected[D.fromisoformat(words[1])] = words[2:]
            case "on":
                self.happens.setdefault(D.fromisoformat(words[1]), []).append(words[2:])
            case _:
                self.happens.setdefault(FIRST, []).append(words)


def cases() -> list[Case]:
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found.append(Case(line[3:]))
        elif found and line:
            found[-1].read(line)
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda each: each.title)
def test_a_year_day_by_day_gives_just_the_mails_of_the_table(world, case):
    told, on, left = {}, FIRST, dict(case.happens)
    while on <= LAST_TOLD:
        for day in [each for each in left if each <= on]:
            for words in left.pop(day):
                world.do(day, words)
        before = list(Outbox.objects.values_list("pk", flat=True))
        remind(on)
        # Some days it's run twice, as when a timer goes off again.
        if on.day < 3:
            remind(on)
        sent = Outbox.objects.exclude(pk__in=before).order_by("to").values_list("to", flat=True)
        if sent:
            told[on] = [each.removesuffix(AT) for each in sent]
        on += case.every * DAY
    assert told == case.expected
    twice = SentDutyReminder.objects.values("to", "duty", "body", "year", "days")
    assert not twice.annotate(many=Count("pk")).filter(many__gt=1).exists()


@pytest.mark.full
def test_every_day_of_a_year(world):
    case = cases()[0]
    told, on = {}, FIRST
    while on <= LAST:
        if number := remind(on):
            told[on] = number
        on += DAY
    assert told == {day: len(to) for day, to in case.expected.items()}


@pytest.mark.django_db
def test_mail_says_what_is_late_and_what_is_to_come(world):
    written(world.document(world.area, "plan", 2026))
    remind(D(2026, 3, 2))
    late = Outbox.objects.get(to=f"area-o{AT}")
    assert late.subject == "Planer och rapporter: 2 att lämna"
    assert late.text.startswith(
        "Det här är försenat:\n\n"
        "– Området: plan för 2026, senast 31 januari 2026. Det finns ett utkast.\n\n"
        "Det här ska snart vara publicerat:\n\n"
        "– Området: årsrapport för 2025, senast 31 mars 2026. Det är inte påbörjat.\n\n"
    )
    assert "/arbetsyta/planer-och-rapporter/" in late.text
    copy = Outbox.objects.get(to=f"k{AT}")
    assert copy.subject == "Plan för 2026: Området"
    assert "årsrapport" not in copy.text


@pytest.mark.django_db
def test_who_has_no_account_is_reminded_at_their_own_address(world):
    person = make.person("Utan Konto", email=f"UTAN{AT}")
    body = make.body("Tredje", of=world.group.kind)
    make.appoint(person, make.post(body, "ordforande"))
    remind(D(2026, 1, 1))
    assert Outbox.objects.filter(to=f"utan{AT}").count() == 1


@pytest.mark.django_db
def test_whom_nobody_can_reach_is_told_and_stops_nothing(world):
    body = make.body("Tredje", of=world.group.kind)
    make.holding(world.account("av", is_active=False), body, "ordforande")
    User.objects.filter(first_name="group-o").update(email="")
    assert remind(D(2026, 1, 1)) == 3
    assert [each.name for each, _ in without_recipients(D(2026, 1, 1))] == ["Tredje"]
    assert without_recipients(D(2026, 6, 1)) == []
    office = standing_of(make.user(), D(2026, 1, 1))
    [found] = nobody_to_remind(office, D(2026, 1, 1))
    assert (found.subject, found.url) == ("Tredje", f"/arbetsyta/organ/{body.path}/")
    assert "31 januari 2026 når ingen" in found.message
    nobody = standing_of(world.account("nagon"), D(2026, 1, 1))
    assert nobody_to_remind(nobody, D(2026, 1, 1)) == []


@pytest.mark.django_db
def test_one_who_both_chairs_and_supports_gets_one_mail(world):
    both = User.objects.get(email=f"k{AT}")
    make.holding(both, world.area, "ordforande", number=2)
    remind(D(2026, 2, 7))
    assert Outbox.objects.filter(to=f"k{AT}").count() == 1
    assert SentDutyReminder.objects.filter(to=f"k{AT}").count() == 1


@pytest.mark.django_db
def test_what_fails_between_the_mail_and_the_note_leaves_neither(world, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError("dead")

    with monkeypatch.context() as patched:
        patched.setattr(SentDutyReminder.objects, "bulk_create", fails)
        with pytest.raises(RuntimeError):
            remind(D(2026, 1, 1))
    assert not Outbox.objects.exists()
    assert remind(D(2026, 1, 1)) == 4


@pytest.mark.django_db
def test_day_without_anything_to_tell_asks_little_however_many_bodies(world):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert remind(D(2026, 7, 1)) == 0
        return len(queries)

    few = asked()
    for _ in range(12):
        make.body(of=world.area.kind)
    assert asked() == few == 6


@pytest.mark.django_db
def test_command_says_what_it_queued(world, capsys, monkeypatch):
    at = "portal.management.commands.remind_of_reports.today"
    monkeypatch.setattr(at, lambda: D(2026, 1, 1))
    call_command("remind_of_reports")
    assert capsys.readouterr().out == "4 brev om planer och rapporter lades i kön.\n"
    call_command("remind_of_reports")
    assert capsys.readouterr().out == ""


def check_whole(since: int) -> int:
    """How many have been reminded; asserts that each who has has one mail and all that it tells of.
    Waits until the server has let go of a dead client's transaction."""
    with transaction.atomic():
        reminding.lock()
        told = list(SentDutyReminder.objects.filter(pk__gt=since).values_list("to", "mail"))
    mails = list(Outbox.objects.filter(pk__in={mail for _, mail in told}).values_list("to", "pk"))
    assert sorted(set(told)) == sorted(mails), "a mail for each, and no mail twice"
    assert len({to for to, _ in mails}) == len(mails)
    return len(mails)


def kill_reminders(times: int) -> None:
    """Kills so many times whoever reminds, at moments spread over the time that it takes; whoever
    goes on reminds the rest, and nobody twice. Each time it's the plans of another year."""
    World()
    rng = random.Random(9)
    inside = between = after = 0
    with process("reminder.py", REMINDER="documents.actions.reminding") as child:
        takes = time_taken(child, "2026-02-07")
        for number in range(1, times + 1):
            on = f"{2026 + number}-02-07"
            since, mails = SentDutyReminder.objects.latest("pk").pk, Outbox.objects.count()
            through = killed(child, on, rng.uniform(0, 1.1 * takes))
            made = check_whole(since)
            assert made == 5 or not through
            assert Outbox.objects.count() == mails + made, "no mail without its note"
            inside += made == 0
            between += 0 < made < 5
            after += made == 5
            # Whoever goes on does the rest; where all was done, nothing.
            tell(child, on)
            said(child, "ended")
            assert check_whole(since) == 5
            assert Outbox.objects.count() == mails + 5
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
