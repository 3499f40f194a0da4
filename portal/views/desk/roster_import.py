"""Rosters from files: choose a file, say which column is which, see what each row does, and have it
done wholly or not at all while the page tells how far it is."""

from collections.abc import Iterable
from itertools import islice

from django import forms
from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.actions import roster_import as actions
from bodies.models import Body
from bodies.questions import full_name_on
from bodies.rosters.table import COLUMNS, LABELS, WHY
from bodies.rosters.values import Kind, Planned
from organisation.dates import today
from organisation.fields import field
from organisation.models import TableUpload
from organisation.rights import Action, Thing
from organisation.tables import MOST_BYTES, MOST_ROWS, TableError, matched, plain, read_table
from portal.desk import desk_context, desk_page

from .roster_export import as_file, to_export
from .roster_progress import MARK, progress
from .roster_told import DOES, candidates, does, told, who

page_of_rosters = desk_page(Action.WRITE, Thing.APPOINTMENT)
NO_COLUMN = "-"
# More rows than this aren't shown of a kind; all can be downloaded.
SHOWN = 100
# Fewer rows than this are open from the beginning.
OPEN = 20


class UploadForm(forms.Form):
    """A file with a roster."""

    file = field(
        forms.FileField,
        "Fil (.xlsx eller .csv)",
        "Välj en fil.",
        help_text=f"Högst {MOST_ROWS:,} rader och {MOST_BYTES // 2**20} MB.".replace(",", " "),
        widget=forms.FileInput,
        attrs={"accept": ".xlsx,.csv,.txt"},
        errors={
            "empty": "Filen är tom. Välj en annan fil.",
            "missing": "Välj en fil.",
            "invalid": "Filen kom inte fram. Välj den igen.",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"Filen är större än {MOST_BYTES // 2**20} MB. Dela den i flera filer."
            )
        return file


class ColumnsForm(forms.Form):
    """Which column of the file is which of ours."""

    def __init__(self, *args, headings, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(NO_COLUMN, "Finns inte i filen")]
        choices += [
            (str(number), heading or f"Kolumn {number + 1} (utan rubrik)")
            for number, heading in enumerate(headings)
        ]
        for column in COLUMNS:
            self.fields[column.name] = field(
                forms.ChoiceField,
                column.label,
                "Välj en kolumn.",
                choices=choices,
                help_text=column.help,
                widget=forms.Select,
                errors={"invalid_choice": "Välj en av kolumnerna i listan."},
            )

    def clean(self):
        cleaned = super().clean()
        taken: dict[str, str] = {}
        for column in COLUMNS:
            value = cleaned.get(column.name)
            if value == NO_COLUMN and column.required:
                self.add_error(
                    column.name, f"{column.label} måste finnas. Välj vilken kolumn det är."
                )
            elif value not in (None, NO_COLUMN):
                if value in taken:
                    self.add_error(
                        column.name,
                        f"Kolumnen är redan vald som {taken[value]}. Välj en annan på ett av "
                        "ställena.",
                    )
                taken.setdefault(value, column.label)
        return cleaned

    @property
    def at(self) -> dict[str, int]:
        return {name: int(value) for name, value in self.cleaned_data.items() if value != NO_COLUMN}


def _mine(request, pk) -> TableUpload:
    """The reader's own upload; 404 for another's and for one whose day is over, as for one that
    isn't there."""
    purpose = TableUpload.Purpose.ROSTER
    found = TableUpload.objects.waiting(timezone.now()).filter(purpose=purpose)
    found = found.filter(pk=pk, owner=request.user).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@page_of_rosters
def upload(request):
    """Where a file is chosen. POST reads and keeps it, and leads on to what it does."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = read_table(file.read(), file.name)
        except TableError as error:
            form.add_error("file", str(error))
        else:
            kept = actions.keep(table, file.name, by=request.user, at=timezone.now())
            found = matched(table.headings, COLUMNS)
            if found.missing or _unknown(found):
                return redirect("desk_roster_columns", kept.pk)
            kept.at = dict(found.at)
            kept.save()
            return redirect("desk_roster_preview", kept.pk)
    kinds, regions = to_export(request.standing, today())
    waiting = TableUpload.objects.waiting(timezone.now())
    waiting = waiting.filter(owner=request.user, purpose=TableUpload.Purpose.ROSTER)
    context = {
        "form": form,
        "columns": COLUMNS,
        "waiting": waiting.filter(done_at=None).defer("rows"),
        "most_kept": actions.MOST_KEPT,
        "kinds": kinds,
        "regions": regions,
    }
    return "portal/desk/rosters/upload.html", context, 400 if form.errors else 200


def _unknown(found) -> list[str]:
    """The headings that are none of ours; the one that a file with refused rows has is."""
    return [each for each in found.unknown if plain(each) != plain(WHY)]


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
    form = ColumnsForm(request.POST or None, headings=kept.headings, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept.at, kept.chosen = form.at, {}
        kept.save(update_fields=["at", "chosen"])
        return redirect("desk_roster_preview", kept.pk)
    context = {
        "kept": kept,
        "form": form,
        "unknown": _unknown(found),
        "missing": found.missing,
        "sample": [
            (heading, _beginning(row[1][number] for row in kept.rows))
            for number, heading in enumerate(kept.headings)
        ],
    }
    return "portal/desk/rosters/columns.html", context, 400 if form.errors else 200


def _beginning(cells: Iterable[str]) -> str:
    """The first things that stand in a column."""
    first = dict.fromkeys(islice((each[:40] for each in cells if each), 3))
    return "; ".join(first)


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
    is_running = actions.is_running(kept)
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
        "is_running": is_running,
        "is_interrupted": kept.started_at is not None and not is_running,
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
    found = actions.discard(kept, by=request.user, at=timezone.now())
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
    known = [number for number, each in enumerate(kept.headings) if plain(each) != plain(WHY)]
    rows = [
        [*(cells[at] for at in known), why.get(number, "")]
        for number, cells, _ in kept.rows
        if "alla" in request.GET or number in why
    ]
    headings = [*(kept.headings[at] for at in known), WHY]
    return as_file("rader-att-ratta", form, headings, rows)


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
    TableUpload.objects.filter(pk=kept.pk).update(started_at=timezone.now())
    context = desk_context(request) | {"kept": kept, "mark": MARK, "number": len(plan.rows)}
    frame = render_to_string("portal/desk/rosters/progress.html", context, request)
    response = StreamingHttpResponse(progress(kept, request.user, plan, frame))
    response["Cache-Control"] = "no-store"
    # Packed or gathered on its way, it would come all at once at the end.
    response["Content-Encoding"] = "identity"
    response["X-Accel-Buffering"] = "no"
    return response
