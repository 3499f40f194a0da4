"""Every state of the pages where it's decided whose turn it is."""

from datetime import date

from tests.browser.desk_rights_states import ADMIN, ERRORS, opened
from tests.browser.desk_states import DeskState, submits

TURNS = "/arbetsyta/turordningar/"
NEW = f"{TURNS}ny/?organ=programomraden/tandvard"
LONG = "Regionsjukvårdsledningsarbetsutskottssammanträdesprotokollsjusteringsfrågor" * 3


def turn(*then):
    """Opens the executive's turn, and acts there."""

    def act(page):
        answer = opened(page, "tr:has-text('Regionsjukvårdsledningen') a")
        for each in then:
            answer = each(page) or answer
        return answer

    return act


def link(text: str):
    return lambda page: opened(page, f"a:has-text('{text}')")


def swapped(first: int, second: int, why: str = "Val i en av regionerna."):
    """Fills in the form of a swap by the terms' numbers in its lists, and sends it."""

    def act(page):
        page.select_option("#id_first", index=first)
        page.select_option("#id_second", index=second)
        return submits(reason=why)(page)

    return act


def ordered(page):
    """Asks for another order from the day that the next term begins."""
    begins = date.today().year + 2
    for number, each in enumerate(page.locator("select[name^=plats-]").all()):
        each.select_option(index=3 - number)
    return submits(since=f"{begins}-01-01")(page)


TURNS_STATES = {
    "turns": DeskState(TURNS, ".desk-table", who=ADMIN),
    "turn": DeskState(TURNS, "#perioder", who=ADMIN, does=turn()),
    "turn-swap": DeskState(TURNS, "#id_first", who=ADMIN, does=turn(link("Byt två perioder"))),
    "turn-swap-nothing-chosen": DeskState(
        TURNS, ERRORS, 400, ADMIN, turn(link("Byt två perioder"), submits())
    ),
    "turn-swap-of-one-term": DeskState(
        TURNS, ERRORS, 400, ADMIN, turn(link("Byt två perioder"), swapped(2, 2))
    ),
    "turn-swap-seen-first": DeskState(
        TURNS, "#foljer", who=ADMIN, does=turn(link("Byt två perioder"), swapped(3, 4))
    ),
    "turn-move": DeskState(
        TURNS, "#id_later", who=ADMIN, does=turn(link("Förläng eller förkorta"))
    ),
    "turn-move-long-words": DeskState(
        TURNS, ERRORS, 400, ADMIN, turn(link("Förläng eller förkorta"), submits(reason=LONG))
    ),
    "turn-interim": DeskState(TURNS, "#id_region", who=ADMIN, does=turn(link("Tillfällig region"))),
    "turn-interim-wrong-days": DeskState(
        TURNS,
        ERRORS,
        400,
        ADMIN,
        turn(
            link("Tillfällig region"),
            submits(first="2030-01-01", second="2029-01-01", region=1, reason="Val."),
        ),
    ),
    "turn-order": DeskState(TURNS, "#id_sort", who=ADMIN, does=turn(link("Ny ordning"))),
    "turn-order-seen-first": DeskState(
        TURNS, "#perioder", who=ADMIN, does=turn(link("Ny ordning"), ordered)
    ),
    "turn-last-day": DeskState(TURNS, "#id_last", who=ADMIN, does=turn(link("Avsluta"))),
    "turn-taken-back-refused": DeskState(
        TURNS, ERRORS, 400, ADMIN, turn(link("Ta tillbaka turordningen"), submits(why="Fel."))
    ),
    "turn-new": DeskState(NEW, "#id_name", who=ADMIN),
    "turn-new-nothing-chosen": DeskState(NEW, ERRORS, 400, ADMIN, submits(name=LONG[:120])),
}
