"""What goes from one region to another: all that is to come, and a checklist for each day."""

import datetime
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.actions import handovers as actions
from bodies.models import Body, HandoverTick, RotationTerm, SentReminder
from bodies.policies import HANDOVERS, POSTS_TO_FILL
from bodies.questions import full_name_on
from bodies.rotations import checklist
from bodies.rotations.handed_over import (
    OfficePassed,
    handover_of,
    handovers_of,
    offices_passed,
    offices_words,
    tick_of,
)
from bodies.rotations.handovers import Handover
from organisation.actions.refusals import Refused
from organisation.dates import long_date, today, years_from
from organisation.models import Region
from organisation.rights import Action, Thing
from organisation.standing import Standing
from portal.desk import desk_page
from portal.handing_over import passed_on

# How far ahead handovers are listed, and for how long those that have been.
YEARS_AHEAD = 2
JUST_BEEN = datetime.timedelta(days=60)
EVER = (datetime.date.min, datetime.date.max)


@dataclass
class Passing:
    """What one region hands over to another in a body on a day, with its checklist."""

    handover: Handover
    body: Body
    leaving: Region
    coming: Region
    offices: list[OfficePassed]
    steps: list[checklist.Step]
    may_write: bool = False
    derived: list[checklist.Derived] = field(default_factory=list)
    loses: list[checklist.RightsChanged] = field(default_factory=list)
    gains: list[checklist.RightsChanged] = field(default_factory=list)

    @property
    def day(self) -> datetime.date:
        return self.handover.day

    @property
    def what(self) -> str:
        return offices_words(self.offices)

    @property
    def done(self) -> int:
        return sum(each.is_done for each in self.steps)

    @property
    def is_all_done(self) -> bool:
        return self.done == len(self.steps)

    @property
    def url(self) -> str:
        return actions.checklist_url(self.handover, self.body.path)

    @property
    def key(self) -> str:
        return f"{self.handover.leaving}-{self.handover.coming}"


def passings(
    some: list[Handover], there: list[Handover], standing: Standing, on: datetime.date
) -> list[Passing]:
    """The handovers with who has what and what is done (6 queries, however many). `there` is all
    that is handed over in their bodies."""
    offices = offices_passed(some, on)
    ticks = checklist.ticks_of(some, there)
    regions = Region.objects.in_bulk()
    bodies = Body.objects.annotate(called=full_name_on("pk", on))
    bodies = bodies.in_bulk({each.body for each in some})
    return [
        Passing(
            each,
            bodies[each.body],
            regions[each.leaving],
            regions[each.coming],
            offices[each],
            checklist.steps_of(each, offices[each], ticks[each], regions),
            HANDOVERS.allows(standing, Action.WRITE, tick_of(each)),
        )
        for each in some
    ]


def readable(some: list[Handover], standing: Standing) -> list[Handover]:
    return [each for each in some if HANDOVERS.allows(standing, Action.READ, tick_of(each))]


@desk_page(Action.READ, Thing.HANDOVER)
def handovers(request):
    """All that is handed over within two years, and what just has been (7 queries)."""
    on = today()
    there = handovers_of(*EVER)
    mine = readable(there, request.standing)
    shown = [each for each in mine if on - JUST_BEEN <= each.day < years_from(on, YEARS_AHEAD)]
    found = passings(shown, there, request.standing, on)
    return "portal/desk/handovers/list.html", {
        "title": "Överlämningar",
        "coming": [each for each in found if each.day > on],
        "been": [each for each in found if each.day <= on],
        "later": next((each.day for each in mine if each.day >= years_from(on, YEARS_AHEAD)), None),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.READ, Thing.HANDOVER)
def handover(request, path: str, day: datetime.date):
    """What is to be done before a body's offices go to another region on the day; POST ticks
    something off, or takes that back (15 queries, and 8 for each who leaves or comes)."""
    on = today()
    body = Body.objects.annotate(called=full_name_on("pk", on)).filter(path=path).first()
    if body is None:
        raise Http404
    if request.method == "POST":
        return _tick(request, body, day, on)
    there = handovers_of(*EVER, bodies=[body.pk])
    mine = readable(there, request.standing)
    of_day = [each for each in mine if each.day == day]
    if not of_day:
        return _nothing(request, body, day, mine, on)
    found = passings(of_day, there, request.standing, on)
    for each in found:
        each.derived = checklist.derived_posts(each.handover)
        each.loses, each.gains = checklist.rights_changed(each.offices)
    to_fill = {pk for each in of_day for pk in each.offices}
    may_fill = POSTS_TO_FILL.filter(request.standing, Action.WRITE).filter(pk__in=to_fill)
    return "portal/desk/handovers/checklist.html", {
        **_about(body, day),
        "found": found,
        "days_left": (day - on).days,
        "is_over": day <= on,
        "passed_on": passed_on(body, request.standing),
        "may_fill": set(may_fill.values_list("pk", flat=True)),
    }


def _about(body: Body, day: datetime.date) -> dict:
    return {
        "title": f"Överlämning {long_date(day)}: {body.called}",
        "entrance": "desk_handovers",
        "body": body,
        "day_of": day,
    }


def _nothing(request, body: Body, day: datetime.date, mine: list[Handover], on: datetime.date):
    """That nothing is handed over on the day, for those who were told that something would be, or
    where the same region goes on. 404 for every other day."""
    kept = [
        *HandoverTick.objects.filter(body=body, day=day),
        *(
            HandoverTick(body_id=each.body_id, leaving_id=each.leaving_id, coming_id=each.coming_id)
            for each in SentReminder.objects.filter(body=body, day=day)
        ),
    ]
    begun = [each for each in kept if HANDOVERS.allows(request.standing, Action.READ, each)]
    same = [
        each
        for each in RotationTerm.objects.filter(post__body=body, start=day).select_related("region")
        if HANDOVERS.allows(
            request.standing,
            Action.READ,
            HandoverTick(body=body, leaving=each.region, coming=each.region),
        )
    ]
    if not (begun or same):
        raise Http404
    return "portal/desk/handovers/none.html", {
        **_about(body, day),
        "was_told": bool(begun),
        "same": same[0].region if same and not begun else None,
        "coming": [each for each in dict.fromkeys(e.day for e in mine) if each > on][:3],
    }


def _tick(request, body: Body, day: datetime.date, on: datetime.date):
    sent = request.POST
    try:
        regions = [int(sent[name]) for name in ("leaving", "coming")]
    except (KeyError, ValueError):
        raise Http404 from None
    asked = Handover(body.pk, day, *regions)
    if any(each > 2**31 for each in regions) or not HANDOVERS.allows(
        request.standing, Action.WRITE, tick_of(asked)
    ):
        raise Http404
    done, item = sent.get("done") == "1", sent.get("item", "")
    back = reverse("desk_handovers")
    try:
        row = actions.tick(asked, item, done=done, by=request.user, on=on)
    except Refused as error:
        messages.error(request, str(error))
        return redirect(back)
    said = "Avprickat" if done else "Inte längre avprickat"
    messages.success(request, f"{said}: {row.get_item_display()}.")
    return redirect(f"{actions.checklist_url(handover_of(row), body.path)}#checklista")
