"""What has been measured of a goal, in the workspace: a table of periods and regions, a period
filled in by hand, and what has been changed, to be taken back."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from bodies.panels import full_name
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import today
from organisation.fields import field
from organisation.models import Region
from organisation.rights import Action, Thing
from organisation.rules import Finding
from portal.desk import desk_page
from programmes import measuring
from programmes.actions import measurements as actions
from programmes.forms import PeriodForm
from programmes.models import Measurement
from programmes.policies import GOALS
from programmes.where import WHOLE_NAME

from .goals import asked_goal
from .showing import show_refusal

# How many periods are offered to be filled in, and how many changes are told.
PERIODS = {"year": 5, "half": 6, "quarter": 8, "month": 12}
CHANGES = 100
CONFLICT = (
    "Någon annan har ändrat perioden sedan du öppnade sidan. Det du skrev står kvar. Läs vad som "
    "är sparat nu, och spara igen om det fortfarande stämmer."
)


class OtherPeriodForm(forms.Form):
    """A period to go to."""

    period = field(forms.CharField, "Annan period", max_length=40)


def places_of(goal, stored, on) -> list[tuple[int, str]]:
    """The regions that values are of, those of today and those that have had any, after the whole
    healthcare region (1 query)."""
    had = {each.region_id for each in stored}
    regions = [
        (each.pk, each.name)
        for each in Region.objects.order_by("order")
        if each.is_current(on) or each.pk in had
    ]
    return [(actions.WHOLE, WHOLE_NAME), *regions]


def said(goal, each: Measurement | None) -> dict:
    """A cell of the table: the value in words, and what is remarked on it."""
    if each is None:
        return {"text": "", "comment": ""}
    text = measuring.MISSING if each.value is None else goal.in_words(each.value)
    return {"text": text, "comment": each.comment, "missing": each.value is None}


@require_safe
@desk_page(Action.READ, Thing.GOAL)
def goal(request, pk: int):
    """A goal: how it's measured, what is to be reached, and the values by period and region."""
    found, body = asked_goal(request, pk, Action.READ)
    on = today()
    stored = list(Measurement.objects.filter(goal=found))
    places = places_of(found, stored, on)
    may_write = GOALS.allows(request.standing, Action.WRITE, body)
    other = OtherPeriodForm(request.GET if "period" in request.GET else None)
    if found.is_measured and other.is_bound and other.is_valid() and may_write:
        read = measuring.period_of(
            other.cleaned_data["period"], measuring.Interval(found.interval), on
        )
        if not isinstance(read, Finding):
            return redirect("desk_period", pk=pk, first=read[0])
        other.add_error("period", read.message)
    rows = []
    if found.is_measured:
        interval = measuring.Interval(found.interval)
        firsts = set(measuring.periods_back(on, interval, PERIODS[interval]))
        by = {(each.period_start, each.region_id or actions.WHOLE): each for each in stored}
        for first in sorted(firsts | {each.period_start for each in stored}, reverse=True):
            cells = [(name, said(found, by.get((first, key)))) for key, name in places]
            rows.append((first, found.period_name(first), cells))
    targets = list(found.targets.select_related("region"))
    return (
        "portal/desk/goals/goal.html",
        {
            "title": found.text,
            "entrance": "desk_goals",
            "goal": found,
            "body": body,
            "name": full_name(body),
            "places": [name for _, name in places],
            "rows": rows,
            "targets": [(each, found.target_in_words(each)) for each in targets],
            "other": other,
            "may_write": may_write,
        },
        400 if other.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.GOAL)
