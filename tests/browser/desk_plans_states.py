"""Every state of the pages where plans and reports are written."""

from tests.browser.desk_rights_states import ADMIN, opened
from tests.browser.desk_states import DeskState, submits

PLANS = "/arbetsyta/planer/"
CHAIR = "ordforande"
BEGIN = f"{PLANS}ny/?organ=programomraden/ogonsjukdomar&slag=verksamhetsplan&ar=2025"
LONG = "Regionsjukvårdsledningsarbetsutskottssammanträdesprotokollsjusteringsfrågor"


def report(*then):
    """Opens the draft of a report that the demo has, and acts there."""

    def act(page):
        answer = opened(page, "tr:has-text('Primärvård') a:has-text('Utkast')")
        for each in then:
            answer = each(page) or answer
        return answer

    return act


def link(selector: str):
    return lambda page: opened(page, selector)


PLANS_STATES = {
    "plans": DeskState(PLANS, ".plan-table", who=ADMIN),
    "plans-chair": DeskState(PLANS, ".plan-table", who=CHAIR),
    "plan-begin": DeskState(BEGIN, ".notice", who=ADMIN),
    "plan-begin-wrong": DeskState(BEGIN, ".field-error", 400, ADMIN, submits(year="1066")),
    "report-draft": DeskState(PLANS, ".desk-activities", who=ADMIN, does=report()),
    "activity-form": DeskState(
        PLANS, ".activity-form", who=ADMIN, does=report(link(".desk-activities h3 a"))
    ),
    "activity-new": DeskState(
        PLANS,
        ".activity-form",
        who=ADMIN,
        does=report(link("a:has-text('Lägg till en aktivitet')")),
    ),
    "activity-wrong": DeskState(
        PLANS,
        ".errors",
        400,
        ADMIN,
        report(link(".desk-activities h3 a"), submits(name="", section="nytt")),
    ),
    "activity-conflict": DeskState(
        PLANS,
        ".theirs",
        409,
        ADMIN,
        report(link(".desk-activities h3 a"), submits(revision="0", goal=LONG)),
    ),
}
