"""How the work is shared between the regions, as a page and as a file."""

from django.http import HttpResponse

from bodies.models import BodyKind
from organisation.models import Shortcut
from organisation.richtext import shown
from organisation.shapes import Anchor, Crumb
from portal.asof import Day
from portal.burden import COUNTED, NOT_COUNTED, BurdenForm, as_csv, telling
from portal.moved import page_at
from portal.site import Site, public_page

PATH, FILE = "om/fordelning", "fordelning.csv"
TITLE = "Hur ansvaret fördelas"
TEMPLATE = "portal/burden.html"


@public_page
def shared(request, site: Site, day: Day):
    """How much each region has had of what is counted, beside an equal part of it."""
    form = asked(request, day)
    if not form.is_valid():
        return TEMPLATE, page(request, site, day, form), 400
    return TEMPLATE, page(request, site, day, form) | {
        "answer": (answer := telling(form, day, site.all_regions)),
        "anchors": [Anchor(f"#{each.counted.name}", each.counted.title) for each in answer.told],
    }


@public_page
def shared_csv(request, site: Site, day: Day):
    """The same as a file for a spreadsheet."""
    form = asked(request, day)
    if not form.is_valid():
        return TEMPLATE, page(request, site, day, form), 400
    answer = telling(form, day, site.all_regions)
    response = HttpResponse(as_csv(answer), content_type="text/csv; charset=utf-8")
    name = f"fordelning-{answer.first}-{answer.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def asked(request, day: Day) -> BurdenForm:
    kinds = BodyKind.objects.filter(level=BodyKind.Level.REGIONAL, bodies__isnull=False)
    return BurdenForm(request.GET, day, list(kinds.distinct().order_by("order", "name")))


def page(request, site: Site, day: Day, form: BurdenForm) -> dict:
    """What the page says whatever is asked, with the words of its editorial page (1 query)."""
    text = page_at(PATH, day)
    query = request.GET.copy()
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return {
        "about": text,
        "trail": trail(site),
        "title": text.title if text else TITLE,
        "lead": text.lead if text else "",
        "html": shown(text.body) if text else "",
        "form": form,
        "address": f"/{PATH}/",
        "file": f"/{PATH}/{FILE}{'?' if query else ''}{query.urlencode()}",
        "counted": COUNTED,
        "not_counted": NOT_COUNTED,
        "source_line": site.source_line(text, owner=text.owner, updated=text.updated)
        if text
        else site.own_line(),
    }


def trail(site: Site) -> list[Crumb]:
    """The page above, by the name that the site's entrances give it."""
    above = f"/{PATH.split('/')[0]}/"
    entrances = site.links(Shortcut.Place.ENTRANCE)
    return [Crumb(each.label, each.target) for each in entrances if each.target == above]
