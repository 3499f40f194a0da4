"""Measurements from a spreadsheet: choose a file or paste rows, say which column is which, see what
each row does, have it done wholly or not at all, and take it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse_lazy as reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.panels import full_name
from organisation.actions.refusals import Refused
from organisation.actions.table_uploads import MOST_KEPT, is_running, keep
from organisation.actions.table_uploads import discard as throw_away
from organisation.dates import today
from organisation.models import Region, TableUpload
from organisation.rights import Action, Thing
from organisation.shapes import Crumb
from organisation.tables import TableError, matched, plain, read_table
from portal.desk import desk_page
from programmes import measuring
from programmes.actions import importing as actions
from programmes.importing.table import COLUMNS, LABELS, OTHERS
from programmes.importing.values import Kind, Planned
from programmes.importing.world import to_fill_in as rows_to_fill_in
from programmes.importing.world import writable
from programmes.models import QualityGoal
from programmes.where import WHOLE_NAME

from .table_files import as_file, unknown_in, with_reasons
from .table_forms import NO_COLUMN, ColumnsForm, FileOrPastedForm, sample_of
from .table_progress import told_while

page_of_measurements = desk_page(Action.WRITE, Thing.GOAL)
PURPOSE = TableUpload.Purpose.MEASUREMENTS
HOME = Crumb("Läs in mätvärden", reverse("desk_measurements_import"))
# More rows than this aren't shown of a kind; fewer than this are open from the beginning.
SHOWN, OPEN = 100, 20
# What one row does, and what several do.
DOES = {
    Kind.NEW: ("lägger till ett mätvärde", "lägger till mätvärden"),
    Kind.CHANGE: ("ändrar ett mätvärde", "ändrar mätvärden"),
    Kind.NOTHING: ("ändrar inget", "ändrar inget"),
    Kind.EMPTY: ("har inget värde och hoppas över", "har inget värde och hoppas över"),
}


def does(kind: Kind, number: int) -> str:
    return DOES[kind][number != 1]


def _mine(request, pk) -> TableUpload:
    """The reader's own table; 404 for another's and for one whose day is over."""
    found = TableUpload.objects.waiting(timezone.now()).filter(purpose=PURPOSE)
    found = found.filter(pk=pk, owner=request.user).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@page_of_measurements
def upload(request):
    """Where a file is chosen, or rows are pasted. POST reads and keeps them, and leads on."""
    form = FileOrPastedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        at_field, content, name = form.source
        try:
            table = read_table(content, name)
        except TableError as error:
            form.add_error(at_field, str(error))
        else:
            kept = keep(table, name, PURPOSE, by=request.user, at=timezone.now())
            found = matched(table.headings, COLUMNS)
            if found.missing or _unknown(found):
                return redirect("desk_measurements_columns", kept.pk)
            kept.at = dict(found.at)
            kept.save()
            return redirect("desk_measurements_preview", kept.pk)
    waiting = TableUpload.objects.waiting(timezone.now())
    waiting = waiting.filter(owner=request.user, purpose=PURPOSE)
    on = today()
    measured = QualityGoal.objects.current(on).exclude(indicator="").values("body")
    bodies = writable(request.standing, on).filter(pk__in=measured)
    context = {
        "title": HOME.label,
        "entrance": "desk_goals",
        "form": form,
        "columns": COLUMNS,
        "waiting": waiting.filter(done_at=None).defer("rows"),
        "done": waiting.exclude(done_at=None).defer("rows"),
        "most_kept": MOST_KEPT,
        "bodies": [(each.path, full_name(each)) for each in bodies.order_by("path")],
        "asked": request.GET.get("organ", ""),
    }
    return "portal/desk/measurements/upload.html", context, 400 if form.errors else 200


def _unknown(found) -> list[str]:
    """The headings that are none of ours, nor of those that a goal's public file has too."""
    others = {plain(each) for each in OTHERS}
    return [each for each in unknown_in(found) if plain(each) not in others]


