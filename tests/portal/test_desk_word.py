"""Word files in the workspace: shown before they are read in, and refused whole."""

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from bodies.models import BodyKind
from documents.actions import submit
from documents.actions.locking import fingerprint
from documents.models import Document, DocumentBody, Edition, EditionEvent, SharedPart
from documents.word import read_word
from tests import factories as make
from tests.documents.sharing import draft_for, published_for, shared_text, told
from tests.documents.word_bad import BAD
from tests.documents.word_files import paragraphs, word_file
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    make.healthcare_region()
    return make.body("Provgruppen", path="grupper/prov", of=make.kind("grupp"))


@pytest.fixture
def writer():
    return make.user("Skriv", last_name="Exempelsson")


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def heading(text, number=1):
    return paragraphs(text, look=f"Rubrik{number}")


def docx(*parts: str) -> bytes:
    """A Word file of sections: "# Rubrik" begins one, anything else is a paragraph in it."""
    body = [heading(each[2:]) if each.startswith("# ") else paragraphs(each) for each in parts]
    return word_file("".join(body))


def upload(desk, content: bytes, into="grupper/prov", name="uppdrag.docx"):
    file = SimpleUploadedFile(name, content)
    return desk.post(reverse("desk_word"), {"into": into, "file": file})


def form_of(answer) -> dict:
    """What the page of a plan sends on."""
    context = answer.context
    return {"text": context["packed"], "seen": context["seen"], "into": context["into"]}


def take_in(desk, answer, **more):
    return desk.post(reverse("desk_word_take_in"), form_of(answer) | more)


