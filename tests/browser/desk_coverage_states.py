"""Every state of the pages that tell what is to be written every year."""

from tests.browser.desk_rights_states import ADMIN
from tests.browser.desk_states import DeskState, submits

PAGE = "/arbetsyta/planer-och-rapporter/"
DUTIES = f"{PAGE}vad-som-ska-lamnas/"

COVERAGE_STATES = {
    "coverage": DeskState(PAGE, holds=".coverage-table", who=ADMIN),
    "coverage-duties": DeskState(DUTIES, holds="table", who=ADMIN),
    "coverage-new-wrong": DeskState(
        f"{DUTIES}ny/", ".errors li:nth-child(2)", 400, does=submits(), who=ADMIN
    ),
}
