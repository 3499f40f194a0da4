"""Every state of the pages where goals are set and measurements filled in and read in."""

import datetime
import time

from tests.browser.desk_rights_states import ADMIN, opened
from tests.browser.desk_roster_files_states import reads_receipt
from tests.browser.desk_states import DeskState, submits

GOALS = "/arbetsyta/mal/"
BODY = f"{GOALS}organ/programomraden/levnadsvanor/"
EMPTY = f"{GOALS}organ/programomraden/endokrina-sjukdomar/"
READ_IN = f"{GOALS}las-in/"
HEAD = "Organ\tMål\tPeriod\tRegion\tVärde\tKommentar\n"
ROW = "Levnadsvanor\t1\t{}\tRegion Kalmar län\t{}\t{}\n"
# The demo has no value of the first of these years, and 55 of the second.
GAP, KNOWN = datetime.date.today().year - 4, datetime.date.today().year - 5
RIGHT = HEAD + ROW.format(GAP, "58", "") + ROW.format(KNOWN, "55", "")
WRONG = HEAD + ROW.format("snart", "58 dagar", "") + ROW.format(KNOWN, "55", "")


def link(*selectors: str, then=None):
    """Goes on by links, one after the other, and acts on the last page."""

    def act(page):
        answer = None
        for each in selectors:
            answer = opened(page, each)
        return (then and then(page)) or answer

    return act


def reads_in(page):
    """Reads in a value that nobody has read in before."""
    value = str(int(time.time()) % 900)
    submits(pasted=HEAD + ROW.format(KNOWN, value, "Rättat."))(page)
    return reads_receipt(page)


FIRST = ".desk-table th a"
FILL = "td a:has-text('Fyll i')"
GOALS_STATES = {
    "goals": DeskState(GOALS, ".desk-table", who=ADMIN),
    "goals-of-body": DeskState(BODY, ".desk-table", who=ADMIN),
    "goals-of-body-none": DeskState(EMPTY, ".empty", who=ADMIN),
    "goal-new": DeskState(f"{BODY}nytt/", "form.form", who=ADMIN),
    "goal-new-wrong": DeskState(
        f"{BODY}nytt/", ".field-error", 400, ADMIN, submits(indicator="Andel")
    ),
    "goal": DeskState(BODY, ".desk-table td .note", who=ADMIN, does=link(FIRST)),
    "goal-target-wrong": DeskState(
        BODY,
        ".field-error",
        400,
        ADMIN,
        link(FIRST, "a:has-text('Lägg till ett målvärde')", then=submits(value="många")),
    ),
    "goal-period-wrong": DeskState(
        BODY, ".field-error", 400, ADMIN, link(FIRST, FILL, then=submits(value_0="1.234"))
    ),
    "goal-history": DeskState(
        BODY, "main", who=ADMIN, does=link(FIRST, "a:has-text('Ändringar av mätvärden')")
    ),
    "measurements-import": DeskState(READ_IN, "textarea", who=ADMIN),
    "measurements-import-wrong": DeskState(READ_IN, ".field-error", 400, ADMIN, submits()),
    "measurements-columns": DeskState(
        READ_IN, ".notice", who=ADMIN, does=submits(pasted=RIGHT.replace("Period", "När"))
    ),
    "measurements-preview": DeskState(
        READ_IN, "form[action$='/gor/']", who=ADMIN, does=submits(pasted=RIGHT)
    ),
    "measurements-preview-wrong": DeskState(
        READ_IN, ".roster-faults", who=ADMIN, does=submits(pasted=WRONG)
    ),
    "measurements-receipt": DeskState(READ_IN, ".roster-counts", who=ADMIN, does=reads_in),
}
