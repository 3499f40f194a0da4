"""Every state of the pages about accounts, rights and contacts."""

from datetime import date, timedelta

from tests.browser.desk_states import DeskState, submits

ADMIN, EDITOR, SUPPORT = "admin", "regionredaktor", "processtod"
ACCOUNTS, GRANTS, RIGHTS = "/arbetsyta/konton/", "/arbetsyta/ersattare/", "/arbetsyta/behorigheter/"
MINE = "/arbetsyta/mina-behorigheter/"
ADDRESS = "/arbetsyta/kontakter/programomraden/levnadsvanor/"
WHO_MAY = "/arbetsyta/vem-far/"
ERRORS = ".errors"


def chooses(*then):
    """Follows the first hit of a search, and acts there."""

    def act(page):
        with page.expect_navigation() as leading:
            page.click("main .task-list a")
        page.answer = answer = leading.value
        for each in then:
            answer = each(page)
        return answer

    return act


def days(first: int, last: int) -> dict[str, str]:
    today = date.today()
    return {
        "first": str(today + timedelta(days=first)),
        "last": str(today + timedelta(days=last)),
    }


def chooses_body(page):
    page.select_option("#id_body", index=2)
    return page.answer


GOOD = {"capacity": "chair", "reason": "Ersätter under en ledighet.", **days(0, 30)}
RIGHTS_STATES = {
    "accounts": DeskState(ACCOUNTS, ".desk-table", who=ADMIN),
    "accounts-none": DeskState(f"{ACCOUNTS}?q=finnsinte", ".empty", who=ADMIN),
    "account": DeskState(ACCOUNTS, ".facts", who=ADMIN, does=lambda page: opened(page, "tr a")),
    "account-shut-off-without-why": DeskState(
        ACCOUNTS,
        ERRORS,
        400,
        ADMIN,
        lambda page: (
            opened(page, "tr:nth-child(2) a"),
            opened(page, "a[href$='stang-av/']"),
            submits()(page),
        )[-1],
    ),
    "invite": DeskState(f"{ACCOUNTS}bjud-in/", "form.form", who=ADMIN),
    "invite-found": DeskState(f"{ACCOUNTS}bjud-in/?q=exempelk", ".task-list", who=ADMIN),
    "invite-nobody": DeskState(f"{ACCOUNTS}bjud-in/?q=finnsinte", ".empty", who=ADMIN),
    "invite-chosen": DeskState(
        f"{ACCOUNTS}bjud-in/?q=exempelk", "form.form", who=ADMIN, does=chooses()
    ),
    "invite-bad-address": DeskState(
        f"{ACCOUNTS}bjud-in/?q=bengt exempelk",
        ERRORS,
        400,
        ADMIN,
        chooses(submits(email="a@privat.test")),
    ),
    "rights": DeskState(RIGHTS, ".desk-table", who=SUPPORT),
    "rights-search": DeskState(f"{RIGHTS}?q=exempelk", ".task-list", who=ADMIN),
    "rights-of-person": DeskState(f"{RIGHTS}?q=sara exempelkvist", "h1", who=ADMIN, does=chooses()),
    "rights-of-person-without-account": DeskState(
        f"{RIGHTS}?q=bengt exempelk", ".notice", who=ADMIN, does=chooses()
    ),
    "my-rights": DeskState(MINE, ".is-rights", who=SUPPORT),
    "my-rights-as-editor": DeskState(MINE, ".notice", who=EDITOR),
    "my-rights-another-day": DeskState(f"{MINE}?datum=2019-01-01", ".notice", who=SUPPORT),
    "my-rights-bad-day": DeskState(f"{MINE}?datum=i%20fjol", ERRORS, 400, SUPPORT),
    "rights-missing": DeskState(f"{RIGHTS}finns-inte/", status=404, who=SUPPORT),
    "who-may-draft": DeskState(WHO_MAY + "version/{draft_pk}/", ".task-list", who=SUPPORT),
    "who-may-body": DeskState(f"{WHO_MAY}organ/programomraden/levnadsvanor/", who=SUPPORT),
    "who-may-missing": DeskState(f"{WHO_MAY}organ/finns/inte/", status=404, who=SUPPORT),
    "grants": DeskState(GRANTS, ".task-list", who=ADMIN),
    "grant-search": DeskState(f"{GRANTS}ny/?q=exempelk", ".task-list", who=ADMIN),
    "grant-new": DeskState(f"{GRANTS}ny/?q=exempelk", "#id_body", who=ADMIN, does=chooses()),
    "grant-bad": DeskState(
        f"{GRANTS}ny/?q=exempelk", ERRORS, 400, ADMIN, chooses(submits(reason="", **days(-1, 900)))
    ),
    "grant-preview": DeskState(
        f"{GRANTS}ny/?q=exempelk",
        "button[name=ge]",
        200,
        ADMIN,
        chooses(chooses_body, submits(**GOOD)),
    ),
    "grant-back": DeskState(
        GRANTS, "form.form", who=ADMIN, does=lambda page: opened(page, "a[href$='aterkalla/']")
    ),
    "grant-back-without-why": DeskState(
        GRANTS,
        ERRORS,
        400,
        ADMIN,
        lambda page: (opened(page, "a[href$='aterkalla/']"), submits()(page))[-1],
    ),
    "contact-address": DeskState(ADDRESS, "form.form", who=SUPPORT),
    "contact-address-bad": DeskState(ADDRESS, ERRORS, 400, SUPPORT, submits(email="a@privat.test")),
    "contact-address-conflict": DeskState(
        ADDRESS, ERRORS, 409, SUPPORT, submits(email="a@demo.example", seen="0")
    ),
    "invitation-forged": DeskState("/inbjudan/gissat/", status=404, who=""),
    "invitation-done": DeskState("/inbjudan/klar/", ".button", who=""),
}


def opened(page, link: str):
    """Follows the first such link of the page."""
    with page.expect_navigation() as leading:
        page.click(f"main {link}")
    return leading.value
