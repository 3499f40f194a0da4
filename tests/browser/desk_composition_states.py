"""Every state of the pages where it's decided how bodies are composed."""

from tests.browser.desk_rights_states import ADMIN, EDITOR, ERRORS, opened
from tests.browser.desk_states import DeskState, submits

BODY = "/arbetsyta/organ/samverkansnamnden/sammansattning/"
COUNCIL = "/arbetsyta/organ/kunskapsrad/kirurgi-och-cancer/sammansattning/"
WITHOUT = "/arbetsyta/organ/regionsjukvardsledningen/sammansattning/"
LONG = "Omsorgsverksamhetsutvecklingsplaneringssamordningen enligt överenskommelsen " * 3


def at(*steps):
    """Takes the steps in the page, one after another."""

    def act(page):
        answer = page.answer
        for each in steps:
            answer = each(page) or answer
        return answer

    return act


def the_first(text: str):
    """Follows the first link of the rules that begins so."""
    return lambda page: opened(page, f".composition-rules a:has-text('{text}')")


def chosen(name: str, number: int):
    """Chooses one of a list, by its place."""
    return lambda page: page.select_option(f"#id_{name}", index=number) and None


MORE = submits(least="4", most="5", why="Fler behövs.")
COMPOSITION_STATES = {
    "composition": DeskState(BODY, ".composition-rules", who=ADMIN),
    "composition-council": DeskState(COUNCIL, ".composition-rules", who=ADMIN),
    "composition-read": DeskState(BODY, ".composition-rules", who=EDITOR),
    "composition-of-no-rules": DeskState(WITHOUT, ".empty", who=ADMIN),
    "composition-later": DeskState(f"{COUNCIL}?dag=2030-01-01", ".composition-rules", who=ADMIN),
    "composition-bad-day": DeskState(f"{BODY}?dag=1800-01-01", ERRORS, 400, who=ADMIN),
    "composition-make": DeskState(f"{BODY}skapa/", "#id_first", who=ADMIN),
    "composition-make-nothing": DeskState(
        f"{BODY}skapa/", ERRORS, 400, who=ADMIN, does=submits(first="2026-11-20")
    ),
    "rule-new": DeskState(f"{BODY}ny-regel/", "fieldset", who=ADMIN),
    "rule-new-bad": DeskState(
        f"{BODY}ny-regel/", ERRORS, 400, who=ADMIN, does=submits(least="3", most="1", per="region")
    ),
    "rule-new-preview": DeskState(
        WITHOUT.replace("sammansattning/", "sammansattning/ny-regel/"),
        ".desk-table",
        who=ADMIN,
        does=at(
            chosen("role", 5), submits(least="9", per="each-region", source_note=LONG, why="Nytt.")
        ),
    ),
    "rule-change": DeskState(COUNCIL, "#id_since", who=ADMIN, does=the_first("Ändra")),
    "rule-change-preview": DeskState(
        COUNCIL, ".desk-table", who=ADMIN, does=at(the_first("Ändra"), MORE)
    ),
    "rule-end": DeskState(COUNCIL, "#id_last", who=ADMIN, does=the_first("Avsluta")),
    "rule-end-preview": DeskState(
        COUNCIL,
        "button[name=spara]",
        who=ADMIN,
        does=at(the_first("Avsluta"), submits(why="Upphävd.")),
    ),
}
