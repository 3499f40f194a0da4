"""The bodies whose posts one may fill, and who has each post in a body."""

from collections import Counter
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bodies.actions import roster_changes as actions
from bodies.composing import composed
from bodies.dossier import Dossier, find_body
from bodies.models import Appointment, Body, Place, Post
from bodies.panels import full_name
from bodies.policies import BODIES, POSTS_TO_FILL
from bodies.rosters.around import APPOINTMENTS, appointed_by, described_posts, seat_name
from bodies.rosters.undo import latest_changes
from bodies.seating import provenance
from bodies.tasks import soon_turns
from organisation.actions.refusals import Refused
from organisation.dates import period_text, today
from organisation.models import HealthcareRegion, Region
from organisation.rights import Action, Thing
from organisation.rules import Finding
from portal.desk import desk_page

UNDO = "roster_undo"


def posts_of(standing, action, on):
    """The posts that are filled by appointment, aren't over, and that one may do the action with
    (no query)."""
    posts = Post.objects.filter(held_by_role=None).exclude(end__lte=on)
    return POSTS_TO_FILL.filter(standing, action, posts.exclude(body__end__lte=on))


@desk_page(Action.WRITE, Thing.APPOINTMENT)
def bodies(request):
    """The bodies with posts that one may fill, those with vacant ones first (5 queries);
    with `tur`, those where offices soon go to that region (2 more)."""
    on = today()
    posts = posts_of(request.standing, Action.WRITE, on)
    counts = Counter(posts.values_list("body", flat=True))
    vacant = Place.objects.vacant(on).filter(post__in=posts.values("pk"))
    vacancies: dict[int, list[Post]] = {}
    for post in described_posts(on).filter(pk__in=vacant.values("post")).order_by("role__order"):
        vacancies.setdefault(post.body_id, []).append(post)
        post.told = seat_name(post)
    found = Body.objects.filter(pk__in=counts).select_related("kind").named(on)
    found = list(found.order_by("kind__order", "path"))
    kinds = sorted({each.kind for each in found}, key=lambda each: (each.order, each.name))
    asked = request.GET.get("tur", "")
    turn = Region.objects.filter(slug=asked).first() if asked else None
    taken_over = soon_turns(on).filter(region=turn, post__in=posts.values("pk"))
    coming = set(taken_over.values_list("post__body", flat=True)) if turn else set()
    words, kind = request.GET.get("q", "").strip()[:100], request.GET.get("slag", "")
    only_vacant = request.GET.get("visa") == "vakanta"
    rows = []
    for body in found:
        name = full_name(body)
        matches = words.casefold() in name.casefold() and kind in ("", body.kind.slug)
        free = vacancies.get(body.pk, [])
        matches = matches and (not turn or body.pk in coming)
        if matches and (free or not only_vacant):
            rows.append((body, name, free, counts[body.pk]))
    rows.sort(key=lambda row: not row[2])
    return "portal/desk/roster/bodies.html", {
        "title": "Organ och poster",
        "rows": rows,
        "vacant_number": sum(map(len, vacancies.values())),
        "kinds": kinds,
        "words": words,
        "kind": kind,
        "only_vacant": only_vacant,
        "turn": turn,
        "may_start": request.standing.may_some(Action.WRITE, Thing.BODY),
        "is_narrowed": bool(words or kind or only_vacant or turn),
    }


@dataclass
class Held:
    """Someone who has, or is to have, a post; and whether one may change that."""

    name: str
    days: str
    pk: int = 0
    is_now: bool = True
    may: bool = False
    decision: str = ""


@dataclass
class Row:
    """A post of a body, as its roster shows it."""

    post: Post
    name: str
    holders: list[Held] = field(default_factory=list)
    note: str = ""
    vacant: bool = False
    since: object = None
    may_fill: bool = False

    @property
    def holder(self) -> Held | None:
        return next((each for each in self.holders if each.is_now), None)


