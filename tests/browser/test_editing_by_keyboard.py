"""A commission from the first word to the published page, with the keyboard alone: one writes,
another reviews, decides and publishes."""

import re

import pytest

from organisation.dates import today
from tests.browser.desk import PASSWORD, REVIEWER, SIGN_IN, WRITER
from tests.browser.looking import Looker
from tests.browser.test_keyboard import follow, press, tab_to, write

pytestmark = pytest.mark.browser

BODY = "/arbetsgrupper/exempelgrupp-lakemedelsgenomgangar/"
# What is written has only signs that the browser's own keyboard has.
TASKS = f"Gruppen ska:\n\n- samordna avtal\n- dela dem, se [gruppens sida]({BODY})"
VERSION = "Exempelgrupp för läkemedelsgenomgångar, version 1"
SUBMIT, PUBLISH = "Skicka version 1 till beslut", "Publicera version 1"


@pytest.fixture
def desk(browser, site):
    """A page of someone who isn't signed in yet, in a context that no other test uses."""
    looker = Looker(browser, site)
    yield looker.open(SIGN_IN, "1280-light")
    looker.close()


def reach(page, text: str) -> dict:
    """Go to what is called `text` with Tab: on from where a saved form led, and past the end of the
    page to its top."""
    try:
        return tab_to(page, text)
    except AssertionError:
        return tab_to(page, text)


def press_on(page, text: str) -> None:
    """Go to what is called `text`, and on from there to another page."""
    reach(page, text)
    follow(page)


def fill_in(page, **fields: str) -> None:
    """Write in fields, in the order that Tab reaches them."""
    for name, text in fields.items():
        reach(page, f"id_{name}")
        write(page, text)


def sign_in(page, who: str) -> None:
    page.goto(re.match(r"http://[^/]+", page.url)[0] + SIGN_IN)
    fill_in(page, username=who, password=PASSWORD)
    follow(page)
    assert page.url.endswith("/arbetsyta/")


def sign_out(page) -> None:
    press_on(page, "Logga ut")
    assert page.locator(".desk-user").count() == 0


def told(page) -> str:
    """What the page says of the last thing done."""
    return page.locator(".told").inner_text()


def headings(page) -> list[str]:
    return [each.replace("\xad", "") for each in page.locator(".card h2").all_inner_texts()]


def add_section(page, heading: str, text: str) -> None:
    """Add a section, and write its text until it's saved by itself."""
    fill_in(page, heading=heading)
    follow(page)
    assert "Skriv dess text" in told(page)
    fill_in(page, text=text)
    page.locator("[data-save-state]", has_text="Sparat i dag").wait_for()


def write_the_draft(page) -> None:
    press_on(page, "Uppdragsbeskrivningar")
    press_on(page, "Börja på en ny version för Exempelgrupp för läkemedelsgenomgångar")
    add_section(page, "Rapportering", "Gruppen rapporterar varje kvartal.")
    press_on(page, "Tillbaka till texten")
    add_section(page, "Uppdrag", TASKS)
    press_on(page, "Spara avsnittet")
    assert told(page) == "Avsnittet ”Uppdrag” är sparat."
    assert page.locator("#uppdrag li").count() == 2
    assert page.locator("#uppdrag li a").get_attribute("href") == BODY

    assert headings(page) == ["Rapportering", "Uppdrag"]
    press_on(page, "Flytta upp Uppdrag")
    assert headings(page) == ["Uppdrag", "Rapportering"]
    press_on(page, "Ta bort Rapportering")
    assert headings(page) == ["Uppdrag"]
    press_on(page, "Ta tillbaka Rapportering")
    assert headings(page) == ["Uppdrag", "Rapportering"]

    reach(page, "Kommentera Uppdrag")
    page.keyboard.press("Enter")
    reach(page, "text-uppdrag")
    write(page, "Vilka avtal?")
    press_on(page, "Spara kommentaren")
    assert page.locator(".thread").inner_text().count("Vilka avtal?") == 1

    press_on(page, "Förhandsgranska")
    assert page.locator(".doc").inner_text().index("samordna avtal") > 0
    press_on(page, "Tillbaka till texten")