def everything() -> dict[str, int]:
    """How many rows each table has, but for those that signing in writes."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in tables:
            if table != Session._meta.db_table:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                counts[table] = cursor.fetchone()[0]
    return counts


def test_a_file_is_shown_and_nothing_is_stored_until_it_is_said(desk, body):
    before = everything()
    answer = upload(desk, docx("# Mål", "Vi vill väl.", "# Medel", "Möten."))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Filen blir ett utkast till version 1." in page
    assert page.count("Nytt avsnitt") == 2
    assert everything() == before
    answer = take_in(desk, answer)
    draft = Edition.objects.get(document__owner=body)
    assert answer["Location"] == draft.desk_url
    assert [(each.heading, each.html) for each in draft.sections.present()] == [
        ("Mål", "<p>Vi vill väl.</p>"),
        ("Medel", "<p>Möten.</p>"),
    ]
    page = desk.get(draft.desk_url).content.decode()
    assert "Ur filen uppdrag.docx." in page
    assert "är inläst i utkastet till version 1" in page


def test_the_page_says_what_each_section_becomes(desk, body):
    text = shared_text("Syfte", kind="grupp")
    published_for(body, text)
    page = upload(desk, docx("# Syfte", "Något annat.", "# Eget", "Vi.")).content.decode()
    assert "Filen blir ett utkast till version 2." in page
    assert "Avsnittet är gemensamt med andra organ, men filen har andra ord." in page
    assert "Nytt avsnitt" in page
    assert "Så ändras texten" in page


def test_a_choice_without_a_reason_comes_back_with_what_was_chosen(desk, body):
    published_for(body, shared_text("Syfte", kind="grupp"))
    answer = upload(desk, docx("# Syfte", "Något annat."))
    before = everything()
    answer = take_in(desk, answer, **{"val-0": "own", "skal-0": " "})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#skal-0"' in page
    assert 'id="val-0-egen" name="val-0" value="own" checked' in page
    assert everything() == before
    take_in(desk, answer, **{"val-0": "own", "skal-0": "Vi är nya."})
    assert told(Edition.objects.get(document__owner=body, state="draft")) == ["!syfte"]


@pytest.mark.parametrize(
    ("reason", "stored"),
    [("Gäller 19121212-1212.", None), ("Vi är\0 nya.", "Vi är nya.")],
)
def test_a_reason_holds_no_personal_identity_number_and_no_odd_sign(desk, body, reason, stored):
    published_for(body, shared_text("Syfte", kind="grupp"))
    answer = upload(desk, docx("# Syfte", "Något annat."))
    answer = take_in(desk, answer, **{"val-0": "own", "skal-0": reason})
    kept = SharedPart.objects.exclude(own_reason="").values_list("own_reason", flat=True)
    assert list(kept) == ([stored] if stored else [])
    if stored is None:
        assert answer.status_code == 400
        assert "innehåller ett personnummer" in answer.content.decode()
        assert 'href="#skal-0"' in answer.content.decode()


def test_a_body_whose_text_stands_at_another_body_gets_no_draft_of_a_file(desk, body):
    other = make.document(make.body("Andra", path="grupper/andra", of=body.kind))
    answer = upload(desk, docx("# Mål", "Vi."))
    DocumentBody.objects.create(document=other, body=body)
    answer = take_in(desk, answer)
    assert answer.status_code == 400
    assert "gemensam med ett annat organ" in answer.content.decode()
    assert upload(desk, docx("# Mål", "Vi.")).status_code == 400
    assert not Document.objects.filter(owner=body).exists()


def test_the_text_is_shown_in_the_order_that_it_gets(desk, body):
    published_for(body, shared_text("Syfte", "Medel", kind="grupp"))
    answer = upload(desk, docx("# Eget", "Vi.", "# Medel", "Gemensamt om medel."))
    shown = [each.heading[0].words[0] for each in answer.context["comparison"].sections]
    assert "Avsnittet är flyttat" not in answer.content.decode()
    take_in(desk, answer)
    draft = Edition.objects.get(document__owner=body, state="draft")
    assert shown == list(draft.sections.present().values_list("heading", flat=True))


def test_a_draft_that_changed_meanwhile_is_shown_again(desk, body, writer):
    draft = draft_for(body, shared_text("Syfte", kind="grupp"))
    answer = upload(desk, docx("# Eget", "Vi."))
    assert "Filen läses in i utkastet till version 1." in answer.content.decode()
    make.section(draft, "nytt")
    again = take_in(desk, answer)
    assert again.status_code == 409
    assert "Utkastet har ändrats sedan du läste in filen." in again.content.decode()
    assert not EditionEvent.objects.filter(kind="read_in").exists()
    assert take_in(desk, again).status_code == 302


def test_sending_the_form_twice_reads_the_file_in_once(desk, body):
    answer = upload(desk, docx("# Mål", "Vi vill."))
    assert take_in(desk, answer).status_code == 302
    assert take_in(desk, answer).status_code == 409
    assert EditionEvent.objects.filter(kind="read_in").count() == 1


def test_what_was_read_can_not_be_forged_or_sent_by_another(desk, body, client):
    answer = upload(desk, docx("# Mål", "Vi vill."))
    given = form_of(answer)
    for text in ("", "x", given["text"][:-1], given["text"] + "x"):
        refused = desk.post(reverse("desk_word_take_in"), given | {"text": text})
        assert refused.status_code == 400
        assert "går inte längre att använda" in refused.content.decode()
    client.force_login(make.user())
    assert client.post(reverse("desk_word_take_in"), given).status_code == 400
    assert not Edition.objects.exists()


def test_an_unknown_target_is_refused(desk, body):
    answer = upload(desk, docx("# Mål", "Vi."), into="grupper/finns-inte")
    assert answer.status_code == 400
    assert "Välj en av texterna i listan." in answer.content.decode()
    assert upload(desk, docx("# Mål", "Vi."), into="").status_code == 400


def test_a_shared_text_is_read_in_too(desk, body):
    text = shared_text("Syfte", kind="grupp")
    answer = upload(desk, docx("# Syfte", "Andra ord."), into=f"text:{text.slug}")
    take_in(desk, answer)
    draft = text.document.editions.get(state="draft")
    assert draft.sections.get().html == "<p>Andra ord.</p>"


def test_a_submitted_version_takes_nothing_in(desk, body):
    draft = draft_for(body, shared_text("Syfte", kind="grupp"))
    submit(draft, by=make.user(), at=NOW, seen=fingerprint(draft))
    answer = take_in(desk, upload(desk, docx("# Mål", "Vi.")))
    assert answer.status_code == 400
    assert "skickad till beslut" in answer.content.decode()


def test_no_bad_file_leaves_a_row_or_a_file(desk, body, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    before = everything()
    for name, (make_file, _, said, remedy) in BAD.items():
        answer = upload(desk, make_file())
        page = answer.content.decode()
        assert answer.status_code == 400, name
        assert 'id="id_file_error"' in page, name
        # The form itself tells of a file that is empty or too large.
        if name not in ("empty", "too large"):
            assert said in page, name
            assert remedy in page, name
        # What was chosen besides the file is kept.
        assert '<option value="grupper/prov" selected>' in page, name
        assert list(tmp_path.iterdir()) == [], name
    assert everything() == before


def test_a_file_with_an_identity_number_is_refused(desk, body):
    answer = upload(desk, docx("# Mål", "Ring 19121212-1212."))
    assert answer.status_code == 400
    assert "personnummer" in answer.content.decode()


def test_any_version_is_a_word_file_that_reads_back_the_same(desk, body):
    text = shared_text("Syfte", "Medel", kind="grupp")
    for edition in (draft_for(body, text), published_for(make.body(of=body.kind), text)):
        answer = desk.get(reverse("desk_word_download", args=[edition.pk]))
        assert answer["Content-Type"].endswith("wordprocessingml.document")
        assert '-version-1.docx"' in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "no-store"
        read = read_word(answer.content, "fil.docx")
        assert (read.text.title, read.told) == (edition.title, ())
        assert [(each.heading, each.level, each.html) for each in read.text.sections] == [
            (each.heading, each.level, each.html) for each in edition.sections.present()
        ]


def test_a_word_file_that_comes_back_unchanged_changes_nothing(desk, body):
    draft = draft_for(body, shared_text("Syfte", "Medel", kind="grupp"))
    content = desk.get(reverse("desk_word_download", args=[draft.pk])).content
    answer = upload(desk, content)
    assert answer.content.decode().count(">Oförändrat<") == 2
    assert "Texterna är lika, ord för ord." in answer.content.decode()


def test_many_files_are_read_in_by_a_command(body, writer, tmp_path, capsys):
    folder = tmp_path / "grupper"
    folder.mkdir()
    (folder / "prov.docx").write_bytes(docx("# Mål", "Vi vill."))
    (folder / "okand.docx").write_bytes(docx("# Mål", "Vi vill."))
    (folder / "~$prov.docx").write_bytes(b"x")
    other = make.body("En till", path="grupper/till", of=body.kind)
    (tmp_path / "till.docx").write_bytes(b"trasig")
    arguments = [str(tmp_path), "--account", writer.username]
    with pytest.raises(CommandError, match="Alla filer är inte inlästa"):
        call_command("import_word", *arguments, "--try")
    assert not Edition.objects.exists()
    with pytest.raises(CommandError):
        call_command("import_word", *arguments)
    said = capsys.readouterr().out
    assert "1 av 3 filer är inlästa." in said
    assert "Inget organ har adressen okand." in said
    assert Edition.objects.get().document.owner == body
    assert not other.documents.exists()
    with pytest.raises(CommandError):
        call_command("import_word", str(folder / "prov.docx"), "--account", writer.username)
    assert "--into-drafts" in capsys.readouterr().out
    call_command(
        "import_word", str(folder / "prov.docx"), "--account", writer.username, "--into-drafts"
    )
    assert Edition.objects.get().events.filter(kind="read_in").count() == 2


def test_the_command_passes_no_text_over_and_takes_none_for_others(body, writer, tmp_path, capsys):
    level = BodyKind.Level.NATIONAL
    make.body("Nationell", path="nationellt/nat", of=make.kind("np", level=level))
    (tmp_path / "PROV.DOCX").write_bytes(docx("# Mål", "Vi vill."))
    (tmp_path / "nat.docx").write_bytes(docx("# Mål", "Vi vill."))
    (tmp_path / "gammal.doc").write_bytes(b"x")
    (tmp_path / "bild.png").write_bytes(b"x")
    with pytest.raises(CommandError):
        call_command("import_word", str(tmp_path), "--account", writer.username)
    said = capsys.readouterr().out
    assert "1 av 3 filer är inlästa." in said
    assert "gammal.doc: inte inläst." in said
    assert [each.document.owner for each in Edition.objects.all()] == [body]


def test_the_command_asks_for_an_account_that_is(body, tmp_path):
    with pytest.raises(CommandError, match="Kontot ingen finns inte"):
        call_command("import_word", str(tmp_path), "--account", "ingen")
