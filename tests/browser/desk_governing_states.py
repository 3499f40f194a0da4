"""Every state of the pages of governing documents."""

from tests.browser.desk_rights_states import ADMIN, opened
from tests.browser.desk_states import DeskState, submits

GOVERNING = "/arbetsyta/styrande-dokument/"
BEGIN = f"{GOVERNING}ny/"


def without_years(page):
    """An agreement without any year."""
    page.check("input[name=kind][value=overenskommelse]")
    return submits(body="samverkansnamnden")(page)


GOVERNING_STATES = {
    "governing-desk": DeskState(GOVERNING, ".desk-table", who=ADMIN),
    "governing-begin": DeskState(BEGIN, "form.form", who=ADMIN),
    "governing-begin-wrong": DeskState(BEGIN, ".field-error", 400, ADMIN, without_years),
    "governing-version": DeskState(
        GOVERNING, "h1", who=ADMIN, does=lambda page: opened(page, ".desk-table td a")
    ),
}
