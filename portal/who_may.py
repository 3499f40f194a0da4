"""Who may do what with a thing, and why: the policies asked about everyone at once."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bodies.models import Appointment, Body, Post
from bodies.policies import CONTACTS, POSTS_TO_FILL
from bodies.standings import everyones_standings, vacant_holdings
from documents.models import Document, Edition, SharedText
from documents.policies import DOCUMENT, EDITIONS
from organisation.models import Page, Person, User
from organisation.policies import PersonPolicy, Policy, region_of
from organisation.rights import Action
from organisation.standing import Holding, Standing
from organisation.words import listed

from .rights import POLICIES

CHANGING = (Action.WRITE, Action.READ)
DRAFTED = (
    *(Action.WRITE, Action.COMMENT, Action.SUBMIT, Action.DECIDE),
    *(Action.PUBLISH, Action.WITHDRAW, Action.READ),
)


@dataclass(frozen=True)
class Question:
    """Something that is asked about a thing: which policy answers, of which record and actions."""

    label: str
    policy: Policy
    record: object
    actions: tuple[Action, ...] = CHANGING


class OfOne(PersonPolicy):
    """The policy of people, for one person: asks for their region once."""

    def __init__(self, person: Person, on: datetime.date):
        self.region = region_of(person, Standing(on))

    def region_of(self, person, standing):
        return self.region


def of_body(body: Body, *_) -> list[Question]:
    commission = Document(kind=Document.Kind.COMMISSION, owner=body)
    return [
        Question("Uppdragsbeskrivningen", DOCUMENT, commission, DRAFTED),
        Question("Funktionsadress och kontakter", CONTACTS, body),
        Question("Namn, samband och beskrivning", POLICIES[Body], body),
    ]


def of_edition(edition: Edition, *_) -> list[Question]:
    return [Question("Versionen", EDITIONS, edition, DRAFTED)]


def of_shared_text(text: SharedText, *_) -> list[Question]:
    document = Document(kind=Document.Kind.SHARED_TEXT)
    return [Question("Den gemensamma texten", DOCUMENT, document, DRAFTED)]


def of_post(post: Post, *_) -> list[Question]:
    return [
        Question("Vem som har posten", POSTS_TO_FILL, post),
        Question("Posten själv", POLICIES[Post], post),
    ]


def of_appointment(appointment: Appointment, *_) -> list[Question]:
    return [Question("Uppdraget", POLICIES[Appointment], appointment)]


def of_person(person: Person, on: datetime.date) -> list[Question]:
    return [Question("Namn, e-post och anknytning", OfOne(person, on), person)]


def of_page(page: Page, *_) -> list[Question]:
    return [Question("Sidan", POLICIES[Page], page)]


@dataclass
class Giver:
    """Someone who may, with everything that lets them; or why they still may not."""

    name: str
    slug: str
    because: tuple[str, ...]
    has_account: bool
    is_stopped: bool = False


@dataclass
class Answer:
    """Those who may do some actions, and the vacant posts that would let someone."""

    actions: list[Action]
    people: list[Giver]
    vacant: list[str] = field(default_factory=list)

    @property
    def doing(self) -> str:
        return listed([each.label for each in self.actions])


def answers(questions: list[Question], on: datetime.date) -> list[tuple[str, list[Answer]]]:
    """Who may do what on the day `on`, by question; actions that the same may do stand together
    (9 queries, however many people there are)."""
    accounts, people = everyones_standings(on)
    vacant = vacant_holdings(on)
    names = _names(accounts, people)
    found = []
    for question in questions:
        alike: list[Answer] = []
        for action in question.actions:
            answer = Answer(
                [action],
                sorted(
                    _givers(question, action, accounts, people, names),
                    key=lambda one: (not one.has_account, one.name),
                ),
                _vacant(question, action, vacant, on),
            )
            same = (each for each in alike if _same(each, answer))
            if earlier := next(same, None):
                earlier.actions.append(action)
            else:
                alike.append(answer)
        found.append((question.label, alike))
    return found


def _same(one: Answer, other: Answer) -> bool:
    return (one.people, one.vacant) == (other.people, other.vacant)


def _givers(question, action, accounts, people, names) -> Iterator[Giver]:
    """Those whom something lets do the action."""
    for of, standings in (("account", accounts), ("person", people)):
        for pk, standing in standings.items():
            because = question.policy.giving(standing, action, question.record)
            if given := tuple(map(str, because)):
                name, slug = names[of][pk]
                stopped = question.policy.forbids(standing, action, question.record)
                yield Giver(name, slug, given, of == "account", stopped)


def _vacant(question, action, vacant: Iterable[Holding], on: datetime.date) -> list[str]:
    """The vacant posts that would let someone do the action."""
    return sorted(
        {
            each.reason
            for each in vacant
            if any(question.policy.giving(Standing(on, holdings=(each,)), action, question.record))
        }
    )


def _names(accounts: dict, people: dict) -> dict[str, dict[int, tuple[str, str]]]:
    """What everyone is called, and their short names (2 queries)."""
    users = User.objects.filter(pk__in=accounts).select_related("person__merged_into")
    named = {}
    for each in users:
        person = each.person and (each.person.merged_into or each.person)
        called = each.get_full_name() or each.username
        named[each.pk] = (person.name, person.slug) if person else (called, "")
    without = Person.objects.filter(pk__in=people)
    return {"account": named, "person": {each.pk: (each.name, each.slug) for each in without}}
