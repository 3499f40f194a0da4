"""Each state of signing in and of one's own account: valid, nothing for axe, the browser's policy
or a narrow window."""

import pytest

from tests.browser.accounts import PASSWORD, code, key_of
from tests.browser.desk_states import DeskState, submits
from tests.browser.looking import OTHERS, USUAL, Looker
from tests.browser.test_desk_states import has_no_fault

pytestmark = pytest.mark.browser
LOOKS = pytest.mark.parametrize(
    "combinations",
    [pytest.param(USUAL, id="usual"), pytest.param(OTHERS, id="others", marks=pytest.mark.full)],
)
FORGOTTEN = "/logga-in/glomt-losenord/"
ERRORS = ".errors"

STRANGERS = {
    "forgotten": DeskState(FORGOTTEN, "form.form"),
    "forgotten-empty": DeskState(FORGOTTEN, ERRORS, 400, does=submits()),
    "forgotten-sent": DeskState(f"{FORGOTTEN}skickat/"),
    "link-used": DeskState(f"{FORGOTTEN}1-x/", status=410),
    "password-chosen": DeskState(f"{FORGOTTEN}klart/"),
    "inactive": DeskState("/logga-in/avstangt/"),
    "region-lost": DeskState("/logga-in/region/prov/svar/", status=401),
}
PLAIN = {
    "account": DeskState("/konto/", ".account-facts"),
    "password": DeskState("/konto/losenord/", "form.form"),
    "password-wrong": DeskState(
        "/konto/losenord/", ERRORS, 400, does=submits(oldpassword="fel", password1="kort")
    ),
    "factor-off": DeskState("/konto/tvasteg/", ".button"),
    "enrol": DeskState("/konto/tvasteg/aktivera/", ".qr"),
    "enrol-wrong": DeskState("/konto/tvasteg/aktivera/", ERRORS, 400, does=submits(code="1")),
    "sessions": DeskState("/konto/inloggningar/", ".account-list"),
    "sign-out": DeskState("/logga-ut/", "form.form"),
    "confirm-by-password": DeskState("/konto/bekrafta/losenord/", "form.form"),
    "confirm-by-password-wrong": DeskState(
        "/konto/bekrafta/losenord/", ERRORS, 400, does=submits(password="fel")
    ),
}
ENROLLED = {
    "account-with-factor": DeskState("/konto/", ".account-facts"),
    "factor-on": DeskState("/konto/tvasteg/", ".account-list"),
    "turn-off": DeskState("/konto/tvasteg/stang-av/", "form.form"),
    "turned-off": DeskState("/konto/tvasteg/stang-av/", ".told", does=submits()),
    "codes": DeskState("/konto/reservkoder/", ".account-codes"),
    "new-codes": DeskState("/konto/reservkoder/nya/", "form.form"),
    "codes-made-anew": DeskState("/konto/reservkoder/nya/", ".told", does=submits()),
    "confirm-by-code": DeskState("/konto/bekrafta/kod/", "form.form"),
    "confirm-by-code-wrong": DeskState("/konto/bekrafta/kod/", ERRORS, 400, does=submits(code="1")),
}


@pytest.fixture
def own(browser, site):
    """Opens pages in a context of the test's own."""
    looker = Looker(browser, site)
    yield looker
    looker.close()


def check(page, state, combinations):
    answer = state.does(page) if state.does else page.answer
    assert answer.status == state.status
    assert page.locator(state.holds).first.is_visible()
    has_no_fault(page, answer, combinations)


def enrolled(own, name):
    """Turns on a second factor; returns its key."""
    page = own.open("/konto/tvasteg/aktivera/", USUAL[0], signed_in=name)
    key = key_of(page)
    submits(code=code(key))(page)
    assert page.locator(".account-codes").count() == 1
    page.close()
    return key


@LOOKS
@pytest.mark.parametrize("state", STRANGERS.values(), ids=STRANGERS.keys())
def test_page_for_strangers_has_no_fault(visit, combinations, state):
    # A context apart from that of the public pages, which are to give no cookie.
    check(visit(state.path, combinations[0], signed_in=""), state, combinations)


@LOOKS
@pytest.mark.parametrize("state", PLAIN.values(), ids=PLAIN.keys())
def test_page_of_the_account_has_no_fault(own, accounts, combinations, state):
    name = accounts.new()
    check(own.open(state.path, combinations[0], signed_in=name), state, combinations)


@LOOKS
@pytest.mark.parametrize("state", ENROLLED.values(), ids=ENROLLED.keys())
def test_page_of_an_account_with_a_second_factor_has_no_fault(own, accounts, combinations, state):
    name = accounts.new()
    enrolled(own, name)
    check(own.open(state.path, combinations[0], signed_in=name), state, combinations)


@LOOKS
def test_second_step_has_no_fault(own, accounts, combinations):
    name = accounts.new()
    enrolled(own, name)
    page = own.open("/logga-in/", combinations[0])
    answer = submits(username=name, password=PASSWORD)(page)
    has_no_fault(page, answer, combinations)
    has_no_fault(page, submits(code="1")(page), combinations)


@LOOKS
def test_choice_of_a_password_has_no_fault(own, accounts, combinations):
    name = accounts.new()
    submits(email=f"{name}@demo.example")(own.open(FORGOTTEN, combinations[0]))
    page = own.open(accounts.link(name), combinations[0])
    has_no_fault(page, page.answer, combinations)
    has_no_fault(page, submits(password1="kort")(page), combinations)


@LOOKS
def test_pages_for_who_asks_for_access_have_no_fault(
    own, accounts, identity_provider, combinations
):
    identity_provider.subject = accounts.new()
    page = own.open("/logga-in/", combinations[0])
    with page.expect_navigation() as leading:
        page.get_by_role("link", name="Region Exempel").click()
    assert page.locator("h1").inner_text() == "Vi känner inte igen din inloggning"
    has_no_fault(page, leading.value, combinations)
    has_no_fault(page, submits()(page), combinations)
    page.select_option("#id_region", index=1)
    has_no_fault(page, submits(text="Jag skriver.")(page), combinations)


@LOOKS
def test_refusal_to_try_more_has_no_fault(own, accounts, combinations):
    page = own.open("/konto/losenord/", combinations[0], signed_in=accounts.new())
    for _ in range(6):
        answer = submits(oldpassword=PASSWORD, password1="kort")(page)
    assert answer.status == 429
    has_no_fault(page, answer, combinations)
