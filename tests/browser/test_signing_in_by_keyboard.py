"""Signing in, a second factor and a new password, with the keyboard alone; with scripts and
without."""

import re

import pytest

from tests.browser.accounts import PASSWORD, code, key_of
from tests.browser.desk import SIGN_IN
from tests.browser.keys import Keys
from tests.browser.looking import Looker
from tests.browser.test_keyboard import follow, press, tab_to, write

pytestmark = pytest.mark.browser

NEW = "fyra ord som inte passar ihop"


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request, browser, site):
    """A page of someone who isn't signed in, in a context that no other test uses."""
    looker = Looker(browser, site)
    yield looker.open(SIGN_IN, "320-light", java_script_enabled=request.param)
    looker.close()


def reach(page, text: str) -> None:
    """Go on to what is called `text` with Tab, past the end of the page to its top."""
    try:
        tab_to(page, text)
    except AssertionError:
        tab_to(page, text)


def press_on(page, text: str) -> None:
    reach(page, text)
    follow(page)


def fill_in(page, **fields: str) -> None:
    """Write in fields and send the form with Enter."""
    for name, text in fields.items():
        reach(page, f"id_{name}")
        write(page, text)
    follow(page)


def heading(page) -> str:
    return page.locator("h1").inner_text().replace("\xad", "")


def sign_out(page) -> None:
    press_on(page, "Logga ut")
    assert page.locator(".desk-user").count() == 0
    press_on(page, "Logga in")


def test_second_factor_is_turned_on_and_used(page, accounts):
    name = accounts.new()
    fill_in(page, username=name, password=PASSWORD)
    assert heading(page) == "Ditt konto"
    press_on(page, "Slå på tvåstegsinloggning")
    assert heading(page) == "Slå på tvåstegsinloggning"
    key = key_of(page)
    fill_in(page, code="000000")
    assert Keys(page).focused()["text"].startswith("Rätta det här först")
    assert key_of(page) == key
    fill_in(page, code=code(key))
    assert heading(page) == "Reservkoder"
    spare = page.locator(".account-codes code").first.inner_text()
    sign_out(page)

    fill_in(page, username=name, password=PASSWORD)
    assert heading(page) == "Skriv en kod"
    fill_in(page, code=code(key, later=True))
    assert heading(page) == "Ditt konto"
    sign_out(page)

    fill_in(page, username=name, password=PASSWORD)
    fill_in(page, code=spare)
    assert heading(page) == "Ditt konto"
    press_on(page, "Visa och ändra")
    press_on(page, "Stäng av tvåstegsinloggningen")
    press_on(page, "Stäng av tvåstegsinloggningen")
    told = page.locator(".told").inner_text()
    assert told == "Tvåstegsinloggningen är av. Du är utloggad på alla andra ställen."


def test_forgotten_password_is_changed(page, accounts):
    name = accounts.new()
    fill_in(page, username=name, password="fel")
    assert Keys(page).focused()["text"].startswith("Rätta det här först")
    press_on(page, "Jag har glömt mitt lösenord")
    fill_in(page, email=f"{name}@demo.example")
    assert heading(page) == "Titta i din e-post"
    page.goto(re.match(r"http://[^/]+", page.url)[0] + accounts.link(name))
    assert heading(page) == "Välj ett nytt lösenord"
    fill_in(page, password1="kort", password2="kort")
    assert Keys(page).focused()["text"].startswith("Rätta det här först")
    fill_in(page, password1=NEW, password2=NEW)
    assert heading(page) == "Du har bytt lösenord"
    press_on(page, "Logga in")
    fill_in(page, username=name, password=NEW)
    assert heading(page) == "Ditt konto"
    press_on(page, "Visa inloggningar")
    assert heading(page) == "Inloggningar"


def test_stranger_of_a_region_asks_for_access(page, accounts, identity_provider):
    identity_provider.subject = accounts.new()
    press_on(page, "Region Exempel")
    assert heading(page) == "Vi känner inte igen din inloggning"
    reach(page, "id_region")
    write(page, "R")
    reach(page, "id_text")
    write(page, "19811218-9876")
    press_on(page, "Skicka begäran")
    assert Keys(page).focused()["text"].startswith("Rätta det här först")
    reach(page, "id_text")
    press(page, "End", *["Backspace"] * 13)
    write(page, "Jag skriver.")
    press_on(page, "Skicka begäran")
    assert heading(page) == "Din begäran är sparad"
