"""Answers for machines, and the pages for when something is wrong."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from bodies.models import Body, BodyKind
from documents.models import (
    COMMISSION_STEP,
    DOCUMENTS_STEP,
    GOVERNING,
    SHARED_TEXTS,
    YEARLY,
    Document,
    Edition,
    SharedText,
)
from documents.rules import State
from organisation.dates import today
from organisation.models import Page, Region
from portal.access import Audience, open_to
from portal.moved import Gone, led_on
from portal.site import NotSetUp, gone_page, page_context, site_today
from programmes.models import PatientPromise, QualityGoal

TEXT = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"


@open_to(Audience.EVERYONE)
@require_safe
def favicon(request):
    """The address that browsers ask for by themselves."""
    return redirect(static("favicon.svg"), permanent=False)


@open_to(Audience.EVERYONE)
@require_safe
def livez(request):
    """Whether the process answers at all; asks nothing of the database."""
    return HttpResponse("lever\n", content_type=TEXT, headers={"Cache-Control": "no-store"})


@open_to(Audience.EVERYONE)
@require_safe
def readyz(request):
    """Whether pages can be served: 503 while the database doesn't answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        status, text = 503, "databasen svarar inte\n"
    else:
        status, text = 200, "redo\n"
    return HttpResponse(
        text, content_type=TEXT, status=status, headers={"Cache-Control": "no-store"}
    )


@open_to(Audience.EVERYONE)
@require_safe
def robots(request):
    """Search engines are welcome, but not to the pages of other days."""
    map_address = request.build_absolute_uri("/sitemap.xml")
    return HttpResponse(
        f"User-agent: *\nDisallow: /*?*datum=\nSitemap: {map_address}\n", content_type=TEXT
    )


@open_to(Audience.EVERYONE)
@require_safe
def sitemap(request):
    """The addresses of all public pages, also of ended bodies (10 queries). People's pages
    are not among them: whether search engines may show those is a setting of its own."""
    promises = list(PatientPromise.objects.order_by("number").values_list("number", flat=True))
    paths = [
        *BodyKind.objects.exclude(prefix="").values_list("prefix", flat=True),
        *Body.objects.values_list("path", flat=True),
        *Page.objects.standing(today()).values_list("path", flat=True),
        *(f"regioner/{slug}" for slug in Region.objects.values_list("slug", flat=True)),
        *(f"loften/{number}" for number in promises),
    ]
    names = ["home", "organisation", "chart", "large_chart", "regions", "news"]
    paths += [
        f"{path}/{COMMISSION_STEP}"
        for path in Edition.objects.published()
        .filter(document__kind=Document.Kind.COMMISSION)
        .values_list("document__owner__path", flat=True)
        .distinct()
    ]
    yearly = (
        Edition.objects.published()
        .filter(document__kind__in=YEARLY)
        .order_by()
        .values_list("document__owner__path", "document__kind", "document__period_start__year")
        .distinct()
    )
    paths += [f"{path}/{DOCUMENTS_STEP}/{YEARLY[kind]}-{year}" for path, kind, year in yearly] + [
        f"{path}/{DOCUMENTS_STEP}" for path in dict.fromkeys(each[0] for each in yearly)
    ]
    governing = list(
        Document.objects.filter(kind__in=GOVERNING, editions__state=State.PUBLISHED)
        .select_related("owner")
        .distinct()
    )
    paths += [each.url.strip("/") for each in governing] + [
        f"{each.owner.path}/{DOCUMENTS_STEP}" for each in governing
    ]
    paths += ["planering/styrande-dokument"] if governing else []
    goals = QualityGoal.objects.exclude(start__gt=today()).exclude(indicator="")
    for path, number in goals.order_by().values_list("body__path", "number").distinct():
        paths += [f"{path}/mal", f"{path}/mal/{number}"]
    shared = SharedText.objects.filter(document__editions__state=State.PUBLISHED).distinct()
    slugs = list(shared.values_list("slug", flat=True))
    paths += [SHARED_TEXTS, *(f"{SHARED_TEXTS}/{each}" for each in slugs)] if slugs else []
    fixed = [reverse(name) for name in [*names, *(["promises"] if promises else [])]]
    addresses = dict.fromkeys([*fixed, *(f"/{each}/" for each in sorted(paths))])
    context = {"addresses": [request.build_absolute_uri(each) for each in addresses]}
    return render(request, "portal/sitemap.xml", context, content_type=XML)


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None, reason=""):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    """The same page for every address without one, closed or unknown: with the masthead where
    the database answers, without it where it doesn't. What moved is found where it is now."""
    template, own, status = "404.html", {}, 404
    try:
        context = page_context(*site_today(request.path))
        if answer := led_on(request):
            return answer
    except Gone as gone:
        template, own, status = gone_page(gone)
    except (NotSetUp, DatabaseError):
        context = {}
    response = render(request, template, context | own, status=status)
    if own:
        response["X-Robots-Tag"] = "noindex"
    return response


def server_error(request):
    return render(request, "500.html", status=500)
