"""Making the account that one is invited to, with the keyboard alone; with scripts and without."""

import re

import pytest

from tests.browser.desk import Desk
from tests.browser.desk_rights_states import ADMIN
from tests.browser.looking import USUAL, Looker
from tests.browser.test_desk_states import has_no_fault
from tests.browser.test_signing_in_by_keyboard import fill_in, heading, press_on

pytestmark = pytest.mark.browser
PASSWORD = "fyra ord som inte passar ihop"
NOT_INVITED = """
SELECT p.slug FROM organisation_person p
WHERE p.email <> '' AND p.merged_into_id IS NULL
AND NOT EXISTS (SELECT FROM organisation_user u WHERE u.person_id = p.id OR u.email = p.email)
AND NOT EXISTS (SELECT FROM organisation_invitation i WHERE i.person_id = p.id)
AND %s = EXISTS (SELECT FROM bodies_tenure t WHERE t.person_id = p.id
    AND (t.start IS NULL OR t.start <= (now() AT TIME ZONE 'Europe/Stockholm')::date)
    AND (t."end" IS NULL OR t."end" > (now() AT TIME ZONE 'Europe/Stockholm')::date))
ORDER BY p.slug LIMIT 1
"""


@pytest.fixture
def has_a_post() -> bool:
    """Whether who is invited has something to do in the workspace."""
    return True


@pytest.fixture
def link(looker, site, accounts, has_a_post) -> str:
    """The link of a new invitation's mail."""
    ((slug,),) = accounts.run(NOT_INVITED, has_a_post)
    Desk(looker.context({"signed_in": ADMIN}), site).post("/arbetsyta/konton/bjud-in/", person=slug)
    ((text,),) = accounts.run(
        "SELECT o.text FROM organisation_outbox o JOIN organisation_invitation i "
        "ON o.key LIKE 'invitation:' || i.id || ':%%' JOIN organisation_person p "
        "ON p.id = i.person_id WHERE p.slug = %s",
        slug,
    )
    return re.search(r"(/inbjudan/[\w-]+/)", text)[1]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("has_a_post", [True, False], ids=["has a post", "had a post"])
def test_account_is_made_by_keyboard_and_signs_in(browser, site, link, has_a_post, scripts):
    looker = Looker(browser, site)
    page = looker.open(link, "320-light", java_script_enabled=scripts)
    name = page.locator("#id_username").input_value()
    fill_in(page, password=PASSWORD, again=PASSWORD)
    assert heading(page) == "Ditt konto är klart"
    press_on(page, "Logga in")
    fill_in(page, username=name, password=PASSWORD)
    page.wait_for_url("**/arbetsyta/" if has_a_post else "**/konto/")
    page.goto(site + link)
    assert heading(page) == "Inbjudan är redan använd"
    looker.close()


@pytest.mark.parametrize("wrong", [False, True], ids=["opened", "wrong"])
def test_page_of_an_invitation_has_no_fault(browser, site, link, wrong):
    looker = Looker(browser, site)
    page = looker.open(link, USUAL[0])
    answer = page.answer
    if wrong:
        page.fill("#id_password", "kort")
        page.fill("#id_again", "annat")
        with page.expect_navigation() as leading:
            page.click("main button")
        answer = leading.value
        assert answer.status == 400
    has_no_fault(page, answer, USUAL)
    looker.close()
