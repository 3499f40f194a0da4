"""Each state of the workspace: valid, nothing for axe, the browser's policy or a narrow window."""

from http.client import HTTPMessage

import pytest

from tests.browser import reading
from tests.browser.admin_states import ADMIN_STATES
from tests.browser.axe import add_axe, violations
from tests.browser.desk import COOKIES, REVIEWER, WRITER, Desk, made_once
from tests.browser.desk_composition_states import COMPOSITION_STATES
from tests.browser.desk_coverage_states import COVERAGE_STATES
from tests.browser.desk_files_states import FILES_STATES
from tests.browser.desk_goals_states import GOALS_STATES
from tests.browser.desk_governing_states import GOVERNING_STATES
from tests.browser.desk_handovers_states import HANDOVERS_STATES
from tests.browser.desk_lives_states import LIVES_STATES
from tests.browser.desk_plans_states import PLANS_STATES
from tests.browser.desk_rights_states import RIGHTS_STATES
from tests.browser.desk_roster_files_states import ROSTER_FILES_STATES
from tests.browser.desk_roster_states import ROSTER_STATES
from tests.browser.desk_sharing_states import SHARING_STATES, make_shared
from tests.browser.desk_states import STATES, make_versions
from tests.browser.desk_texts_states import TEXT_STATES
from tests.browser.desk_trail_states import TRAIL_STATES
from tests.browser.desk_turns_states import TURNS_STATES
from tests.browser.desk_workspace_states import WORKSPACE_STATES
from tests.browser.looking import (
    OTHERS,
    USUAL,
    faint_in_forced_colours,
    focused_by_page,
    foreign_requests,
    look_as,
    lost_text,
    sideways,
)
from tests.browser.test_walk import CHECKS

pytestmark = pytest.mark.browser
ALL_STATES = (
    STATES
    | SHARING_STATES
    | ADMIN_STATES
    | RIGHTS_STATES
    | TEXT_STATES
    | TRAIL_STATES
    | TURNS_STATES
    | WORKSPACE_STATES
    | ROSTER_FILES_STATES
    | LIVES_STATES
    | ROSTER_STATES
    | COMPOSITION_STATES
    | HANDOVERS_STATES
    | PLANS_STATES
    | COVERAGE_STATES
    | GOALS_STATES
    | FILES_STATES
    | GOVERNING_STATES
)


@pytest.fixture(scope="session")
def versions(looker, site, run_folder):
    with made_once(run_folder, "versions") as kept:
        if not kept:
            people = [
                Desk(looker.context({"signed_in": each}), site) for each in (WRITER, REVIEWER)
            ]
            kept |= make_versions(*people) | make_shared(*people)
            kept["draft_pk"] = kept["draft"].strip("/").rpartition("/")[2]
    return kept


@pytest.mark.parametrize(
    "combinations",
    [pytest.param(USUAL, id="usual"), pytest.param(OTHERS, id="others", marks=pytest.mark.full)],
)
@pytest.mark.parametrize("state", ALL_STATES.values(), ids=ALL_STATES.keys())
def test_page_of_the_workspace_has_no_fault_in_any_state(
    visit, site, versions, combinations, state
):
    page = visit(state.path.format(**versions), combinations[0], signed_in=state.who)
    answer = (state.does and state.does(page)) or page.answer
    assert answer.status == state.status
    assert page.locator(state.holds).first.is_visible()
    has_no_fault(page, answer, combinations)
    assert foreign_requests(page, site) == []


def has_no_fault(page, answer, combinations) -> None:
    """Fails for what is wrong with a page that may have the two cookies of who is signed in."""
    assert faults(answer) == []
    # What the page is called stands before the name of the site.
    assert not page.title().startswith("–")
    if answer.status in (400, 409):
        # Whoever hears the page is led to what is wrong.
        assert focused_by_page(page) in ("errors", "krock")

    for combination in combinations:
        look_as(page, combination)
        assert sideways(page) == [], combination
        assert lost_text(page) == [], combination
    assert page.seen_errors == []
    assert page.evaluate("window.policyViolations") == []
    assert {each["name"] for each in page.context.cookies()} <= COOKIES

    add_axe(page)
    for combination in combinations:
        look_as(page, combination)
        forced = combination.endswith("forced")
        assert violations(page, forced=forced) == [], combination
        assert not forced or faint_in_forced_colours(page) == [], combination


def faults(answer) -> list[str]:
    """What the walk's checks have against an answer; the workspace may have its two cookies."""
    headers = HTTPMessage()
    for each in answer.headers_array():
        headers[each["name"]] = each["value"]
    path = answer.url.removeprefix("http://").partition("/")[2]
    read = reading.Answer(f"/{path}", answer.status, headers, answer.body(), wire=0)
    allowed = tuple(f"kaka: {name}=" for name in COOKIES)
    return [
        f"{name}: {fault}"
        for name, check in CHECKS.items()
        for fault in check(read)
        if not fault.startswith(allowed)
    ]
