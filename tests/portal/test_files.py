"""The pages of files: a draft's in the workspace, and what the public gets."""

import gzip

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from documents import actions
from documents.attachments import shelf
from documents.models import Attachment, StoredFile
from tests import factories as make
from tests.documents.scanner import Clamd
from tests.documents.upload_files import hidden_script, pdf, sheet
from tests.sources.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_shelf")]


@pytest.fixture
def edition():
    make.healthcare_region()
    body = make.body("Provgruppen", path="grupper/prov")
    return make.edition(make.document(body))


@pytest.fixture
def desk(client):
    client.force_login(make.user("Skriv Exempelsson"))
    return client


def at(name, edition, file=None):
    where = {"pk": edition.pk} | ({"file": file.pk} if file else {})
    return reverse(f"desk_file{name}", kwargs=where)


def send(desk, edition, content, name="Plan.pdf", address=None, **values):
    edition.refresh_from_db()
    file = {"file": SimpleUploadedFile(name, content, "text/html")} if content else {}
    return desk.post(
        address or at("_add", edition), {"revision": edition.revision, **file, **values}
    )


def page(answer, status=200):
    assert answer.status_code == status
    return text_of(answer.content.decode(), "main")


def test_file_is_added_and_its_faults_are_told(desk, edition):
    assert "Inga filer hör till versionen" in page(desk.get(edition.desk_url))
    assert "Lägg till en fil" in page(desk.get(at("_add", edition)))
    answer = send(desk, edition, pdf(), title="Planen", elsewhere="Se avsnittet Mål.")
    assert answer["Location"] == f"{edition.desk_url}#filer"
    told = page(desk.get(edition.desk_url))
    for each in (
        "Filen ”Planen” är tillagd.",
        "Filen är inte taggad",
        "(PDF, 1 kB, 1 sida)",
        "Brister i tillgänglighet: saknar taggar för uppläsning, saknar titel och saknar uppgift "
        "om språk. Se avsnittet Mål.",
    ):
        assert each in told


def test_bad_file_is_refused_at_its_field_and_nothing_stored(desk, edition):
    before = edition.revision
    for content, name, said in (
        (hidden_script(), "plan.pdf", "skript"),
        (b"<html>", "plan.pdf", "inte av ett slag"),
        (pdf("850709-9805"), "plan.pdf", "personnummer"),
        (bytes(21 * 2**20), "plan.pdf", "högst 20 MB"),
        (b"", "", "Välj en fil."),
    ):
        told = page(send(desk, edition, content, name, title="Min titel"), 400)
        assert said in told
        assert "Rätta det här först" in told
    answer = send(desk, edition, hidden_script(), title="Min titel")
    assert 'value="Min titel"' in answer.content.decode()
    assert 'id="id_file_error"' in answer.content.decode()
    edition.refresh_from_db()
    assert (edition.revision, Attachment.objects.count()) == (before, 0)
    assert (StoredFile.objects.count(), list(shelf.lying())) == (0, [])


