"""Taking back the latest change of an appointment: by whoever may change it, also long after."""

from django.db import transaction
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from bodies.actions import roster_changes as actions
from bodies.rosters import around as asks
from bodies.rosters.rules import first_difference
from bodies.rosters.undo import LastChange, last_change
from organisation.actions.refusals import Refused
from organisation.dates import today
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .leaving import asked_appointment, preview_of
from .roster import tell_undone

TEMPLATE = "portal/desk/roster/undo_latest.html"
CHANGED = "Uppdraget har ändrats sedan du läste sidan. Läs vad som händer, och ångra igen."


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.APPOINTMENT)
def undo_latest(request, pk: int):
    """Shows what it leads to that the latest change is taken back; takes it back."""
    found, on = asked_appointment(request, pk), today()
    name = asks.post_name(found.post)
    context = {
        "title": f"Ångra senaste ändringen: {found.person}, {name[:1].lower()}{name[1:]}",
        "entrance": "desk_rosters",
        "appointment": found,
        "post": found.post,
    }
    latest = last_change(found, request.standing)
    if latest is None:
        return TEMPLATE, context | {"can_not": "Den senaste ändringen går inte att ångra härifrån."}
    context |= {"latest": latest, "version": _seen(latest)}
    change = lambda: actions.undo(latest.steps, by=request.user, on=on)  # noqa: E731
    status = 200
    try:
        if request.method == "POST" and request.POST.get("version") == context["version"]:
            with transaction.atomic():
                done = change()
            tell_undone(request, done)
            return redirect("desk_roster", path=found.post.body.path)
        if request.method == "POST":
            context["wrong"], status = CHANGED, 409
        preview = preview_of(list(latest.appointments), change, _day(latest, on), on)
    except Refused as error:
        return TEMPLATE, context | {"can_not": f"Det går inte att ångra. {error}"}, 400
    return TEMPLATE, context | preview, status


def _seen(latest: LastChange) -> str:
    """Every row that would be put back, so that nothing else is than what was shown."""
    return "-".join(f"{each.appointment}.{each.after}" for each in latest.steps)


def _day(latest: LastChange, on):
    """The first day from today on that the change makes a difference to the appointment."""
    now, step = latest.appointment, latest.steps[-1]
    then = None
    if step.before:
        then = now.history.get(history_id=step.before).instance
    return first_difference((now.start, now.end), (then.start, then.end) if then else None, on)
