"""Whom each address of the workspace is for, written by hand: what one must be allowed to get in at
all, and who is let through to what lies there. `rights_matrix.toml` has the roles.

`@read` means whoever that table lets read the edition (or the text, the body) of the address.
"""

from dataclasses import dataclass, field

from bodies.rosters.table import COLUMNS
from organisation.rights import DOCUMENTS, Action, Thing
from programmes.importing.table import COLUMNS as MEASURED

COMMISSION, SHARED_TEXT = (Thing.COMMISSION,), (Thing.SHARED_TEXT,)
EDITION = "arbetsyta/versioner/<int:pk>/"
ACTIVITY = EDITION + "aktiviteter/<int:number>/"
SECTION = EDITION + "avsnitt/<slug:key>/"
FILE = EDITION + "filer/<int:file>/"
SHARED = "arbetsyta/gemensamma-texter/"
VERSION = SHARED + "<slug:slug>/<int:number>/"

TEXT = "arbetsyta/texter/<slug:kind>/<text_key:key>/"
# All whose texts are written: a page, a body, a kind of body, a promise, a region.
WRITTEN = (
    *(Thing.PAGE, Thing.BODY, Thing.PROMISE, Thing.STRUCTURE, Thing.ROTATION, Thing.REGION),
    Thing.REDIRECT,
)
TEXTS_OF = ("promise", "page", "body_kind", "body_A", "region_R")

# Roles with something to do with the commissions, the contacts and the drafts of some body.
READERS = (
    "members_A members_K chair_S chair_B leader_K2 offices office_co_opted committee_co_opted admin"
)
WRITERS = "writers_A writers_K chair_S chair_B offices admin"
# The same of plans and reports, which councils read and comment, and the office too.
PLAN_READERS = f"{READERS} council"
PLAN_WRITERS = "writers_A writers_K chair_S chair_B admin"
OFFICE = "office_or_admin"
# Those who appoint to some post.
FILLS = "council leader_K2 offices editors_R admin"
# Those with something to do with what some body, or some region, hands over.
HANDS_OVER = "writers_A council chair_S chair_B leader_K2 offices editors_R admin"
POSTS, ROSTERS = (Thing.APPOINTMENT,), "arbetsyta/organ/las-in/"


@dataclass(frozen=True)
class Row:
    """`action` and `things` open the door; `get` and `post` say who is let in, "" nobody. `form` is
    sent, and `on` names what the address is about, by what there is of it."""

    action: Action
    things: tuple[Thing, ...]
    get: str = ""
    post: str = ""
    form: dict = field(default_factory=dict)
    on: tuple[str, ...] = ("",)


READ, COMMENT, WRITE, SUBMIT, DECIDE, PUBLISH, WITHDRAW = Action
# Of one's own body, of another one, of one that has ended; a plan, and a text that many share.
COMMISSIONS = ("commission_A_hidden", "commission_B_shown", "commission_E_shown")
PLANS = ("operational_plan_A_shown", "action_plan_A_hidden")
EDITIONS = (*COMMISSIONS, *PLANS, "shared_text_hidden")
BODIES = ("A", "B", "E")
TYPED = {"heading": "Rubrik", "level": 1, "text": "Ny text.", "revision": "{section_revision}"}
REVISION = {"revision": "{revision}"}
SEEN = {"seen": "{seen}", "text": "Ett skäl."}
# Which column of a file is which, of the required ones the first four.
ROSTER_COLUMNS = {each.name: "-" for each in COLUMNS} | {
    each.name: str(at) for at, each in enumerate(e for e in COLUMNS if e.required)
}
MEASURED_COLUMNS = {each.name: "-" for each in MEASURED} | {
    each.name: str(at) for at, each in enumerate(e for e in MEASURED if e.required)
}

