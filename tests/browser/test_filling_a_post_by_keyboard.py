"""A region's editor fills a vacant post from the workspace with the keyboard alone, in under a
minute; the page, the tenures, the rights and the history agree at once; then it's undone."""

import time

import pytest

from organisation.dates import today
from tests.browser.desk import PASSWORD, SIGN_IN
from tests.browser.keys import Keys
from tests.browser.looking import Looker

pytestmark = pytest.mark.browser
EDITOR, AREA = "regionredaktor", "/programomraden/cancersjukdomar/"
TENURE = """
SELECT p.given_name || ' ' || p.family_name FROM bodies_tenure t
JOIN organisation_person p ON p.id = t.person_id JOIN bodies_body b ON b.id = t.body_id
WHERE t.post_id = %s AND t.start <= %s AND (t."end" IS NULL OR t."end" > %s)
"""
HISTORY = """
SELECT h.history_type, u.username, h.is_mistake FROM bodies_historicalappointment h
JOIN organisation_user u ON u.id = h.history_user_id
WHERE h.post_id = %s ORDER BY h.history_id DESC LIMIT 1
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_vacant_post_is_filled_in_under_a_minute_and_undone(
    browser, site, accounts, scripts, capsys
):
    looker = Looker(browser, site)
    page = looker.open(SIGN_IN, "1280-light", java_script_enabled=scripts)
    keys = Keys(page)
    keys.write("id_username", EDITOR)
    keys.write("id_password", PASSWORD)
    keys.enter()
    assert page.url.endswith("/arbetsyta/")
    before = page.request.get(site + AREA).text()

    keys.pressed, begun = 0, time.monotonic()
    keys.press_on("Organ och poster")
    keys.press_on("Utse Ledamot för Region Kalmar län i Cancersjukdomar")
    post = page.url.split("/")[-3]
    keys.write("id_q", "exempelgren")
    keys.enter()
    # The first who was found has the focus already.
    chosen = keys.focused()["text"].removeprefix("Välj ").split(",")[0]
    keys.enter()
    keys.press_on("Visa vad det leder till")
    assert chosen in page.locator("main").inner_text()
    keys.press_on("Utse")
    took = time.monotonic() - begun
    assert f"{chosen} är utsedd" in page.locator(".told").inner_text()
    with capsys.disabled():
        print(f"\na vacant post filled: {took:.1f} s of the browser's, {keys.pressed} keys")
    assert took < 60

    on = today()
    assert accounts.run(TENURE, post, on, on) == [(chosen,)]
    assert accounts.run(HISTORY, post) == [("+", EDITOR, False)]
    assert chosen in page.request.get(site + AREA).text()
    (slug,) = accounts.run(
        "SELECT slug FROM organisation_person WHERE given_name || ' ' || family_name = %s", chosen
    )[0]
    rights = page.request.get(f"{site}/arbetsyta/behorigheter/{slug}/").text()
    assert "Cancersjukdomar" in rights

    keys.press_on("Ångra")
    assert "Ångrat" in page.locator(".told").inner_text()
    assert accounts.run(TENURE, post, on, on) == []
    assert accounts.run(HISTORY, post) == [("~", EDITOR, True)]
    assert page.request.get(site + AREA).text().count(chosen) == before.count(chosen)
    looker.close()
