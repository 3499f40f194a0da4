"""The public pages of a document, whatever it is: the version in force, every version, what differs
between two, and the PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.views.decorators.http import condition

from documents.compare import Comparison, SectionText
from documents.compare import compare as compared
from documents.entries import text_of, with_entries
from documents.files_shown import shown_files
from documents.models import Edition, EditionPdf, Section
from documents.origins import shares, tell_origins, with_origins
from documents.reading import Version, Versions
from organisation.addresses import absolute
from organisation.richtext import shown
from organisation.shapes import Anchor, Crumb
from portal.asof import Day
from portal.files import sent_file
from portal.site import Site, public_page


@dataclass
class Subject:
    """A document as its pages tell of it.

    `name` is the title of its own page and `trail` the way down to it; the other pages have `label`
    in their trail, `eyebrow` above their titles, and begin a sentence with `told`. `context` makes
    what the document's own page shows beside the text.
    """

    versions: Versions
    name: str
    trail: Callable[[], list[Crumb]]
    label: str
    eyebrow: str
    told: str
    file_name: str
    owner: str = ""
    # What the trail is called where it isn't a place in the organisation.
    trail_label: str = ""
    context: Callable[[], dict] = dict

    @property
    def base(self) -> str:
        return self.versions.document.url

    @property
    def in_full(self) -> str:
        """What tells it from the other documents of the same name: a plan also says its year."""
        document = self.versions.document
        return f"{document.called}, {self.name}" if document.is_listed else self.name


# The places in the addresses below a document that say which versions and files are meant.
NUMBERS = ("number", "first", "second", "name")
# Finds what an address means: the document, or a response that leads elsewhere. Raises Http404.
Finder = Callable[..., Subject | HttpResponse]


def addresses(prefix: str, find: Finder) -> list[URLPattern]:
    """The seven pages of a document below `prefix`; what stands in the places of `prefix` is what
    `find` gets."""

    def page(view):
        @wraps(view)
        def found(request, site: Site, day: Day, **given):
            numbers = {each: given.pop(each) for each in NUMBERS if each in given}
            subject = find(request, site, day, **given)
            if isinstance(subject, HttpResponse):
                return subject
            return view(request, site, day, subject, **numbers)

        return public_page(found)

    pages = {
        "": current,
        "<int:number>/": one_version,
        "<int:number>/pdf/": pdf,
        "<int:number>/filer/<str:name>": one_file,
        "versioner/": all_versions,
        "jamfor/": choose_comparison,
        "jamfor/<int:first>/<int:second>/": compare,
    }
    return [path(prefix + step, page(view)) for step, view in pages.items()]


def current(request, site: Site, day: Day, subject: Subject):
    """The version in force on the day."""
    return reading(request, site, day, subject, subject.versions.now)


def one_version(request, site: Site, day: Day, subject: Subject, number: int):
    """One version, at its permanent address."""
    wanted = numbered(subject, number)
    template, context = reading(request, site, day, subject, wanted)
    # The page of the text in force may show the same version under another address.
    return template, context | {"permanent": True}


def numbered(subject: Subject, number: int) -> Version:
    """A version that is told on the day, or 404."""
    found = subject.versions.numbered(number)
    if found is None:
        raise Http404
    return found


def reading(request, site: Site, day: Day, subject: Subject, version: Version | None):
    """A version to read; without one, what there has been and will be."""
    versions = subject.versions
    sections = (
        with_entries(version.edition, with_origins(version.edition.sections.present()))
        if version
        else []
    )
    tell_origins(sections, day.on, day.today)
    former = versions.before(version) if version else None
    edition = version.edition if version else versions.all[-1].edition
    document = versions.document
    kind = document.called
    context = {
        "about": edition,
        "for_a_year": document.is_for_a_year,
        "trail": subject.trail(),
        "trail_label": subject.trail_label,
        "eyebrow": subject.name if document.is_listed else kind,
        "title": kind if document.is_listed else subject.name,
        "full_title": f"{kind}: {subject.name}",
        "named": version.edition.title if version else "",
        "lead": lead_of(version, subject) if version else "",
        "subtitle": version.edition.lead if version else "",
        "version": version,
        "versions": versions,
        "ribbon": versions.ribbon,
        "shares": shares(sections),
        "has_own": any(each.origin and each.origin.is_own for each in sections),
        "anchors": anchors_of(sections),
        "sections": [(each, shown(each.html)) for each in sections],
        "files": shown_files(edition) if version else [],
        "former": former,
        "address": absolute(version.url) if version else "",
        "base": subject.base,
        "has_pdf": version and EditionPdf.objects.filter(edition=version.edition).exists(),
        "language": edition.language,
        "source_line": site.source_line(edition, owner=subject.owner),
    }
    if version and day.is_today:
        # The newest address of a text is the one that search engines should show.
        at = subject.base if version.state == "now" else version.url
        context["canonical"] = request.build_absolute_uri(at)
    return "documents/edition.html", context | subject.context()


def lead_of(version: Version, subject: Subject) -> str:
    """The title of a version, where it says more than the head of the page does."""
    document = subject.versions.document
    kind = document.get_kind_display().capitalize()
    said = {subject.name, kind, f"{document.called} för {subject.name}"}
    return "" if version.edition.title in said else version.edition.title


def anchors_of(sections: list[Section]) -> list[Anchor]:
    """The links to the sections, which say of those that are own that they are."""
    return [
        Anchor(
            f"#{each.key}", each.heading, "egen text" if each.origin and each.origin.is_own else ""
        )
        for each in sections
        if each.level == 1
    ]


def all_versions(request, site: Site, day: Day, subject: Subject):
    """Every version, newest first, with what each changed, and a way to compare any two."""
    return "documents/versions.html", list_of(site, subject)


def list_of(site: Site, subject: Subject) -> dict:
    number = len(subject.versions.all)
    counted = "en version" if number == 1 else f"{number} versioner"
    return page_of(site, subject) | {
        "title": "Alla versioner",
        "full_title": f"Alla versioner: {subject.in_full}",
        "lead": f"{subject.told} har {counted}.",
        "newest_first": subject.versions.all[::-1],
    }


def page_of(site: Site, subject: Subject) -> dict:
    """What the pages around a text share."""
    edition: Edition = subject.versions.all[-1].edition
    return {
        "trail": [*subject.trail(), Crumb(subject.label, subject.base)],
        "trail_label": subject.trail_label,
        "eyebrow": subject.eyebrow,
        "base": subject.base,
        "source_line": site.source_line(edition, owner=subject.owner),
    }


@lru_cache(maxsize=64)
def comparison(older: int, newer: int) -> Comparison:
    """What differs between two published editions, by their keys (3 queries, the first time, and 2
    more with activities). They never change, and long texts take seconds to compare: nobody waits
    for the same answer twice."""
    editions = Edition.objects.select_related("document").in_bulk([older, newer])

    def texts(edition: int) -> list[SectionText]:
        return [
            SectionText(each.key, each.heading, each.level + 1, each.whole)
            for each in text_of(editions[edition])
        ]

    return compared(texts(older), texts(newer))


def compare(request, site: Site, day: Day, subject: Subject, first: int, second: int):
    """Two versions as one text, with what was taken away and what was added."""
    older, newer = numbered(subject, first), numbered(subject, second)
    numbers = f"version {older.number} och {newer.number}"
    return "documents/compare.html", page_of(site, subject) | {
        "title": numbers.capitalize(),
        "full_title": f"Jämförelse av {numbers}: {subject.in_full}",
        "older": older,
        "newer": newer,
        "comparison": comparison(older.edition.pk, newer.edition.pk),
        "versions": subject.versions,
    }


def choose_comparison(request, site: Site, day: Day, subject: Subject):
    """Where the form that chooses two versions leads: on to their comparison."""
    versions = subject.versions
    try:
        older, newer = sorted((int(request.GET["fran"]), int(request.GET["till"])))
    except (KeyError, ValueError):
        older = newer = 0
    if older == newer or not (versions.numbered(older) and versions.numbered(newer)):
        told = {"error": "Välj två olika versioner i listan.", "noindex": True}
        return "documents/versions.html", list_of(site, subject) | told, 400
    return HttpResponseRedirect(f"{subject.base}jamfor/{older}/{newer}/{day.query}")


def pdf(request, site: Site, day: Day, subject: Subject, number: int):
    """The PDF of a version: the same bytes at every download."""
    version = numbered(subject, number)
    stored = EditionPdf.objects.filter(edition=version.edition).first()
    if stored is None:
        raise Http404
    return sent(request, stored, f"{subject.file_name}-version-{number}.pdf")


def one_file(request, site: Site, day: Day, subject: Subject, number: int, name: str):
    """A file that goes with a version: the same bytes at every download."""
    edition = numbered(subject, number).edition
    attachment = edition.attachments.present().filter(slug=name).first()
    if attachment is None or attachment.file.is_held:
        raise Http404
    return sent_file(request, attachment, cached=True)


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
