"""Every state of the pages that tell what has happened, of the help and of the mailing lists."""

from tests.browser.desk_rights_states import ADMIN, ERRORS, SUPPORT, opened
from tests.browser.desk_states import DeskState, submits

EVENTS, HELP, MAILING = "/arbetsyta/handelser/", "/arbetsyta/hjalp/", "/arbetsyta/utskick/"
BODY = "programomraden/levnadsvanor"


def opens_help(page):
    """Opens the help of the page; the answer is the page's own."""
    page.click(".help summary")
    page.wait_for_selector(".help dl")
    return page.answer


def leads_back(page):
    """From an account in the administration to its page in the workspace."""
    opened(page, "[scope=row] a")
    return opened(page, "a[href^='/arbetsyta/konton/']")


def opens_all(page):
    """Opens every event's fields."""
    page.evaluate("() => document.querySelectorAll('.event details').forEach(e => e.open = true)")
    return page.answer


def restores(page):
    """From a record that has been changed, over its history, to what restoring would do."""
    for link in ("[scope=row] a", "a[href$='/historik/']", ".admin-entry .actions a"):
        answer = opened(page, link)
    return answer


TRAIL_STATES = {
    "restore": DeskState(
        "/admin/organ/?q=regionsjukvardsledningen/stab", "h1", 200, ADMIN, restores
    ),
    "restore-wrong": DeskState(
        "/admin/organ/?q=regionsjukvardsledningen/stab",
        ERRORS,
        400,
        ADMIN,
        lambda page: (restores(page), submits(why="Enligt 19121212-1212")(page))[-1],
    ),
    "account-to-administration": DeskState("/admin/konton/", "h1", 200, ADMIN, leads_back),
    "events": DeskState(EVENTS, ".event", who=ADMIN),
    "events-of-a-body": DeskState(f"{EVENTS}?slag=bodies.body", ".event", 200, ADMIN, opens_all),
    "events-of-drafts": DeskState(
        f"{EVENTS}?slag=documents.section", ".event", 200, ADMIN, opens_all
    ),
    "events-none": DeskState(f"{EVENTS}?ord=finnsinte", ".empty", who=ADMIN),
    "events-wrong": DeskState(f"{EVENTS}?fran=i%20fjol&slag=x", ERRORS, 400, ADMIN),
    "events-not-theirs": DeskState(EVENTS, status=404, who=SUPPORT),
    "history-of-body": DeskState(f"/arbetsyta/historik/organ/{BODY}/", ".event", who=ADMIN),
    "history-missing": DeskState("/arbetsyta/historik/organ/finns/", status=404, who=ADMIN),
    "help": DeskState(HELP, ".task-list", who=SUPPORT),
    "help-opened": DeskState(HELP, ".help dl", 200, SUPPORT, opens_help),
    "guide": DeskState(f"{HELP}nytt-processtod/", ".guide-step", who=SUPPORT),
    "guide-of-another": DeskState(f"{HELP}ny-ordforande/", ".notice", who=SUPPORT),
    "guide-admin": DeskState(f"{HELP}administrator/", ".guide-step", who=ADMIN),
    "guide-missing": DeskState(f"{HELP}finns-inte/", status=404, who=SUPPORT),
    "mailing-choose": DeskState(MAILING, ".task-list", who=SUPPORT),
    "mailing-body": DeskState(f"{MAILING}?organ={BODY}", "textarea", who=SUPPORT),
    "mailing-nobody": DeskState(f"{MAILING}?organ={BODY}&till=ovriga", ".empty", who=SUPPORT),
    "mailing-wrong": DeskState(f"{MAILING}?organ={BODY}&till=alla", ERRORS, 400, SUPPORT),
    "mailing-kind": DeskState(f"{MAILING}?slag=programomrade", "textarea", who=ADMIN),
}