@require_safe
@page_of_measurements
def to_fill_in(request):
    """A file with the goals' latest periods, region by region: what is known, and what is to be
    filled in. Of one body, or of all whose goals the reader may change."""
    on = today()
    bodies = writable(request.standing, on)
    name = "matvarden"
    if asked := request.GET.get("organ"):
        bodies = bodies.filter(path=asked)
        if not bodies:
            raise Http404
        name = f"{name}-{asked.replace('/', '-')}"
    names = {each.pk: full_name(each) for each in bodies.order_by("path")}
    goals = QualityGoal.objects.current(on).filter(body__in=names).order_by("body__path", "number")
    rows = rows_to_fill_in(goals, list(Region.objects.current(on).order_by("order")), names, on)
    headings = [each.label for each in COLUMNS]
    return as_file(f"{name}-{on}", request.GET.get("form", "xlsx"), headings, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@page_of_measurements
def columns(request, pk):
    """Which column of the table is which of ours."""
    kept = _mine(request, pk)
    if kept.done_at:
        return redirect("desk_measurements_preview", kept.pk)
    found = matched(kept.headings, COLUMNS)
    at = kept.at if kept.at is not None else found.at
    initial = {each.name: str(at.get(each.name, NO_COLUMN)) for each in COLUMNS}
    form = ColumnsForm(
        request.POST or None, headings=kept.headings, columns=COLUMNS, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        kept.at = form.at
        kept.save(update_fields=["at"])
        return redirect("desk_measurements_preview", kept.pk)
    context = {
        "entrance": "desk_goals",
        "kept": kept,
        "form": form,
        "unknown": _unknown(found),
        "missing": found.missing,
        "sample": sample_of(kept),
        "home": HOME,
        "here": reverse("desk_measurements_columns", args=[kept.pk]),
    }
    return "portal/desk/tables/columns.html", context, 400 if form.errors else 200


@require_safe
@page_of_measurements
def preview(request, pk):
    """What each row does, or what was done."""
    kept = _mine(request, pk)
    if kept.done_at:
        return _receipt(kept)
    if kept.at is None:
        return redirect("desk_measurements_columns", kept.pk)
    return _preview(request, kept)


def _preview(request, kept: TableUpload, error: str = "", status: int = 200):
    running = is_running(kept)
    plan = actions.plan_for(kept, by=request.user, on=today())
    refused = plan.of(Kind.REFUSED)
    names = {None: WHOLE_NAME} | dict(Region.objects.values_list("pk", "name"))
    goals = QualityGoal.objects.in_bulk({row.goal.pk for row in plan.rows if row.goal})
    groups = [
        {
            "label": does(kind, len(rows)),
            "number": len(rows),
            "rows": [_told(row, goals, names) for row in rows[:SHOWN]],
            "is_open": kind in (Kind.NEW, Kind.CHANGE) and len(rows) < OPEN,
        }
        for kind in DOES
        if (rows := plan.of(kind))
    ]
    context = {
        "entrance": "desk_goals",
        "kept": kept,
        "plan": plan,
        "error": error,
        "home": HOME,
        "number": len(plan.rows),
        "refused": refused,
        "faults": [
            {"row": row, "column": LABELS.get(each.subject, ""), "message": each.message}
            for row in refused[:SHOWN]
            for each in row.faults
        ],
        "shown": SHOWN,
        "groups": groups,
        "changes": len(plan.changes),
        "seen": actions.seen(plan),
        "is_running": running,
        "is_interrupted": kept.started_at is not None and not running,
    }
    return "portal/desk/measurements/preview.html", context, status


def _told(row: Planned, goals, names) -> dict:
    """A row that can be done, for the table of its kind."""
    goal = goals[row.goal.pk]

    def words(value) -> str:
        return measuring.MISSING if value is None else goal.in_words(value)

    before = row.before
    return {
        "row": row.number,
        "goal": goal.text,
        "period": goal.period_name(row.first),
        "region": names[row.region],
        "value": "" if row.kind is Kind.EMPTY else words(row.value),
        "comment": row.comment,
        "before": words(before.value) if before and row.kind is Kind.CHANGE else "",
        "comment_before": before.comment
        if before and row.kind is Kind.CHANGE and before.comment != row.comment
        else "",
    }


def _receipt(kept: TableUpload):
    counts = kept.result["counts"]
    goals = QualityGoal.objects.filter(pk__in=kept.result["goals"]).select_related("body")
    context = {
        "entrance": "desk_goals",
        "kept": kept,
        "home": HOME,
        "counts": [
            (number, does(kind, number)) for kind in DOES if (number := counts.get(kind.value))
        ],
        "goals": goals.order_by("body__path", "number"),
        "taken_back": kept.result.get("taken_back"),
    }
    return "portal/desk/measurements/receipt.html", context


@require_POST
@page_of_measurements
def discard(request, pk):
    """Throws away what was read, unless it's being read in."""
    kept = _mine(request, pk)
    found = throw_away(kept, by=request.user, at=timezone.now())
    if found is None:
        text = "Raderna läses in just nu, och går inte att ta bort. Läs om sidan om en stund."
        messages.error(request, text)
        return redirect("desk_measurements_preview", kept.pk)
    if found.done_at:
        messages.error(request, "Raderna hann läsas in, och är inte borttagna. Här är kvittot.")
        return redirect("desk_measurements_preview", kept.pk)
    messages.success(request, "Raderna är borttagna. Inget ur dem är inläst.")
    return redirect("desk_measurements_import")


@require_safe
@page_of_measurements
def refused(request, pk, form: str):
    """The rows that can't be read in, or with `alla` every row, with a column that says why."""
    kept = _mine(request, pk)
    if kept.done_at or kept.at is None:
        raise Http404
    plan = actions.plan_for(kept, by=request.user, on=today())
    why = {
        row.number: " ".join(
            f"{LABELS.get(each.subject, '')}: {each.message}" for each in row.faults
        )
        for row in plan.of(Kind.REFUSED)
    }
    return with_reasons(kept, why, form, every="alla" in request.GET)


@require_POST
@page_of_measurements
def carry_out(request, pk):
    """Stores what the rows say, and tells how far it is while it does."""
    kept = _mine(request, pk)
    if kept.done_at:
        return redirect("desk_measurements_preview", kept.pk)
    if kept.at is None:
        return redirect("desk_measurements_columns", kept.pk)
    expected = request.POST.get("seen", "")
    plan = actions.plan_for(kept, by=request.user, on=today())
    if actions.seen(plan) != expected or not plan.can_be_done:
        return _preview(request, kept, actions.CHANGED, 409)

    def work(tell) -> None:
        who = {"by": request.user, "on": today(), "at": timezone.now()}
        actions.carry_out(kept, **who, expected=expected, tell=tell)

    back = reverse("desk_measurements_preview", args=[kept.pk])
    return told_while(request, kept, len(plan.rows), home=HOME, back=back, work=work)


@require_POST
@page_of_measurements
def take_back(request, pk):
    """Takes back all that was read in from a table."""
    kept = _mine(request, pk)
    if not kept.done_at:
        raise Http404
    try:
        number = actions.take_back(kept, by=request.user, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        was = "Ett mätvärde är" if number == 1 else f"{number} mätvärden är"
        messages.success(request, f"Inläsningen är ångrad. {was} som förut.")
    return redirect("desk_measurements_preview", kept.pk)
