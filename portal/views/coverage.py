"""Which plans and reports the bodies have published, as a page and as a file."""

from django.http import HttpResponse

from organisation.addresses import absolute
from organisation.models import Shortcut
from organisation.richtext import shown
from organisation.shapes import Crumb
from portal.asof import Day
from portal.coverage import CoverageForm, answer, as_csv
from portal.moved import page_at
from portal.site import Site, public_page

ABOVE = "planering"
PATH, FILE = f"{ABOVE}/planer-och-rapporter", "planer-och-rapporter.csv"
TITLE = "Planer och rapporter"
LEAD = "Vad organen ska lämna varje år, vad som är publicerat och vad som inte är det."
TEMPLATE = "portal/coverage.html"


@public_page
def coverage(request, site: Site, day: Day):
    """What everyone may know of it: what is published."""
    form = CoverageForm(request.GET, day, site.regions)
    if not form.is_valid():
        return TEMPLATE, page(request, site, day, form), 400
    return TEMPLATE, page(request, site, day, form) | {"answer": answer(form, site.regions)}


@public_page
def coverage_csv(request, site: Site, day: Day):
    """The same as a file for a spreadsheet."""
    form = CoverageForm(request.GET, day, site.regions)
    if not form.is_valid():
        return TEMPLATE, page(request, site, day, form), 400
    found = answer(form, site.regions)
    response = HttpResponse(as_csv(found, absolute), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def page(request, site: Site, day: Day, form: CoverageForm) -> dict:
    """What the page says whatever is asked, with the words of its editorial page (1 query)."""
    text = page_at(PATH, day)
    query = request.GET.urlencode()
    return {
        "about": text,
        "trail": trail(site),
        "title": text.title if text else TITLE,
        "lead": text.lead if text else LEAD,
        "html": shown(text.body) if text else "",
        "form": form,
        "address": f"/{PATH}/",
        "file": f"/{PATH}/{FILE}{'?' if query else ''}{query}",
        "source_line": site.source_line(text, owner=text.owner, updated=text.updated)
        if text
        else site.own_line(),
    }


def trail(site: Site) -> list[Crumb]:
    """The page above, by the name that the site's entrances give it."""
    entrances = site.links(Shortcut.Place.ENTRANCE)
    return [Crumb(each.label, each.target) for each in entrances if each.target == f"/{ABOVE}/"]
