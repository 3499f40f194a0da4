"""Making the PDF of an edition, once."""

from ..models import Edition


def store_pdf(edition: Edition) -> None:
    """Stores the PDF of an edition that is about to be published, in the caller's transaction."""
