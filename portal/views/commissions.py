"""A body's commission: the version in force, every version, what differs, the PDF."""

from functools import lru_cache

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import condition

from bodies.dossier import find_body, with_names
from bodies.models import Body
from bodies.panels import full_name
from documents.compare import Comparison, SectionText
from documents.compare import compare as compared
from documents.models import COMMISSION_STEP, EditionPdf, Section
from documents.reading import Version, Versions, commission_of
from organisation.addresses import absolute
from organisation.richtext import shown
from organisation.shapes import Anchor, Crumb
from portal.asof import Day
from portal.site import Site, public_page

from .bodies import trail_for


def found(path: str, day: Day) -> tuple[Body, Versions]:
    """The body and the versions of its commission; 404 for a body without one that anyone may
    read on the day."""
    body = find_body(path, day.on)
    document = commission_of(body) if body else None
    versions = Versions(document, day.on, day.today) if document else None
    if versions is None or not versions.all:
        raise Http404
    return body, versions


def at_owner(request, body: Body, versions: Versions) -> HttpResponse | None:
    """A text that concerns several bodies has one address, at the one that owns it."""
    if versions.document.owner_id == body.pk:
        return None
    own = f"/{body.path}/{COMMISSION_STEP}/"
    rest = request.get_full_path().removeprefix(own)
    # Not for good: the body may get a text of its own.
    return HttpResponseRedirect(f"{versions.document.url}{rest}")


@public_page
def commission(request, site: Site, day: Day, path: str):
    """The version in force on the day."""
    body, versions = found(path, day)
    if elsewhere := at_owner(request, body, versions):
        return elsewhere
    return reading(request, site, day, body, versions, versions.now)


@public_page
def version(request, site: Site, day: Day, path: str, number: int):
    """One version, at its permanent address."""
    body, versions = found(path, day)
    if elsewhere := at_owner(request, body, versions):
        return elsewhere
    wanted = versions.numbered(number)
    if wanted is None:
        raise Http404
    template, context = reading(request, site, day, body, versions, wanted)
    # The page of the text in force may show the same version under another address.
    return template, context | {"permanent": True}


def reading(request, site, day, body, versions: Versions, version: Version | None):
    """A version to read; without one, what there has been and will be."""
    sections = list(version.edition.sections.present()) if version else []
    former = versions.before(version) if version else None
    others = [each for each in concerned(versions, day) if each.pk != body.pk]
    edition = version.edition if version else versions.all[-1].edition
    context = {
        "trail": [*trail_for(site, body, day), Crumb(full_name(body), body.url)],
        "eyebrow": versions.document.get_kind_display().capitalize(),
        "title": full_name(body),
        "full_title": f"{versions.document.get_kind_display().capitalize()}: {full_name(body)}",
        "lead": version.edition.title if version else "",
        "subtitle": version.edition.lead if version else "",
        "version": version,
        "versions": versions,
        "ribbon": versions.ribbon,
        "concerned": [Crumb(full_name(each), each.url) for each in others],
        "anchors": [Anchor(f"#{each.key}", each.heading) for each in sections if each.level == 1],
        "sections": [(each, shown(each.html)) for each in sections],
        "former": former,
        "address": absolute(version.url) if version else "",
        "base": versions.document.url,
        "has_pdf": version and EditionPdf.objects.filter(edition=version.edition).exists(),
        "language": edition.language,
        "source_line": site.source_line(edition, owner=body.page_owner),
    }
    if version and day.is_today:
        # The newest address of a text is the one that search engines should show.
        at = versions.document.url if version.state == "now" else version.url
        context["canonical"] = request.build_absolute_uri(at)
    return "documents/commission.html", context


def concerned(versions: Versions, day: Day) -> list[Body]:
    """The bodies that the text is about (1 query)."""
    document = versions.document
    bodies = Body.objects.filter(pk=document.owner_id) | Body.objects.filter(
        documents_concerning=document
    )
    return list(with_names(bodies.distinct(), day.on).select_related("kind"))


