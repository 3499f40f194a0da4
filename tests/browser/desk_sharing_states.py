"""Every state of the pages about shared texts, and the texts they are shown with."""

import re

from tests.browser.desk import DESK, REVIEWER, Desk
from tests.browser.desk_states import DeskState, decide, opens, submits

TEXTS = f"{DESK}gemensamma-texter/"
# The demo's shared text: its second version is in some commissions, on its way to others.
DEMO = f"{TEXTS}samverkansgrupper/"
BODY = "samverkansnamnden"


def make_shared(writer: Desk, reviewer: Desk) -> dict[str, str]:
    """The addresses of a shared text whose second version lacks a section that a draft has a remark
    on, of that draft, and of the page that tells how far drafts have come."""
    form = writer.get(f"{TEXTS}ny/")
    kinds, owners = form.split("<select")[1:3]
    edition = writer.post(
        f"{TEXTS}ny/",
        name="Gemensam text för prov",
        body_kind=re.search(r'value="(\d+)">Samverkansnämnd', kinds)[1],
        owner=re.search(r'value="(\d+)"', owners)[1],
        commission_title="Uppdrag för {name}",
    )
    for heading in ("Syfte", "Medel", "Former"):
        writer.section(edition, heading, f"Gemensamt om {heading.lower()}.")
    publish(writer, reviewer, edition, days=30)
    text = re.search(rf'href="({TEXTS}[a-z-]+/)"', writer.get(edition))[1]
    body = re.search(r'name="organ" value="(\d+)"', writer.get(text))[1]
    writer.post(f"{text}1/utkast/", borja=1, organ=body)
    _, composed = writer.versions(BODY)
    writer.post(
        f"{composed}avsnitt/syfte/gor-egen/",
        revision=writer.hidden(f"{composed}avsnitt/syfte/gor-egen/", "revision"),
        reason="Nämnden har ett syfte till.",
    )
    reviewer.post(
        f"{composed}avsnitt/medel/kommentar/", token="tillstand-medel", text="Behövs det?", quote=""
    )
    second = writer.post(f"{text}ny-version/")
    revision = writer.hidden(second, "revision")
    writer.post(f"{second}avsnitt/medel/ta-bort/", revision=revision)
    publish(writer, reviewer, second, days=60)
    left = re.search(r'name="organ" value="(\d+)"', writer.get(DEMO))[1]
    return {
        "text": text,
        "text_slug": text.removeprefix(TEXTS).strip("/"),
        "composed": composed,
        "stopped": f"{text}2/utkast/?organ={body}",
        "under_way": f"{DEMO}2/utkast/?organ={left}",
    }


def publish(writer: Desk, reviewer: Desk, edition: str, *, days: int) -> None:
    writer.step(edition, "skicka")
    decide(reviewer, edition, days=days)
    reviewer.step(edition, "publicera")


def _sends(page, act: str, selector: str = "main form.form"):
    """Does something to a form of the page, and sends it."""
    with page.expect_navigation() as leading:
        page.evaluate(
            f"(selector) => {{ const form = document.querySelector(selector); {act};"
            " form.noValidate = true; form.requestSubmit(); }",
            selector,
        )
    return leading.value


def ticks(on: bool):
    """Ticks or unticks all, and sends the form."""
    boxes = "form.querySelectorAll('[type=checkbox]')"
    act = f"{boxes}.forEach((one) => {{ one.checked = {str(on).lower()}; }})"
    return lambda page: _sends(page, act)


def writes_in_what_is_shared(page):
    """Sends the form of a section that someone has made shared meanwhile."""
    act = """form.action = location.pathname;
        for (const [name, value] of [["heading", "Former"], ["level", "1"], ["revision", "1"],
            ["text", "Mina egna ord."]]) {
          const field = document.createElement("input");
          field.name = name; field.value = value; form.append(field);
        }"""
    return _sends(page, act, ".desk-user form")


SHARING_STATES = {
    "shared-texts": DeskState(TEXTS, ".desk-table"),
    "shared-new": DeskState(f"{TEXTS}ny/", "form.form"),
    "shared-new-empty": DeskState(
        f"{TEXTS}ny/", ".errors li:nth-child(3)", 400, does=submits(name="")
    ),
    "shared-text": DeskState(DEMO, ".tick"),
    "shared-text-with-choice": DeskState("{text}", ".choice"),
    "shared-text-none-ticked": DeskState("{text}", ".errors", 400, does=ticks(on=False)),
    "shared-text-undecided": DeskState("{text}", ".errors", 400, does=ticks(on=True)),
    "shared-text-missing": DeskState(f"{TEXTS}finns-inte/", status=404),
    "shared-progress": DeskState("{under_way}", "progress"),
    "shared-progress-stopped": DeskState("{stopped}", ".task-list"),
    "shared-reads": DeskState(f"{{text}}2/uppdrag/{BODY}/", ".compared"),
    "shared-reads-open": DeskState(f"{{text}}2/uppdrag/{BODY}/", ".compared", does=opens),
    "shared-together": DeskState(f"{DEMO}2/samlat/", ".tick"),
    "shared-together-reviewer": DeskState(f"{DEMO}2/samlat/", ".tick", who=REVIEWER),
    "shared-together-refused": DeskState(f"{DEMO}2/samlat/", ".errors", 400, does=ticks(on=False)),
    "shared-together-none": DeskState("{text}2/samlat/", ".empty"),
    "shared-sentences": DeskState(f"{DEMO}2/avsnitt/rapportering/", ".sentences"),
    "shared-sentences-none": DeskState("{text}2/avsnitt/former/"),
    "composed": DeskState("{composed}", "section.notice"),
    "composed-open": DeskState("{composed}", "section.notice", does=opens),
    "composed-section": DeskState("{composed}avsnitt/former/", ".prose"),
    "composed-section-refused": DeskState(
        "{composed}avsnitt/former/", ".errors", 400, does=writes_in_what_is_shared
    ),
    "make-own": DeskState("{composed}avsnitt/former/gor-egen/", "form.form"),
    "make-own-empty": DeskState(
        "{composed}avsnitt/former/gor-egen/", ".errors", 400, does=submits(reason="")
    ),
    "make-own-already": DeskState("{composed}avsnitt/syfte/gor-egen/", ".notice"),
    "make-shared": DeskState("{composed}avsnitt/syfte/gor-gemensam/", "form.form"),
    "make-shared-changed": DeskState(
        "{composed}avsnitt/syfte/gor-gemensam/", ".errors", 409, does=submits(revision="0")
    ),
    "compare-shared": DeskState("{composed}jamfor-gemensam/?text={text_slug}", ".compared"),
    "renew": DeskState("{composed}ta-in/?text={text_slug}", ".choice"),
    "renew-refused": DeskState("{composed}ta-in/?text={text_slug}", ".errors", 400, does=submits()),
}
