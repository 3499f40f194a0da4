"""Ending appointments, one or many at once, and putting right what was registered wrongly."""

from dataclasses import replace

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from bodies.actions import roster_changes as actions
from bodies.composing import undecided
from bodies.models import Appointment, Body, BodyKind, Post
from bodies.panels import full_name
from bodies.policies import POSTS_TO_FILL
from bodies.rights_compared import beyond
from bodies.rosters import around as asks
from bodies.rosters.forms import CorrectForm, EndForm, EndManyForm, as_it_is
from bodies.rosters.rules import DAY, first_difference
from organisation.actions.records import version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import long_date, period_words, today
from organisation.rights import Action, Thing
from organisation.rules import Severity
from organisation.trying import as_if
from organisation.words import listed
from portal.desk import desk_page

from .filling import token
from .roster import remember
from .showing import show_refusal

AT_MOST = 200


def asked_appointment(request, pk: int) -> Appointment:
    """The appointment, its post described; 404 when there is none that the reader may change."""
    found = Appointment.objects.select_related("person", "decision").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.post = asks.described_posts(today()).get(pk=found.post_id)
    if not asks.APPOINTMENTS.allows(request.standing, Action.WRITE, found):
        raise Http404
    return found


def _about(found: Appointment, doing: str) -> dict:
    """What the page of an appointment shows of it, whatever is to be done with it."""
    name = asks.post_name(found.post)
    return {
        "title": f"{doing} {found.person} som {name[:1].lower()}{name[1:]}",
        "entrance": "desk_rosters",
        "appointment": found,
        "post": found.post,
        "days": period_words(found.start, found.end),
        "version": version_of(found),
    }


def sent_version(request) -> int:
    """The version that the form was opened at; -1 for none or what is no number."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 18 else -1


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.APPOINTMENT)
def end(request, pk: int):
    """Ends an appointment, with the last day and why."""
    found, on = asked_appointment(request, pk), today()
    context = _about(found, "Avsluta")
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last": on})
    context["form"] = form
    template = "portal/desk/roster/end.html"
    if found.is_mistake:
        return template, context | {"can_not": "Uppdraget är rättat: det var inlagt av misstag."}
    if not form.is_bound:
        return template, context
    if not form.is_valid():
        return template, context, 400
    ends = form.ends({found.pk: sent_version(request)})
    text = f"{found.person} lämnar posten: sista dagen är {long_date(ends.last)}."
    change = lambda: actions.end(ends, by=request.user, on=on)  # noqa: E731
    context["from_day"] = ends.last + DAY
    return _go_on(request, [found], change, text, context, template, "roster/end_preview.html")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.APPOINTMENT)
def correct(request, pk: int):
    """Puts right the days of an appointment, or says that it never was."""
    found, on = asked_appointment(request, pk), today()
    context = _about(found, "Rätta")
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=as_it_is(found))
    context["form"] = form
    template = "portal/desk/roster/correct.html"
    if found.is_mistake:
        return template, context | {"can_not": "Uppdraget är redan rättat: det gällde aldrig."}
    if not form.is_bound:
        return template, context
    if not form.is_valid():
        return template, context, 400
    correction = form.correction(found.pk, sent_version(request))
    text = f"Uppdraget för {found.person} är rättat."
    if correction.never:
        text = f"Rättat: {found.person} har aldrig haft posten."
    change = lambda: actions.correct(correction, by=request.user, on=on)  # noqa: E731
    corrected = None if correction.never else (correction.start, correction.end)
    context["from_day"] = first_difference((found.start, found.end), corrected, on)
    return _go_on(request, [found], change, text, context, template, "roster/correct_preview.html")


def _go_on(request, found: list[Appointment], change, text, context, template, previewed):
    """Shows what a change leads to; makes it, when that has been seen."""
    form, on = context["form"], today()
    if "andra" in request.POST:
        return template, context
    try:
        if "spara" in request.POST:
            with transaction.atomic():
                done = change()
                if done.steps and token(done) != request.POST.get("seen"):
                    transaction.set_rollback(True)
                    done = None
            if done:
                body = context.get("body") or found[0].post.body
                remember(request, done, body, text)
                return redirect("desk_roster", path=body.path)
        preview = preview_of(found, change, max(on, context["from_day"]), on)
    except Refused as error:
        show_refusal(form, error)
        return template, context, 400
    except Conflict as error:
        return template, context | _conflict(error.current, form), 409
    return f"portal/desk/{previewed}", context | preview


def _conflict(stored: Appointment, form) -> dict:
    """What someone else saved, beside what was typed here."""
    latest = stored.history.select_related("history_user").latest()
    return {
        "conflict": {
            "who": latest.history_user,
            "when": latest.history_date,
            "why": latest.history_change_reason,
            "person": stored.person,
            "theirs": period_words(stored.start, stored.end),
            "reason": stored.end_reason,
        },
        "version": version_of(stored),
    }


def preview_of(found: list[Appointment], change, day, on) -> dict:
    """What the public pages would say on the day, and what those concerned may then no longer
    do."""
    bodies = {body.pk: body for each in found for body in asks.following_bodies(each.post, on)}
    bodies = list(bodies.values())
    people = {each.person_id: each.person for each in found}
    before, keys = asks.rows_told(bodies, day, on), [each.pk for each in bodies]
    could_not = undecided(day, keys)
    had = {pk: asks.rights_of(person, day) for pk, person in people.items()}
    with as_if(change) as done:
        after = asks.rows_told(bodies, day, on)
        worse = [each for each in undecided(day, keys) if each not in could_not]
        has = {pk: asks.rights_of(person, day) for pk, person in people.items()}
    return {
        "told_on": {"on": day, "is_later": day > on},
        "changes": asks.differences(before, after),
        "loses": _alike(people, had, has),
        "gains": _alike(people, has, had),
        "findings": _once([*done.findings, *worse]),
        "seen": token(done),
        "warned": any(each.severity is Severity.WARNING for each in [*done.findings, *worse]),
    }


def _alike(people: dict, one: dict, other: dict) -> list[tuple[str, list[str]]]:
    """What each has in the one and not in the other; those of whom it's the same together."""
    found: dict[tuple, list[str]] = {}
    for pk, person in people.items():
        if rights := tuple(beyond(one[pk], other[pk])):
            found.setdefault(rights, []).append(person.name)
    return [(listed(names), list(rights)) for rights, names in found.items()]


