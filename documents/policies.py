"""Who may take which step with an edition.

Until each post brings its own rights, the staff flag opens the work on drafts to all who have it.
"""

from organisation.models import User
from organisation.rules import Finding, Severity

from .models import Document, Edition
from .rules import Step

# Kinds that are never published by the one who submitted them (a plan or a report: the chair).
PUBLISHED_BY_ANOTHER = {
    Document.Kind.COMMISSION,
    Document.Kind.ANNUAL_AGREEMENT,
    Document.Kind.COOPERATION_AGREEMENT,
    Document.Kind.RULES_OF_PROCEDURE,
    Document.Kind.SHARED_TEXT,
}


class EditionPolicy:
    """Says whether a person may take a step. The state of the edition is another rule's matter."""

    @staticmethod
    def refusals(user: User, step: Step, edition: Edition, *, forced: bool = False):
        """Why the person may not take the step, as findings; empty when they may.

        `forced` publishes one's own submission; only administrators may, and it stays flagged.
        """
        if not (user.is_active and user.is_staff):
            return [_refusal("not-staff", "Du har inte rätt att arbeta med det här dokumentet.")]
        own = edition.submitter_id == user.pk
        if step is Step.PUBLISH and own and edition.document.kind in PUBLISHED_BY_ANOTHER:
            if forced and user.is_superuser:
                return []
            return [
                _refusal(
                    "own-submission",
                    "Du skickade själv versionen till beslut. Någon annan måste publicera den.",
                )
            ]
        return []

    @classmethod
    def allows(cls, user: User, step: Step, edition: Edition, *, forced: bool = False) -> bool:
        return not cls.refusals(user, step, edition, forced=forced)


def _refusal(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)
