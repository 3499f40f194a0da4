"""Who may do what: the only table of rights.

Every policy reads it, and docs/permissions.md is made from it. A right belongs to a capacity, in
which a person stands to something: chair of a body, editor of a region. What gives a person a
capacity is in `standing`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Capacity(StrEnum):
    """As what a person acts."""

    MEMBER = "member"
    SUPPORT = "support"
    CHAIR = "chair"
    COUNCIL = "council"
    OFFICE = "office"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return CAPACITY_LABELS[self]


CAPACITY_LABELS = {
    Capacity.MEMBER: "ledamot, ersättare eller adjungerad",
    Capacity.SUPPORT: "processtöd eller sekreterare",
    Capacity.CHAIR: "ordförande eller sammankallande",
    Capacity.COUNCIL: "kunskapsrådets ledning och sekreterare",
    Capacity.OFFICE: "staben och arbetsutskottet",
    Capacity.EDITOR: "regionredaktör",
    Capacity.ADMIN: "administratör",
}

# Whoever is the first may all that the second may.
INCLUDES = {Capacity.CHAIR: Capacity.SUPPORT, Capacity.SUPPORT: Capacity.MEMBER}
# Those who can change what many depend on sign in with a second factor.
WITH_SECOND_FACTOR = {Capacity.OFFICE, Capacity.ADMIN}


class Action(StrEnum):
    """What can be done with something."""

    READ = "read"
    COMMENT = "comment"
    WRITE = "write"
    SUBMIT = "submit"
    DECIDE = "decide"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        return ACTION_LABELS[self]


ACTION_LABELS = {
    Action.READ: "läsa",
    Action.COMMENT: "kommentera",
    Action.WRITE: "ändra",
    Action.SUBMIT: "skicka till beslut",
    Action.DECIDE: "registrera beslut och skicka tillbaka",
    Action.PUBLISH: "publicera",
    Action.WITHDRAW: "återkalla",
}


class Thing(StrEnum):
    """What a right is about."""

    COMMISSION = "commission"
    SHARED_TEXT = "shared_text"
    PLAN = "plan"
    GOVERNING = "governing"
    PROCEEDINGS = "proceedings"
    CONTACTS = "contacts"
    PERSON = "person"
    APPOINTMENT = "appointment"
    BODY = "body"
    PAGE = "page"
    PROMISE = "promise"
    FEEDBACK = "feedback"
    ACCESS = "access"
    ROTATION = "rotation"
    HANDOVER = "handover"
    DUTY = "duty"
    GOAL = "goal"
    STRUCTURE = "structure"
    REGION = "region"
    ACCOUNT = "account"
    REDIRECT = "redirect"
    TRAIL = "trail"

    @property
    def label(self) -> str:
        return THING_LABELS[self]


THING_LABELS = {
    Thing.COMMISSION: "uppdragsbeskrivningar",
    Thing.SHARED_TEXT: "gemensamma texter",
    Thing.PLAN: "handlingsplaner, verksamhetsplaner och årsrapporter",
    Thing.GOVERNING: "överenskommelser, samverkansavtal, reglementen och mallar",
    Thing.PROCEEDINGS: "protokoll och minnesanteckningar",
    Thing.CONTACTS: "kontaktuppgifter och kontaktlistor",
    Thing.PERSON: "personer och deras anknytningar",
    Thing.APPOINTMENT: "uppdrag: vem som har en post",
    Thing.BODY: "organ: namn, samband och beskrivningar",
    Thing.PAGE: "redaktionella sidor, länkar och källor",
    Thing.PROMISE: "löften, mål, värdskap och nivåer",
    Thing.FEEDBACK: "synpunkter från läsare",
    Thing.ACCESS: "inbjudningar och förfrågningar om behörighet",
    Thing.ROTATION: "turordning mellan regionerna",
    Thing.HANDOVER: "överlämningar mellan regionerna",
    Thing.DUTY: "vad som ska lämnas varje år",
    Thing.GOAL: "ett organs mål, målvärden och mätvärden",
    Thing.STRUCTURE: "slag av organ, roller och poster",
    Thing.REGION: "regioner och sjukvårdsregionen",
    Thing.ACCOUNT: "konton, ersättare och regionredaktörer",
    Thing.REDIRECT: "gamla adresser",
    Thing.TRAIL: "allt som har hänt i portalen",
}
DOCUMENTS = (Thing.COMMISSION, Thing.SHARED_TEXT, Thing.PLAN, Thing.GOVERNING, Thing.PROCEEDINGS)


class Scope(StrEnum):
    """Which of the things a right reaches."""

    OWN = "own"
    SHOWN = "shown"
    BELOW = "below"
    APPOINTED = "appointed"
    REGION = "region"
    NO_REGION = "no_region"
    ALL = "all"

    @property
    def label(self) -> str:
        return SCOPE_LABELS[self]


SCOPE_LABELS = {
    Scope.OWN: "det egna organets",
    Scope.SHOWN: "det egna organets, när de visas för ledamöterna",
    Scope.BELOW: "de organs som hör till rådet",
    Scope.APPOINTED: "poster som rådet utser till",
    Scope.REGION: "den egna regionens",
    Scope.NO_REGION: "de som inte hör till någon region",
    Scope.ALL: "alla",
}


@dataclass(frozen=True)
class Right:
    """Whoever acts as `capacity` may do `actions` with the things that `scope` reaches."""

    capacity: Capacity
    thing: Thing
    actions: tuple[Action, ...]
    scope: Scope


READ, COMMENT, WRITE, SUBMIT, DECIDE, PUBLISH, WITHDRAW = Action
DRAFTING = (READ, COMMENT, WRITE, SUBMIT)
DECIDING = (DECIDE, PUBLISH, WITHDRAW)

RIGHTS = (
    *(
        Right(Capacity.MEMBER, thing, (READ,), Scope.SHOWN)
        for thing in DOCUMENTS
        if thing is not Thing.SHARED_TEXT
    ),
    Right(Capacity.MEMBER, Thing.CONTACTS, (READ,), Scope.OWN),
    Right(Capacity.SUPPORT, Thing.COMMISSION, DRAFTING, Scope.OWN),
    Right(Capacity.SUPPORT, Thing.PLAN, DRAFTING, Scope.OWN),
    Right(Capacity.SUPPORT, Thing.PROCEEDINGS, DRAFTING, Scope.OWN),
    Right(Capacity.SUPPORT, Thing.CONTACTS, (READ, WRITE), Scope.OWN),
    Right(Capacity.SUPPORT, Thing.HANDOVER, (READ, WRITE), Scope.OWN),
    Right(Capacity.SUPPORT, Thing.DUTY, (READ,), Scope.OWN),
    Right(Capacity.SUPPORT, Thing.GOAL, (READ, WRITE), Scope.OWN),
    Right(Capacity.CHAIR, Thing.PLAN, DECIDING, Scope.OWN),
    Right(Capacity.CHAIR, Thing.PROCEEDINGS, DECIDING, Scope.OWN),
    Right(Capacity.COUNCIL, Thing.PLAN, (READ, COMMENT), Scope.BELOW),
    Right(Capacity.COUNCIL, Thing.CONTACTS, (READ,), Scope.BELOW),
    Right(Capacity.COUNCIL, Thing.DUTY, (READ,), Scope.BELOW),
    Right(Capacity.COUNCIL, Thing.GOAL, (READ,), Scope.BELOW),
    Right(Capacity.COUNCIL, Thing.APPOINTMENT, (READ, WRITE), Scope.APPOINTED),
    Right(Capacity.COUNCIL, Thing.HANDOVER, (READ, WRITE), Scope.OWN),
    Right(Capacity.OFFICE, Thing.COMMISSION, (*DRAFTING, *DECIDING), Scope.ALL),
    Right(Capacity.OFFICE, Thing.SHARED_TEXT, (*DRAFTING, *DECIDING), Scope.ALL),
    Right(Capacity.OFFICE, Thing.GOVERNING, (*DRAFTING, *DECIDING), Scope.ALL),
    Right(Capacity.OFFICE, Thing.PLAN, (READ, COMMENT), Scope.ALL),
    Right(Capacity.OFFICE, Thing.CONTACTS, (READ, WRITE), Scope.ALL),
    Right(Capacity.OFFICE, Thing.PERSON, (READ, WRITE), Scope.NO_REGION),
    Right(Capacity.OFFICE, Thing.APPOINTMENT, (READ, WRITE), Scope.NO_REGION),
    Right(Capacity.OFFICE, Thing.BODY, (READ, WRITE), Scope.ALL),
    Right(Capacity.OFFICE, Thing.HANDOVER, (READ, WRITE), Scope.ALL),
    Right(Capacity.OFFICE, Thing.DUTY, (READ, WRITE), Scope.ALL),
    Right(Capacity.OFFICE, Thing.GOAL, (READ, WRITE), Scope.ALL),
    Right(Capacity.OFFICE, Thing.PAGE, (READ, WRITE), Scope.ALL),
    Right(Capacity.OFFICE, Thing.PROMISE, (READ, WRITE), Scope.ALL),
    Right(Capacity.OFFICE, Thing.FEEDBACK, (READ, WRITE), Scope.ALL),
    Right(Capacity.OFFICE, Thing.ACCESS, (READ, WRITE), Scope.ALL),
    Right(Capacity.EDITOR, Thing.PERSON, (READ, WRITE), Scope.REGION),
    Right(Capacity.EDITOR, Thing.APPOINTMENT, (READ, WRITE), Scope.REGION),
    Right(Capacity.EDITOR, Thing.HANDOVER, (READ, WRITE), Scope.REGION),
    *(
        Right(
            Capacity.ADMIN,
            thing,
            (*DRAFTING, *DECIDING) if thing in DOCUMENTS else (READ, WRITE),
            Scope.ALL,
        )
        for thing in Thing
        if thing is not Thing.TRAIL
    ),
    # What has happened is read, and never changed.
    Right(Capacity.ADMIN, Thing.TRAIL, (READ,), Scope.ALL),
)
