"""The promises to patients, one by one and together, and the goals that make them concrete."""

import datetime
from dataclasses import replace

from django.http import Http404

from bodies.models import Body
from bodies.questions import full_name_on
from documents.models import PLANS, ActivityEntry, Edition
from organisation import richtext
from organisation.dates import long_date, period_text
from organisation.models import Page, Region
from organisation.shapes import Anchor, Crumb, Fact, FactItem
from organisation.words import in_words
from portal.asof import Day
from portal.moved import page_at
from portal.panels import GOALS
from portal.site import Site, public_page
from programmes.models import PatientPromise, PromiseVariant
from programmes.questions import goals_on
from programmes.where import add_where

from .promise_goals import served

PATH = "loften"


def page_of_promises(day: Day) -> Page:
    """The text that stands around the promises (1 query). 404 when nobody has written it, 410 when
    it's withdrawn."""
    page = page_at(PATH, day)
    if page is None:
        raise Http404
    return page


@public_page
def promises(request, site: Site, day: Day):
    """All promises in force, what they rest on, and the goals of each body that is to have any."""
    page = page_of_promises(day)
    first, sections = richtext.sections(page.body)
    with_goals, without, counted = goals_by_body(day, site.all_regions)
    total = len(with_goals) + len(without)
    anchors = [Anchor(f"#del-{number}", each[0]) for number, each in enumerate(sections, 1)]
    return "programmes/promises.html", {
        "title": page.title,
        "lead": page.lead,
        "promises": list(PatientPromise.objects.current(day.on)),
        "html": first,
        "sections": sections,
        "anchors": [*anchors, Anchor("#mal", "Mål")],
        "with_goals": with_goals,
        "without": without,
        "count_text": f"{len(with_goals)} av {total} {counted} har publicerat mål."
        if total
        else "",
        "source_line": site.source_line(page, owner=page.owner, updated=page.updated),
    }


def goals_by_body(
    day: Day, regions: list[Region]
) -> tuple[list[tuple[Crumb, list]], list[Crumb], str]:
    """The bodies whose pages show goals: those that have some on the day, with them and where each
    stands, and those that have none; and what to call a number of them (3 queries). `regions` are
    all that there have been."""
    bodies = (
        Body.objects.filter(kind__panels__contains=[GOALS])
        .current(day.on)
        .named(day.on)
        .select_related("kind")
        .annotate(goals=goals_on("pk", day.on))
        .alphabetical()
    )
    with_goals, without = [], []
    counted = {each.kind.counted for each in bodies}
    add_where([goal for body in bodies for goal in body.goals], regions, day.on)
    for body in bodies:
        link = Crumb(body.name, body.url)
        if body.goals:
            with_goals.append((link, body.goals))
        else:
            without.append(link)
    return with_goals, without, counted.pop() if len(counted) == 1 else "organ"


@public_page
def promise(request, site: Site, day: Day, number: int):
    """One promise: its wording, how others word it, what it was before, and the goals for it."""
    page = page_of_promises(day)
    rows = [
        each
        for each in PatientPromise.objects.select_related("source")
        if each.start is None or each.start <= day.on
    ]
    own = [each for each in rows if each.number == number]
    if not own:
        raise Http404
    shown = own[-1]
    current = [each for each in rows if each.is_current(day.on)]
    after = [each for each in current if each.number > number]
    eyebrow = (
        f"Ett av våra {in_words(len(current))} löften" if shown in current and current[1:] else ""
    )
    goals = served(number, site.all_regions, day)
    ended = not shown.is_current(day.on)
    variants = list(PromiseVariant.objects.filter(promise=shown).select_related("source"))
    line = site.source_line(shown, owner=page.owner, updated=page.updated)
    return "programmes/promise.html", {
        "trail": [Crumb(page.title, f"/{PATH}/")],
        "eyebrow": eyebrow,
        "title": f"Löfte {number}",
        "full_title": f"Löfte {number}: {shown.text}",
        "lead": f"{page.lead} {shown.text}.",
        "notice": f"Löftet slutade gälla {long_date(shown.end)}." if ended else None,
        "reading": shown.interpretation,
        "variants": [(each.source.title, each.text, each.text == shown.text) for each in variants],
        "earlier": [(period_text(each.start, each.end), each.text) for each in own[-2::-1]],
        "served": goals,
        "unassigned_words": in_words(goals.unassigned).capitalize(),
        "activities": activities_for(number, day),
        "year": day.on.year,
        "next": after[0] if after else None,
        "facts": facts_of(shown, day),
        # Told beside the other wordings, where there are any.
        "source_line": replace(line, interpretation="") if variants else line,
    }


def activities_for(number: int, day: Day) -> list[tuple[Crumb, list[Crumb]]]:
    """What the bodies' plans for the year of the day say that they do for the promise, body by body
    (1 query)."""
    entries = (
        ActivityEntry.objects.present()
        .filter(
            edition__in=Edition.objects.in_force(day.on),
            edition__document__kind__in=PLANS,
            edition__document__period_start=datetime.date(day.on.year, 1, 1),
            promises__contains=[number],
        )
        .select_related("activity__owner")
        .annotate(body_name=full_name_on("activity__owner_id", day.on))
        .order_by("body_name", "section__position", "position")
    )
    groups: dict[str, tuple[Crumb, list[Crumb]]] = {}
    for each in entries:
        owner = each.activity.owner
        link = Crumb(each.body_name, owner.url)
        groups.setdefault(owner.path, (link, []))[1].append(Crumb(each.name, each.activity.url))
    return list(groups.values())


def facts_of(promise: PatientPromise, day: Day) -> list[Fact]:
    """Since when the promise holds, and which document it comes from."""
    # Looking back, an end that came later isn't told.
    end = promise.end if day.on >= day.today or not promise.is_current(day.on) else None
    facts = [Fact("Gäller", [FactItem(period_text(promise.start, end))])]
    if promise.start is None and end is None:
        facts = [Fact("Gäller från", [FactItem("Uppgift saknas")])]
    if promise.source:
        date = promise.source_date or promise.source.date
        note = f"uppgiften är från {long_date(date)}" if date else "odaterad"
        facts.append(Fact("Källa", [FactItem(promise.source.title, note=note)]))
    return facts
