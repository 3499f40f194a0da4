"""Whatever people do, in any order: one edition at most holds on a day, nothing public is lost."""

import contextlib
import datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from documents import actions
from documents.actions import Conflict, Refused
from documents.actions.locking import fingerprint
from documents.models import Edition, EditionEvent, Section
from documents.reading import Versions
from documents.rules import State
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2025, 1, 1)
TODAY = datetime.date(2026, 2, 6)
days = st.integers(0, 900).map(lambda number: FIRST + datetime.timedelta(days=number))
people = st.integers(0, 2)
words = st.text("abcåäö ", min_size=0, max_size=12)
REFUSED = (Refused, Conflict, Section.DoesNotExist)


class Editing(RuleBasedStateMachine):
    """Three people at one document, who try anything at any time."""

    def __init__(self):
        super().__init__()
        make.healthcare_region()
        self.document = make.document()
        self.people = [make.user(), make.user(), make.user(is_superuser=True)]
        self.decision = make.decision(self.document.owner)
        self.published: dict[int, list] = {}
        self.events = 0

    def last(self) -> Edition | None:
        return self.document.editions.order_by("-pk").first()

    def attempt(self, action, person, **values):
        edition = self.last()
        if edition is None:
            return
        with contextlib.suppress(*REFUSED):
            action(edition, by=self.people[person], **values)

    def seen(self):
        edition = self.last()
        return fingerprint(edition) if edition else ""

    @rule(person=people)
    def start(self, person):
        actions.start_draft(self.document, by=self.people[person], at=NOW, title="Uppdraget")

    @rule(person=people, text=words, heading=words)
    def add(self, person, text, heading):
        edition = self.last()
        if edition is None:
            return
        self.attempt(
            actions.add_section, person, revision=edition.revision, heading=heading, level=1
        )
        for section in edition.sections.present():
            self.attempt(
                lambda found, by, key=section.key: actions.save_section(
                    found, key, by=by, revision=1, heading=heading, level=1, html=f"<p>{text}</p>"
                ),
                person,
            )

    @rule(person=people)
    def take_out(self, person):
        edition = self.last()
        section = edition and edition.sections.present().first()
        if section:
            self.attempt(
                lambda found, by: actions.take_out_section(
                    found, section.key, by=by, revision=edition.revision
                ),
                person,
            )

    @rule(person=people)
    def submit(self, person):
        self.attempt(actions.submit, person, at=NOW, seen=self.seen())

    @rule(person=people)
    def send_back(self, person):
        self.attempt(actions.send_back, person, at=NOW, seen=self.seen(), text="Skriv om.")

    @rule(person=people, day=days)
    def adopt(self, person, day):
        self.attempt(
            actions.adopt,
            person,
            at=NOW,
            seen=self.seen(),
            decision=self.decision,
            valid_from=day,
        )

    @rule(person=people, forced=st.booleans())
    def publish(self, person, forced):
        self.attempt(
            actions.publish, person, at=NOW, seen=self.seen(), forced=forced, text="Bråttom."
        )

    @rule(person=people, day=days, which=st.integers(0, 5))
    def withdraw(self, person, day, which):
        public = list(self.document.editions.published())
        if public:
            with contextlib.suppress(Refused):
                actions.withdraw(
                    public[which % len(public)],
                    by=self.people[person],
                    at=NOW,
                    on=TODAY,
                    effective_on=day,
                    text="Fel.",
                )

    @rule(person=people)
    def discard(self, person):
        edition = self.last()
        if edition:
            self.attempt(actions.discard, person, at=NOW, seen=self.seen())

    @rule(person=people, first=days)
    def go_all_the_way(self, person, first):
        """What random steps seldom get through on their own."""
        self.start(person)
        self.add(person, "text", "rubrik")
        self.submit(person)
        self.adopt((person + 1) % 3, first)
        self.publish((person + 1) % 3, False)

    @invariant()
    def at_most_one_holds_on_a_day(self):
        public = list(self.document.editions.published())
        edges = {FIRST, TODAY, *(each.valid_from for each in public if each.valid_from)}
        withdrawn = EditionEvent.objects.filter(edition__in=public, kind="withdrawn")
        edges |= set(withdrawn.values_list("effective_on", flat=True))
        for edge in edges:
            for day in (edge - datetime.timedelta(days=1), edge):
                found = list(Edition.objects.in_force(day).filter(document=self.document))
                assert len(found) <= 1
                # The page's own reckoning agrees with the database's.
                now = Versions(self.document, day, day).now
                assert ([now.edition] if now else []) == found
                # And so does looking back or ahead from today.
                now = Versions(self.document, day, TODAY).now
                assert ([now.edition] if now else []) == found

    @invariant()
    def nothing_published_is_lost_or_altered(self):
        for edition in self.document.editions.published():
            text = list(edition.sections.order_by("pk").values("key", "heading", "level", "html"))
            facts = [edition.number, edition.title, edition.valid_from, edition.decision_id, text]
            assert self.published.setdefault(edition.pk, facts) == facts
        assert set(self.published) == set(
            self.document.editions.filter(state=State.PUBLISHED).values_list("pk", flat=True)
        )

    @invariant()
    def the_trail_never_shrinks(self):
        number = EditionEvent.objects.filter(edition__document=self.document).count()
        assert number >= self.events
        self.events = number

    @invariant()
    def at_most_one_draft_is_open(self):
        assert self.document.editions.open().count() <= 1

    @invariant()
    def nobody_publishes_their_own_unless_forced(self):
        own = EditionEvent.objects.filter(
            edition__document=self.document, kind="published", forced=False
        )
        assert all(each.by_id != each.edition.submitter_id for each in own)


# A fast database is no matter of these rules.
LOOSE = [HealthCheck.too_slow, HealthCheck.data_too_large]


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=LOOSE,
            derandomize=True,
        ),
    )


def test_any_order_of_steps_keeps_the_promises():
    run(8, 20)


@pytest.mark.full
def test_long_random_orders_of_steps_keep_the_promises():
    run(150, 40)
