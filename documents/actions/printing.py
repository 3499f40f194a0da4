"""Making the PDFs of editions, once each."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from django.utils.html import escape
from django.utils.timezone import localdate

from bodies.dossier import with_names
from bodies.models import Body
from bodies.panels import full_name
from organisation.addresses import absolute
from organisation.models import HealthcareRegion

from ..entries import text_of
from ..models import Edition, EditionPdf
from ..origins import printed_origin, with_origins
from ..pdf import PdfError, PdfText, pdf_of
from ..reading import decision_text, published_text, validity_text
from .refusals import Refused

# Each PDF is made by a process of its own; more at once than there are processors gains nothing.
AT_ONCE = 2


def store_pdfs(editions: Iterable[Edition]) -> None:
    """Stores the PDF of editions that are about to be published, in the caller's transaction.

    Raises Refused with what is wrong with a text that can't be set.
    """
    editions = list(editions)
    texts = [pdf_text(each) for each in editions]
    try:
        with ThreadPoolExecutor(AT_ONCE) as makers:
            contents = list(makers.map(pdf_of, texts))
    except PdfError as error:
        raise Refused(f"Det gick inte att göra en PDF. {error}") from error
    for edition, content in zip(editions, contents, strict=True):
        EditionPdf.objects.create(
            edition=edition, content=content, sha256=hashlib.sha256(content).hexdigest()
        )


def pdf_text(edition: Edition) -> PdfText:
    """The edition as it's to stand in its PDF. Names are those of its first day, else of its
    decision, else of the day it was begun."""
    decision = edition.decision
    on = edition.valid_from or (decision.date if decision else localdate(edition.created))
    document = edition.document
    concerned = list(document.links.values_list("body", flat=True))
    wanted = [document.owner_id, *concerned, *([decision.body_id] if decision else [])]
    found = with_names(Body.objects.filter(pk__in=wanted), on).select_related("kind")
    names = {each.pk: full_name(each) for each in found}
    if document.is_for_a_year and decision is None:
        valid, decided = published_text(edition.valid_from), ""
    else:
        valid = validity_text(edition.valid_from)
        decided = decision_text(decision, names[decision.body_id] if decision else "")
    return PdfText(
        title=edition.title,
        kind=document.called,
        bodies=(names[document.owner_id], *sorted(names[each] for each in concerned)),
        healthcare_region=HealthcareRegion.objects.get().name,
        version=f"Version {edition.number}",
        valid=capitalised(valid),
        decision=capitalised(decided),
        address=absolute(edition.url),
        language=edition.language,
        date=on,
        sections=tuple(printed_sections(edition)),
        origin=printed_origin(with_origins(edition.sections.present())),
    )


def printed_sections(edition: Edition) -> list[tuple[str, int, str]]:
    """The sections with what the page says beside their text: notes, and our reading of an unclear
    source."""
    found = [(each.heading, each.level, noted(each.note) + each.whole) for each in text_of(edition)]
    if found and edition.interpretation:
        heading, level, html = found[-1]
        found[-1] = (heading, level, html + noted(f"Tolkning: {edition.interpretation}"))
    return found


def noted(note: str) -> str:
    """A remark of the portal's own, set apart from the text."""
    return f"<p><em>{escape(note)}</em></p>" if note else ""


def capitalised(phrase: str) -> str:
    """The phrase with a capital first, and the rest as it is."""
    return phrase[:1].upper() + phrase[1:]
