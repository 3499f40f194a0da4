"""Rosters from files: choose a file, say which column is which, see what each row does, and have it
done wholly or not at all while the page tells how far it is."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse_lazy as reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.actions import roster_import as actions
from bodies.models import Body
from bodies.questions import full_name_on
from bodies.rosters.table import COLUMNS, LABELS
from bodies.rosters.values import Kind, Planned
from organisation.actions.table_uploads import MOST_KEPT, is_running, keep
from organisation.actions.table_uploads import discard as throw_away
from organisation.dates import today
from organisation.models import TableUpload
from organisation.rights import Action, Thing
from organisation.shapes import Crumb
from organisation.tables import TableError, matched, read_table
from portal.desk import desk_page

from .roster_export import to_export
from .roster_told import DOES, candidates, does, told, who
from .table_files import as_file, unknown_in, with_reasons
from .table_forms import NO_COLUMN, ColumnsForm, FileForm, sample_of
from .table_progress import told_while

page_of_rosters = desk_page(Action.WRITE, Thing.APPOINTMENT)
PURPOSE = TableUpload.Purpose.ROSTER
HOME = Crumb("Läs in en lista över poster", reverse("desk_roster_import"))
# More rows than this aren't shown of a kind; all can be downloaded.
SHOWN = 100
# Fewer rows than this are open from the beginning.
OPEN = 20


def _mine(request, pk) -> TableUpload:
    """The reader's own upload; 404 for another's and for one whose day is over, as for one that
    isn't there."""
    found = TableUpload.objects.waiting(timezone.now()).filter(purpose=PURPOSE)
    found = found.filter(pk=pk, owner=request.user).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@page_of_rosters
def upload(request):
    """Where a file is chosen. POST reads and keeps it, and leads on to what it does."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = read_table(file.read(), file.name)
        except TableError as error:
            form.add_error("file", str(error))
        else:
            kept = keep(table, file.name, PURPOSE, by=request.user, at=timezone.now())
            found = matched(table.headings, COLUMNS)
            if found.missing or unknown_in(found):
                return redirect("desk_roster_columns", kept.pk)
            kept.at = dict(found.at)
            kept.save()
            return redirect("desk_roster_preview", kept.pk)
    kinds, regions = to_export(request.standing, today())
    waiting = TableUpload.objects.waiting(timezone.now())
    waiting = waiting.filter(owner=request.user, purpose=PURPOSE)
    context = {
        "form": form,
        "columns": COLUMNS,
        "waiting": waiting.filter(done_at=None).defer("rows"),
        "most_kept": MOST_KEPT,
        "kinds": kinds,
        "regions": regions,
    }
    return "portal/desk/rosters/upload.html", context, 400 if form.errors else 200


@require_safe
@page_of_rosters
def blank(request, form: str):
    """A file with nothing but the headings and an example."""
    example = tuple(each.example for each in COLUMNS)
    return as_file("mall-poster", form, [each.label for each in COLUMNS], [example])


@require_http_methods(["GET", "HEAD", "POST"])
@page_of_rosters
def columns(request, pk):
    """Which column of the file is which of ours."""
    kept = _mine(request, pk)
    if kept.done_at:
        return redirect("desk_roster_preview", kept.pk)
    found = matched(kept.headings, COLUMNS)
    at = kept.at if kept.at is not None else found.at
    initial = {each.name: str(at.get(each.name, NO_COLUMN)) for each in COLUMNS}
    form = ColumnsForm(
        request.POST or None, headings=kept.headings, columns=COLUMNS, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        kept.at, kept.chosen = form.at, {}
        kept.save(update_fields=["at", "chosen"])
        return redirect("desk_roster_preview", kept.pk)
    context = {
        "kept": kept,
        "form": form,
        "unknown": unknown_in(found),
        "missing": found.missing,
        "sample": sample_of(kept),
        "home": HOME,
        "here": reverse("desk_roster_columns", args=[kept.pk]),
    }
    return "portal/desk/tables/columns.html", context, 400 if form.errors else 200


@require_http_methods(["GET", "HEAD", "POST"])
@page_of_rosters
def preview(request, pk):
    """What each row does, or what was done. POST says who is meant where it can be several."""
    kept, on = _mine(request, pk), today()
    if kept.done_at:
        return _receipt(kept, on)
    if kept.at is None:
        return redirect("desk_roster_columns", kept.pk)
    if request.method == "POST":
        _choose(request, kept, on)
        return redirect("desk_roster_preview", kept.pk)
    return _preview(request, kept, on)


def _choose(request, kept: TableUpload, on) -> None:
    """Keeps what was chosen, of what could be."""
    chosen, kept.chosen = dict(kept.chosen), {}
    plan = actions.plan_for(kept, by=request.user, on=on)
    for row in plan.rows:
        value = request.POST.get(f"val-{row.number}", "")
        people = {str(pk): pk for pk, _ in row.candidates}
        if value == "new" or value in people:
            chosen[str(row.number)] = people.get(value, "new")
    kept.chosen = chosen
    kept.save(update_fields=["chosen"])


def _preview(request, kept: TableUpload, on, error: str = "", status: int = 200):
    running = is_running(kept)
    plan = actions.plan_for(kept, by=request.user, on=on)
    refused, choose = plan.of(Kind.REFUSED), plan.of(Kind.CHOOSE)
    groups = [
        {
            "kind": kind.value,
            "label": does(kind, len(rows)),
            "number": len(rows),
            "rows": [told(plan, row) for row in sorted(rows, key=_first)[:SHOWN]],
            "is_open": any(row.differs for row in rows)
            or (kind is not Kind.NOTHING and len(rows) < OPEN),
        }
        for kind in DOES
        if (rows := plan.of(kind))
    ]
    context = {
        "kept": kept,
        "plan": plan,
        "error": error,
        "number": len(plan.rows),
        "refused": refused,
        "faults": [
            {
                "row": row.number,
                "column": LABELS.get(each.subject, ""),
                "message": each.message,
                "who": who(row),
            }
            for row in refused[:SHOWN]
            for each in row.faults
        ],
        "shown": SHOWN,
        "choose": [(row, candidates(row, on)) for row in choose[:SHOWN]],
        "groups": groups,
        "seen": actions.seen(plan),
        "is_running": running,
        "is_interrupted": kept.started_at is not None and not running,
        "changes": len(plan.rows) - plan.counts[Kind.NOTHING] - len(refused) - len(choose),
    }
    return "portal/desk/rosters/preview.html", context, status


def _first(row: Planned) -> bool:
    """Puts rows that say what isn't read in before the others of their kind."""
    return not row.differs


