"""How a body is to be composed on a day, what isn't so, and making the posts that are lacking."""

import datetime
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from bodies.actions import composition as actions
from bodies.actions.composition_rules import undo_rules
from bodies.composing import Composed, composed
from bodies.composition_words import rules_told
from bodies.dossier import find_body
from bodies.models import Body, Post
from bodies.panels import full_name
from bodies.policies import POSTS_TO_FILL
from bodies.rosters.forms import a_day
from organisation.actions.records import version_of
from organisation.actions.refusals import Refused
from organisation.dates import long_date, today
from organisation.rights import Action, Thing
from organisation.rules import Finding
from organisation.trying import as_if
from portal.desk import desk_page

from .showing import show_refusal

UNDO = "composition_undo"


class DayForm(forms.Form):
    """Which day the page is about."""

    dag = a_day("Dag")


class MakeForm(forms.Form):
    """From which day the posts are."""

    first = a_day(
        "Från och med",
        "Ange från vilken dag posterna finns.",
        help_text="Reglerna som gäller den dagen avgör vilka poster som skapas.",
    )


def asked_body(request, path: str) -> Body:
    """The body of the page; 404 when there is none, or none that the reader sees the posts of."""
    body = find_body(path, today())
    if body is None:
        raise Http404
    if not request.standing.may_some(Action.READ, Thing.STRUCTURE):
        mine = POSTS_TO_FILL.filter(request.standing, Action.READ, Post.objects.all())
        if not mine.filter(body=body, held_by_role=None).exists():
            raise Http404
    return body


def head_of(body: Body) -> dict:
    return {"entrance": "desk_rosters", "body": body, "called": full_name(body)}


def findings_told(of: Composed | None) -> list[Finding]:
    """What is found of a body, each once; its message says where."""
    return list(dict.fromkeys(replace(e, subject="") for e in of.findings())) if of else []


@desk_page(Action.READ, Thing.APPOINTMENT)
def composition(request, path: str):
    """The rules that hold for a body on a day, in words, and what isn't as they say."""
    body, on = asked_body(request, path), today()
    form = DayForm(request.GET if "dag" in request.GET else None, initial={"dag": on})
    day = on
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["dag"] or on
    found = composed(day, [body.pk]).get(body.pk)
    may_make = request.standing.may_some(Action.WRITE, Thing.STRUCTURE)
    undo = request.session.get(UNDO)
    context = head_of(body) | {
        "title": f"Sammansättning: {full_name(body)}",
        "form": form,
        "on": day,
        "is_today": day == on,
        "rules": rules_told(found) if found else [],
        "findings": findings_told(found),
        "lacking": len(actions.to_make(body, day)) if found and may_make else 0,
        "may_make": may_make,
        "undo": undo if undo and undo["body"] == path and may_make else None,
    }
    return "portal/desk/composition/page.html", context, 400 if form.errors else 200


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.STRUCTURE)
def make(request, path: str):
    """Shows the posts that the rules ask for and that aren't there; makes them."""
    body, on = asked_body(request, path), today()
    data = request.POST if request.method == "POST" else None
    form = MakeForm(data, initial={"first": asked_day(request) or on})
    context = head_of(body) | {"title": f"Skapa platser ur reglerna: {full_name(body)}"}
    context["form"] = form
    template = "portal/desk/composition/make.html"
    if not form.is_bound or "andra" in request.POST:
        return template, context
    if not form.is_valid():
        return template, context, 400
    start = form.cleaned_data["first"]
    try:
        if "spara" in request.POST:
            posts = actions.make_posts(
                body, start, seen=request.POST.get("seen", ""), by=request.user
            )
            remember(request, body, posts, start)
            return redirect("desk_composition", path=path)
        wanted = actions.to_make(body, start)
        change = lambda: actions.make_posts(body, start, by=request.user)  # noqa: E731
        with as_if(change):
            left = findings_told(composed(start, [body.pk]).get(body.pk))
    except Refused as error:
        show_refusal(form, error)
        return template, context, 400
    return "portal/desk/composition/make_preview.html", context | {
        "wanted": wanted,
        "start": start,
        "seen": actions.token(wanted),
        "left": [each for each in left if each.code != "vacant"],
    }


def asked_day(request) -> datetime.date | None:
    """The day that the address asks for, if it's one."""
    form = DayForm(request.GET)
    return form.cleaned_data["dag"] if form.is_valid() else None


def remember(request, body: Body, posts: list[Post], start: datetime.date) -> None:
    """Keeps which posts were made, so that it can be undone, and tells it."""
    number = len(posts)
    text = f"{number} {'post är skapad' if number == 1 else 'poster är skapade'}, från och med "
    text += f"{long_date(start)}."
    versions = [[each.pk, version_of(each)] for each in posts]
    request.session[UNDO] = {"posts": versions, "body": body.path, "text": text}
    messages.success(request, f"{text} De är vakanta tills någon utses.")


@require_POST
@desk_page(Action.WRITE, Thing.STRUCTURE)
def undo(request, path: str):
    """Takes back the posts that were made last, while nobody is appointed to any of them, or the
    last change of the rules, while nobody has changed them again."""
    kept = request.session.get(UNDO)
    if not kept or kept["body"] != path:
        messages.error(request, "Det finns inget att ångra. Ändra posterna var för sig i stället.")
        return redirect("desk_composition", path=asked_body(request, path).path)
    try:
        if "rules" in kept:
            undo_rules(kept["rules"], by=request.user, on=today())
            told = "reglerna är som de var"
        else:
            number = actions.undo_posts(dict(kept["posts"]), by=request.user)
            told = "posten är borttagen" if number == 1 else f"de {number} posterna är borttagna"
    except Refused as error:
        messages.error(request, f"Det gick inte att ångra. {error}")
    else:
        messages.success(request, f"Ångrat: {told}.")
    request.session.pop(UNDO, None)
    return redirect("desk_composition", path=path)
