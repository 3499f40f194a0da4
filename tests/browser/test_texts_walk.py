"""A text of the site is written, shown ahead, planned, called off and dropped: with keys alone,
with and without JavaScript. Nothing of it is ever public, so that other tests read the same
site."""

from datetime import timedelta

import pytest

from organisation.dates import today

pytestmark = pytest.mark.browser
TEXTS = "/arbetsyta/texter/"
WORDS = "Så gör vi med kakor."


def press(page, role: str, name: str) -> None:
    """Goes to a link or button by its words and presses Enter."""
    found = page.locator("main").get_by_role(role, name=name, exact=True).first
    found.focus()
    assert found.evaluate("each => each === document.activeElement")
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_text_is_written_planned_called_off_and_dropped_with_keys(look, scripts):
    page = look(f"{TEXTS}?q=/om/kakor", java_script_enabled=scripts, signed_in="admin")
    press(page, "link", "Kakor")
    lead = page.get_by_label("Ingress", exact=True)
    lead.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(WORDS)
    press(page, "button", "Spara utkastet")
    assert "Utkastet är sparat" in page.locator(".told").inner_text()
    assert page.get_by_label("Ingress", exact=True).input_value() == WORDS

    press(page, "link", "Förhandsgranska")
    assert WORDS in page.locator("main").inner_text()
    page.get_by_role("link", name="Tillbaka till utkastet").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    press(page, "link", "Publicera")
    page.get_by_label("Publicera senare, den dagen").fill("2020-01-01")
    press(page, "button", "Publicera")
    assert "Välj en senare dag" in page.locator(".errors").inner_text()
    day = today() + timedelta(days=40)
    page.get_by_label("Publicera senare, den dagen").fill(day.isoformat())
    press(page, "button", "Publicera")
    assert "Texten publiceras" in page.locator(".told").inner_text()
    assert page.get_by_role("button", name="Spara utkastet").count() == 0

    press(page, "link", "Ändra eller avboka publiceringen")
    press(page, "button", "Avboka publiceringen")
    press(page, "link", "Kasta utkastet")
    press(page, "button", "Kasta utkastet")
    assert "oförändrat" in page.locator(".told").inner_text()
    assert page.get_by_label("Ingress", exact=True).input_value() != WORDS
