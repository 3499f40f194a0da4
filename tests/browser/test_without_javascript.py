"""The same tasks in a browser that runs no scripts."""

import pytest

from tests.browser.states import AREA, AREAS

pytestmark = pytest.mark.browser


@pytest.fixture
def still(look):
    """Opens a page in a context without JavaScript."""

    def open_page(path, combination="1280-light"):
        return look(path, combination, java_script_enabled=False)

    return open_page


def test_scripts_do_not_run_in_these_tests(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto("data:text/html,<title>utan</title><script>document.title = 'med'</script>")
    assert page.title() == "utan"
    context.close()


def test_menu_of_a_phone_leads_on(still):
    page = still("/", "320-dark")
    entrance = page.locator(".menu nav a").nth(1)
    assert not entrance.is_visible()
    page.locator(".menu summary").click()
    name = entrance.inner_text()
    entrance.click()
    page.wait_for_load_state()
    assert page.locator(".menu a[aria-current]").text_content() == name


def test_another_day_is_chosen_and_left(still):
    page = still(AREA)
    page.get_by_text("Visa ett annat datum").click()
    page.get_by_label("Datum").fill("2019-06-01")
    page.get_by_role("button", name="Byt datum").click()
    page.wait_for_url(f"**{AREA}?datum=2019-06-01")
    assert "Du ser organisationen som den var 1 juni 2019" in page.locator(".banner").inner_text()

    page.locator(".trail a").last.click()
    page.wait_for_url("**/kunskapsrad/**?datum=2019-06-01")
    page.get_by_text("Till i dag").click()
    page.wait_for_load_state()
    assert "datum" not in page.url
    assert page.locator(".banner").count() == 0


def test_choice_that_does_not_exist_says_in_which_field(still):
    page = still(f"{AREAS}?rad=atlantis")
    link = page.locator(".errors a")
    assert link.inner_text() == "Kunskapsråd: Vi hittar inte det du valde. Välj i listan."
    link.click()
    assert page.url.endswith("#val-council")


def test_list_is_narrowed(still):
    page = still(AREAS)
    page.get_by_label("Namn eller annat namn").fill("cancer")
    page.get_by_role("button", name="Visa").click()
    page.wait_for_load_state()
    assert "Cancersjukdomar" in page.locator("table.a-to-z").inner_text()
    assert page.locator("table.a-to-z tbody tr").count() < 24

    page.get_by_label("Namn eller annat namn").fill("")
    page.get_by_label("Ordförandens region").select_option(index=1)
    page.get_by_role("button", name="Visa").click()
    page.wait_for_load_state()
    assert 0 < page.locator("table.a-to-z tbody tr").count() < 24


def test_narrowing_on_another_day_stays_on_it(still):
    page = still(f"{AREAS}?datum=2022-03-01")
    page.get_by_label("Namn eller annat namn").fill("cancer")
    page.get_by_role("button", name="Visa").click()
    page.wait_for_load_state()
    assert "datum=2022-03-01" in page.url
    assert "1 mars 2022" in page.locator(".banner").inner_text()


def test_wrong_day_is_put_right(still):
    page = still(f"{AREA}?datum=banan")
    assert page.answer.status == 400
    page.get_by_label("Datum").fill("2022-03-01")
    page.get_by_role("button", name="Byt datum").click()
    page.wait_for_url(f"**{AREA}?datum=2022-03-01")
    assert "1 mars 2022" in page.locator(".banner").inner_text()
