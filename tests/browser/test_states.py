"""Each kind of page in each state: nothing for axe, the browser's policy or a narrow window."""

import pytest

from tests.browser.axe import add_axe, violations
from tests.browser.looking import (
    OTHERS,
    USUAL,
    faint_in_forced_colours,
    foreign_requests,
    look_as,
    lost_text,
    sideways,
)
from tests.browser.states import STATES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "combinations",
    [pytest.param(USUAL, id="usual"), pytest.param(OTHERS, id="others", marks=pytest.mark.full)],
)
@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_page_has_no_fault_in_any_state(visit, site, combinations, state):
    page = visit(state.path, combinations[0])
    assert page.answer.status == state.status
    assert page.locator(state.holds).first.is_visible()
    if state.opens:
        page.set_viewport_size({"width": 320, "height": 640})
        page.locator(state.opens).locator("summary").click()
        assert page.locator(state.opens).get_attribute("open") is not None

    for combination in combinations:
        look_as(page, combination)
        assert sideways(page) == [], combination
        assert lost_text(page) == [], combination
    # Before axe, which adds itself to the page.
    assert page.seen_errors == []
    assert page.evaluate("window.policyViolations") == []
    assert foreign_requests(page, site) == []
    assert page.context.cookies() == []

    add_axe(page)
    for combination in combinations:
        look_as(page, combination)
        forced = combination.endswith("forced")
        assert violations(page, forced=forced) == [], combination
        assert not forced or faint_in_forced_colours(page) == [], combination


def test_faults_that_the_walk_looks_for_are_found(visit):
    page = visit("/om/", "320-dark")
    page.evaluate("""() => {
      const bad = document.createElement("p");
      bad.textContent = "Fel";
      bad.style.cssText = "color: #333; background: #222; width: 900px; position: relative;";
      document.querySelector("main .wrap").prepend(bad);
      document.querySelector("h1").style.cssText = "height: 4px; overflow: hidden";
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
    }""")
    assert any("Fel" in each for each in sideways(page))
    assert any(each.startswith("avhuggen: H1") for each in lost_text(page))
    assert page.evaluate("window.ran") is None
    assert page.evaluate("window.policyViolations") == ["script-src-elem: inline"]
    assert any("Content Security Policy" in each for each in page.seen_errors)
    add_axe(page)
    assert "color-contrast" in str(violations(page))


def test_text_that_refuses_forced_colours_is_found(visit):
    page = visit("/om/", "320-forced")
    assert faint_in_forced_colours(page) == []
    page.evaluate("""() => {
      const head = document.querySelector("h1");
      head.style.cssText = "forced-color-adjust: none; color: #222";
    }""")
    assert [each.split()[0] for each in faint_in_forced_colours(page)] == ["H1."]