def submit_what_is_ready(page) -> None:
    press_on(page, SUBMIT)
    assert "En kommentar är inte löst: ”Vilka avtal?”" in page.locator(".errors").inner_text()
    press_on(page, "Gå dit")
    press_on(page, "Markera som löst")
    press_on(page, SUBMIT)
    fill_in(page, text="Klar.")
    press_on(page, SUBMIT)
    assert told(page) == "Version 1 är skickad till beslut."


def mend_what_came_back(page) -> None:
    assert "Skriv hur ofta." in page.locator("main").inner_text()
    press_on(page, "Redigera Uppdrag")
    reach(page, "id_text")
    press(page, "Control+End")
    write(page, "\n- ses varje kvartal")
    # Sent while the page may be saving by itself: nobody is in one's own way.
    press_on(page, "Spara avsnittet")
    assert page.locator("#uppdrag li").count() == 3
    press_on(page, "jämför med 1-01")
    assert "ses varje kvartal" in page.locator(".compared ins").inner_text()
    press_on(page, "Tillbaka till texten")
    press_on(page, SUBMIT)
    press_on(page, SUBMIT)


def decide(page) -> None:
    press_on(page, "Registrera beslutet")
    reach(page, "id_body")
    page.keyboard.press("ArrowDown")
    day = today().strftime("%m%d%Y")
    fill_in(page, date=day, paragraph="12", valid_from=day)
    press_on(page, "Registrera beslutet")
    assert told(page) == "Beslutet är registrerat. Nu kan version 1 publiceras."


def test_text_goes_from_the_first_word_to_the_published_page(desk, site):
    page = desk
    sign_in(page, WRITER)
    write_the_draft(page)
    submit_what_is_ready(page)
    sign_out(page)

    sign_in(page, REVIEWER)
    press_on(page, VERSION)
    press_on(page, "Skicka tillbaka till utkast")
    fill_in(page, text="Skriv hur ofta.")
    press_on(page, "Skicka tillbaka")
    assert told(page) == "Version 1 är ett utkast igen."
    sign_out(page)

    sign_in(page, WRITER)
    press_on(page, VERSION)
    mend_what_came_back(page)
    sign_out(page)

    sign_in(page, REVIEWER)
    press_on(page, VERSION)
    decide(page)
    sign_out(page)

    sign_in(page, WRITER)
    press_on(page, VERSION)
    press_on(page, PUBLISH)
    assert "Någon annan måste publicera den." in page.locator(".notice").inner_text()
    assert page.locator("main button").count() == 0
    assert page.request.get(f"{site}{BODY}uppdrag/").status == 404
    sign_out(page)

    sign_in(page, REVIEWER)
    press_on(page, VERSION)
    press_on(page, PUBLISH)
    press_on(page, PUBLISH)
    assert told(page) == "Version 1 är publicerad."
    press_on(page, "Läs versionen på webbplatsen")
    assert "ses varje kvartal" in page.locator(".doc").inner_text()
    assert "Vilka avtal?" not in page.content()
    assert reach(page, "Version 1 som PDF")["tag"] == "A"
    address = page.evaluate("document.activeElement.href")
    first, again = (page.request.get(address).body() for _ in range(2))
    assert first == again
    assert first.startswith(b"%PDF-")
    assert len(first) > 10_000

    page.goto(f"{site}/nytt/?organ={BODY.strip('/')}")
    news = page.locator("main").inner_text()
    assert (
        "Version 1 av uppdragsbeskrivningen för Exempelgrupp för läkemedelsgenomgångar"
        in news.replace("\xad", "").replace("\xa0", " ")
    )
