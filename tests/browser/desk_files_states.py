"""Every state of the pages of a draft's files."""

from tests.browser.desk_rights_states import ADMIN, opened
from tests.browser.desk_states import DeskState
from tests.documents.upload_files import pdf

PLANS, WANTING = "/arbetsyta/planer/", "/arbetsyta/filer/"
DRAFT = "tr:has-text('Primärvård') a:has-text('Utkast')"
ADD = "a[href$='/filer/ny/']"
LONG = "Regionsjukvårdsledningsarbetsutskottssammanträdesprotokollsjusteringsbilaga"
BROKEN = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"<html>"}


def sends(file: dict | None):
    """Chooses a file and sends the form."""

    def act(page):
        opened(page, DRAFT)
        opened(page, ADD)
        if file:
            page.set_input_files("#id_file", file)
        page.fill("#id_title", LONG)
        with page.expect_navigation() as leading:
            page.evaluate(
                "() => { const form = document.querySelector('main form[enctype]');"
                " form.noValidate = true; form.requestSubmit(); }"
            )
        return leading.value

    return act


def adds(page):
    """Adds a file that isn't there already, without title and language: it's found wanting."""
    if page.request.get(page.url).ok:
        opened(page, DRAFT)
    if page.locator("#filer .task-list li").count():
        return page.reload()
    page.goto(page.url.partition("/arbetsyta/")[0] + PLANS)
    good = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf("Planen")}
    return sends(good)(page)


def changes(page):
    adds(page)
    return opened(page, "#filer .card-tools a")


FILES_STATES = {
    "file-new": DeskState(
        PLANS,
        "form.form",
        who=ADMIN,
        does=lambda page: (opened(page, DRAFT), opened(page, ADD))[1],
    ),
    "file-missing": DeskState(PLANS, ".field-error", 400, ADMIN, sends(None)),
    "file-bad": DeskState(PLANS, ".field-error", 400, ADMIN, sends(BROKEN)),
    "files-of-draft": DeskState(PLANS, "#filer .task-list li", who=ADMIN, does=adds),
    "file-change": DeskState(PLANS, "form.form", who=ADMIN, does=changes),
    "files-wanting": DeskState(WANTING, "main a[href*='/filer/']", who=ADMIN),
}
