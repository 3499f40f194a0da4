"""An admin swaps two terms and prolongs one with the keyboard alone, sees first what it leads to;
public pages, the timeline, the calendar, and who then has what follows the turn agree; then both
are taken back."""

from datetime import date

import pytest

from organisation.dates import today
from tests.browser.desk import PASSWORD, SIGN_IN
from tests.browser.keys import Keys
from tests.browser.looking import Looker

pytestmark = pytest.mark.browser
BODY, COMMITTEE = "regionsjukvardsledningen", "regionsjukvardsledningen/arbetsutskott"
TERMS = """
SELECT t.start, r.name FROM bodies_rotationterm t JOIN bodies_post p ON p.id = t.post_id
JOIN bodies_body b ON b.id = p.body_id JOIN bodies_role o ON o.id = p.role_id
JOIN organisation_region r ON r.id = t.region_id
WHERE b.path = %s AND o.function = 'chair' AND t."end" > %s ORDER BY t.start
"""
CONVENER = """
SELECT p.given_name || ' ' || p.family_name FROM bodies_tenure t
JOIN organisation_person p ON p.id = t.person_id JOIN bodies_body b ON b.id = t.body_id
WHERE b.path = %s AND t.way = 'turn' AND t.start <= %s AND (t."end" IS NULL OR t."end" > %s)
"""
WHY_SWAP, WHY_MOVE = "Val i en av regionerna", "Byter chef i sommar"
SHOW = "Visa vad det leder till"


def test_two_terms_are_swapped_and_one_is_prolonged_and_both_are_taken_back(
    browser, site, accounts
):
    looker = Looker(browser, site)
    page = looker.open(SIGN_IN, "1280-light", java_script_enabled=False)
    keys = Keys(page)

    def public(address: str) -> str:
        return page.request.get(site + address).text().replace("\N{SOFT HYPHEN}", "")

    def seen() -> str:
        return page.locator("main").inner_text().replace("\N{SOFT HYPHEN}", "")

    keys.write("id_username", "admin")
    keys.write("id_password", PASSWORD)
    keys.enter()
    keys.press_on("Organ och poster")
    keys.press_on("Turordningar")
    keys.press_on("Regionsjukvårdsledningen")
    before = accounts.run(TERMS, BODY, today())
    (now, one), (following, two), (after_that, three), *_ = before
    middle = date(following.year, 7, 1)
    convener = {name: accounts.run(CONVENER, COMMITTEE, day, day) for day, name in before[:3]}

    keys.press_on("Byt två perioder")
    keys.choose("id_first", 3)
    keys.choose("id_second", 4)
    keys.write("id_reason", WHY_SWAP)
    keys.press_on(SHOW)
    told = seen()
    assert "Poster som följer turen" in told
    for ((name,),) in (convener[two], convener[three]):
        assert f"Vad {name}" in told
    keys.press_on("Byt")
    assert "Undantaget är sparat" in page.locator(".told").inner_text()
    swapped = accounts.run(TERMS, BODY, today())
    assert swapped[:3] == [(now, one), (following, three), (after_that, two)]

    keys.press_on("Förläng eller förkorta en period")
    keys.choose("id_first", 2)
    keys.write_day("id_second", middle)
    keys.choose("id_later", 1)
    keys.write("id_reason", WHY_MOVE)
    keys.press_on(SHOW)
    assert f"1 juli {middle.year}" in seen()
    keys.press_on("Flytta bytet")
    moved = accounts.run(TERMS, BODY, today())
    assert moved[:3] == [(now, one), (middle, three), (after_that, two)]

    # What everyone sees, and what rights are read from.
    timeline = public("/om/vem-leder/")
    assert WHY_SWAP in timeline
    assert WHY_MOVE in timeline
    calendar = public("/om/vem-leder/kalender.ics")
    assert f"DTSTART;VALUE=DATE:{middle:%Y%m%d}" in calendar
    assert three in public(f"/{BODY}/?datum={middle}")
    for day, name in ((date(following.year, 6, 30), one), (middle, three), (after_that, two)):
        assert accounts.run(CONVENER, COMMITTEE, day, day) == convener[name]
        [(who,)] = convener[name]
        assert who in public(f"/{COMMITTEE}/?datum={day}")

    keys.press_on("Ångra")
    keys.write("id_why", "Prov")
    keys.press_on(SHOW)
    keys.press_on("Ta tillbaka")
    assert accounts.run(TERMS, BODY, today()) == swapped
    keys.press_on("Ta tillbaka undantag 1")
    keys.write("id_why", "Prov")
    keys.press_on(SHOW)
    keys.press_on("Ta tillbaka")
    assert accounts.run(TERMS, BODY, today()) == before
    assert WHY_SWAP not in public("/om/vem-leder/")
    looker.close()
