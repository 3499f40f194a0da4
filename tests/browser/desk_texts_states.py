"""Every state of the pages where the site's texts are written."""

from tests.browser.desk_rights_states import ADMIN, ERRORS, opened
from tests.browser.desk_states import DeskState, opens, submits

TEXTS = "/arbetsyta/texter/"
FORM = "form.text-form"
# A page of the demo that only these states write drafts of; none is published.
DRAFTED, UNTOUCHED = f"{TEXTS}?q=lattlast", f"{TEXTS}?q=kakor"
LONG = "Regionsjukvårdsledningsarbetsutskottssammanträdesprotokollsjusteringsfrågor" * 3


def first(*then):
    """Opens the first text of the list, and acts there."""

    def act(page):
        answer = opened(page, "td a, tbody th a")
        for each in then:
            answer = each(page) or answer
        return answer

    return act


def follows(link: str):
    return lambda page: opened(page, link)


DRAFT = submits(lead=f"En ingress. {LONG}")
TEXT_STATES = {
    "texts": DeskState(TEXTS, ".desk-table", who=ADMIN),
    "texts-of-bodies": DeskState(f"{TEXTS}?del=organ", ".desk-table", who=ADMIN),
    "texts-none": DeskState(f"{TEXTS}?q=finnsinte", "#alla ~ .empty", who=ADMIN),
    "texts-of-a-page": DeskState(f"{TEXTS}?sida=/om/", ".task-list", who=ADMIN),
    "texts-of-no-page": DeskState(f"{TEXTS}?sida=/finns-inte/", ".empty", who=ADMIN),
    "text": DeskState(UNTOUCHED, FORM, who=ADMIN, does=first(opens)),
    "text-new": DeskState(f"{TEXTS}sidor/ny/", FORM, who=ADMIN),
    "text-new-goal": DeskState(f"{TEXTS}mal/ny/", FORM, who=ADMIN),
    "text-wrong": DeskState(UNTOUCHED, ERRORS, 400, ADMIN, first(submits(title="", path="Å"))),
    "text-conflict": DeskState(
        UNTOUCHED, "#krock", 409, ADMIN, first(submits(revision="7", lead=LONG))
    ),
    "text-draft": DeskState(DRAFTED, ".text-bar", who=ADMIN, does=first(DRAFT)),
    "text-ahead": DeskState(
        DRAFTED, ".banner", who=ADMIN, does=first(DRAFT, follows("a[href$='forhandsgranska/']"))
    ),
    "text-compared": DeskState(
        DRAFTED, ".comparison", who=ADMIN, does=first(DRAFT, follows("a[href$='jamfor/']"))
    ),
    "text-publish": DeskState(
        DRAFTED, "form.form", who=ADMIN, does=first(DRAFT, follows("a[href$='publicera/']"))
    ),
    "text-publish-wrong": DeskState(
        DRAFTED,
        ERRORS,
        400,
        ADMIN,
        first(DRAFT, follows("a[href$='publicera/']"), submits(publish_on="2020-01-01")),
    ),
    "text-drop": DeskState(
        DRAFTED, "form.form", who=ADMIN, does=first(DRAFT, follows("a[href$='slapp/']"))
    ),
    "text-history": DeskState(
        UNTOUCHED, ".admin-entry", who=ADMIN, does=first(follows("a[href$='historik/']"))
    ),
    "text-missing": DeskState(f"{TEXTS}sidor/999999/", status=404, who=ADMIN),
}
