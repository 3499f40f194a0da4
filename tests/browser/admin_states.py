"""Every state of the administration's pages."""

from tests.browser.desk_states import DeskState, submits

ADMIN, EDITOR = "admin", "regionredaktor"


def first(then=None, page_of: str = ""):
    """Opens the first record of a list, or its history, and goes on from there."""

    def act(page):
        with page.expect_navigation() as leading:
            page.click("main tbody th a")
        answer = leading.value
        if page_of:
            with page.expect_navigation() as leading:
                page.click(f"main a[href$='/{page_of}/']")
            answer = leading.value
        return then(page) if then else answer

    return act


def folds_out(page):
    page.evaluate(
        "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
    )
    return page.answer


ADMIN_STATES = {
    "admin": DeskState("/admin/", ".admin-kinds", who=ADMIN),
    "admin-of-an-editor": DeskState("/admin/", ".admin-kinds", who=EDITOR),
    "admin-list": DeskState("/admin/uppdrag/", ".admin-pages", who=ADMIN),
    "admin-list-of-bodies": DeskState("/admin/organ/?tid=nu", ".desk-table", who=ADMIN),
    "admin-list-searched": DeskState("/admin/personer/?q=exempel", ".desk-table", who=EDITOR),
    "admin-list-without-hits": DeskState("/admin/personer/?q=qqq", who=ADMIN),
    "admin-list-of-accounts": DeskState("/admin/konton/", ".desk-table", who=ADMIN),
    "admin-new": DeskState("/admin/uppdrag/ny/", "form.form", who=ADMIN, does=folds_out),
    "admin-new-person": DeskState("/admin/personer/ny/", "form.form", who=EDITOR, does=folds_out),
    "admin-new-empty": DeskState(
        "/admin/personer/ny/", ".errors li:nth-child(2)", 400, EDITOR, submits()
    ),
    "admin-person": DeskState("/admin/personer/", "form.form", who=ADMIN, does=first()),
    "admin-region": DeskState("/admin/regioner/", ".admin-choices", who=ADMIN, does=first()),
    "admin-body": DeskState("/admin/organ/", "form.form", who=ADMIN, does=first()),
    "admin-post": DeskState("/admin/poster/", "form.form", who=ADMIN, does=first()),
    "admin-kind": DeskState("/admin/slag-av-organ/", "form.form", who=ADMIN, does=first()),
    "admin-page": DeskState("/admin/sidor/", "form.form", who=ADMIN, does=first()),
    "admin-account": DeskState("/admin/konton/", "form.form", who=ADMIN, does=first()),
    "admin-refused": DeskState(
        "/admin/personer/", ".field-error", 400, ADMIN, first(submits(email="a@annan.test"))
    ),
    "admin-conflict": DeskState(
        "/admin/personer/", "#krock", 409, ADMIN, first(submits(version="0", given_name="Ny"))
    ),
    "admin-history": DeskState(
        "/admin/anknytningar/", ".admin-entry", who=ADMIN, does=first(page_of="historik")
    ),
    "admin-missing": DeskState("/admin/personer/99999/", status=404, who=ADMIN),
    "admin-not-theirs": DeskState("/admin/konton/", status=404, who=EDITOR),
}
