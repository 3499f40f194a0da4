"""Every state of the pages where rosters are read in from files."""

import csv
import io
from collections.abc import Callable

from tests.browser.desk_rights_states import EDITOR, ERRORS
from tests.browser.desk_states import DeskState, submits

UPLOAD = "/arbetsyta/organ/las-in/"
LIST = "/arbetsyta/organ/lista/?form=csv"
NEW = {"Förnamn": "Nyfrid", "Efternamn": "Påhittadsson", "Från och med": "2027-03-01"}
TURNED_FIRST, TURNED_LAST = "turned first", "turned last"
LONG = "Samverkansgruppen för synnerligen långa benämningar på verksamhetsområdesutveckling"


def sends(changes: dict | None = None, *then: Callable, headings: dict | None = None) -> Callable:
    """Sends the editor's own list, its first vacant or else first row changed, and acts then."""

    def act(page):
        kept = page.context.request.get(page.url.split("/arbetsyta/")[0] + LIST).body()
        rows = list(csv.reader(io.StringIO(kept.decode("utf-8-sig")), delimiter=";"))
        names = rows[0]
        row = next((each for each in rows[1:] if not each[4]), rows[1])
        held = next(each for each in rows[1:] if each[4] and each[7])
        # An editor adds people of the own region alone.
        own = {"Region": held[7]} if changes else {}
        # The parts of a name that is there already, the other way round.
        turned = {TURNED_FIRST: held[5], TURNED_LAST: held[4]}
        for name, value in (own | (changes or {})).items():
            row[names.index(name)] = turned.get(value, value)
        rows[0] = [(headings or {}).get(each, each) for each in names]
        file = io.StringIO()
        csv.writer(file, delimiter=";").writerows(rows)
        content = {"name": "poster.csv", "mimeType": "text/csv", "buffer": file.getvalue().encode()}
        page.set_input_files("#id_file", content)
        with page.expect_navigation() as leading:
            page.click("main form[method=post] button")
        answer = leading.value
        for each in then:
            answer = each(page)
        return answer

    return act


def confirms(page):
    """Has it done, and waits until the page says so."""
    with page.expect_navigation() as leading:
        page.click("form[action$='/gor/'] button")
    page.wait_for_selector("main .told")
    return leading.value


def reads_receipt(page):
    confirms(page)
    with page.expect_navigation() as leading:
        page.click("main .actions .button-solid")
    return leading.value


ROSTER_FILES_STATES = {
    "roster-file": DeskState(UPLOAD, "form.form", who=EDITOR),
    "roster-file-missing": DeskState(UPLOAD, ERRORS, 400, EDITOR, submits()),
    "roster-file-as-before": DeskState(UPLOAD, ".roster-counts", who=EDITOR, does=sends()),
    "roster-file-columns": DeskState(
        UPLOAD, "#id_body", who=EDITOR, does=sends(headings={"Organ": LONG})
    ),
    "roster-file-columns-missing": DeskState(
        UPLOAD,
        ERRORS,
        400,
        EDITOR,
        sends(None, submits(body="-"), headings={"Organ": LONG}),
    ),
    "roster-file-faults": DeskState(
        UPLOAD,
        ".roster-faults",
        who=EDITOR,
        does=sends(NEW | {"Organ": LONG, "E-post": "nagon.med.lang.adress@hemma.prov.se"}),
    ),
    "roster-file-choose": DeskState(
        UPLOAD,
        "fieldset",
        who=EDITOR,
        does=sends(NEW | {"Förnamn": TURNED_FIRST, "Efternamn": TURNED_LAST}),
    ),
    "roster-file-changed": DeskState(
        UPLOAD, ERRORS, 409, EDITOR, sends(NEW, submits(seen="gammalt"))
    ),
    "roster-file-progress": DeskState(UPLOAD, ".told", who=EDITOR, does=sends(NEW, confirms)),
    "roster-file-receipt": DeskState(
        UPLOAD,
        ".roster-counts",
        who=EDITOR,
        does=sends(NEW | {"Efternamn": "Kvittosson"}, reads_receipt),
    ),
}
