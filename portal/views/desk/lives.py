"""The life of bodies: starting a work group, and ending, replacing, merging, moving and renaming a
body. Each is filled in, seen with all it leads to, done, and can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.actions import lives as actions
from bodies.actions.lives_undo import undo as take_back
from bodies.dossier import with_names
from bodies.lives import forms
from bodies.lives.telling import LeadsTo, leads_to, seen_of, undoing_leads_to
from bodies.lives.undo import last_life
from bodies.models import Body
from bodies.panels import full_name
from bodies.policies import BODIES
from organisation.actions.refusals import Refused
from organisation.dates import long_date, today
from organisation.rights import Action, Thing
from portal.desk import desk_page
from portal.lives import IN_THE_WAY, kept_of

HUB = "portal/desk/lives/hub.html"
FORM = "portal/desk/lives/form.html"
PREVIEW = "portal/desk/lives/preview.html"
UNDO = "portal/desk/lives/undo.html"
CHANGED = "Något har ändrats sedan du läste sidan. Läs vad som händer nu, och bekräfta igen."


@dataclass(frozen=True)
class Way:
    """Something that can be done with a body: what its page is called and says, its form, and what
    does it."""

    name: str
    label: str
    title: str
    lead: str
    form: type
    verb: str
    done: str
    act: Callable
    ends: bool = False


ENDING = Way(
    "desk_end_body",
    "Avsluta",
    "Avsluta {name}",
    "Organet finns till och med sin sista dag. Sidan och dokumenten finns kvar efter det.",
    forms.EndForm,
    "Avsluta organet",
    "{name} avslutas. Det som ändras gäller från och med {day}.",
    actions.end,
    ends=True,
)
REPLACING = Way(
    "desk_replace_body",
    "Ersätt med ett annat",
    "Ersätt {name}",
    "Ett annat organ tar vid från en dag. Det som hör till organet hör då till det nya.",
    forms.ReplaceForm,
    "Ersätt organet",
    "{name} ersätts från och med {day}.",
    actions.replace_with,
    ends=True,
)
MERGING = Way(
    "desk_merge_bodies",
    "Slå ihop med andra",
    "Slå ihop {name} med andra",
    "Flera organ blir ett från en dag. Det som hör till dem hör då till det som blir kvar.",
    forms.MergeForm,
    "Slå ihop organen",
    "Organen slås ihop från och med {day}.",
    actions.replace_with,
    ends=True,
)
MOVING = Way(
    "desk_move_body",
    "Flytta till ett annat organ",
    "Flytta {name}",
    "Organet hör till ett annat organ från en dag. Det som följer av det ändras samma dag.",
    forms.MoveForm,
    "Flytta organet",
    "{name} flyttas från och med {day}.",
    actions.move,
)
RENAMING = Way(
    "desk_rename_body",
    "Byt namn",
    "Byt namn på {name}",
    "Organet heter något annat från en dag. Det tidigare namnet står kvar i historiken.",
    forms.RenameForm,
    "Byt namn",
    "{name} byter namn från och med {day}.",
    actions.rename,
)
STARTING = Way(
    "desk_start_body",
    "Starta en arbetsgrupp",
    "Starta en arbetsgrupp",
    "Sidan om gruppen är öppen för alla. Posterna är tomma tills någon utses.",
    forms.StartForm,
    "Starta gruppen",
    "{name} startas den {day}. Utse nu dem som ska vara med.",
    actions.start,
)
WAYS = (RENAMING, MOVING, REPLACING, MERGING, ENDING)


def asked_body(request, path: str) -> Body:
    """The body, named; 404 when there is none that the reader may change."""
    on = today()
    bodies = BODIES.filter(request.standing, Action.WRITE, Body.objects.all())
    found = with_names(bodies, on).select_related("kind").filter(path=path).first()
    if found is None:
        raise Http404
    return found


@desk_page(Action.WRITE, Thing.BODY)
def hub(request, path: str):
    """What can be done with a body, and what was done last."""
    body = asked_body(request, path)
    has_ended = bool(body.end and body.end <= today())
    return HUB, {
        "title": f"Förändra {full_name(body)}",
        "entrance": "desk_rosters",
        "body": body,
        "ways": () if has_ended else WAYS,
        "latest": last_life(body),
    }


def _page(way: Way):
    """The page of something that can be done with a body."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @desk_page(Action.WRITE, Thing.BODY)
    def page(request, path: str):
        body = asked_body(request, path)
        name = full_name(body)
        context = {
            "title": way.title.format(name=name),
            "name": name,
            "up": reverse("desk_life", args=[path]),
            "up_label": f"Förändra {name}",
        }
        return _go(request, way, body, context)

    page.__doc__ = way.lead
    return page


