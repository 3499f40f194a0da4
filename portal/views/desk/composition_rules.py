"""Deciding how a body is to be composed: what a rule would lead to is shown before it's saved."""

from hashlib import sha256

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from bodies.actions import composition_rules as actions
from bodies.composing import composed
from bodies.composition_forms import EndRuleForm, RuleForm, as_it_is
from bodies.composition_words import rule_told
from bodies.models import Body, CompositionRule
from bodies.panels import full_name
from bodies.rosters.rules import DAY
from organisation.actions.records import version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import today
from organisation.rights import Action, Thing
from organisation.trying import as_if
from portal.desk import desk_page

from .composition import UNDO, asked_body, head_of
from .leaving import sent_version
from .showing import show_refusal

FORM, PREVIEW = "portal/desk/composition/rule.html", "portal/desk/composition/rule_preview.html"
CHANGED = "Det som regeln leder till har ändrats sedan du läste det. Läs det igen, och spara sedan."
# More bodies than these are told by their number.
SHOWN = 12


def asked_rule(body: Body, pk: int) -> CompositionRule:
    """A rule of the body or of its kind; 404 when there is none."""
    rules = CompositionRule.objects.select_related("role", "region", "kind", "per_kind", "body")
    found = rules.filter(pk=pk).first()
    if found is None or (body.pk != found.body_id and body.kind_id != found.kind_id):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.STRUCTURE)
def add(request, path: str):
    """A new rule of the body, or of its kind."""
    body, on = asked_body(request, path), today()
    data = request.POST if request.method == "POST" else None
    form = RuleForm(data, body=body, rule=None, on=on, initial={"first": on, "per": "whole"})
    context = head_of(body) | {"title": f"Ny regel: {full_name(body)}", "form": form}
    if not form.is_bound or "andra" in request.POST:
        return FORM, context
    if not form.is_valid():
        return FORM, context, 400
    why = form.cleaned_data["why"]
    act = lambda: actions.add_rule(form.made(), by=request.user, on=on, why=why)  # noqa: E731
    return _go_on(request, form.made(), act, context, "Regeln är sparad.")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.STRUCTURE)
def change(request, path: str, pk: int):
    """What a rule is to say instead, from a day."""
    body, on = asked_body(request, path), today()
    rule = asked_rule(body, pk)
    data = request.POST if request.method == "POST" else None
    form = RuleForm(data, body=body, rule=rule, on=on, initial={"since": on} | as_it_is(rule))
    context = head_of(body) | about(rule, body, "Ändra regeln") | {"form": form}
    if not form.is_bound or "andra" in request.POST:
        return FORM, context
    if not form.is_valid():
        return FORM, context, 400
    values, version = form.cleaned_data, sent_version(request)

    def act():
        who = {"by": request.user, "on": on, "why": values["why"]}
        return actions.change_rule(form.made(), version, values["since"], **who)

    return _go_on(request, rule, act, context, "Regeln är ändrad.")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.STRUCTURE)
def end(request, path: str, pk: int):
    """The last day that a rule holds."""
    body, on = asked_body(request, path), today()
    rule = asked_rule(body, pk)
    form = EndRuleForm(request.POST if request.method == "POST" else None, initial={"last": on})
    context = head_of(body) | about(rule, body, "Avsluta regeln") | {"form": form, "is_end": True}
    if not form.is_bound or "andra" in request.POST:
        return FORM, context
    if not form.is_valid():
        return FORM, context, 400
    values, version = form.cleaned_data, sent_version(request)

    def act():
        who = {"by": request.user, "on": on, "why": values["why"]}
        return actions.end_rule(rule.pk, version, values["last"] + DAY, **who)

    later = rule.end is not None and values["last"] + DAY > rule.end
    text = "Regelns sista dag är ändrad." if later else "Regeln är avslutad."
    return _go_on(request, rule, act, context, text)


def about(rule: CompositionRule, body: Body, doing: str) -> dict:
    """What the page of a rule shows of it."""
    of = rule.kind.plural.lower() if rule.kind_id else ""
    names = {pk: full_name(each) for pk, each in _named(rule).items()}
    return {
        "title": f"{doing}: {rule_told(rule, names)}",
        "of_kind": of,
        "version": version_of(rule),
        "rule": rule,
    }


def _named(rule: CompositionRule) -> dict[int, Body]:
    wanted = {rule.for_body_id, rule.held_by_body_id, rule.seat_in_id} - {None}
    return Body.objects.filter(pk__in=wanted).named(today()).select_related("kind").in_bulk()


def _go_on(request, rule: CompositionRule, act, context: dict, text: str):
    """Shows what a change of the rules leads to; makes it, when that has been seen."""
    form, on = context["form"], today()
    try:
        with as_if(act) as kept:
            days = kept.days
            after = found_on(days, rule, on)
        before = found_on(days, rule, on)
        leads_to = differences(before, after)
        seen = sha256(repr(leads_to).encode()).hexdigest()[:16]
        if "spara" in request.POST:
            if request.POST.get("seen") == seen:
                kept = act()
                request.session[UNDO] = {
                    "rules": actions.undoing(kept),
                    "body": context["body"].path,
                    "text": text,
                }
                messages.success(request, text)
                return redirect("desk_composition", path=context["body"].path)
            context["changed"] = CHANGED
    except Refused as error:
        show_refusal(form, error)
        return FORM, context, 400
    except Conflict as error:
        form.add_error(
            None,
            "Någon annan har ändrat regeln sedan du öppnade sidan. Det du skrev står kvar. Läs "
            "regeln på nytt, och spara igen om det fortfarande ska gälla.",
        )
        return FORM, context | {"version": version_of(error.current)}, 409
    return PREVIEW, context | {
        "leads_to": leads_to[:SHOWN],
        "more": len(leads_to[SHOWN:]),
        "seen": seen,
        "warned": any(each["appears"] for each in leads_to),
    }


def found_on(days, rule: CompositionRule, on) -> dict:
    """What is found of each body that the rule is about, on each of the days."""
    bodies = actions.bodies_of(rule, on)
    found = {}
    for day in days:
        of = composed(day, bodies)
        found[day] = {
            pk: (full_name(of[pk].body), [each.message for each in of[pk].findings()])
            for pk in bodies
            if pk in of
        }
    return found


def differences(before: dict, after: dict) -> list[dict]:
    """What appears and what goes, day by day and body by body, where anything does."""
    told = []
    for day in after:
        for pk in sorted({*before[day], *after[day]}):
            name, new = after[day].get(pk, ("", []))
            old_name, old = before[day].get(pk, ("", []))
            appears = [each for each in new if each not in old]
            goes = [each for each in old if each not in new]
            if appears or goes:
                row = {"day": day, "body": name or old_name, "appears": appears, "goes": goes}
                told.append(row)
    return told
