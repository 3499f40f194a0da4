"""A chair makes this year's plan from what goes on since last year, adds an activity and publishes
it, with the keyboard alone; it stands at once where readers look."""

import pytest

from organisation.dates import today
from tests.browser.desk import PASSWORD, SIGN_IN
from tests.browser.keys import Keys
from tests.browser.looking import Looker

pytestmark = pytest.mark.browser
AREA = "/programomraden/levnadsvanor/"
COUNCIL = "/kunskapsrad/halsa-och-rehabilitering/"
ACTIVITY = "Gemensam mottagning for somn"
GOAL = "Alla som sover illa ska erbjudas samma stod."


def test_plan_is_made_from_last_years_and_stands_everywhere_at_once(browser, site):
    year = today().year
    looker = Looker(browser, site)
    page = looker.open(SIGN_IN, "1280-light", java_script_enabled=False)
    keys = Keys(page)

    def public(address: str) -> str:
        return page.request.get(site + address).text().replace("\N{SOFT HYPHEN}", "")

    def seen() -> str:
        return page.locator("main").inner_text().replace("\N{SOFT HYPHEN}", "")

    plan = f"{AREA}dokument/verksamhetsplan-{year}/"
    assert page.request.get(site + plan).status == 404

    keys.write("id_username", "ordforande")
    keys.write("id_password", PASSWORD)
    keys.enter()
    keys.press_on("Planer och rapporter")
    keys.press_on(f"Börja på plan {year} för Levnadsvanor")
    assert f"Utkastet börjar med 2 aktiviteter som fortsätter från årsrapport {year - 1}" in seen()
    keys.press_on("Börja på utkastet")
    assert "2 aktiviteter" in page.locator(".told").inner_text()

    keys.press_on("Lägg till en aktivitet under Frågan ställs")
    keys.write("id_name", ACTIVITY)
    keys.write("id_goal", GOAL)
    keys.reach("id_promises_0")
    page.keyboard.press("Space")
    keys.press_on("Spara aktiviteten")
    assert ACTIVITY in seen()
    assert page.request.get(site + plan).status == 404

    keys.press_on("Publicera version 1")
    keys.press_on("Publicera version 1")
    assert "Version 1 är publicerad" in page.locator(".told").inner_text()

    assert f"verksamhetsplan-{year}" in public(AREA)
    shown = public(plan)
    assert ACTIVITY in shown
    assert GOAL in shown
    assert page.request.get(f"{site}{plan}1/pdf/").body().startswith(b"%PDF-")
    assert ACTIVITY in public("/loften/1/")
    assert f"verksamhetsplan {year}" in public("/nytt/").lower()
    assert GOAL in public(f"{AREA}aktiviteter/4/")
    assert f'href="{plan}"' in public("/planering/planer-och-rapporter/")
    assert ACTIVITY in public(f"{COUNCIL}uppfoljning/")
    looker.close()
