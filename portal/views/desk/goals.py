"""The goals of bodies: what is to be reached, by when, and how it's measured."""

from collections import Counter

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from bodies.dossier import with_names
from bodies.models import Body, BodyKind
from bodies.panels import full_name
from organisation.actions.records import version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import today
from organisation.rights import Action, Thing
from portal.desk import desk_page
from portal.panels import GOALS as PANEL
from programmes.actions import goals as actions
from programmes.forms import GoalForm, TargetForm
from programmes.models import GoalTarget, Measurement, QualityGoal
from programmes.policies import GOALS

from .leaving import sent_version
from .showing import show_refusal

FORM = "portal/desk/goals/form.html"
CONFLICT = (
    "Någon annan har ändrat det sedan du öppnade sidan. Det du skrev står kvar. Läs vad som gäller "
    "nu, och spara igen om det fortfarande stämmer."
)


def bodies_with_goals(standing, action: Action, on):
    """The healthcare region's bodies today whose goals the person may do the action with."""
    bodies = Body.objects.current(on).filter(kind__level=BodyKind.Level.REGIONAL)
    return with_names(GOALS.filter(standing, action, bodies), on).select_related("kind")


def asked_body(request, path: str, action: Action) -> Body:
    """The body, when the reader may do the action with its goals; else 404."""
    body = bodies_with_goals(request.standing, action, today()).filter(path=path).first()
    if body is None:
        raise Http404
    return body


def asked_goal(request, pk: int, action: Action) -> tuple[QualityGoal, Body]:
    """The goal and its body, when the reader may do the action with it; else 404."""
    goal = QualityGoal.objects.select_related("promise").filter(pk=pk).first()
    mine = bodies_with_goals(request.standing, action, today())
    body = mine.filter(pk=goal.body_id).first() if goal else None
    if goal is None or body is None:
        raise Http404
    goal.body = body
    return goal, body


@require_safe
@desk_page(Action.READ, Thing.GOAL)
def goals(request):
    """The bodies whose goals one works with or follows: how many, and how many are measured
    (3 queries)."""
    on, standing = today(), request.standing
    own = {each.body for each in standing.holdings if each.body}
    found = list(bodies_with_goals(standing, Action.READ, on).order_by("kind__order", "path"))
    of = QualityGoal.objects.current(on).filter(body__in=[each.pk for each in found])
    numbers = Counter(of.order_by().values_list("body", flat=True))
    measured = Counter(of.exclude(indicator="").order_by().values_list("body", flat=True))
    rows = [
        (each, full_name(each), numbers[each.pk], measured[each.pk])
        for each in found
        if PANEL in each.kind.panels or numbers[each.pk] or each.pk in own
    ]
    return "portal/desk/goals/list.html", {
        "title": "Mål och mätvärden",
        "rows": rows,
        "may_write": standing.may_some(Action.WRITE, Thing.GOAL),
    }


@require_safe
@desk_page(Action.READ, Thing.GOAL)
def of_body(request, path: str):
    """The goals of a body, those in force first (3 queries)."""
    body, on = asked_body(request, path, Action.READ), today()
    found = list(QualityGoal.objects.filter(body=body).select_related("promise"))
    last = dict(
        Measurement.objects.filter(goal__body=body)
        .order_by("goal", "period_start")
        .values_list("goal", "period_start")
    )
    for each in found:
        each.last_period = each.period_name(last[each.pk]) if each.pk in last else ""
    return "portal/desk/goals/body.html", {
        "title": f"Mål: {full_name(body)}",
        "entrance": "desk_goals",
        "body": body,
        "name": full_name(body),
        "current": [each for each in found if each.is_current(on)],
        "others": [each for each in found if not each.is_current(on)],
        "may_write": GOALS.allows(request.standing, Action.WRITE, body),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.GOAL)