end = _page(ENDING)
replace = _page(REPLACING)
merge = _page(MERGING)
move = _page(MOVING)
rename = _page(RENAMING)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.BODY)
def start(request):
    """Starts a work group."""
    context = {"title": STARTING.title, "name": "", "up": reverse("desk_rosters")}
    return _go(request, STARTING, None, context)


def _go(request, way: Way, body: Body | None, context: dict):
    """Shows the form, then what it leads to; does it when that has been seen."""
    on = today()
    options = {"on": on} if way is STARTING else {"on": on, "body": body}
    form = way.form(request.POST if request.method == "POST" else None, **options)
    context |= {"entrance": "desk_rosters", "way": way, "form": form, "here": request.path}
    if not form.is_bound:
        return FORM, context
    if not form.is_valid():
        return FORM, context, 400
    if "andra" in request.POST:
        return FORM, context
    doing = form.doing()
    more = {"in_the_way": IN_THE_WAY} if way.ends else {}
    act = lambda: way.act(doing, by=request.user, on=on, **more)  # noqa: E731
    try:
        if "spara" in request.POST:
            with transaction.atomic():
                done = act()
                if seen_of(done) != request.POST.get("seen"):
                    transaction.set_rollback(True)
                    context["changed"], done = CHANGED, None
            if done:
                return _told(request, way, done, context)
        leads = leads_to(act, on)
    except Refused as error:
        _show(form, error)
        return FORM, context, 400
    context |= {"leads": leads, "told_on": _told_on(leads, on), "rows": _rows(form)}
    if way.ends:
        pks = [doing.body] if way is ENDING else list(doing.bodies)
        context["kept"] = kept_of(pks, on)
    if getattr(doing, "path", "") and body and doing.path != body.path:
        context["address"] = f"/{doing.path}/"
        context["old_address"] = body.url
    if new := getattr(doing, "new", None):
        context["new_address"] = f"/{new.path}/"
    return PREVIEW, context, 409 if "changed" in context else 200


def _show(form, error: Refused) -> None:
    """Puts what was refused at its field, else above the form. A finding's subject may be a body's
    number, which is no field."""
    for each in error.findings:
        form.add_error(each.subject if each.subject in form.fields else None, each.message)


def _told_on(leads: LeadsTo, on) -> dict:
    day = max(leads.day, on)
    return {"on": day, "is_later": day > on}


def _rows(form) -> list[tuple[str, str]]:
    """What the form sends once more: each value by its name."""
    return [
        (name, value)
        for name, values in form.data.lists()
        if name not in ("csrfmiddlewaretoken", "seen", "spara", "andra")
        for value in values
    ]


def _told(request, way: Way, done: actions.Done, context: dict):
    body = Body.objects.named(max(done.day, today())).select_related("kind").get(pk=done.body.pk)
    name = context["name"] or full_name(body)
    messages.success(request, way.done.format(name=name, day=long_date(done.day)))
    return redirect("desk_roster" if way is STARTING else "desk_life", path=body.path)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.BODY)
def undo(request, path: str):
    """Shows what it leads to that the last thing done with the body is taken back; does it."""
    on, body = today(), asked_body(request, path)
    name = full_name(body)
    context = {
        "title": f"Ångra: {name}",
        "entrance": "desk_rosters",
        "body": body,
        "up": reverse("desk_life", args=[path]),
        "up_label": f"Förändra {name}",
        "here": request.path,
    }
    latest = last_life(body)
    if latest is None:
        return UNDO, context | {"can_not": "Det finns inget att ångra."}
    context["latest"] = latest
    act = lambda: take_back(latest.steps, body, by=request.user, on=on)  # noqa: E731
    try:
        if request.method == "POST" and request.POST.get("seen") == latest.seen:
            act()
            messages.success(request, f"Ångrat: {name} är som förut.")
            still = Body.objects.filter(pk=body.pk).first()
            return redirect("desk_life", path=still.path) if still else redirect("desk_rosters")
        leads = undoing_leads_to(act, latest.steps, on)
    except Refused as error:
        return UNDO, context | {"can_not": f"Det går inte att ångra. {error}"}, 400
    status = 200
    if request.method == "POST":
        context["changed"], status = CHANGED, 409
    return UNDO, context | {"leads": leads, "told_on": _told_on(leads, on)}, status
