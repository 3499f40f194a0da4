"""The texts that many bodies' commissions share: the list of them, and who has which version."""

from dataclasses import dataclass

from django.http import Http404

from bodies.panels import full_name
from documents.models import SHARED_TEXTS, Document, SharedText
from documents.reading import Version, Versions
from documents.who_has import WhoHas, who_has
from organisation.shapes import Crumb
from organisation.words import in_sentence
from portal.asof import Day
from portal.site import Site, public_page

from .editions import Subject

TITLE = "Gemensamma texter"
HOME = Crumb(TITLE, f"/{SHARED_TEXTS}/")


@dataclass
class Row:
    """A shared text in the list: whom it is for, and which version holds."""

    text: SharedText
    now: Version | None
    coming: list[Version]
    for_whom: Crumb


def for_whom(text: SharedText) -> Crumb:
    """The bodies that a text is for, with the list of them where there is one."""
    kind = text.body_kind
    return Crumb(
        in_sentence(kind.full_plural or kind.plural), f"/{kind.prefix}/" if kind.prefix else ""
    )


@public_page
def shared_texts(request, site: Site, day: Day):
    """The shared texts that there are on the day (2 queries for each, and there are few)."""
    documents = Document.objects.filter(kind=Document.Kind.SHARED_TEXT).select_related(
        "shared_text__body_kind", "owner"
    )
    rows = []
    for each in documents.order_by("shared_text__body_kind__order", "shared_text__name"):
        versions = Versions(each, day.on, day.today)
        if versions.all:
            text = each.shared_text
            rows.append(Row(text, versions.now, versions.coming, for_whom(text)))
    return "documents/shared_texts.html", {
        "title": TITLE,
        "lead": "Text som flera organ har gemensam i sina uppdrag. En ny version gäller för ett "
        "organ när den har tagits in i organets eget uppdrag.",
        "rows": rows,
        "source_line": site.own_line(),
    }


def find_shared_text(request, site: Site, day: Day, *, slug: str) -> Subject:
    """The shared text with an address; 404 for one that nobody may read on the day."""
    document = (
        Document.objects.filter(kind=Document.Kind.SHARED_TEXT, shared_text__slug=slug)
        .select_related("owner", "shared_text__body_kind")
        .first()
    )
    versions = Versions(document, day.on, day.today) if document else None
    if versions is None or not versions.all:
        raise Http404
    text = document.shared_text
    return Subject(
        versions,
        text.name,
        trail=lambda: [HOME],
        label=text.name,
        eyebrow=text.name,
        told=text.name,
        file_name=f"gemensam-text-{slug}",
        owner=document.owner.page_owner,
        trail_label="Plats på webbplatsen",
        context=lambda: {
            "for_whom": for_whom(text),
            "holders": told_of(text, who_has(text, day.on), versions),
        },
    )


def told_of(text: SharedText, found: WhoHas, versions: Versions) -> dict:
    """Who has the text, as the page tells it: a group for each version, with how many."""
    one, many = in_sentence(text.body_kind.short_name), in_sentence(text.body_kind.plural)

    def name(body) -> str:
        return body.name if body.kind_id == text.body_kind_id else full_name(body)

    def counted(number: int) -> str:
        return f"{number} {one if number == 1 else many}"

    groups = []
    for number, holders in found.versions:
        version = versions.numbered(number)
        groups.append(
            {
                "counted": counted(len(holders)),
                "number": number,
                "url": version.url if version else "",
                "holders": [(name(each.body), each.url, each.own) for each in holders],
            }
        )
    return {
        "groups": groups,
        "without": [Crumb(name(each), each.url) for each in found.without],
        "without_counted": counted(len(found.without)),
    }