def _receipt(kept: TableUpload, on):
    bodies = Body.objects.filter(pk__in=kept.result["bodies"]).annotate(
        called=full_name_on("pk", on)
    )
    counts = kept.result["counts"]
    done = [(number := counts.get(kind.value, 0), does(kind, number)) for kind in DOES]
    context = {
        "kept": kept,
        "counts": [each for each in done if each[0]],
        "bodies": sorted(bodies, key=lambda each: each.path),
    }
    return "portal/desk/rosters/receipt.html", context


@require_POST
@page_of_rosters
def discard(request, pk):
    """Throws away what was read, unless it's being read in."""
    kept = _mine(request, pk)
    found = throw_away(kept, by=request.user, at=timezone.now())
    if found is None:
        messages.error(
            request,
            "Filen läses in just nu, och går inte att ta bort. Läs om sidan om en stund.",
        )
        return redirect("desk_roster_preview", kept.pk)
    if found.done_at:
        messages.error(request, "Filen hann läsas in, och är inte borttagen. Här är kvittot.")
        return redirect("desk_roster_preview", kept.pk)
    messages.success(request, "Filen är borttagen. Inget ur den är inläst.")
    return redirect("desk_roster_import")


@require_safe
@page_of_rosters
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
@page_of_rosters
def carry_out(request, pk):
    """Does what the file says, and tells how far it is while it does."""
    kept = _mine(request, pk)
    if kept.done_at:
        return redirect("desk_roster_preview", kept.pk)
    expected = request.POST.get("seen", "")
    plan = actions.plan_for(kept, by=request.user, on=today()) if kept.at is not None else None
    if plan is None or actions.seen(plan) != expected or not plan.can_be_done:
        if plan is None:
            return redirect("desk_roster_columns", kept.pk)
        return _preview(request, kept, today(), actions.CHANGED, 409)

    def work(tell) -> None:
        actions.carry_out(
            kept,
            by=request.user,
            on=today(),
            at=timezone.now(),
            expected=expected,
            posts=actions.posts_of(plan),
            tell=tell,
        )

    back = reverse("desk_roster_preview", args=[kept.pk])
    return told_while(request, kept, len(plan.rows), home=HOME, back=back, work=work)
