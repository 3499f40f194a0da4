"""The way of a text from draft to published page, in a browser that runs no scripts."""

import pytest

from organisation.dates import today
from tests.browser.desk import DESK, REVIEWER, WRITER

pytestmark = pytest.mark.browser

BODY = "/arbetsgrupper/exempelgrupp-rorelse-pa-recept/"
VERSION = "Exempelgrupp för rörelse på recept, version 1"


@pytest.fixture
def still(look):
    """Opens the workspace for a person, in a context without JavaScript."""

    def open_page(who: str):
        # Signed in without scripts too.
        return look(DESK, java_script_enabled=False, signed_in=who)

    return open_page


def press(page, name: str, role: str = "button") -> None:
    page.locator("main").get_by_role(role, name=name, exact=True).first.click()
    page.wait_for_load_state()


def test_text_is_written_decided_and_published(still, site):
    page = still(WRITER)
    page.get_by_role("link", name="Uppdragsbeskrivningar").first.click()
    press(page, "Börja på en ny version för Exempelgrupp för rörelse på recept")
    page.get_by_label("Rubrik", exact=True).fill("Uppdrag")
    press(page, "Lägg till avsnittet")
    assert page.locator(".toolbar").count() == 0
    assert page.locator("[data-save-state]").inner_text() == ""

    page.get_by_label("Rubrik", exact=True).evaluate("each => each.removeAttribute('required')")
    page.get_by_label("Rubrik", exact=True).fill("")
    page.get_by_label("Text", exact=True).fill("Gruppen ska:\n\n- spara el\n- spara vatten")
    press(page, "Spara avsnittet")
    assert page.locator(".errors a").inner_text() == "Skriv en rubrik."
    page.get_by_label("Rubrik", exact=True).fill("Uppdrag")
    press(page, "Spara avsnittet")
    assert page.locator("#uppdrag li").all_inner_texts() == ["spara el", "spara vatten"]

    page.locator("summary", has_text="Kommentera").click()
    page.get_by_label("Kommentar", exact=True).fill("Bra så?")
    press(page, "Spara kommentaren")
    press(page, "Markera som löst")
    press(page, "Skicka version 1 till beslut", "link")
    press(page, "Skicka version 1 till beslut")
    assert "skickad till beslut" in page.locator(".told").inner_text()

    other = still(REVIEWER)
    press(other, VERSION, "link")
    press(other, "Registrera beslutet", "link")
    other.get_by_label("Beslutat av").select_option(index=1)
    other.get_by_label("Beslutsdag").fill(today().isoformat())
    other.get_by_label("Gäller från och med").fill(today().isoformat())
    press(other, "Registrera beslutet")
    press(other, "Publicera version 1", "link")
    press(other, "Publicera version 1")
    assert other.locator(".told").inner_text() == "Version 1 är publicerad."

    public = other.context.new_page()
    public.goto(f"{site}{BODY}uppdrag/")
    assert "spara vatten" in public.locator(".doc").inner_text()
    public.close()