def test_full_disk_is_told_at_the_field(desk, edition, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("documents.attachments.shelf.os.fsync", full)
    assert "fullt där filer förvaras" in page(send(desk, edition, pdf()), 400)
    assert (StoredFile.objects.count(), list(shelf.lying())) == (0, [])


def test_draft_that_changed_meanwhile_keeps_what_was_typed(desk, edition):
    answer = desk.post(
        at("_add", edition),
        {
            "revision": 99,
            "title": "Min titel",
            "file": SimpleUploadedFile("plan.pdf", pdf()),
        },
    )
    told = page(answer, 409)
    assert "välj filen igen" in told
    html = answer.content.decode()
    assert 'value="Min titel"' in html
    edition.refresh_from_db()
    assert f'name="revision" value="{edition.revision}"' in html
    assert list(shelf.lying()) == []


def test_file_is_changed_and_replaced(desk, edition):
    send(desk, edition, pdf(), title="Planen")
    file = Attachment.objects.get()
    address = at("", edition, file)
    assert "Ändra filen ”Planen”" in page(desk.get(address))
    assert send(desk, edition, None, address=address, title="Årets plan").status_code == 302
    assert Attachment.objects.get().title == "Årets plan"
    assert "skript" in page(
        send(desk, edition, hidden_script(), address=address, title="Årets plan"), 400
    )
    send(desk, edition, sheet(), "Tal.xlsx", address=address, title="Tal")
    file.refresh_from_db()
    assert (file.title, file.slug, file.file.kind) == ("Tal", "tal.xlsx", "xlsx")


def test_files_are_moved_taken_out_and_put_back(desk, edition):
    for title in ("Ett", "Två"):
        send(desk, edition, pdf(title), title=title)
    one, two = Attachment.objects.order_by("position")

    def do(name, file, **values):
        edition.refresh_from_db()
        answer = desk.post(at(name, edition, file), {"revision": edition.revision, **values})
        assert answer["Location"] == f"{edition.desk_url}#filer"

    do("_move", two, vart="upp")
    assert list(edition.attachments.present()) == [two, one]
    do("_take_out", two)
    told = page(desk.get(edition.desk_url))
    assert "Filen ”Två” är borttagen. Du kan ta tillbaka den nedan." in told
    assert "Borttagna filer" in told
    do("_put_back", two)
    assert list(edition.attachments.present()) == [one, two]
    assert desk.post(at("_move", edition, one), {"vart": "bort"}).status_code == 404
    assert desk.get(at("_move", edition, one)).status_code == 405


def test_file_of_another_draft_is_reached_by_no_number(desk, edition):
    other = make.attachment(make.edition())
    for name in ("", "_get"):
        assert desk.get(at(name, edition, other)).status_code == 404
    for name in ("", "_take_out", "_put_back", "_move"):
        values = {"title": "x", "vart": "upp", "revision": edition.revision}
        assert desk.post(at(name, edition, other), values).status_code == 404
    other.refresh_from_db()
    assert (other.title, other.removed) == ("Plan", False)


def test_published_file_is_served_whole_and_harmless(desk, edition):
    content = pdf("Öppet", title="Årets plan")
    send(desk, edition, content, "Årets plan.pdf", elsewhere="Se avsnittet Mål.")
    file = Attachment.objects.get()
    at_desk = desk.get(at("_get", edition, file))
    assert at_desk.getvalue() == content
    assert at_desk["Cache-Control"] == "no-store"
    stranger = Client()
    assert stranger.get(file.url).status_code == 404
    edition.refresh_from_db()
    make.take_all_steps(edition, valid_from="2026-01-01")
    for address in (edition.url, edition.document.url):
        told = page(stranger.get(address))
        assert "(PDF, 1 kB, 1 sida)" in told
        assert f'href="{file.url}"' in stranger.get(address).content.decode()
    answer = stranger.get(file.url)
    assert answer.getvalue() == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == ("attachment; filename*=utf-8''%C3%85rets%20plan.pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["ETag"] == f'"{file.file.sha256}"'
    assert stranger.get(file.url, headers={"if-none-match": answer["ETag"]}).status_code == 304
    packed = stranger.get(file.url, headers={"accept-encoding": "gzip"})
    body = packed.getvalue()
    assert (gzip.decompress(body) if packed.has_header("Content-Encoding") else body) == content
    assert not stranger.cookies
    assert stranger.get(file.url.replace(".pdf", ".exe")).status_code == 404
    assert desk.get(at("_add", edition)).status_code == 200
    assert "publicerad" in page(desk.get(at("_add", edition)))
    assert "publicerad" in page(send(desk, edition, pdf("Ny")), 400)


def test_file_that_waits_to_be_scanned_is_got_by_nobody(desk, edition, settings):
    settings.CLAMD = "/nowhere/clamd.sock"
    send(desk, edition, pdf())
    told = page(desk.get(edition.desk_url))
    assert "Virusskyddet svarar inte just nu" in told
    assert "Väntar på viruskontroll" in told
    assert desk.get(at("_get", edition, Attachment.objects.get())).status_code == 404


def test_commands_tend_the_files(desk, edition, settings, capsys):
    settings.CLAMD = "/nowhere/clamd.sock"
    send(desk, edition, pdf())
    call_command("scan_files")
    assert "1 filer väntar än" in capsys.readouterr().err
    with Clamd() as scanner:
        settings.CLAMD = scanner.address
        call_command("scan_files")
    assert capsys.readouterr().out == "1 filer är kontrollerade.\n"
    shelf.put(b"of a write that was broken off")
    call_command("clear_expired")
    assert len(list(shelf.lying())) == 2


def test_file_that_is_lost_is_not_there(desk, edition, caplog):
    send(desk, edition, pdf())
    file = Attachment.objects.get()
    shelf.throw(file.file.sha256)
    assert desk.get(at("_get", edition, file)).status_code == 404
    assert "saknas bland de sparade filerna" in caplog.text


def test_draft_is_read_with_its_files(desk, edition):
    send(desk, edition, pdf(), title="Planen")
    told = page(desk.get(reverse("desk_preview", args=[edition.pk])))
    assert "Planen (PDF, 1 kB, 1 sida)" in " ".join(told.split())


def test_number_of_questions_doesnt_grow_with_the_files(desk, edition):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(edition.desk_url)
        return len(queries)

    make.attachment(edition, b"1", slug="1.pdf")
    few = asked()
    for number in range(2, 20):
        make.attachment(edition, str(number).encode(), slug=f"{number}.pdf")
    assert asked() == few
    assert actions.attachments.MOST_FILES > 20


def test_published_files_that_not_everyone_can_read_are_listed_for_staff(desk, edition):
    page_of_them = reverse("desk_wanting_files")
    assert "Ingen fil har brister" in page(desk.get(page_of_them))
    make.attachment(edition, title="Planen", elsewhere="Se avsnittet Mål.")
    make.attachment(edition, b"%PDF-2", title="En bra fil", slug="bra.pdf", mark="none_found")
    assert "Planen" not in page(desk.get(page_of_them))
    make.take_all_steps(edition, valid_from="2026-01-01")
    told = page(desk.get(page_of_them))
    for each in ("Provgruppen", "Planen", "saknar taggar för uppläsning", "Se avsnittet Mål."):
        assert each in told
    assert "En bra fil" not in told
