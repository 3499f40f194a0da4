"""Every state of the pages where bodies start, change and end."""

from datetime import date, timedelta

from tests.browser.desk_rights_states import ADMIN, ERRORS, opened
from tests.browser.desk_roster_states import at
from tests.browser.desk_states import DeskState, submits

AREA = "/arbetsyta/organ/programomraden/cancersjukdomar/forandra/"
GROUP = "/arbetsyta/organ/arbetsgrupper/exempelgrupp-munhalsa-hos-aldre/forandra/"
ENDED = "/arbetsyta/organ/arbetsgrupper/exempelgrupp-vantrumstavlor/forandra/"
COUNCIL = "/arbetsyta/organ/kunskapsrad/kirurgi-och-cancer/forandra/"
LATER = "/arbetsyta/organ/arbetsgrupper/exempelgrupp-lakemedelsgenomgangar/forandra/"
START = "/arbetsyta/organ/ny/"
COMING = str(date.today() + timedelta(days=40))
# After the first day of a group that is to come.
LATEST = str(date.today() + timedelta(days=400))
WHY = "Beslut av regionsjukvårdsledningen om en ny indelning."
LONG = "Sömnmedicinska andningsövervakningsverksamheternas kunskapsstödsgrupp " * 2
PREVIEW = "button[name=spara]"


def chosen(name: str, /, **values):
    """Chooses the first in a list, and sends the form."""

    def act(page):
        page.select_option(f"#id_{name}", index=1)
        return submits(**values)(page)

    return act


def ticked(**values):
    """Ticks the first body, and sends the form."""

    def act(page):
        page.check("#id_others_0")
        return submits(**values)(page)

    return act


def saved(page):
    with page.expect_navigation() as leading:
        page.click(PREVIEW)
    return leading.value


def follows(text: str):
    return lambda page: opened(page, f"a:has-text('{text}')")


def renamed(page):
    """Gives the body a coming name, unless an earlier look did."""
    if page.locator("#senast").count():
        return page.answer
    opened(page, "a:has-text('Byt namn')")
    submits(name="Ett senare namn", first=COMING, why=WHY)(page)
    return saved(page)


LIVES_STATES = {
    "life": DeskState(AREA, ".task-list", who=ADMIN),
    "life-ended": DeskState(ENDED, ".notice", who=ADMIN),
    "life-missing": DeskState(f"{AREA}finnsinte/", status=404, who=ADMIN),
    "life-end": DeskState(f"{GROUP}avsluta/", "#id_last", who=ADMIN),
    "life-end-bad": DeskState(
        f"{COUNCIL}avsluta/", ERRORS, 400, ADMIN, at(submits(last=COMING, why=WHY))
    ),
    "life-end-preview": DeskState(
        f"{GROUP}avsluta/", PREVIEW, who=ADMIN, does=at(submits(last=LATEST, why=LONG))
    ),
    "life-replace": DeskState(f"{AREA}ersatt/", "#id_by", who=ADMIN),
    "life-replace-preview": DeskState(
        f"{AREA}ersatt/", PREVIEW, who=ADMIN, does=at(submits(first=COMING, why=WHY, name=LONG))
    ),
    "life-merge": DeskState(f"{AREA}sla-ihop/", "#id_others", who=ADMIN),
    "life-merge-bad": DeskState(f"{AREA}sla-ihop/", ERRORS, 400, ADMIN, at(submits(why=WHY))),
    "life-merge-preview": DeskState(
        f"{AREA}sla-ihop/",
        PREVIEW,
        who=ADMIN,
        does=at(ticked(first=COMING, why=WHY, name="Cancer och akut vård")),
    ),
    "life-move": DeskState(f"{AREA}flytta/", "#id_to", who=ADMIN),
    "life-move-preview": DeskState(
        f"{AREA}flytta/", PREVIEW, who=ADMIN, does=at(chosen("to", first=COMING, why=WHY))
    ),
    "life-rename": DeskState(f"{AREA}byt-namn/", "#id_name", who=ADMIN),
    "life-rename-preview": DeskState(
        f"{AREA}byt-namn/",
        PREVIEW,
        who=ADMIN,
        does=at(submits(name=LONG.strip(), first=COMING, why=WHY)),
    ),
    "life-done": DeskState(LATER, "#senast", who=ADMIN, does=at(renamed)),
    "life-undo": DeskState(
        LATER, "main form button", who=ADMIN, does=at(renamed, follows("Ångra"))
    ),
    "life-undo-nothing": DeskState(f"{GROUP}angra/", ".notice", who=ADMIN),
    "life-start": DeskState(START, "#id_under", who=ADMIN),
    "life-start-bad": DeskState(START, ERRORS, 400, ADMIN, at(submits(name=LONG))),
    "life-start-preview": DeskState(
        START,
        PREVIEW,
        who=ADMIN,
        does=at(chosen("under", name=LONG.strip(), first=COMING, why=WHY, summary="Ett uppdrag.")),
    ),
}