def _once(findings) -> list:
    """The findings, each once; warnings first."""
    found = list(dict.fromkeys(replace(each, subject="") for each in findings))
    return sorted(found, key=lambda each: each.severity is not Severity.WARNING)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.APPOINTMENT)
def end_many(request):
    """Ends many appointments of a body, or of all bodies of a kind, when a term of office ends."""
    on = today()
    body, kind = _asked_place(request)
    mine = POSTS_TO_FILL.filter(request.standing, Action.WRITE, Post.objects.all())
    mine = mine.filter(body=body) if body else mine.filter(body__kind=kind)
    still = Appointment.objects.filter(post__in=mine.values("pk"), is_mistake=False)
    still = still.exclude(end__lte=on).exclude(start__gt=on)
    still = asks.APPOINTMENTS.filter(request.standing, Action.WRITE, still)
    rows = still.select_related("person").order_by(
        "post__body__path", "post__role__order", "post__represents_region__order", "post__number"
    )
    shown = list(rows[: AT_MOST + 1])
    if body is not None and not shown and not mine.exists():
        raise Http404
    posts = asks.described_posts(on).in_bulk([each.post_id for each in shown])
    versions = _versions(shown)
    for each in shown:
        each.post = posts[each.post_id]
        each.told, each.version = asks.post_name(each.post), versions[each.pk]
    form = EndManyForm(request.POST if request.method == "POST" else None, initial={"last": on})
    place = full_name(body) if body else kind.plural
    context = {
        "title": f"Avsluta många uppdrag: {place}",
        "entrance": "desk_rosters",
        "body": body,
        "kind": kind,
        "listed": shown[:AT_MOST],
        "more": len(shown) > AT_MOST,
        "form": form,
    }
    template = "portal/desk/roster/end_many.html"
    if not form.is_bound:
        return template, context
    chosen = _chosen(request, shown)
    for each in shown:
        each.is_chosen = each.pk in chosen
    context["chosen"] = [each for each in shown if each.is_chosen]
    if wrong := _wrong_choice(chosen, request.POST.getlist("uppdrag")):
        form.add_error(None, wrong)
    if not form.is_valid():
        return template, context, 400
    ends = form.ends(chosen)
    number = len(chosen)
    text = f"{number} uppdrag avslutas: sista dagen är {long_date(ends.last)}."
    change = lambda: actions.end(ends, by=request.user, on=on)  # noqa: E731
    context["body"] = body or context["chosen"][0].post.body
    context["of_kind"] = body is None
    context["from_day"] = ends.last + DAY
    preview = "roster/end_many_preview.html"
    return _go_on(request, context["chosen"], change, text, context, template, preview)


def _wrong_choice(chosen: dict[int, int], sent: list[str]) -> str:
    """What is wrong with what was ticked; "" for nothing."""
    if not sent:
        return "Kryssa i vilka uppdrag som ska avslutas."
    if len(chosen) != len(sent):
        return (
            "Något av uppdragen har ändrats eller är inte ditt att avsluta. Läs listan och kryssa "
            "i på nytt."
        )
    return ""


def _versions(appointments: list[Appointment]) -> dict[int, int]:
    """The number of the last change of each (1 query)."""
    rows = Appointment.history.filter(id__in=[each.pk for each in appointments])
    return dict(rows.order_by("history_id").values_list("id", "history_id"))


def _asked_place(request) -> tuple[Body | None, BodyKind | None]:
    """The body (`organ`) or the kind (`slag`) that the address names; 404 for neither."""
    sent = request.POST if request.method == "POST" else request.GET
    path, slug = (sent.get(name, "").replace("\0", "") for name in ("organ", "slag"))
    bodies = Body.objects.named(today()).select_related("kind")
    body = bodies.filter(path=path).first() if path else None
    kind = BodyKind.objects.filter(slug=slug).first() if slug and not body else None
    if body is None and kind is None:
        raise Http404
    return body, kind


def _chosen(request, shown: list[Appointment]) -> dict[int, int]:
    """The ticked appointments of those listed, each with the version that it was shown in."""
    known, found = {each.pk for each in shown}, {}
    for each in request.POST.getlist("uppdrag"):
        pk, _, version = each.partition("-")
        numbers = (pk, version)
        is_number = all(one.isascii() and one.isdecimal() and len(one) < 18 for one in numbers)
        if is_number and int(pk) in known:
            found[int(pk)] = int(version)
    return found
