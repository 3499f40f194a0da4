"""Every state of the pages that tell what goes from one region to another."""

from tests.browser.desk_rights_states import ADMIN, EDITOR, SUPPORT
from tests.browser.desk_states import DeskState

LIST = "/arbetsyta/turordningar/overlamningar/"
BODY = "samverkansgrupper/uppfoljning-och-analys"
TICK = ".guide-steps .button:visible"
LONG = "Regionsjukvårdsledningsarbetsutskottssammanträdesprotokollsjusteringsfrågor" * 2


def sends(page, selector: str):
    """Presses the first button of its sort; the answer is the page that it leads to."""
    with page.expect_navigation() as leading:
        # By keyboard: in the middle of a link that goes on in a second line there may be no link.
        page.locator(selector).first.press("Enter")
    page.answer = leading.value
    return page.answer


def opens_first(page):
    """From the list to the checklist of what comes first."""
    return sends(page, "main [scope=row] a")


def ticks_all(page):
    """Everything that is ticked off by hand."""
    opens_first(page)
    while page.locator(TICK).count():
        sends(page, TICK)
    return page.answer


def takes_back(page):
    """Something is ticked off, and then not after all."""
    opens_first(page)
    if not page.locator(".guide-steps .link-button").count():
        sends(page, TICK)
    return sends(page, ".guide-steps .link-button")


def tells_at_length(page):
    """Names without an end, where names stand."""
    opens_first(page)
    page.evaluate(
        "(long) => document.querySelectorAll('main h1, main td, main .note, .guide-title')"
        ".forEach((each) => { each.textContent = long; })",
        LONG,
    )
    return page.answer


def sends_what_is_gone(page):
    """The turn is another's by the time that something is ticked off."""
    opens_first(page)
    page.evaluate(
        "() => document.querySelectorAll('[name=item]').forEach((e) => { e.value = 'borta'; })"
    )
    return sends(page, TICK)


HANDOVERS_STATES = {
    "handovers": DeskState(LIST, ".desk-table", who=ADMIN),
    "handovers-of-a-region": DeskState(LIST, ".desk-table", who=EDITOR),
    "handovers-of-a-body": DeskState(LIST, ".desk-table", who=SUPPORT),
    "handovers-none": DeskState(LIST, ".empty", who="ordforande"),
    "handovers-not-theirs": DeskState(LIST, status=404, who="ledamot"),
    "handover": DeskState(LIST, ".guide-step", who=SUPPORT, does=opens_first),
    "handover-by-editor": DeskState(LIST, ".guide-step", who=EDITOR, does=opens_first),
    "handover-office": DeskState(LIST, ".handover-rights", who=ADMIN, does=opens_first),
    "handover-taken-back": DeskState(LIST, ".told", who=EDITOR, does=takes_back),
    "handover-all-ticked": DeskState(LIST, ".link-button", who=SUPPORT, does=ticks_all),
    "handover-refused": DeskState(LIST, ".told-error", who=ADMIN, does=sends_what_is_gone),
    "handover-long": DeskState(LIST, ".guide-step", who=SUPPORT, does=tells_at_length),
    "handover-no-such-day": DeskState(
        f"/arbetsyta/turordningar/overlamning/{BODY}/1999-01-01/", status=404, who=ADMIN
    ),
}