def new(request, path: str):
    """A new goal of a body."""
    body, on = asked_body(request, path, Action.WRITE), today()
    form = GoalForm(request.POST if request.method == "POST" else None, on=on)
    context = {
        "title": "Nytt mål",
        "entrance": "desk_goals",
        "body": body,
        "name": full_name(body),
        "form": form,
        "verb": "Spara och publicera målet",
    }
    if form.is_bound and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            goal = actions.start_goal(form.made(body), by=request.user, why=why)
        except Refused as error:
            show_refusal(form, error)
        else:
            text = "Målet är sparat och syns på webbplatsen."
            more = " Skriv nu vad som ska nås, och mätvärden." if goal.is_measured else ""
            messages.success(request, text + more)
            return redirect("desk_goal", pk=goal.pk)
    return FORM, context, 400 if form.errors else 200


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.GOAL)
def change(request, pk: int):
    """Changes a goal, or says until when it holds."""
    goal, body = asked_goal(request, pk, Action.WRITE)
    on, status, stored = today(), 200, None
    version = version_of(goal)
    form = GoalForm.of(goal, on)
    if request.method == "POST":
        form, status = GoalForm(request.POST, on=on, goal=goal), 400
        version = sent_version(request)
        if form.is_valid():
            try:
                who = {"by": request.user, "why": form.cleaned_data["why"]}
                actions.change_goal(pk, version, form.values(), **who)
            except Refused as error:
                show_refusal(form, error)
            except Conflict as error:
                form.add_error(None, CONFLICT)
                status, stored, version = 409, error.current, version_of(error.current)
            else:
                messages.success(request, "Målet är ändrat. Historiken har kvar hur det var.")
                return redirect("desk_goal", pk=pk)
    return (
        FORM,
        {
            "title": "Ändra målet",
            "entrance": "desk_goals",
            "body": body,
            "name": full_name(body),
            "goal": goal,
            "form": form,
            "version": version,
            "verb": "Spara ändringarna",
            "stored": _differs(form, GoalForm.of(stored, on)) if stored else [],
        },
        status,
    )


def _differs(form: GoalForm, stored: GoalForm) -> list[tuple[str, str]]:
    """What stands otherwise in what is stored than in what was typed: labels and words."""
    found = []
    for each in stored:
        typed = str(form[each.name].value() or "")
        now = str(each.value() or "")
        if each.name != "why" and typed != now:
            choices = dict(getattr(each.field, "choices", ()))
            found.append((each.label, str(choices.get(each.value(), now)) or "tomt"))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.GOAL)
def new_target(request, pk: int):
    """Something to be reached by a day."""
    goal, body = asked_goal(request, pk, Action.WRITE)
    if not goal.is_measured:
        messages.error(request, "Målet mäts inte än. Skriv först vad som mäts.")
        return redirect("desk_goal_change", pk=pk)
    form = TargetForm(request.POST if request.method == "POST" else None, goal=goal, on=today())
    return _target(request, goal, body, form, "Nytt målvärde", 0)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.GOAL)
def target(request, pk: int):
    """Changes what is to be reached, or takes it away."""
    found = GoalTarget.objects.select_related("region").filter(pk=pk).first()
    if found is None:
        raise Http404
    goal, body = asked_goal(request, found.goal_id, Action.WRITE)
    found.goal = goal
    form = TargetForm.of(found, today())
    version = version_of(found)
    if request.method == "POST":
        form = TargetForm(request.POST, goal=goal, on=today(), target=found)
        version = sent_version(request)
        if "ta-bort" in request.POST:
            return _take_away(request, goal, body, found, form, version)
    return _target(request, goal, body, form, "Ändra målvärdet", version)


def _take_away(request, goal, body, found: GoalTarget, form, version):
    form = TargetForm.of(found, today())
    context, status = _context(goal, body, form, "Ändra målvärdet", version), 409
    try:
        actions.take_target_away(found, version, by=request.user)
    except Refused as error:
        context["refused"], status = str(error), 400
    except Conflict as error:
        context |= {"refused": CONFLICT, "version": version_of(error.current)}
    else:
        messages.success(request, "Målvärdet är borttaget. Historiken har kvar det.")
        return redirect("desk_goal", pk=goal.pk)
    return "portal/desk/goals/target.html", context, status


def _target(request, goal, body, form: TargetForm, title: str, version: int):
    context, status = _context(goal, body, form, title, version), 200
    if form.is_bound:
        status = 400
    if form.is_bound and form.is_valid():
        try:
            who = {"by": request.user, "why": form.cleaned_data["why"]}
            actions.set_target(form.made(), version, **who)
        except Refused as error:
            show_refusal(form, error)
        except Conflict as error:
            form.add_error(None, CONFLICT)
            now = error.current
            context |= {"version": version_of(now), "stored": goal.target_in_words(now)}
            status = 409
        else:
            messages.success(request, "Målvärdet är sparat.")
            return redirect("desk_goal", pk=goal.pk)
    return "portal/desk/goals/target.html", context, status


def _context(goal, body, form, title, version) -> dict:
    return {
        "title": title,
        "entrance": "desk_goals",
        "goal": goal,
        "body": body,
        "name": full_name(body),
        "form": form,
        "version": version,
    }