@desk_page(Action.READ, Thing.APPOINTMENT)
def roster(request, path: str):
    """Every post of a body: who has it, since when, and what one may do with each."""
    on, standing = today(), request.standing
    body = find_body(path, on)
    rows = rows_of(body, standing, on) if body else []
    mine = POSTS_TO_FILL.filter(standing, Action.READ, Post.objects.all())
    if body is None or not mine.filter(body=body, held_by_role=None).exists():
        raise Http404
    undo = request.session.get(UNDO)
    return "portal/desk/roster/roster.html", {
        "title": f"Poster i {full_name(body)}",
        "entrance": "desk_rosters",
        "body": body,
        "rows": rows,
        "vacant": [each for each in rows if each.vacant],
        "may_change": BODIES.allows(standing, Action.WRITE, body),
        "may_end": sum(1 for row in rows for each in row.holders if each.may and each.is_now) > 1,
        "composition": findings_besides_vacant(body, on),
        "latest": latest_changes(body, standing),
        "undo": undo if undo and undo["body"] == path else None,
    }


def findings_besides_vacant(body: Body, on) -> list[Finding]:
    """What isn't as the rules of the body's composition say, but for the vacant posts, which their
    own rows tell (9 queries)."""
    found = composed(on, [body.pk]).get(body.pk)
    told = found.findings() if found else []
    return [each for each in dict.fromkeys(told) if each.code != "vacant"]


def rows_of(body: Body, standing, on) -> list[Row]:
    """The posts of a body that aren't over, as its roster shows them (9 queries)."""
    regions = list(Region.objects.order_by("order"))
    row = HealthcareRegion.objects.first()
    dossier = Dossier(body, on, on, regions, regions, row.named_after(on) if row else None)
    places: dict[int, list[Place]] = {}
    for each in dossier.places:
        places.setdefault(each.post_id, []).append(each)
    appointments: dict[int, list[Appointment]] = {}
    still = Appointment.objects.filter(post__body=body, is_mistake=False).exclude(end__lte=on)
    for each in still.select_related("person", "decision", "post").order_by("start"):
        appointments.setdefault(each.post_id, []).append(each)
    posts = described_posts(on).filter(body=body).exclude(end__lte=on)
    rows = []
    for post in posts.order_by("role__order", "represents_region__order", "number"):
        row = Row(post, seat_name(post), note=appointed_by(post))
        of_post = places.get(post.pk, [])
        if post.is_derived:
            _derived(row, of_post, dossier)
        else:
            row.holders = [_held(each, standing, on) for each in appointments.get(post.pk, [])]
            row.may_fill = POSTS_TO_FILL.allows(standing, Action.WRITE, post)
            row.vacant = not row.holder and bool(of_post)
            row.since = next((each.last_held for each in of_post), None)
        rows.append(row)
    return rows


def _derived(row: Row, places: list[Place], dossier: Dossier) -> None:
    """A post that follows others: who has it by that."""
    row.note = "; ".join(filter(None, dict.fromkeys(map(provenance, places))))
    tenures = [each for each in dossier.current if each.post_id == row.post.pk]
    row.holders = [Held(each.person.name, each.period_text) for each in tenures]


def _held(appointment: Appointment, standing, on) -> Held:
    days = period_text(appointment.start, appointment.end)
    return Held(
        appointment.person.name,
        days,
        appointment.pk,
        appointment.is_current(on),
        APPOINTMENTS.allows(standing, Action.WRITE, appointment),
        str(appointment.decision or ""),
    )


def remember(request, done: actions.Done, body: Body, text: str) -> None:
    """Keeps what was done in the session, so that it can be undone, and tells it."""
    messages.success(request, text)
    if done.steps:
        steps = [[each.appointment, each.before, each.after] for each in done.steps]
        request.session[UNDO] = {"steps": steps, "body": body.path, "text": text}


@require_POST
@desk_page(Action.WRITE, Thing.APPOINTMENT)
def undo(request):
    """Takes back the last thing that one did, if nothing has come of it."""
    kept = request.session.get(UNDO)
    if not kept:
        messages.error(request, "Det finns inget att ångra. Rätta uppdraget i stället.")
        return redirect("desk_rosters")
    steps = tuple(actions.Step(*each) for each in kept["steps"])
    try:
        done = actions.undo(steps, by=request.user, on=today())
    except Refused as error:
        messages.error(request, f"Det gick inte att ångra. {error}")
    else:
        tell_undone(request, done)
    request.session.pop(UNDO, None)
    return redirect("desk_roster", path=kept["body"])


def tell_undone(request, done: actions.Done) -> None:
    people = ", ".join(dict.fromkeys(each.person.name for each in done.appointments))
    messages.success(request, f"Ångrat: allt är som det var för {people}.")
