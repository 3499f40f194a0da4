"""Every state of the pages where posts are filled, ended and put right."""

from datetime import date, timedelta

from tests.browser.desk_rights_states import ADMIN, EDITOR, ERRORS, opened
from tests.browser.desk_states import DeskState, submits

BODIES = "/arbetsyta/organ/"
AREA = f"{BODIES}programomraden/cancersjukdomar/"
COMING = str(date.today() + timedelta(days=20))
LONG = "Anna-Katarina Exempelhammar-Exempelströmbergsson"


def at(*steps):
    """Takes the steps in the page, one after another."""

    def act(page):
        answer = page.answer
        for each in steps:
            answer = each(page) or answer
        return answer

    return act


def link(css: str):
    return lambda page: opened(page, css)


def text_link(text: str):
    return link(f"a:has-text('{text}')")


def follow_tool(page, text: str):
    """Follows one of the links that a public page has for those who have signed in."""
    with page.expect_navigation() as leading:
        page.click(f"a:has-text('{text}')")
    return leading.value


def searched(words: str):
    def act(page):
        page.fill("#id_q", words)
        with page.expect_navigation() as leading:
            page.click("main form button")
        return leading.value

    return act


def corrected(page):
    """Moves the first day of an appointment by a day, and comes back to the body's posts."""
    opened(page, "a:has-text('Rätta')")
    day = date.fromisoformat(page.input_value("#id_first")) + timedelta(days=1)
    submits(first=str(day), note="Fel dag.")(page)
    with page.expect_navigation() as leading:
        page.click("button[name=spara]")
    return leading.value


FILL = text_link("Utse någon")
CHOSEN = (FILL, searched("exempelgren"), link(".task-list a"))
NEW = (FILL, searched(LONG), text_link("Lägg till en ny person"))
ROSTER_STATES = {
    "rosters": DeskState(BODIES, ".desk-table", who=EDITOR),
    "rosters-turn": DeskState(f"{BODIES}?tur=kalmar-lan", ".desk-table, .empty", who=ADMIN),
    "rosters-vacant": DeskState(f"{BODIES}?visa=vakanta", ".desk-table", who=EDITOR),
    "rosters-none": DeskState(f"{BODIES}?q=finnsinte", ".empty", who=EDITOR),
    "rosters-of-all": DeskState(BODIES, ".desk-table", who=ADMIN),
    "roster": DeskState(AREA, ".is-roster", who=EDITOR),
    "roster-derived": DeskState(f"{BODIES}samverkansnamnden/", ".is-roster", who=ADMIN),
    "roster-missing": DeskState(f"{BODIES}finns/inte/", status=404, who=EDITOR),
    "fill": DeskState(AREA, "#id_q", who=EDITOR, does=at(FILL)),
    "fill-nobody": DeskState(AREA, ".empty", who=EDITOR, does=at(FILL, searched("finnsinte"))),
    "fill-found": DeskState(AREA, ".task-list", who=EDITOR, does=at(FILL, searched("exempel"))),
    "fill-chosen": DeskState(AREA, "#id_first", who=EDITOR, does=at(*CHOSEN)),
    "fill-bad": DeskState(
        AREA,
        ERRORS,
        400,
        EDITOR,
        at(*CHOSEN, submits(last="2001-01-01", note="811218-9876")),
    ),
    "fill-preview": DeskState(
        AREA, "button[name=utse]", who=EDITOR, does=at(*CHOSEN, submits(first=COMING))
    ),
    "fill-new": DeskState(AREA, "#id_given", who=EDITOR, does=at(*NEW)),
    "fill-new-bad": DeskState(
        AREA, ERRORS, 400, EDITOR, at(*NEW, submits(email="eva@privat.test"))
    ),
    "fill-new-double": DeskState(
        AREA,
        "#lika",
        400,
        EDITOR,
        at(*NEW, submits(given="Rogér", family="Exempelnas", email="")),
    ),
    "fill-new-preview": DeskState(
        AREA, "button[name=utse]", who=EDITOR, does=at(*NEW, submits(title=LONG))
    ),
    "change-holder": DeskState(AREA, "#id_q", who=EDITOR, does=at(text_link("Byt"))),
    "end": DeskState(AREA, "#id_last", who=EDITOR, does=at(text_link("Avsluta"))),
    "end-without-why": DeskState(
        AREA, ERRORS, 400, EDITOR, at(text_link("Avsluta"), submits(note=""))
    ),
    "end-preview": DeskState(
        AREA,
        "button[name=spara]",
        who=EDITOR,
        does=at(text_link("Avsluta"), submits(note="Går i pension.")),
    ),
    "correct": DeskState(AREA, "#id_never", who=EDITOR, does=at(text_link("Rätta"))),
    "correct-nothing": DeskState(
        AREA, ERRORS, 400, EDITOR, at(text_link("Rätta"), submits(note="Inget."))
    ),
    "correct-preview": DeskState(
        AREA,
        "button[name=spara]",
        who=EDITOR,
        does=at(text_link("Rätta"), submits(first="2024-02-01", note="Fel dag.")),
    ),
    "roster-changed": DeskState(AREA, "#andrat", who=EDITOR, does=corrected),
    "undo-latest": DeskState(
        AREA, "h1", who=EDITOR, does=at(corrected, link("#andrat ~ ul a:has-text('Ångra')"))
    ),
    "end-many": DeskState(
        "/arbetsyta/poster/avsluta/?organ=samverkansnamnden", "fieldset", who=EDITOR
    ),
    "end-many-none-chosen": DeskState(
        "/arbetsyta/poster/avsluta/?organ=samverkansnamnden",
        ERRORS,
        400,
        EDITOR,
        submits(note="Mandatperioden är slut."),
    ),
    "end-many-preview": DeskState(
        "/arbetsyta/poster/avsluta/?organ=samverkansnamnden",
        "button[name=spara]",
        who=EDITOR,
        does=at(
            lambda page: [each.check() for each in page.locator("[name=uppdrag]").all()] and None,
            submits(note="Mandatperioden är slut."),
        ),
    ),
    "end-many-missing": DeskState("/arbetsyta/poster/avsluta/?organ=x", status=404, who=EDITOR),
    "merge": DeskState(
        "/personer/henrik-exempellund/",
        "h1",
        who=EDITOR,
        does=at(lambda page: follow_tool(page, "Slå ihop med en dubblett")),
    ),
}
