"""Appointing someone to a post: who, from when, by which decision; what it leads to; done."""

import hashlib
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.actions import roster as actions
from bodies.likeness import Known
from bodies.models import Appointment, Post
from bodies.people_search import likely_described, people_named
from bodies.policies import POSTS_TO_FILL
from bodies.rights_compared import beyond
from bodies.rosters import around as asks
from bodies.rosters.forms import FillForm, NewPersonFillForm
from organisation.actions.refusals import Refused
from organisation.dates import last_day, long_date, today
from organisation.models import Person
from organisation.policies import AFFILIATIONS, PEOPLE, region_of, regions_of
from organisation.rights import Action, Thing
from organisation.rules import Severity
from organisation.trying import as_if
from portal.desk import desk_page
from portal.preview import Preview, seen_if

from .choosing import asked_person
from .roster import remember
from .showing import show_refusal

TEMPLATE = "portal/desk/roster/fill.html"


def asked_post(request, pk: int) -> Post:
    """The post, described; 404 when there is none that the reader may fill."""
    post = asks.described_posts(today()).filter(pk=pk).first()
    if post is None or not POSTS_TO_FILL.allows(request.standing, Action.WRITE, post):
        raise Http404
    return post


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.APPOINTMENT)
def fill(request, pk: int):
    """Fills a post."""
    return _fill(request, asked_post(request, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.APPOINTMENT)
def change_holder(request, pk: int):
    """Lets someone follow the one who has the post."""
    on, post = today(), asked_post(request, pk)
    holders = Appointment.objects.filter(post=post, is_mistake=False).exclude(end__lte=on)
    wanted = request.POST.get("efter", "")
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 18:
        holders = Appointment.objects.filter(post=post, pk=wanted)
    holder = holders.select_related("person").order_by("start").first()
    if holder is None:
        return redirect("desk_fill_post", pk=post.pk)
    if not asks.APPOINTMENTS.allows(request.standing, Action.WRITE, holder):
        raise Http404
    return _fill(request, post, holder)


def _fill(request, post: Post, leaving: Appointment | None):
    """The page of a post that is to be filled, after `leaving` if someone is to be replaced."""
    on, name = today(), asks.post_name(post)
    here = reverse("desk_change_holder" if leaving else "desk_fill_post", args=[post.pk])
    context = {
        "title": f"{'Byt' if leaving else 'Utse'} {name[:1].lower()}{name[1:]}",
        "entrance": "desk_rosters",
        "post": post,
        "post_name": name,
        "appointed_by": asks.appointed_by(post),
        "leaving": leaving,
        "coming": asks.coming_holder(post, on, leaving),
        "here": here,
        "on": on,
    }
    if wrong := _can_not(post, leaving, on):
        return TEMPLATE, context | {"can_not": wrong}
    found = asked_person(request)
    sent = request.POST if request.method == "POST" else request.GET
    is_new = found is None and bool(sent.get("ny"))
    if found is None and not is_new:
        return TEMPLATE, context | _search(request, post)
    form = _form(request, post, found and found.person, on, context["coming"])
    context |= {"found": found, "is_new": is_new, "form": form}
    if found and not _usable(request.standing, post, [found.person]):
        return TEMPLATE, context | _search(request, post, found), 400
    if not form.is_bound:
        _focus(form)
        return TEMPLATE, context
    if not form.is_valid():
        return TEMPLATE, context | _likely(form, is_new), 400
    person = found.person.pk if found else None
    filling = form.filling(post.pk, person, leaving.pk if leaving else None)
    return _go_on(request, filling, post, context)


def _can_not(post: Post, leaving: Appointment | None, on) -> str:
    """Why nobody can be appointed to the post at all; "" when it can be done."""
    if post.is_derived:
        return (
            f"{asks.post_name(post)} följer av en annan post och tillsätts inte för sig. Tillsätt "
            "den post som den följer."
        )
    ends = [each for each in (post.end, post.body.end) if each and each <= on]
    if ends:
        return f"Posten finns inte längre: sista dagen var {long_date(last_day(min(ends)))}."
    if leaving is None:
        return ""
    if leaving.end is not None and leaving.end <= on:
        return f"{leaving.person.name} har redan lämnat posten."
    return ""


def _form(request, post: Post, person: Person | None, on, coming: Appointment | None):
    """The form, of a known person or of a new one, until the day that `coming` has the post."""
    options = {
        "bodies": asks.appointing_bodies(post, on),
        "asks_party": asks.must_have_party(post) and _lacks_party(request.standing, person, on),
    }
    kind = FillForm
    initial = {"first": on, "last": last_day(coming.start) if coming else None}
    if person is None:
        kind = NewPersonFillForm
        if not request.standing.may_some(Action.WRITE, Thing.PERSON):
            raise Http404
        free = PEOPLE.allows(request.standing, Action.WRITE, Person())
        regions = regions_of(request.standing, Action.WRITE)
        options |= {
            "regions": regions,
            "must_have_region": not free,
        }
        given, _, family = request.GET.get("q", "")[:100].strip().partition(" ")
        initial |= {"given": given, "family": family, "region": post.represents_region_id}
    if request.method == "POST":
        return kind(request.POST, initial=initial, **options)
    asked = {name: value for name, value in request.GET.items() if name in kind.base_fields}
    return kind(initial=initial | asked, **options)


def _focus(form) -> None:
    """Lets the reader begin to write at once. What is wrong takes the focus when something is."""
    next(iter(form.fields.values())).widget.attrs["autofocus"] = True


def _lacks_party(standing, person: Person | None, on) -> bool:
    """Whether the party isn't known, and the reader may write it."""
    if person is None:
        return True
    work = asks.work_of(person, on)
    return not work.party and AFFILIATIONS.allows(standing, Action.WRITE, work)


def _search(request, post: Post, chosen=None) -> dict:
    """The search by name: those who may be appointed, and how many others are called so."""
    words = request.GET.get("q", "")[:100].strip()
    people, more = people_named(words, today())
    usable = _usable(request.standing, post, [each.person for each in people])
    others = [each for each in people if each.person.pk not in usable]
    if chosen:
        others = [chosen]
    return {
        "found": None,
        "form": None,
        "words": words,
        "people": [each for each in people if each.person.pk in usable],
        "others": others,
        "more": more,
        "may_add": request.standing.may_some(Action.WRITE, Thing.PERSON),
    }


def _usable(standing, post: Post, people: list[Person]) -> set[int]:
    """Those of the people that the reader may appoint to the post."""
    regions = asks.only_own_people(standing, Appointment(post=post))
    mine = standing.people if not standing.is_admin else frozenset()
    return {
        each.pk
        for each in people
        if each.pk not in mine and (regions is None or region_of(each, standing) in regions)
    }


def _likely(form, is_new: bool) -> dict:
    """Those who are likely the new person that was written."""
    if not is_new:
        return {}
    told = [form.data.get(name, "") for name in ("given", "family", "email")]
    return {"doubles": likely_described(Known(*told), today())[:8]}


def _go_on(request, filling: actions.Filling, post: Post, context: dict):
    """Shows what it leads to; does it, when that has been seen."""
    on, form = today(), context["form"]
    change = lambda: actions.fill(filling, by=request.user, on=on)  # noqa: E731
    try:
        if "utse" in request.POST:
            with transaction.atomic():
                done = change()
                if done.steps and token(done) != request.POST.get("seen"):
                    transaction.set_rollback(True)
                    done = None
            if done:
                return _told(request, done, post, context)
        if "visa" in request.POST:
            return seen_if(change, _page_of(post, filling, on), request, _back(request, context))
        if "andra" in request.POST:
            _focus(form)
            return TEMPLATE, context | _likely(form, context["is_new"])
        preview = _preview(filling, post, change, on, context)
    except Refused as error:
        show_refusal(form, error)
        return TEMPLATE, context | _likely(form, context["is_new"]), 400
    return "portal/desk/roster/fill_preview.html", context | preview


def token(done: actions.Done) -> str:
    """What was warned of, so that nothing is done with other consequences than those shown."""
    warned = [each.message for each in done.findings if each.severity is Severity.WARNING]
    return hashlib.sha256("\n".join(warned).encode()).hexdigest()[:20]


def _page_of(post: Post, filling: actions.Filling, on) -> str:
    later = filling.start and filling.start > on
    return f"{post.body.url}?datum={filling.start}" if later else post.body.url


def _back(request, context: dict) -> Preview:
    """What stands above the page that is shown ahead: the way back keeps what was written."""
    kept = {
        name: value
        for name, value in request.POST.items()
        if value and name not in ("csrfmiddlewaretoken", "visa", "seen", "efter")
    }
    return Preview(
        "Så ser sidan ut när posten är tillsatt. Ingenting är sparat ännu.",
        f"{context['here']}?{urlencode(kept)}",
        "Tillbaka till formuläret",
    )


def _preview(filling: actions.Filling, post: Post, change, on, context: dict) -> dict:
    """What the public pages would say, which rights it gives, and what was found."""
    day = max(filling.start, on)
    bodies = asks.following_bodies(post, day)
    before = asks.rows_told(bodies, day, on)
    found, leaving = context["found"], context["leaving"]
    had = asks.rights_of(found.person, day) if found else frozenset()
    left_before = asks.rights_of(leaving.person, day) if leaving else frozenset()
    with as_if(change) as done:
        after = asks.rows_told(bodies, day, on)
        person = done.appointments[0].person
        has = asks.rights_of(person, day)
        left_after = asks.rights_of(leaving.person, day) if leaving else frozenset()
    return {
        "person": person,
        "filling": filling,
        "told_on": {"on": day, "is_later": day > on},
        "last": last_day(filling.end) if filling.end else None,
        "changes": asks.differences(before, after),
        "gains": beyond(has, had),
        "loses": beyond(left_before, left_after),
        "findings": done.findings,
        "is_done": not done.steps,
        "seen": token(done),
        "warned": any(each.severity is Severity.WARNING for each in done.findings),
    }


def _told(request, done: actions.Done, post: Post, context: dict):
    person = done.appointments[0].person
    start = done.appointments[0].start
    name = context["post_name"]
    text = f"{person} är utsedd till {name[:1].lower()}{name[1:]} från och med {long_date(start)}."
    if context["leaving"] and done.steps:
        text += f" {context['leaving'].person} lämnar posten dagen före."
    remember(request, done, post.body, text)
    return redirect("desk_roster", path=post.body.path)
