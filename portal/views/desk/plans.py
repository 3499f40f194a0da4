"""The plans and reports of each body: what there is for which year, and beginning one."""

import datetime
from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bodies.dossier import with_names
from bodies.models import Body, BodyKind
from bodies.panels import full_name
from documents import actions
from documents.activity_forms import BeginForm
from documents.models import PLANS, YEARLY, Document, Edition, ReportingDuty
from documents.policies import DOCUMENT, EDITIONS
from documents.rules import State
from documents.yearly import goes_on, origin_of, years_for
from organisation.dates import today
from organisation.rights import Action, Capacity, Thing
from organisation.words import in_sentence
from portal.desk import desk_page
from portal.tools import anchor_of

from .drafts import show_refusal

Kind = Document.Kind


@dataclass
class Cell:
    """What a body has for a year: the published edition, the draft, or what may be begun."""

    label: str
    kind: str
    year: int
    published: Edition | None = None
    withdrawn: Edition | None = None
    draft: Edition | None = None
    may_begin: bool = False

    @property
    def begin(self) -> str:
        """What the page that begins it is asked for."""
        return f"slag={YEARLY[self.kind]}&ar={self.year}"


@dataclass
class Row:
    """A body, with a cell for each column of the list."""

    body: Body
    name: str
    anchor: str
    cells: list[Cell] = field(default_factory=list)
    # Drafts of other years than the columns'.
    others: list[Edition] = field(default_factory=list)


def columns(on: datetime.date) -> list[tuple[str, int]]:
    """What the list shows: last year's report, this year's plan and report, next year's plan."""
    plan, report = "Plan", "Årsrapport"
    return [(report, on.year - 1), (plan, on.year), (report, on.year), (plan, on.year + 1)]


def bodies_to_write_for(standing, on: datetime.date):
    """The healthcare region's bodies today whose plans the person may write."""
    bodies = with_names(Body.objects.current(on), on).select_related("kind")
    own = [
        each.pk
        for each in bodies.filter(kind__level=BodyKind.Level.REGIONAL)
        if DOCUMENT.allows(standing, Action.WRITE, Document(kind=Kind.ACTION_PLAN, owner=each))
    ]
    return bodies.filter(pk__in=own).order_by("kind__order", "path")


def usual_plan(body: Body) -> str:
    """The kind of plan that a body writes: as last time, else as its kind of bodies does, else an
    action plan."""
    plans = Document.objects.filter(kind__in=PLANS).order_by("-period_start")
    for found in (plans.filter(owner=body), plans.filter(owner__kind=body.kind_id)):
        if last := found.values_list("kind", flat=True).first():
            return last
    return Kind.ACTION_PLAN.value


@desk_page(Action.READ, Thing.PLAN)
def plans(request):
    """Each body whose plans and reports the reader works with: what is published, and drafts."""
    on, standing = today(), request.standing
    wanted = columns(on)
    councils = with_names(Body.objects.current(on).filter(function=Body.Function.COUNCIL), on)
    rows = rows_of(standing, on, wanted)
    groups: dict[str, list[Row]] = {}
    for each in rows:
        kind = each.body.kind
        groups.setdefault(kind.full_plural or kind.plural, []).append(each)
    return "documents/desk/plans/list.html", {
        "title": "Planer och rapporter",
        "groups": list(groups.items()),
        "councils": councils_followed(standing, councils),
        "columns": [f"{label} {year}" for label, year in wanted],
        "may_begin": standing.may_some(Action.WRITE, Thing.PLAN),
    }


def councils_followed(standing, councils) -> list[Body]:
    """The councils whose areas the person follows up: those they lead, or all."""
    if not standing.may_some(Action.COMMENT, Thing.PLAN):
        return []
    own = {each.body for each in standing.holdings if each.below}
    every = standing.acts_as(Capacity.OFFICE, Capacity.ADMIN)
    return [
        each for each in councils.select_related("kind").order_by("path") if every or each.pk in own
    ]


def rows_of(standing, on: datetime.date, wanted: list[tuple[str, int]]) -> list[Row]:
    """A row for each body whose plans the person may read, and that is to write any, has written
    some, or is the person's own (7 queries)."""
    years = [datetime.date(year, 1, 1) for _, year in wanted]
    of_years = Edition.objects.filter(
        document__kind__in=YEARLY, document__period_start__in=years
    ).select_related("document__owner")
    published = list(of_years.published().order_by("number"))
    usable = set(of_years.usable().values_list("pk", flat=True))
    opened = Edition.objects.filter(document__kind__in=YEARLY).open()
    opened = opened.select_related("document__owner").order_by("document__period_start", "pk")
    every = list(EDITIONS.filter(standing, Action.READ, opened))
    drafts = [each for each in every if each.document.period_start in years]
    usual = dict(
        Document.objects.filter(kind__in=PLANS)
        .order_by("period_start")
        .values_list("owner", "kind")
    )
    of_kind = dict(
        Document.objects.filter(kind__in=PLANS)
        .order_by("period_start")
        .values_list("owner__kind", "kind")
    )
    bodies = (
        with_names(Body.objects.current(on), on)
        .filter(kind__level=BodyKind.Level.REGIONAL)
        .select_related("kind")
        .order_by("kind__order", "path")
    )
    duties = list(ReportingDuty.objects.values_list("kind", "body"))
    kinds_that_write = {kind for kind, _ in duties}
    writing = {body for _, body in duties}
    writing |= {*usual, *(each.body for each in standing.holdings)}
    rows = []
    for body in bodies:
        if body.pk not in writing and body.kind_id not in kinds_that_write:
            continue
        asked = Document(kind=Kind.ACTION_PLAN, owner=body)
        if not DOCUMENT.allows(standing, Action.READ, asked):
            continue
        may_write = DOCUMENT.allows(standing, Action.WRITE, asked)
        plan = usual.get(body.pk) or of_kind.get(body.kind_id) or Kind.ACTION_PLAN.value
        row = Row(body, full_name(body), anchor_of(body))
        for label, year in wanted:
            is_report = label != "Plan"
            kinds = (Kind.ANNUAL_REPORT.value,) if is_report else PLANS
            cell = Cell(label, kinds[0] if is_report else plan, year, may_begin=may_write)
            cell.published = _of(published, body, kinds, year)
            if cell.published and cell.published.pk not in usable:
                # The one before doesn't hold again by that.
                cell.withdrawn, cell.published = cell.published, None
            cell.draft = _of(drafts, body, kinds, year)
            if cell.draft:
                cell.draft.label = State(cell.draft.state).label
            row.cells.append(cell)
        row.others = [
            each
            for each in every
            if each.document.owner_id == body.pk
            and (each.document.period_start not in years or not each.document.has_activities)
        ]
        rows.append(row)
    return rows