ROWS = {
    "arbetsyta/uppdrag/": Row(READ, COMMISSION, get=READERS),
    "arbetsyta/uppdrag/paborja/": Row(
        WRITE, COMMISSION, post="@document_write", form={"body": "{path}"}, on=BODIES
    ),
    "arbetsyta/filer/": Row(READ, DOCUMENTS, get=PLAN_READERS),
    "arbetsyta/planer/": Row(READ, (Thing.PLAN,), get=PLAN_READERS),
    "arbetsyta/planer/ny/": Row(
        WRITE,
        (Thing.PLAN,),
        get=PLAN_WRITERS,
        post="writers_A admin",
        form={"body": "{path}", "kind": "handlingsplan", "year": "2025"},
        on=("A",),
    ),
    # Of the council that A is part of: its leaders, those who write for A, and the office.
    "arbetsyta/planer/uppfoljning/<body_path:path>/": Row(
        COMMENT, (Thing.PLAN,), get="writers_A chair_S council office_or_admin", on=("K",)
    ),
    "arbetsyta/word/": Row(
        WRITE,
        (*COMMISSION, *SHARED_TEXT),
        get=WRITERS,
        post=WRITERS,
        form={"into": "{path}"},
    ),
    "arbetsyta/word/las-in/": Row(
        WRITE,
        (*COMMISSION, *SHARED_TEXT),
        post="@document_write",
        form={"text": "{packed}"},
        on=BODIES,
    ),
    "arbetsyta/texter/": Row(WRITE, WRITTEN, get=OFFICE),
    TEXT: Row(
        WRITE,
        WRITTEN,
        get="@write",
        post="@write",
        form={"text": "Ny", "token": "{token}", "revision": "1", "version": "{number}"},
        on=TEXTS_OF,
    ),
    TEXT + "forhandsgranska/": Row(WRITE, WRITTEN, get="@write", on=TEXTS_OF),
    TEXT + "jamfor/": Row(WRITE, WRITTEN, get="@write", on=TEXTS_OF),
    TEXT + "historik/": Row(WRITE, WRITTEN, get="@write", on=TEXTS_OF),
    TEXT + "aterstall/<int:number>/": Row(
        WRITE, WRITTEN, get="@write", post="@write", form={"revision": "1"}, on=TEXTS_OF
    ),
    TEXT + "publicera/": Row(
        WRITE, WRITTEN, get="@write", post="@write", form={"revision": "1"}, on=TEXTS_OF
    ),
    TEXT + "slapp/": Row(
        WRITE, WRITTEN, get="@write", post="@write", form={"revision": "1"}, on=TEXTS_OF
    ),
    TEXT + "granskad/": Row(WRITE, WRITTEN, post="@write", on=("page", "body_A")),
    "arbetsyta/turordningar/overlamningar/": Row(READ, (Thing.HANDOVER,), get=HANDS_OVER),
    "arbetsyta/turordningar/overlamning/<body_path:path>/<day:day>/": Row(
        READ,
        (Thing.HANDOVER,),
        get="@handover_read",
        post="@handover_write",
        form={"item": "told", "done": "1", "leaving": "{leaving}", "coming": "{coming}"},
        on=("A", "B"),
    ),
    "arbetsyta/kontakter/": Row(READ, (Thing.CONTACTS,), get=READERS),
    "arbetsyta/kontakter/<slug:kind>.csv": Row(READ, (Thing.CONTACTS,), get=READERS),
    "arbetsyta/kontakter/<body_path:path>/": Row(
        WRITE,
        (Thing.CONTACTS,),
        get="@contacts_write",
        post="@contacts_write",
        form={"email": "", "revision": "0"},
        on=("A", "B"),
    ),
    "arbetsyta/konton/": Row(READ, (Thing.ACCESS,), get=OFFICE),
    "arbetsyta/konton/bjud-in/": Row(WRITE, (Thing.ACCESS,), get=OFFICE, post=OFFICE),
    "arbetsyta/konton/begaran/<int:pk>/": Row(WRITE, (Thing.ACCESS,), get=OFFICE, post=OFFICE),
    "arbetsyta/konton/<int:pk>/": Row(READ, (Thing.ACCESS,), get=OFFICE),
    "arbetsyta/konton/<int:pk>/<slug:name>/": Row(
        WRITE, (Thing.ACCOUNT,), get="admin", post="admin", form={"why": "Ett skäl."}
    ),
    "arbetsyta/inbjudningar/<int:pk>/skicka-igen/": Row(WRITE, (Thing.ACCESS,), post=OFFICE),
    "arbetsyta/inbjudningar/<int:pk>/aterkalla/": Row(WRITE, (Thing.ACCESS,), post=OFFICE),
    "arbetsyta/ersattare/": Row(READ, (Thing.ACCOUNT,), get="admin"),
    "arbetsyta/ersattare/ny/": Row(WRITE, (Thing.ACCOUNT,), get="admin", post="admin"),
    "arbetsyta/ersattare/<int:pk>/aterkalla/": Row(
        WRITE, (Thing.ACCOUNT,), get="admin", post="admin", form={"why": "Ett skäl."}
    ),
    "arbetsyta/utskick/": Row(
        READ, (Thing.CONTACTS,), get="@contacts_read", form={"organ": "{path}"}, on=("A", "B")
    ),
    "arbetsyta/utskick/lista.csv": Row(
        READ, (Thing.CONTACTS,), get="@contacts_read", form={"organ": "{path}"}, on=("A", "B")
    ),
    "arbetsyta/utskick/lista.vcf": Row(
        READ, (Thing.CONTACTS,), get="@contacts_read", form={"organ": "{path}"}, on=("A", "B")
    ),
    "arbetsyta/handelser/": Row(READ, (Thing.TRAIL,), get="admin"),
    "arbetsyta/handelser/hamta.csv": Row(READ, (Thing.TRAIL,), get="admin"),
    # Those who may change the body, or appoint someone to a post in it.
    "arbetsyta/historik/<slug:of>/<path:place>/": Row(
        WRITE,
        (Thing.BODY, Thing.PERSON, Thing.APPOINTMENT),
        get="editors_R council office_or_admin",
        on=("A", "B"),
    ),
    "arbetsyta/synpunkter/": Row(READ, (Thing.FEEDBACK,), get=OFFICE),
    "arbetsyta/synpunkter/<int:pk>/klar/": Row(WRITE, (Thing.FEEDBACK,), post=OFFICE),
    ROSTERS: Row(WRITE, POSTS, get=FILLS, post=FILLS),
    ROSTERS + "mall.<slug:form>": Row(WRITE, POSTS, get=FILLS),
    # A file that an administrator has sent in, and nobody else sees.
    ROSTERS + "<uuid:pk>/": Row(WRITE, POSTS, get="admin", post="admin"),
    ROSTERS + "<uuid:pk>/kolumner/": Row(
        WRITE, POSTS, get="admin", post="admin", form=ROSTER_COLUMNS
    ),
    ROSTERS + "<uuid:pk>/gor/": Row(WRITE, POSTS, post="admin", form={"seen": "gammalt"}),
    ROSTERS + "<uuid:pk>/ta-bort/": Row(WRITE, POSTS, post="admin"),
    ROSTERS + "<uuid:pk>/rader.<slug:form>": Row(WRITE, POSTS, get="admin"),
    "arbetsyta/organ/lista/": Row(WRITE, POSTS, get=FILLS),
    "arbetsyta/inklistrat/": Row(WRITE, DOCUMENTS, post=WRITERS, form={"html": "<p>Text</p>"}),
    EDITION: Row(READ, DOCUMENTS, get="@read", on=EDITIONS),
    EDITION + "word/": Row(READ, DOCUMENTS, get="@read", on=EDITIONS),
    EDITION + "uppgifter/": Row(
        WRITE,
        DOCUMENTS,
        get="@write",
        post="@write",
        form={"title": "Ny titel", **REVISION},
        on=EDITIONS,
    ),
    EDITION + "nytt-avsnitt/": Row(
        WRITE,
        DOCUMENTS,
        post="@write",
        form={"heading": "Nytt", "level": 1, **REVISION},
        on=EDITIONS,
    ),
    EDITION + "ny-aktivitet/": Row(
        WRITE,
        (Thing.PLAN,),
        get="@write",
        post="@write",
        form={"section": "avsnitt-1", "name": "Ny", "status": "planned", **REVISION},
        on=PLANS,
    ),
    ACTIVITY: Row(
        WRITE,
        (Thing.PLAN,),
        get="@write",
        post="@write",
        form={"section": "avsnitt-1", "name": "Ny", "status": "planned", "revision": "1"},
        on=PLANS,
    ),
    **{
        ACTIVITY + each: Row(
            WRITE, (Thing.PLAN,), post="@write", form={"vart": "ned", **REVISION}, on=PLANS
        )
        for each in ("flytta/", "ta-bort/", "ta-tillbaka/")
    },
    EDITION + "hamta-fran-planen/": Row(
        WRITE, (Thing.PLAN,), post="@write", form=REVISION, on=PLANS
    ),
    SECTION: Row(WRITE, DOCUMENTS, get="@write", post="@write", form=TYPED, on=EDITIONS),
    SECTION + "flytta/": Row(
        WRITE, DOCUMENTS, post="@write", form={"vart": "ned", **REVISION}, on=EDITIONS
    ),
    SECTION + "ta-bort/": Row(WRITE, DOCUMENTS, post="@write", form=REVISION, on=EDITIONS),
    SECTION + "ta-tillbaka/": Row(WRITE, DOCUMENTS, post="@write", form=REVISION, on=COMMISSIONS),
    SECTION + "kommentar/": Row(
        COMMENT, DOCUMENTS, post="@comment", form={"token": "t", "text": "En fråga?"}, on=EDITIONS
    ),
    EDITION + "kommentarer/<int:comment_pk>/los/": Row(
        COMMENT, DOCUMENTS, post="@comment", on=EDITIONS
    ),
    EDITION + "filer/ny/": Row(
        WRITE,
        DOCUMENTS,
        get="@write",
        post="@write",
        form={"title": "En fil", **REVISION},
        on=EDITIONS,
    ),
    FILE: Row(
        WRITE,
        DOCUMENTS,
        get="@write",
        post="@write",
        form={"title": "Ny titel", **REVISION},
        on=EDITIONS,
    ),
    FILE + "hamta/": Row(READ, DOCUMENTS, get="@read", on=EDITIONS),
    FILE + "flytta/": Row(
        WRITE, DOCUMENTS, post="@write", form={"vart": "ned", **REVISION}, on=EDITIONS
    ),
    FILE + "ta-bort/": Row(WRITE, DOCUMENTS, post="@write", form=REVISION, on=EDITIONS),
    FILE + "ta-tillbaka/": Row(WRITE, DOCUMENTS, post="@write", form=REVISION, on=EDITIONS),
    EDITION + "forhandsgranska/": Row(READ, DOCUMENTS, get="@read", on=EDITIONS),
    # With a working copy, which those who only read don't get.
    EDITION + "jamfor/": Row(READ, DOCUMENTS, get="@comment", form={"med": "1"}, on=EDITIONS),
    EDITION + "arbetskopior/<int:number>/": Row(COMMENT, DOCUMENTS, get="@comment", on=EDITIONS),
    EDITION + "visa/": Row(WRITE, DOCUMENTS, post="@write", on=EDITIONS),
    EDITION + "godkann/": Row(PUBLISH, DOCUMENTS, post="@publish", on=EDITIONS),
    EDITION + "steg/<slug:name>/": Row(
        WRITE, DOCUMENTS, get="@step", post="@step", form=SEEN, on=EDITIONS
    ),
    EDITION + "ta-in/": Row(
        WRITE, COMMISSION, get="@write", post="@write", form={"text": "{slug}"}, on=COMMISSIONS
    ),
    EDITION + "jamfor-gemensam/": Row(
        READ, COMMISSION, get="@read", form={"text": "{slug}"}, on=COMMISSIONS
    ),
    SECTION + "gor-egen/": Row(
        WRITE,
        COMMISSION,
        get="@write",
        post="@write",
        form={"reason": "Här gäller annat.", **REVISION},
        on=COMMISSIONS,
    ),
    SECTION + "gor-gemensam/": Row(
        WRITE, COMMISSION, get="@write", post="@write", form=REVISION, on=COMMISSIONS
    ),
    SHARED: Row(READ, SHARED_TEXT, get=OFFICE),
    SHARED + "ny/": Row(
        WRITE,
        SHARED_TEXT,
        get=OFFICE,
        post=OFFICE,
        form={
            "name": "Nytt",
            "body_kind": "{kind}",
            "owner": "{owner}",
            "commission_title": "Uppdrag för {{name}}",
        },
    ),
    SHARED + "<slug:slug>/": Row(READ, SHARED_TEXT, get=OFFICE),
    SHARED + "<slug:slug>/ny-version/": Row(WRITE, SHARED_TEXT, post=OFFICE),
    VERSION + "utkast/": Row(
        WRITE, SHARED_TEXT, get=OFFICE, post=OFFICE, form={"organ": "{owner}", "borja": "1"}
    ),
    VERSION + "uppdrag/<body_path:path>/": Row(WRITE, SHARED_TEXT, get=OFFICE, on=("A",)),
    VERSION + "samlat/": Row(
        WRITE, SHARED_TEXT, get=OFFICE, post=OFFICE, form={"steg": "skicka", "version": "{pk}"}
    ),
    VERSION + "avsnitt/<slug:key>/": Row(WRITE, SHARED_TEXT, get=OFFICE),
}
# The pages of the steps: who is let take each.
STEPS = {
    "skicka": SUBMIT,
    "tillbaka": DECIDE,
    "besluta": DECIDE,
    "publicera": PUBLISH,
    "kasta": WRITE,
    "aterkalla": WITHDRAW,
}

