"""What `documents` can show of a body."""

from bodies.dossier import Dossier, day
from bodies.models import Body, BodyRelation
from organisation.dates import long_date
from organisation.shapes import Panel
from organisation.words import in_sentence

from .follow_up import FOLLOW_UP_STEP
from .models import COMMISSION_STEP, DOCUMENTS_STEP, GOVERNING, YEARLY, Document, told_of
from .origins import shares_in_words
from .reading import UNKNOWN, validity_text
from .rules import plain


def commission(dossier: Dossier, user) -> Panel | None:
    """The body's commission: which version holds, which is to come, and the way to read it. Nothing
    of a version to come is told when the page looks back."""
    found = dossier.read.get("documents")
    if not found:
        return None
    now, coming = found["now"], found["coming"]
    if dossier.on < dossier.today:
        coming = None
    if not now and not coming:
        return None
    # What is the body's own in a text that otherwise is shared. One of a sentence or two is quoted,
    # so that it's said here already where something isn't published yet.
    own = (now["own"] or []) if now and now["shared"] else []
    base = f"/{found['owner']}/{COMMISSION_STEP}/"
    return Panel(
        "uppdrag",
        "Uppdrag",
        "documents/panels/_commission.html",
        {
            "url": base,
            "shared": not found["own"],
            "shares": shares(now) if now else "",
            "own": [(each["heading"], each["key"]) for each in own],
            "own_words": [plain(each["html"]).replace("\n", " ") for each in own if each["html"]],
            "title": now["title"] if now else "",
            "number": now["number"] if now else None,
            "withdrawn": bool(now and now["withdrawn"]),
            "validity": validity(now) if now else "",
            "coming": coming["number"] if coming else None,
            "coming_url": f"{base}{coming['number']}/" if coming else "",
            "coming_from": day(coming["valid_from"]) if coming else None,
        },
    )


def plans(dossier: Dossier, user) -> Panel | None:
    """The body's plans and reports: those of the last two years that it has any for, and the way
    to all of them."""
    every = dossier.read.get("plans") or []
    found = [each for each in every if each["kind"] in YEARLY]
    steering = _governing(every, dossier.body)
    is_council = dossier.body.function == Body.Function.COUNCIL
    follows = is_council and bool(dossier.related(BodyRelation.Kind.PART_OF, inward=True))
    if not every and not follows:
        return None
    base = f"{dossier.body.url}{DOCUMENTS_STEP}/"
    years = sorted({each["year"] for each in found}, reverse=True)[:2]
    shown = [
        (
            f"{Document.Kind(each['kind']).label.capitalize()} {each['year']}",
            f"{base}{YEARLY[each['kind']]}-{each['year']}/",
            day(each["published"]),
        )
        for each in found
        if each["year"] in years
    ]
    return Panel(
        "planer",
        "Dokument" if steering else "Planer och rapporter",
        "documents/panels/_plans.html",
        {
            "url": base if every else "",
            "every": "Alla dokument" if steering else "Alla planer och rapporter",
            "shown": [*steering, *shown],
            "follow_up": f"{dossier.body.url}{FOLLOW_UP_STEP}/" if follows else "",
        },
    )


def _governing(every: list[dict], body: Body) -> list[tuple]:
    """The body's governing documents as links; of its agreements the newest."""
    shown, seen = [], set()
    for each in every:
        kind = each["kind"]
        if kind not in GOVERNING or (kind == Document.Kind.ANNUAL_AGREEMENT and kind in seen):
            continue
        seen.add(kind)
        document = told_of(each)
        shown.append((document.called, f"{body.url}{DOCUMENTS_STEP}/{document.step}/", None))
    return shown


def shares(now: dict) -> str:
    """How much of the text is shared with other bodies, in a sentence; empty where nothing is."""
    shared = now["shared"] or []
    kinds = {in_sentence(each["kind"]): each["number"] for each in shared}
    return shares_in_words(now["sections"], kinds)


def validity(now: dict) -> str:
    """From when the version holds, and when it was decided, as far as it's known."""
    decided = day(now["decided"])
    told = f"beslutad {long_date(decided)}" if decided else f"beslut: {UNKNOWN}"
    return f"{validity_text(day(now['valid_from']))}, {told}"