def _of(editions: list[Edition], body: Body, kinds, year: int) -> Edition | None:
    """The last of the editions that is the body's, of one of the kinds, for the year."""
    found = None
    for each in editions:
        document = each.document
        if (document.owner_id, document.year) == (body.pk, year) and document.kind in kinds:
            found = each
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.PLAN)
def begin(request):
    """Asks which body, what and for which year; says what it begins with, and begins it."""
    on = today()
    bodies = bodies_to_write_for(request.standing, on)
    path = request.POST.get("body", "").replace("\0", "")
    if path and not any(each.path == path for each in bodies):
        raise Http404
    status = 200
    if request.method == "POST":
        form = BeginForm(request.POST, bodies=bodies, on=on)
        status = 400
        if form.is_valid():
            body, year = form.cleaned_data["body"], form.cleaned_data["year"]
            kind = form.document_kind
            origin = origin_of(body, kind, year)
            try:
                edition = actions.begin_year(
                    body, kind, year, by=request.user, at=timezone.now(), on=on
                )
            except actions.Refused as error:
                show_refusal(form, error)
            else:
                if edition.number == 1 and edition.revision == 1:
                    messages.success(request, begun(edition, origin))
                return redirect(edition.desk_url)
    else:
        form = BeginForm(initial=initial(request, bodies, on), bodies=bodies, on=on)
    return (
        "documents/desk/plans/begin.html",
        {
            "title": "Börja på en plan eller en rapport",
            "form": form,
            "none": not bodies,
            "told": told_first(form, bodies),
        },
        status,
    )


def initial(request, bodies, on: datetime.date) -> dict:
    """What the address asks for, and what else is likely: this year's plan."""
    path = request.GET.get("organ", "").replace("\0", "")
    body = next((each for each in bodies if each.path == path), None)
    body = body or (bodies[0] if len(bodies) == 1 else None)
    slug = request.GET.get("slag", "")
    if slug not in YEARLY.values():
        slug = YEARLY[usual_plan(body)] if body else ""
    asked = request.GET.get("ar", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else on.year
    kind = next((kind for kind, each in YEARLY.items() if each == slug), "")
    first, last = years_for(kind, on)
    return {
        "body": body.path if body else "",
        "kind": slug,
        "year": year if first <= year <= last else on.year,
    }


def told_first(form: BeginForm, bodies) -> str:
    """What the document begins with, before it's begun; empty where that isn't known yet."""
    if form.is_bound:
        return ""
    given = form.initial
    body = next((each for each in bodies if each.path == given["body"]), None)
    kind = next((kind for kind, slug in YEARLY.items() if slug == given["kind"]), "")
    if not body or not kind:
        return ""
    of_year = Q(owner=body, kind=kind, period_start=datetime.date(given["year"], 1, 1))
    document = Document.objects.filter(of_year).first()
    if document and document.editions.exclude(state=State.DISCARDED).exists():
        return "Texten finns redan. Du kommer till utkastet, eller till en ny version av den."
    origin = origin_of(body, kind, given["year"])
    if origin is None and kind == Kind.ANNUAL_REPORT:
        return (
            f"Det finns ingen publicerad plan för {given['year']}. Rapporten börjar därför tom: du "
            "lägger själv till det som gjordes."
        )
    if kind == Kind.NOTES:
        return "Ett avsnitt för varje möte blir lätt att läsa. Lägg till mötets fil om ni har en."
    if origin is None:
        return "Det finns inget från året före, så planen börjar tom."
    source, number = origin.edition, len(taken_over(origin))
    if not number:
        return f"Inget fortsätter från {called(source)}, så texten börjar utan aktiviteter."
    counted = "en aktivitet" if number == 1 else f"{number} aktiviteter"
    which = " som fortsätter" if origin.goes_on else ""
    return f"Utkastet börjar med {counted}{which} från {called(source)}."


def called(edition: Edition) -> str:
    """Which document of the body an edition is, inside a sentence: "årsrapport 2025"."""
    return in_sentence(edition.document.called)


def taken_over(origin) -> list:
    return [
        each for each in origin.edition.entries.present() if not origin.goes_on or goes_on(each)
    ]


def begun(edition: Edition, origin) -> str:
    if not edition.document.has_activities:
        return "Utkastet är påbörjat. Lägg till det första avsnittet."
    if origin is None:
        return "Utkastet är påbörjat. Lägg till den första aktiviteten."
    number = edition.entries.count()
    if not number:
        return "Utkastet är påbörjat, utan aktiviteter. Lägg till den första."
    counted = "en aktivitet" if number == 1 else f"{number} aktiviteter"
    return f"Utkastet är påbörjat med {counted} från {called(origin.edition)}."
