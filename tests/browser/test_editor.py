"""What the editor does by itself: it saves, tells when it can't, and takes in what is pasted."""

import pytest

from tests.browser.desk import WRITER, Desk, made_once

pytestmark = pytest.mark.browser

BODY = "samverkansgrupper/forskning-och-life-science"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<p class=MsoNormal>Gruppen ska:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span></span>
<![endif]>samla <b>metoder</b></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span></span>
<![endif]>sprida dem</p><script>alert(1)</script><!--EndFragment--></body></html>"""
PASTE = """(field, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "annat");
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  field.dispatchEvent(event);
}"""


@pytest.fixture
def editor(look, looker, site, run_folder, request):
    """The form of a section that no other test writes in, and its address."""
    with made_once(run_folder, "editor") as kept:
        desk = Desk(looker.context({"signed_in": WRITER}), site)
        kept["edition"] = kept.get("edition") or desk.start(BODY)
        address = desk.section(kept["edition"], request.node.originalname.split("_")[1], "Text.")
    return look(address, signed_in=WRITER)


def state(page):
    return page.locator("[data-save-state]")


def test_pasted_text_from_a_word_processor_becomes_points(editor):
    field = editor.get_by_label("Text", exact=True)
    field.press("Control+A")
    field.evaluate(PASTE, WORD)
    state(editor).filter(has_text="Sparat i dag").wait_for()
    assert field.input_value().strip() == "Gruppen ska:\n\n– samla **metoder**\n– sprida dem"
    editor.reload()
    assert field.input_value().strip() == "Gruppen ska:\n\n– samla **metoder**\n– sprida dem"
    assert editor.seen_errors == []


def test_buttons_mark_what_is_chosen(editor):
    field = editor.get_by_label("Text", exact=True)
    for button, wanted in (("Fet", "**Text.**"), ("Kursiv", "*Text.*"), ("Punktlista", "- Text.")):
        field.fill("Text.")
        field.press("Control+A")
        editor.get_by_role("button", name=button, exact=True).click()
        assert field.input_value() == wanted


def test_saving_is_not_in_its_own_way(editor):
    """The button pressed while the page saves by itself waits for that, and is no conflict."""
    held = []
    editor.route(
        "**/avsnitt/*/",
        lambda route: (
            held.append(route)
            if route.request.headers.get("accept") == "application/json"
            else route.continue_()
        ),
    )
    editor.get_by_label("Text", exact=True).fill("Nyare text.")
    with editor.expect_request(lambda each: each.headers.get("accept") == "application/json"):
        pass
    editor.get_by_label("Text", exact=True).fill("Nyaste text.")
    editor.get_by_role("button", name="Spara avsnittet").click()
    with editor.expect_navigation() as leading:
        held[0].continue_()
    assert leading.value.status == 200
    assert "är sparat" in editor.locator(".told").inner_text()
    assert "Nyaste text." in editor.locator(".cards").inner_text()


def test_lost_text_is_warned_of_when_another_has_saved(editor):
    editor.evaluate("document.querySelector('[name=revision]').value = 0")
    editor.get_by_label("Text", exact=True).fill("Min text.")
    state(editor).filter(has_text="Inte sparat. Någon annan har sparat avsnittet.").wait_for()
    asked = []
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    editor.get_by_role("link", name="Tillbaka till texten").click()
    editor.wait_for_function("true")
    assert asked == ["beforeunload"]
    assert editor.get_by_label("Text", exact=True).input_value() == "Min text."


def test_writer_who_is_signed_out_is_told(editor):
    editor.route(
        "**/avsnitt/*/",
        lambda route: route.fulfill(status=302, headers={"Location": "/logga-in/"}),
    )
    editor.get_by_label("Text", exact=True).fill("Min text.")
    state(editor).filter(has_text="Du är inte inloggad längre").wait_for()
    assert editor.get_by_label("Text", exact=True).input_value() == "Min text."