# What is administered: the kind in the address, what it is, who has a list of it and may add to it,
# and things of the table to ask about. Healthcare regions and accounts are never added.
COUNCILS = "council leader_K2"
KEEPERS = f"editors_R {OFFICE}"
FILLERS = f"{KEEPERS} {COUNCILS}"
# Those with posts to fill in the bodies that are asked about: K's chairs are the council's.
IN_A_AND_B = f"{KEEPERS} council"
APPOINTMENT = (Thing.APPOINTMENT,)
STRUCTURE = (Thing.STRUCTURE,)
RULE = ("composition_rule",)
COMPOSED = "arbetsyta/organ/<body_path:path>/sammansattning/"
LIFE = {"why": "Ett skäl."}
HELD = ("appointment_R_in_A", "appointment_O_in_A", "appointment_by_the_council_in_A")
TO_FILL = ("fill_R_in_A", "fill_O_in_A", "fill_by_the_council_in_A")
ROWS |= {
    "arbetsyta/organ/": Row(WRITE, APPOINTMENT, get=FILLERS),
    "arbetsyta/organ/<body_path:path>/": Row(READ, APPOINTMENT, get=IN_A_AND_B, on=("A", "B")),
    COMPOSED: Row(READ, APPOINTMENT, get=IN_A_AND_B, on=("A", "B")),
    COMPOSED + "skapa/": Row(WRITE, STRUCTURE, get="admin", post="admin", on=("A", "B")),
    COMPOSED + "ny-regel/": Row(WRITE, STRUCTURE, get="admin", post="admin", on=("A", "B")),
    COMPOSED + "<int:pk>/": Row(WRITE, STRUCTURE, get="admin", post="admin", on=RULE),
    COMPOSED + "<int:pk>/avsluta/": Row(WRITE, STRUCTURE, get="admin", post="admin", on=RULE),
    COMPOSED + "angra/": Row(WRITE, STRUCTURE, post="admin", on=("A", "B")),
    # The life of bodies: whoever may change all bodies.
    "arbetsyta/organ/ny/": Row(
        WRITE, (Thing.BODY,), get=OFFICE, post=OFFICE, form={"name": "Ny", "why": "Ett skäl."}
    ),
    **{
        f"arbetsyta/organ/<body_path:path>/forandra/{step}": Row(
            WRITE, (Thing.BODY,), get=OFFICE, post=post, form=form, on=BODIES
        )
        for step, post, form in (
            ("", "", {}),
            ("angra/", OFFICE, {}),
            ("avsluta/", OFFICE, {"last": "2030-01-01"} | LIFE),
            ("ersatt/", OFFICE, {"first": "2030-01-01", "name": "Ny"} | LIFE),
            ("sla-ihop/", OFFICE, {"first": "2030-01-01", "name": "Ny"} | LIFE),
            ("flytta/", OFFICE, {"first": "2030-01-01"} | LIFE),
            ("byt-namn/", OFFICE, {"first": "2030-01-01", "name": "Ny"} | LIFE),
        )
    },
    "arbetsyta/poster/angra/": Row(WRITE, APPOINTMENT, post=FILLERS),
    "arbetsyta/poster/avsluta/": Row(
        WRITE,
        APPOINTMENT,
        get=IN_A_AND_B,
        post=IN_A_AND_B,
        form={"organ": "{path}"},
        on=("A", "B"),
    ),
    "arbetsyta/poster/<int:pk>/utse/": Row(
        WRITE, APPOINTMENT, get="@write", post="@write", on=TO_FILL
    ),
    "arbetsyta/poster/<int:pk>/byt/": Row(
        WRITE, APPOINTMENT, get="@write", post="@write", on=TO_FILL
    ),
    "arbetsyta/personer/<int:pk>/sla-ihop/": Row(
        WRITE, (Thing.PERSON,), get="@write", post="@write", on=("person_R", "person_O")
    ),
    "arbetsyta/innehavare/<int:pk>/avsluta/": Row(
        WRITE, APPOINTMENT, get="@write", post="@write", on=HELD
    ),
    "arbetsyta/innehavare/<int:pk>/ratta/": Row(
        WRITE, APPOINTMENT, get="@write", post="@write", on=HELD
    ),
    "arbetsyta/innehavare/<int:pk>/angra/": Row(
        WRITE, APPOINTMENT, get="@write", post="@write", on=HELD
    ),
}
TURN, TURNING = "arbetsyta/turordningar/<int:pk>/", (Thing.ROTATION,)
ROWS |= {
    "arbetsyta/turordningar/": Row(READ, TURNING, get="admin"),
    "arbetsyta/turordningar/ny/": Row(
        WRITE, TURNING, get="admin", post="admin", form={"organ": "{path}"}, on=("A",)
    ),
    TURN: Row(READ, TURNING, get="@read", on=("rotation_scheme",)),
    **{
        TURN + each: Row(WRITE, TURNING, get="@write", post="@write", on=("rotation_scheme",))
        for each in (
            *("byt/", "flytta/", "tillfallig/", "ny-ordning/", "avsluta/", "ta-tillbaka/"),
        )
    },
    "arbetsyta/turordningar/undantag/<int:pk>/ta-tillbaka/": Row(
        WRITE, TURNING, get="@write", post="@write", on=("rotation_exception",)
    ),
    "arbetsyta/turordningar/ordning/<int:pk>/ta-tillbaka/": Row(
        WRITE, TURNING, get="@write", post="@write", on=("rotation_part",)
    ),
}
OWED, DUTY = "arbetsyta/planer-och-rapporter/", (Thing.DUTY,)
DUTIES = OWED + "vad-som-ska-lamnas/"
NEW_DUTY = {"of": "organ-{owner}", "what": "notes", "day": "31", "month": "1", "years_after": "0"}
NEW_DUTY |= {"first": "2020-01-01", "why": "Ett skäl."}
EXEMPT = {"body": "{path}", "year": "2026", "how": "inget", "why": "Ett skäl."}
ROWS |= {
    OWED: Row(READ, DUTY, get="writers_A council chair_S chair_B leader_K2 offices admin"),
    DUTIES: Row(WRITE, DUTY, get=OFFICE),
    DUTIES + "ny/": Row(WRITE, DUTY, get=OFFICE, post=OFFICE, form=NEW_DUTY),
    **{
        DUTIES + each: Row(WRITE, DUTY, get="@write", post="@write", form=form, on=(of,))
        for each, of, form in (
            ("<int:pk>/avsluta/", "reporting_duty", {"last": "2030-12-31", "why": "Ett skäl."}),
            ("<int:pk>/undantag/", "reporting_duty", EXEMPT),
            ("undantag/<int:pk>/ta-tillbaka/", "duty_adjustment", {}),
        )
    },
}
AIMS, AIM = "arbetsyta/mal/", (Thing.GOAL,)
NEW_AIM = {"text": "Ett mål", "decimals": "0", "why": "Ett skäl."}
MEASURES = {"indicator": "Andel", "unit": "procent", "direction": "higher", "interval": "year"}
KEEP_A = "writers_A office_or_admin"
ROWS |= {
    AIMS: Row(READ, AIM, get="writers_A writers_K council chair_S chair_B leader_K2 offices admin"),
    AIMS + "organ/<body_path:path>/": Row(READ, AIM, get="@goals_read", on=("A", "B")),
    AIMS + "organ/<body_path:path>/nytt/": Row(
        WRITE, AIM, get="@goals_write", post="@goals_write", form=NEW_AIM, on=("A", "B")
    ),
    AIMS + "<int:pk>/": Row(READ, AIM, get=f"{KEEP_A} council"),
    AIMS + "<int:pk>/andra/": Row(
        WRITE, AIM, get=KEEP_A, post=KEEP_A, form=NEW_AIM | MEASURES | {"version": "{goal_version}"}
    ),
    AIMS + "<int:pk>/malvarde/": Row(
        WRITE, AIM, get=KEEP_A, post=KEEP_A, form={"value": "95", "by": "2027-12-31"}
    ),
    AIMS + "malvarden/<int:pk>/": Row(
        *(WRITE, AIM, KEEP_A, KEEP_A),
        form={"value": "95", "by": "2026-12-31", "version": "{goal_version}"},
    ),
    AIMS + "<int:pk>/perioder/<day:first>/": Row(
        WRITE, AIM, get=KEEP_A, post=KEEP_A, form={"value_0": "81", "seen": "{goal_version}"}
    ),
    AIMS + "<int:pk>/andringar/": Row(READ, AIM, get=f"{KEEP_A} council"),
    AIMS + "andringar/<int:pk>/angra/": Row(WRITE, AIM, get=KEEP_A, post=KEEP_A),
}
READ_IN = AIMS + "las-in/"
SETTERS = "writers_A writers_K chair_S chair_B leader_K2 office_or_admin"
ROWS |= {
    READ_IN: Row(WRITE, AIM, get=SETTERS, post=SETTERS),
    READ_IN + "lista/": Row(WRITE, AIM, get=SETTERS),
    # A table that an administrator has sent in, and nobody else sees.
    READ_IN + "<uuid:pk>/": Row(WRITE, AIM, get="admin"),
    READ_IN + "<uuid:pk>/kolumner/": Row(
        WRITE, AIM, get="admin", post="admin", form=MEASURED_COLUMNS
    ),
    READ_IN + "<uuid:pk>/gor/": Row(WRITE, AIM, post="admin", form={"seen": "gammalt"}),
    READ_IN + "<uuid:pk>/ta-bort/": Row(WRITE, AIM, post="admin"),
    READ_IN + "<uuid:pk>/rader.<slug:form>": Row(WRITE, AIM, get="admin"),
    READ_IN + "<uuid:pk>/angra/": Row(WRITE, AIM, post="admin"),
}
STEERING, STEERS = "arbetsyta/styrande-dokument/", (Thing.GOVERNING,)
ROWS |= {
    STEERING: Row(READ, STEERS, get=READERS),
    STEERING + "ny/": Row(
        WRITE,
        STEERS,
        get="office_or_admin",
        post="office_or_admin",
        form={"body": "{path}", "kind": "mall", "name": "En ny mall"},
    ),
}
ADMINISTERED = {
    "personer": (Thing.PERSON, KEEPERS, "person_R person_O person_of_none person_left_R_today"),
    "anknytningar": (Thing.PERSON, KEEPERS, "affiliation_R affiliation_O affiliation_of_none"),
    "uppdrag": (
        Thing.APPOINTMENT,
        FILLERS,
        "appointment_R_in_A appointment_O_in_A appointment_no_region_in_A appointment_R_in_E "
        "appointment_by_the_council_in_A appointment_by_a_council_in_B",
    ),
    "regioner": (Thing.REGION, "admin", "region_R region_O"),
    "invanare": (Thing.REGION, "admin", "inhabitants"),
    "sjukvardsregion": (Thing.REGION, "admin", "healthcare_region"),
    "konton": (Thing.ACCOUNT, "admin", "account_of_chair_A account_of_admin"),
    "organ": (Thing.BODY, OFFICE, "body_A body_E"),
    "namn": (Thing.BODY, OFFICE, "body_name"),
    "forhallanden": (Thing.BODY, OFFICE, "body_relation"),
    "beslut": (Thing.BODY, OFFICE, "decision"),
    "slag-av-organ": (Thing.STRUCTURE, "admin", "body_kind"),
    "roller": (Thing.STRUCTURE, "admin", "role"),
    "poster": (Thing.STRUCTURE, "admin", "post"),
    "sammansattning": (Thing.STRUCTURE, "admin", "composition_rule"),
    "turordning": (Thing.ROTATION, "admin", "rotation_term"),
    "tidigare-adresser": (Thing.REDIRECT, "admin", "old_address"),
    "sidor": (Thing.PAGE, OFFICE, "page"),
    "genvagar": (Thing.PAGE, OFFICE, "shortcut"),
    "kallor": (Thing.PAGE, OFFICE, "source"),
    "loften": (Thing.PROMISE, OFFICE, "promise"),
    "andra-ordalydelser": (Thing.PROMISE, OFFICE, "promise_variant"),
    "mal": (Thing.PROMISE, OFFICE, "goal"),
    "vardskap": (Thing.PROMISE, OFFICE, "hosting"),
    "amnen": (Thing.PROMISE, OFFICE, "topic"),
    "nivaer": (Thing.PROMISE, OFFICE, "level"),
}
ADMIN = "admin/"
ADMIN_ROWS = {}
for _kind, (_thing, _who, _names) in ADMINISTERED.items():
    _at, _on = f"{ADMIN}{_kind}/", tuple(_names.split())
    ADMIN_ROWS |= {
        _at: Row(READ, (_thing,), get=_who),
        f"{_at}ny/": Row(READ, (_thing,), get=_who, post=_who),
        f"{_at}<int:pk>/": Row(READ, (_thing,), get="@read", post="@write", on=_on),
        f"{_at}<int:pk>/historik/": Row(READ, (_thing,), get="@read", on=_on),
        f"{_at}<int:pk>/historik/<int:row>/": Row(
            READ, (_thing,), get="@write", post="@write", form={"version": "{row}"}, on=_on
        ),
    }
del ADMIN_ROWS[f"{ADMIN}sjukvardsregion/ny/"], ADMIN_ROWS[f"{ADMIN}konton/ny/"]
for _kind in ("konton", "tidigare-adresser"):
    del ADMIN_ROWS[f"{ADMIN}{_kind}/<int:pk>/historik/<int:row>/"]
