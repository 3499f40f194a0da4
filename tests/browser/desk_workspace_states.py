"""Every state of the workspace's first page, and of silencing what is to be put right."""

from datetime import date, timedelta

from tests.browser.desk_rights_states import ADMIN, EDITOR, ERRORS, SUPPORT, opened
from tests.browser.desk_states import DeskState, submits

DESK, SILENT = "/arbetsyta/", "/arbetsyta/tystade/"
MEMBER, WRITER, REVIEWER = "ledamot", "skribent", "granskare"
TOMORROW = str(date.today() + timedelta(days=1))
# A reason of one word that nothing divides.
LONG = "Regionsjukvårdsledningsarbetsutskottssammanträdesprotokollsjusteringsfrågor" * 3
OPEN = "document.querySelectorAll('main details').forEach((each) => { each.open = true })"


def opens_all(page):
    """Opens what is folded."""
    page.evaluate(OPEN)
    return page.answer


def silences(**values):
    """Follows the way to silence the last finding that is seen, and sends the form."""

    def act(page):
        opened(page, ".wrong-silence >> visible=true >> nth=-1")
        return submits(**values)(page)

    return act


def silences_and_looks(page):
    silences(until=TOMORROW, reason=LONG)(page)
    return opened(page, f"a[href='{SILENT}']")


def meanwhile(page):
    """Someone else silences the same finding first."""
    opened(page, ".wrong-silence >> visible=true >> nth=0")
    return submits(until=TOMORROW, reason="Mitt skäl.", seen="99999")(page)


WORKSPACE_STATES = {
    "workspace-office": DeskState(DESK, ".todo", who=WRITER),
    "workspace-office-open": DeskState(DESK, ".wrongs-all .wrong", who=WRITER, does=opens_all),
    "workspace-admin": DeskState(DESK, ".wrong", who=ADMIN),
    "workspace-editor": DeskState(DESK, ".todo", who=EDITOR),
    "workspace-support": DeskState(DESK, ".own-body", who=SUPPORT),
    "workspace-council": DeskState(DESK, ".own-body", who="kunskapsrad"),
    "workspace-member": DeskState(DESK, ".own-facts", who=MEMBER),
    "silence": DeskState(
        DESK,
        "form.form",
        who=REVIEWER,
        does=lambda page: opened(page, ".wrong-silence >> visible=true >> nth=0"),
    ),
    "silence-empty": DeskState(DESK, ERRORS, 400, REVIEWER, silences(until="", reason="")),
    "silence-past": DeskState(
        DESK, ERRORS, 400, REVIEWER, silences(until="2020-01-01", reason=LONG)
    ),
    "silence-conflict": DeskState(DESK, ERRORS, 409, REVIEWER, meanwhile),
    "silent-none": DeskState(SILENT, ".empty", who=MEMBER),
    "silent": DeskState(DESK, ".task-list", who=ADMIN, does=silences_and_looks),
    "silence-missing": DeskState(f"{SILENT}finns/inte/", status=404, who=ADMIN),
}