@public_page
def all_versions(request, site: Site, day: Day, path: str):
    """Every version, newest first, with what each changed, and a way to compare any two."""
    body, versions = found(path, day)
    if elsewhere := at_owner(request, body, versions):
        return elsewhere
    return "documents/versions.html", list_of(site, day, body, versions)


def list_of(site, day, body, versions: Versions) -> dict:
    return page_of(site, day, body, versions) | {
        "title": "Alla versioner",
        "full_title": f"Alla versioner: {full_name(body)}",
        "lead": f"Uppdragsbeskrivningen för {full_name(body)} har {count(versions)}.",
        "newest_first": versions.all[::-1],
    }


def page_of(site, day, body, versions: Versions) -> dict:
    """What the pages around a commission share."""
    label = versions.document.get_kind_display().capitalize()
    return {
        "trail": [
            *trail_for(site, body, day),
            Crumb(full_name(body), body.url),
            Crumb(label, versions.document.url),
        ],
        "eyebrow": f"{label} för {full_name(body)}",
        "base": versions.document.url,
        "source_line": site.source_line(versions.all[-1].edition, owner=body.page_owner),
    }


def count(versions: Versions) -> str:
    number = len(versions.all)
    return "en version" if number == 1 else f"{number} versioner"


@lru_cache(maxsize=64)
def comparison(older: int, newer: int) -> Comparison:
    """What differs between two published editions, by their keys (2 queries, the first time). They
    never change, and long texts take seconds to compare: nobody waits for the same answer twice."""

    def texts(edition: int) -> list[SectionText]:
        return [
            SectionText(each.key, each.heading, each.level + 1, each.html)
            for each in Section.objects.filter(edition=edition).present()
        ]

    return compared(texts(older), texts(newer))


@public_page
def compare(request, site: Site, day: Day, path: str, first: int, second: int):
    """Two versions as one text, with what was taken away and what was added."""
    body, versions = found(path, day)
    if elsewhere := at_owner(request, body, versions):
        return elsewhere
    older, newer = versions.numbered(first), versions.numbered(second)
    if older is None or newer is None:
        raise Http404

    return "documents/compare.html", page_of(site, day, body, versions) | {
        "title": f"Version {older.number} och {newer.number}",
        "full_title": f"Jämförelse av version {older.number} och {newer.number}: {full_name(body)}",
        "older": older,
        "newer": newer,
        "comparison": comparison(older.edition.pk, newer.edition.pk),
        "versions": versions,
    }


@public_page
def choose_comparison(request, site: Site, day: Day, path: str):
    """Where the form that chooses two versions leads: on to their comparison."""
    body, versions = found(path, day)
    if elsewhere := at_owner(request, body, versions):
        return elsewhere
    try:
        older, newer = sorted((int(request.GET["fran"]), int(request.GET["till"])))
    except (KeyError, ValueError):
        older = newer = 0
    if older == newer or not (versions.numbered(older) and versions.numbered(newer)):
        told = {"error": "Välj två olika versioner i listan.", "noindex": True}
        return "documents/versions.html", list_of(site, day, body, versions) | told, 400
    address = reverse("compare", args=(path, older, newer))
    return HttpResponseRedirect(address + day.query)


@public_page
def pdf(request, site: Site, day: Day, path: str, number: int):
    """The PDF of a version: the same bytes at every download."""
    body, versions = found(path, day)
    if elsewhere := at_owner(request, body, versions):
        return elsewhere
    version = versions.numbered(number)
    stored = EditionPdf.objects.filter(edition=version.edition).first() if version else None
    if stored is None:
        raise Http404
    return sent(request, stored, f"uppdrag-{path.replace('/', '-')}-version-{number}.pdf")


def sent(request, stored: EditionPdf, name: str) -> HttpResponse:
    """A stored file, with its checksum as mark; 304 to those who have it."""

    @condition(etag_func=lambda request: f'"{stored.sha256}"')
    def answer(request):
        response = HttpResponse(bytes(stored.content), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}"'
        # Never changes under this address.
        response["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    return answer(request)
