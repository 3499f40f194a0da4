"""The editorial pages: text that somebody has written, and the parts of it that are data."""

from collections.abc import Callable

from django.db.models import Q
from django.http import Http404

from organisation import richtext
from organisation.models import Language, Page, Source
from organisation.shapes import Anchor, Crumb, Fact, FactItem, Panel
from organisation.words import in_words
from portal.asof import Day
from portal.moved import page_at
from portal.site import Site

# Where there are as many sections as this, links to them stand below the heading.
LONG = 4


def editorial_page(site: Site, day: Day, path: str):
    """An editorial page by its address, with the pages it lies among (2 queries); 404 when there is
    none, 410 when it's withdrawn."""
    page = page_at(path, day)
    if page is None:
        raise Http404
    parent, others = neighbours(page, day)
    first, sections = richtext.sections(page.body)
    panel = ADDITIONS[page.addition](site) if page.addition else None
    panels = [panel] if panel else []
    return "portal/page.html", {
        "about": page,
        "trail": [Crumb(parent.title, parent.url)] if parent else [],
        "title": page.title,
        "lead": page.lead,
        "language": page.language if page.language != Language.SWEDISH else "",
        "html": first,
        "sections": sections,
        "panels": panels,
        "anchors": anchors(sections, panels, others),
        "facts": facts_of(page),
        "others": others,
        "here": page,
        "source_line": site.source_line(page, owner=page.owner, updated=page.updated),
    }


def neighbours(page: Page, day: Day) -> tuple[Page | None, list[Page]]:
    """The page above a page, if there is one, and the pages to list: those below it, or those
    beside it, itself among them (1 query)."""
    section = Page.objects.standing(day.latest).filter(
        Q(path=page.section) | Q(path__startswith=f"{page.section}/")
    )
    section = section.defer("body")
    pages = list(section.order_by("order", "title"))
    above = next((each for each in pages if each.path == page.section), None)
    if above is None:
        return None, []
    below = [each for each in pages if each != above]
    if page == above:
        return None, below
    return above, below if below[1:] else []


def anchors(sections: list, panels: list[Panel], others: list[Page]) -> list[Anchor]:
    """The links within a long page."""
    found = [Anchor(f"#del-{number}", each[0]) for number, each in enumerate(sections, 1)]
    found += [Anchor(f"#{each.id}", each.title) for each in panels]
    if len(found) < LONG:
        return []
    return [*found, Anchor("#avsnittet", "I det här avsnittet")] if others else found


def facts_of(page: Page) -> list[Fact]:
    """Which document or law the page follows."""
    if page.source is None or page.source.nature == Source.Nature.OWN:
        return []
    return [Fact("Källa", [FactItem(page.source.title)])]


def regions(site: Site) -> Panel:
    """The regions of the day, each with the way to its page."""
    return Panel(
        "regioner",
        "Regionerna",
        "portal/additions/_regions.html",
        {"regions": site.regions},
        intro="På varje regions sida står vem som representerar regionen i vilket organ, och vart "
        "du kan skriva.",
    )


def people(site: Site) -> Panel:
    """How long it's told who held a post, and whether search engines may show people's pages."""
    row = site.row
    years = row.former_posts_years
    return Panel(
        "personer",
        "Så länge visas ett uppdrag",
        "portal/additions/_people.html",
        {
            "years": "" if years is None else "ett" if years == 1 else in_words(years),
            "indexed": row.people_indexed,
        },
    )


def supervisor(site: Site) -> Panel | None:
    """Who sees to it that the site is accessible, and where to report that it isn't."""
    row = site.row
    if not row.supervisor_name:
        return None
    return Panel(
        "tillsyn",
        "Tillsyn",
        "portal/additions/_supervisor.html",
        {"name": row.supervisor_name, "url": row.supervisor_url},
    )


# What data adds to a page that asks for it.
ADDITIONS: dict[str, Callable[[Site], Panel | None]] = {
    Page.Addition.REGIONS: regions,
    Page.Addition.PEOPLE: people,
    Page.Addition.SUPERVISOR: supervisor,
}
