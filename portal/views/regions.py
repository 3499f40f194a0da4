"""The regions: the list of them, and each one's own page."""

from django.http import Http404

from bodies.representation import Representation, counts_by_region
from organisation.dates import long_date
from organisation.models import Region
from organisation.shapes import Anchor, Crumb, Fact, FactItem
from organisation.words import in_words
from portal.asof import Day
from portal.site import Site, public_page
from programmes.panels import hosted_by

from .pages import chaired_by


@public_page
def regions(request, site: Site, day: Day):
    """The regions of the day, with what each chairs and how many posts and vacancies it has."""
    held, vacant = counts_by_region(day.on)
    number = len(site.regions)
    regions_word = "region" if number == 1 else "regioner"
    ends = {each.pk: each for each in site.all_regions if each not in site.regions}
    return "portal/regions.html", {
        "title": "Regioner",
        "lead": f"{site.name} utgörs av {in_words(number)} {regions_word}.",
        "rows": [
            (region, lines, held[region.pk], vacant[region.pk])
            for region, lines in chaired_by(site, day)
        ],
        "coming": [
            each
            for each in ends.values()
            if each.start and each.start > day.on and day.on >= day.today
        ],
        "ended": [each for each in ends.values() if each.end and each.end <= day.on],
        "source_line": site.own_line(),
    }


@public_page
def region(request, site: Site, day: Day, slug: str):
    """Who comes from a region, what is vacant, what it has in turn and hosts, and whom to reach."""
    found = next((each for each in site.all_regions if each.slug == slug), None)
    if found is None:
        raise Http404
    takes_part = found.is_current(day.on)
    panels, facts = [], []
    if takes_part:
        known = Representation(
            found, day.on, day.today, site.all_regions, site.row.named_after(day.today)
        )
        panels = known.panels()
        if hosting := hosted_by(found, day.on):
            panels.append(hosting)
        facts = facts_of(known)
    return "portal/region.html", {
        "about": found,
        "trail": [Crumb("Regioner", "/regioner/")],
        "title": found.name,
        "full_title": found.name,
        "lead": f"{found.name} är en av regionerna i {site.name}." if takes_part else "",
        "notice": notice_of(found, site, day),
        "last_day": last_day_of(found, site, day),
        "anchors": [Anchor(f"#{each.id}", each.title) for each in panels],
        "facts": [*name_facts(found), *facts],
        "panels": panels,
        "source_line": site.own_line(interpretation=found.interpretation),
    }


def notice_of(region: Region, site: Site, day: Day) -> str | None:
    """What a reader must know first: that the region doesn't take part on that day."""
    name, whole = region.name, site.name
    if region.start and region.start > day.on:
        verb = "ingår" if region.start > day.today else "ingick"
        absent = "" if day.is_today else f" {name} ingick inte {long_date(day.on)}."
        return f"{name} {verb} i {whole} från {long_date(region.start)}.{absent}"
    if region.end and region.end <= day.on:
        verb = "ingår" if region.end > day.today else "ingick"
        last = f"{name} {verb} i {whole} till och med {long_date(region.last_day)}."
        return f"{last} Sidan finns kvar som historik."
    return None


def last_day_of(region: Region, site: Site, day: Day):
    """The last day that the region took part, if it's over and there are pages of that day."""
    over = region.end and region.end <= day.on
    return region.last_day if over and region.last_day >= site.row.facts_from else None


def name_facts(region: Region) -> list[Fact]:
    """The region's other names."""
    if not region.aliases:
        return []
    return [Fact("Kallas också", [FactItem(each) for each in region.aliases])]


def facts_of(known: Representation) -> list[Fact]:
    """How many posts the region's people hold, and how many of its places are vacant."""
    held, bodies = len(known.tenures), len({each.body_id for each in known.tenures})
    facts = []
    if held:
        facts.append(Fact("Uppdrag", [FactItem(f"{held} uppdrag", note=f"i {bodies} organ")]))
    if vacant := len(known.vacancies):
        places = "vakant plats" if vacant == 1 else "vakanta platser"
        facts.append(Fact("Vakanser", [FactItem(f"{vacant} {places}")]))
    return facts
