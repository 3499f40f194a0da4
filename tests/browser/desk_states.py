"""Every state of the workspace, and the versions they are shown with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.browser.desk import REVIEWER, WRITER, Desk
from tests.documents.word_files import paragraphs, word_file

LIVING_HABITS = "programomraden/levnadsvanor"
DENTAL_CARE = "programomraden/tandvard"
GROUPS = "arbetsgrupper/exempelgrupp-"
TEXT = """Gruppen ska:

- ta fram ett **gemensamt** underlag
- berätta om det [på sin sida](/samverkansgrupper/)

| Vad | När |
| --- | --- |
| Underlag | Mars |
"""


def make_versions(writer: Desk, reviewer: Desk) -> dict[str, str]:
    """The addresses of a version in each state: those of the demo, and others that are made of
    bodies whose commission no other test reads."""
    in_force, draft = writer.versions(LIVING_HABITS)
    _, submitted = writer.versions(DENTAL_CARE)
    return {
        "draft": draft,
        "submitted": submitted,
        "published": in_force,
        "worked": worked(writer, reviewer),
        "ready": ready(writer),
        "empty": writer.start(f"{GROUPS}langvarig-smarta"),
        "adopted": adopted(writer, reviewer),
        "discarded": discarded(writer),
    }


def worked(writer: Desk, reviewer: Desk) -> str:
    """A draft with a section that was taken out, a remark that was dealt with and one that wasn't,
    an empty section and one with a heading at a level too low."""
    edition = writer.start("samverkansgrupper/espir")
    first = writer.section(edition, "Uppdrag", TEXT)
    writer.section(edition, "Redovisning", "")
    taken = writer.section(edition, "Ett avsnitt som ska bort", "Text.")
    writer.post(f"{taken}ta-bort/", revision=writer.hidden(edition, "revision"))
    for number, text in enumerate(("Vilka tar fram underlaget?", "Stryk ordet gemensamt.")):
        said = {"token": f"tillstand-{number}", "text": text, "quote": "gemensamt"}
        reviewer.post(f"{first}kommentar/", **said)
    reply = {"token": "tillstand-svar", "text": "Regionerna, var och en.", "till": "1"}
    remarks = remarks_of(writer, edition)
    writer.post(f"{first}kommentar/", **reply | {"till": remarks[0]})
    writer.post(f"{edition}kommentarer/{remarks[1]}/los/", losa="ja")
    return edition


def remarks_of(desk: Desk, edition: str) -> list[str]:
    """The numbers of the remarks on an edition, in their order."""
    parts = desk.get(edition).split(f'action="{edition}kommentarer/')[1:]
    return [each.split("/")[0] for each in parts]


def ready(writer: Desk) -> str:
    """A draft that can be submitted."""
    edition = writer.start(f"{GROUPS}gemensam-remissmall")
    writer.section(edition, "Uppdrag", TEXT)
    return edition


def adopted(writer: Desk, reviewer: Desk) -> str:
    """A version that was sent back once and adopted at the second attempt."""
    edition = writer.start("samverkansgrupper/kvalitetsregister")
    first = writer.section(edition, "Uppdrag", TEXT)
    writer.step(edition, "skicka")
    reviewer.step(edition, "tillbaka", text="Skriv när underlaget ska vara klart.")
    changed = TEXT.replace("Mars", "Senast i mars")
    revision = writer.hidden(first, "revision")
    writer.post(first, heading="Uppdrag", level=1, text=changed, revision=revision)
    writer.step(edition, "skicka", text="Ändrat.")
    decide(reviewer, edition)
    return edition


def decide(reviewer: Desk, edition: str, *, days: int = 30) -> None:
    page = reviewer.get(f"{edition}steg/besluta/")
    body = page.split('<option value="')[2].split('"')[0]
    reviewer.step(
        edition,
        "besluta",
        body=body,
        date=date.today() - timedelta(days=1),
        paragraph="7",
        valid_from=date.today() + timedelta(days=days),
    )


def discarded(writer: Desk) -> str:
    edition = writer.start("samverkansgrupper/lakemedel-och-medicinteknisk-utrustning")
    writer.step(edition, "kasta")
    return edition


def submits(**values) -> Callable:
    """Fills in the page's form past the browser's own checks, and sends it."""

    def act(page):
        for name, value in values.items():
            page.evaluate(
                "([name, value]) => { document.querySelector(`main form [name=${name}]`)"
                ".value = value; }",
                [name, value],
            )
        with page.expect_navigation() as leading:
            page.evaluate(
                "() => { const form = document.querySelector('main form[method=post].form');"
                " form.noValidate = true; form.requestSubmit(); }"
            )
        return leading.value

    return act


def opens(page) -> None:
    """Opens every part of the page that can be opened."""
    page.evaluate(
        "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
    )


def adds_without_heading(page):
    """Sends the form for a new section without a heading."""
    with page.expect_navigation() as leading:
        page.evaluate(
            "() => { const form = document.querySelector('#nytt-avsnitt form');"
            " form.noValidate = true; form.requestSubmit(); }"
        )
    return leading.value


def uploads(into: str, *sections: str, name="uppdrag.docx", **values) -> Callable:
    """Chooses a Word file with these sections ("Rubrik: text"), sends it, and then what the next
    form asks for, if `values` say what to answer."""
    body = "".join(
        paragraphs(heading, look="Rubrik1") + paragraphs(text)
        for heading, text in (each.split(": ", 1) for each in sections)
    )
    content = word_file(body) if sections else b"Hej"

    def act(page):
        page.select_option("#id_into", into)
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        page.set_input_files("#id_file", file)
        with page.expect_navigation() as leading:
            page.click("main form button")
        answer = leading.value
        for each in values:
            page.check(f"#{each}")
        if values:
            with page.expect_navigation() as leading:
                page.click("main form.form button.button-solid")
            answer = leading.value
        return answer

    return act


@dataclass(frozen=True)
class DeskState:
    """A page to look at. `path` names versions of `make_versions` in braces; `does` acts on the
    page and returns the answer that is then shown."""

    path: str
    holds: str = "h1"
    status: int = 200
    who: str = WRITER
    does: Callable | None = None


SECTION = "{draft}avsnitt/uppfoljning/"
# A programme area whose commission nobody works on, and whose text is shared.
SHARED_NOW = "programomraden/hud-och-konssjukdomar"
OTHER_WORDS = "Nationellt uppdrag till RMPO: Vi gör något annat."
STATES = {
    "word": DeskState("/arbetsyta/word/", "form.form"),
    "word-empty": DeskState("/arbetsyta/word/", ".errors li:nth-child(2)", 400, does=submits()),
    "word-bad": DeskState(
        "/arbetsyta/word/", ".field-error", 400, does=uploads(SHARED_NOW, name="a.docx")
    ),
    "word-plan": DeskState(
        "/arbetsyta/word/", "fieldset", does=uploads(SHARED_NOW, OTHER_WORDS, "Eget: Vi.")
    ),
    "word-plan-reason-missing": DeskState(
        "/arbetsyta/word/",
        ".errors",
        400,
        does=uploads(SHARED_NOW, OTHER_WORDS, **{"val-0-egen": True}),
    ),
    "sign-in": DeskState("/logga-in/", holds="form.form", who=""),
    "sign-in-again": DeskState("/logga-in/?next=/arbetsyta/kontakter/", who=""),
    "sign-in-wrong": DeskState(
        "/logga-in/", ".errors", 400, "", submits(username="skribent", password="fel")
    ),
    "sign-in-empty": DeskState("/logga-in/", ".field-error", 400, "", submits()),
    "overview": DeskState("/arbetsyta/", ".task-list"),
    "overview-reviewer": DeskState("/arbetsyta/", ".task-list", who=REVIEWER),
    "commissions": DeskState("/arbetsyta/uppdrag/", ".desk-table"),
    "contacts": DeskState("/arbetsyta/kontakter/", ".desk-table"),
    "feedback": DeskState("/arbetsyta/synpunkter/"),
    "missing": DeskState("/arbetsyta/versioner/99999/", status=404),
    "draft": DeskState("{draft}", ".thread"),
    "draft-open": DeskState("{draft}", ".thread .form", does=opens),
    "draft-worked": DeskState("{worked}", "#borttagna"),
    "draft-worked-open": DeskState("{worked}", ".reply", who=REVIEWER, does=opens),
    "draft-without-sections": DeskState("{empty}", ".empty"),
    "draft-ready": DeskState("{ready}", ".checks"),
    "section": DeskState(SECTION, ".toolbar"),
    "section-help": DeskState(SECTION, ".writing-help dl", does=opens),
    "section-with-remarks": DeskState("{worked}avsnitt/uppdrag/", ".card-comments"),
    "section-empty-heading": DeskState(SECTION, ".errors", 400, does=submits(heading="")),
    "section-conflict": DeskState(SECTION, ".both", 409, does=submits(revision="0", text="Nytt.")),
    "section-closed": DeskState("{submitted}avsnitt/specifika-regionala-uppdrag/", ".notice"),
    "section-missing": DeskState("{draft}avsnitt/finns-inte/", status=404),
    "new-section-empty": DeskState(
        "{ready}#nytt-avsnitt", ".errors", 400, does=adds_without_heading
    ),
    "details": DeskState("{draft}uppgifter/", "form.form"),
    "details-empty": DeskState("{draft}uppgifter/", ".errors", 400, does=submits(title="")),
    "details-conflict": DeskState(
        "{draft}uppgifter/", ".errors", 409, does=submits(revision="0", title="Min titel")
    ),
    "submit": DeskState("{ready}steg/skicka/", "form.form"),
    "submit-stopped": DeskState("{draft}steg/skicka/", ".errors"),
    "submit-stopped-by-text": DeskState("{worked}steg/skicka/", ".errors li:nth-child(2)"),
    "submit-changed": DeskState(
        "{ready}steg/skicka/", ".errors", 409, does=submits(seen="gammalt", text="Klar.")
    ),
    "discard": DeskState("{ready}steg/kasta/", "form.form"),
    "discarded": DeskState("{discarded}", ".desk-state"),
    "submitted": DeskState("{submitted}", ".actions"),
    "submitted-reviewer": DeskState("{submitted}", ".actions", who=REVIEWER),
    "send-back": DeskState("{submitted}steg/tillbaka/", "form.form", who=REVIEWER),
    "send-back-empty": DeskState(
        "{submitted}steg/tillbaka/", ".errors", 400, REVIEWER, submits(text="")
    ),
    "decide": DeskState("{submitted}steg/besluta/", "form.form", who=REVIEWER),
    "decide-empty": DeskState(
        "{submitted}steg/besluta/", ".errors li:nth-child(3)", 400, REVIEWER, submits()
    ),
    "decide-too-early": DeskState("{draft}steg/besluta/", ".notice", who=REVIEWER),
    "adopted-own": DeskState("{adopted}", ".actions"),
    "adopted-reviewer": DeskState("{adopted}", ".actions", who=REVIEWER),
    "publish": DeskState("{adopted}steg/publicera/", "form.form", who=REVIEWER),
    "publish-own": DeskState("{adopted}steg/publicera/", ".notice"),
    "published": DeskState("{published}", ".desk-state"),
    "withdraw": DeskState("{published}steg/aterkalla/", "form.form", who=REVIEWER),
    "withdraw-empty": DeskState(
        "{published}steg/aterkalla/", ".errors", 400, REVIEWER, submits(text="", effective_on="")
    ),
    "preview": DeskState("{draft}forhandsgranska/", ".doc table"),
    "compare": DeskState("{draft}jamfor/", ".compared"),
    "compare-open": DeskState("{draft}jamfor/", ".compared", does=opens),
    "compare-working-copy": DeskState("{adopted}jamfor/?med=1", ".compared"),
    "working-copy": DeskState("{adopted}arbetskopior/1/", ".doc"),
}