def period(request, pk: int, first):
    """The values of a goal for a period, of each region and of the whole healthcare region."""
    found, body = asked_goal(request, pk, Action.WRITE)
    on = today()
    if not found.is_measured or first not in measuring.periods_back(
        on, measuring.Interval(found.interval), _number_back(found, first, on)
    ):
        raise Http404
    stored = list(Measurement.objects.filter(goal=found, period_start=first))
    places = places_of(found, Measurement.objects.filter(goal=found), on)
    form, status, now = PeriodForm.of(found, places, stored), 200, []
    seen = actions.seen_of(found, first)
    if request.method == "POST":
        form, status = PeriodForm(request.POST, goal=found, places=places), 400
        seen = request.POST.get("seen", "")
        if form.is_valid():
            try:
                who = {"by": request.user, "why": form.cleaned_data["why"]}
                number = actions.save_period(pk, first, seen, form.said, **who)
            except Refused as error:
                show_refusal(form, error)
            except Conflict:
                form.add_error(None, CONFLICT)
                status, seen = 409, actions.seen_of(found, first)
                by = {each.region_id or actions.WHOLE: each for each in stored}
                now = [(name, said(found, by.get(key))) for key, name in places]
            else:
                text = "Mätvärdena är sparade." if number else "Du ändrade inget."
                messages.success(request, f"{found.period_name(first).capitalize()}: {text}")
                return redirect("desk_goal", pk=pk)
    return (
        "portal/desk/goals/period.html",
        {
            "title": f"Mätvärden: {found.period_name(first)}",
            "entrance": "desk_goals",
            "goal": found,
            "body": body,
            "name": full_name(body),
            "period": found.period_name(first),
            "form": form,
            "seen": seen,
            "now": now,
        },
        status,
    )


def _number_back(goal, first, on) -> int:
    """How many of the goal's periods there can have been since the one that begins on `first`."""
    if first.year < measuring.FIRST_YEAR:
        return 0
    months = (on.year - first.year) * 12 + on.month - first.month
    return max(months // measuring.MONTHS_IN[measuring.Interval(goal.interval)] + 1, 0)


@require_safe
@desk_page(Action.READ, Thing.GOAL)
def history(request, pk: int):
    """What has been changed of a goal's values, the latest first (5 queries)."""
    found, body = asked_goal(request, pk, Action.READ)
    rows = Measurement.history.filter(goal_id=pk).select_related("history_user", "region")
    rows = list(rows.order_by("-history_id")[:CHANGES])
    last = actions.latest_rows(found)
    may_write = GOALS.allows(request.standing, Action.WRITE, body)
    before = _before(rows)
    return "portal/desk/goals/history.html", {
        "title": f"Ändringar av mätvärden: {found.text}",
        "entrance": "desk_goals",
        "goal": found,
        "body": body,
        "name": full_name(body),
        "rows": [
            {
                "row": each,
                "what": f"{found.period_name(each.period_start).capitalize()}, "
                f"{each.region.name if each.region else WHOLE_NAME}",
                "before": said(found, before.get(each.pk)),
                "after": said(found, None if each.history_type == "-" else each),
                "may_undo": may_write and each.history_id in last,
            }
            for each in rows
        ],
        "most": CHANGES if len(rows) == CHANGES else 0,
    }


def _before(rows) -> dict[int, object]:
    """What was there before each change: the row before it, unless that took it away (1 query)."""
    earlier = Measurement.history.filter(id__in={each.id for each in rows}).order_by("history_id")
    found, last = {}, {}
    for each in earlier:
        found[each.pk] = last.get(each.id)
        last[each.id] = None if each.history_type == "-" else each
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.GOAL)
def undo(request, pk: int):
    """Shows what it leads to that a change is taken back; takes it back."""
    change = Measurement.history.filter(history_id=pk).select_related("region").first()
    if change is None:
        raise Http404
    found, body = asked_goal(request, change.goal_id, Action.WRITE)
    refused = (
        ""
        if pk in actions.latest_rows(found)
        else ("Mätvärdet har ändrats igen sedan dess. Ångra den senaste ändringen först.")
    )
    if request.method == "POST":
        try:
            actions.undo(pk, by=request.user)
        except Refused as error:
            refused = str(error)
        else:
            messages.success(request, "Ändringen är ångrad. Historiken har kvar båda.")
            return redirect("desk_goal_history", pk=found.pk)
    return (
        "portal/desk/goals/undo.html",
        {
            "title": "Ångra ändringen",
            "entrance": "desk_goals",
            "goal": found,
            "body": body,
            "name": full_name(body),
            "what": f"{found.period_name(change.period_start).capitalize()}, "
            f"{change.region.name if change.region else WHOLE_NAME}",
            "now": said(found, None if change.history_type == "-" else change),
            "then": said(found, _before([change]).get(change.pk)),
            "refused": refused,
        },
        400 if refused else 200,
    )
