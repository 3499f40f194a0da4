"""Files that go with a draft: what is stored and what isn't, and that the published stay."""

import datetime
import errno
import os
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from documents import actions
from documents.actions.attachments import clear_left_over, received, scan_again
from documents.actions.locking import fingerprint
from documents.attachments import UploadError, shelf
from documents.attachments.scanning import Scanned
from documents.models import Attachment, StoredFile
from tests import factories as make
from tests.documents.scanner import EICAR, Clamd
from tests.documents.stepping import approver, submitted, writer
from tests.documents.upload_files import pdf, sheet, word
from tests.factories import NOW

__all__ = ["approver", "writer"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_shelf")]

# Made once: a PDF says when it was made.
PLAN = pdf()
HARMFUL = pdf() + b"\n%" + EICAR.encode()


@pytest.fixture
def draft(writer):
    return make.edition(author=writer)


def lying():
    return sorted(name for _, name in shelf.lying())


def add(draft, by, content=None, name="Plan.pdf", **values):
    content = PLAN if content is None else content
    draft.refresh_from_db()
    return actions.add_attachment(
        draft,
        **{"by": by, "at": NOW, "revision": draft.revision, "sent": received(content, name)}
        | values,
    )


def test_added_file_is_stored_once_under_its_checksum(draft, writer):
    content = pdf("Våra mål", title="Handlingsplan 2027")
    made = add(draft, writer, content, "Årets plan (slutlig).pdf", elsewhere="Se sidan Mål.")
    assert (made.title, made.name, made.slug) == (
        "Handlingsplan 2027",
        "Årets plan (slutlig).pdf",
        "arets-plan-slutlig.pdf",
    )
    assert made.url == f"{draft.url}filer/arets-plan-slutlig.pdf"
    assert (made.file.sha256, made.file.size) == (shelf.checksum(content), len(content))
    assert (made.file.text, made.file.scan, made.elsewhere) == ("Våra mål", "none", "Se sidan Mål.")
    with shelf.take(made.file.sha256) as file:
        assert file.read() == content
    before = draft.revision
    draft.refresh_from_db()
    assert draft.revision == before + 1
    row = made.history.get()
    assert (row.history_type, row.history_user) == ("+", writer)

    other = make.edition(title="Ett annat uppdrag", author=writer)
    again = add(other, writer, content)
    assert again.file_id == made.file_id
    assert lying() == [made.file.sha256]


def test_title_is_the_given_one_else_the_files_else_its_name(draft, writer):
    assert add(draft, writer, pdf("1", title="Egen"), title="  Given  titel ").title == (
        "Given titel"
    )
    assert add(draft, writer, pdf("2", title="Egen")).title == "Egen"
    assert add(draft, writer, pdf("3"), "Årsrapport.pdf").title == "Årsrapport"


def test_addresses_differ_and_order_is_that_of_adding(draft, writer):
    for number in range(3):
        add(draft, writer, pdf(str(number)), "plan.pdf")
    add(draft, writer, sheet(), "plan.xlsx")
    assert [each.slug for each in draft.attachments.present()] == [
        "plan.pdf",
        "plan-2.pdf",
        "plan-3.pdf",
        "plan.xlsx",
    ]


def test_same_file_twice_is_refused_and_stays(draft, writer):
    made = add(draft, writer)
    with pytest.raises(actions.Refused, match="redan tillagd"):
        add(draft, writer)
    assert (Attachment.objects.get(), lying()) == (made, [made.file.sha256])


def test_refused_addition_leaves_no_row_and_no_file(draft, writer, approver):
    stranger = make.user("Främling Exempel", office=False)
    with pytest.raises(actions.Refused, match="inte rätt"):
        add(draft, stranger)
    with pytest.raises(actions.Conflict):
        add(draft, writer, revision=99)
    with pytest.raises(actions.Refused, match="personnummer"):
        add(draft, writer, title="850709-9805")
    sent = submitted(writer)
    with pytest.raises(actions.Refused, match="skickad till beslut"):
        add(sent, writer)
    assert (Attachment.objects.count(), StoredFile.objects.count(), lying()) == (0, 0, [])


def test_full_disk_is_told_and_leaves_nothing(draft, writer, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("documents.attachments.shelf.os.fsync", full)
    with pytest.raises(UploadError, match="fullt där filer förvaras"):
        add(draft, writer)
    monkeypatch.undo()
    assert (Attachment.objects.count(), StoredFile.objects.count(), lying()) == (0, 0, [])
    assert add(draft, writer).pk


def test_file_that_lies_there_broken_is_written_anew(draft, writer, own_shelf):
    place = own_shelf / shelf.place_of(shelf.checksum(PLAN))
    place.parent.mkdir()
    place.write_bytes(b"half")
    made = add(draft, writer)
    with shelf.take(made.file.sha256) as file:
        assert file.read() == PLAN


def test_more_files_than_a_version_may_have_are_refused(draft, writer, monkeypatch):
    monkeypatch.setattr("documents.actions.attachments.MOST_FILES", 1)
    first = add(draft, writer)
    with pytest.raises(actions.Refused, match="fler"):
        add(draft, writer, word(), "plan.docx")
    assert lying() == [first.file.sha256]


def test_file_is_replaced_and_what_is_said_of_it_changed(draft, writer):
    made = add(draft, writer)
    draft.refresh_from_db()
    changed = actions.change_attachment(
        draft,
        made.pk,
        by=writer,
        at=NOW,
        revision=draft.revision,
        title="Planen",
        elsewhere="",
        sent=received(word(), "Ny plan.docx"),
    )
    assert (changed.pk, changed.title, changed.slug, changed.file.kind) == (
        made.pk,
        "Planen",
        "ny-plan.docx",
        "docx",
    )
    assert [row.history_type for row in changed.history.all()] == ["~", "+"]
    with pytest.raises(actions.Conflict):
        actions.change_attachment(
            draft, made.pk, by=writer, at=NOW, revision=1, title="Annan", elsewhere=""
        )


def test_file_is_moved_taken_out_and_put_back(draft, writer):
    first, second, third = (add(draft, writer, pdf(str(each))) for each in range(3))

    def do(action, of, **more):
        draft.refresh_from_db()
        return action(draft, of.pk, by=writer, revision=draft.revision, **more)

    def order():
        return [each.pk for each in draft.attachments.present()]

    do(actions.move_attachment, third, steps=-1)
    assert order() == [first.pk, third.pk, second.pk]
    do(actions.move_attachment, first, steps=-1)
    assert order() == [first.pk, third.pk, second.pk]
    do(actions.take_out_attachment, first)
    assert order() == [third.pk, second.pk]
    do(actions.put_back_attachment, first)
    assert order() == [third.pk, second.pk, first.pk]
    for action in (actions.put_back_attachment, actions.take_out_attachment):
        draft.refresh_from_db()
        with pytest.raises(Attachment.DoesNotExist):
            action(draft, 0, by=writer, revision=draft.revision)


def publish_with(writer, approver):
    """A published edition with a file, and one that was taken out before."""
    edition = make.edition(author=writer)
    kept = add(edition, writer, pdf("Kvar"))
    gone = add(edition, writer, pdf("Borta"))
    edition.refresh_from_db()
    actions.take_out_attachment(edition, gone.pk, by=writer, revision=edition.revision)
    edition.refresh_from_db()
    return make.take_all_steps(edition, valid_from="2026-01-01"), kept


def test_published_files_stay(sql, writer, approver):
    edition, kept = publish_with(writer, approver)
    assert list(edition.attachments.all()) == [kept]
    changes = [
        "UPDATE documents_attachment SET title = 'ny'",
        "UPDATE documents_attachment SET removed = true",
        "UPDATE documents_attachment SET position = 9",
        "DELETE FROM documents_attachment",
        "UPDATE documents_storedfile SET text = 'ny'",
        "UPDATE documents_storedfile SET sha256 = repeat('0', 64)",
        "UPDATE documents_storedfile SET mark = 'none_found' WHERE mark = 'wanting'",
    ]
    for change in changes:
        with (
            pytest.raises(IntegrityError, match=r"never changes|only takes new rows"),
            transaction.atomic(),
        ):
            sql(change)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("attachment", "storedfile"):
        with pytest.raises(IntegrityError, match="only takes new rows"), transaction.atomic():
            sql(f"TRUNCATE documents_{table} CASCADE")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Attachment.objects.create(
            edition=edition, file=kept.file, slug="x.pdf", title="x", name="x.pdf", added_at=NOW
        )
    with pytest.raises(actions.Refused, match="publicerad"):
        add(edition, writer, pdf("Ny"))


def test_new_version_has_the_files_of_the_last(writer, approver):
    edition, kept = publish_with(writer, approver)
    new = actions.start_draft(edition.document, by=writer, at=NOW)
    [copy] = new.attachments.present()
    assert copy.pk != kept.pk
    assert [getattr(copy, name) for name in ("file_id", "title", "name", "slug")] == [
        getattr(kept, name) for name in ("file_id", "title", "name", "slug")
    ]
    assert copy.history.get().history_user == writer


def test_files_stand_in_the_working_copy(writer):
    draft = make.edition(author=writer)
    made = add(draft, writer)
    draft.refresh_from_db()
    actions.submit(draft, by=writer, at=NOW, seen=fingerprint(draft))
    assert draft.working_copies.get().content["files"] == [
        {"title": "Plan", "name": "Plan.pdf", "sha256": made.file.sha256}
    ]


def test_adding_a_file_changes_what_a_decider_saw(draft, writer):
    seen = fingerprint(draft)
    add(draft, writer)
    draft.refresh_from_db()
    assert fingerprint(draft) != seen


def test_file_found_bad_is_refused_and_nothing_stored(draft, writer, settings):
    with Clamd() as scanner:
        settings.CLAMD = scanner.address
        assert add(draft, writer).file.scan == "clean"
        with pytest.raises(UploadError, match="Prov-EICAR"):
            received(HARMFUL, "plan.pdf")
    assert len(lying()) == StoredFile.objects.count() == 1


def test_scanner_over_tcp_is_asked_too(settings):
    with Clamd(tcp=True) as scanner:
        settings.CLAMD = scanner.address
        assert received(pdf(), "plan.pdf").scan is Scanned.CLEAN


def test_file_waits_while_the_scanner_is_down(writer, approver, settings):
    settings.CLAMD = "/nowhere/clamd.sock"
    edition = make.edition(author=writer)
    made = add(edition, writer)
    assert (made.file.scan, made.file.is_held) == ("waiting", True)
    edition.refresh_from_db()
    edition = actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))

    def adopt():
        return actions.adopt(
            edition,
            by=approver,
            at=NOW,
            seen=fingerprint(edition),
            decision=make.decision(edition.document.owner),
            valid_from=datetime.date(2026, 3, 1),
        )

    with pytest.raises(actions.Refused, match="väntar på viruskontroll"):
        adopt()
    assert scan_again() == (0, 1)
    with Clamd() as scanner:
        settings.CLAMD = scanner.address
        assert scan_again() == (1, 0)
    adopt()


def test_file_found_bad_later_stands_in_the_way(writer, settings):
    settings.CLAMD = "/nowhere/clamd.sock"
    edition = make.edition(author=writer)
    add(edition, writer, HARMFUL)
    with Clamd() as scanner:
        settings.CLAMD = scanner.address
        assert scan_again() == (0, 0)
    assert StoredFile.objects.get().scan == "bad"
    [finding] = actions.attachments.file_faults(edition)
    assert "skadlig" in finding.message


@pytest.mark.parametrize("answer", [b"", b"stream: size limit exceeded. ERROR\0", b"\xff\0"])
def test_answer_that_says_nothing_is_none(settings, answer):
    with Clamd(answer=answer) as scanner:
        settings.CLAMD = scanner.address
        assert received(pdf(), "plan.pdf").scan is Scanned.WAITING


def test_left_over_files_are_cleared_and_no_others(draft, writer, own_shelf):
    made = add(draft, writer)
    shelf.put(b"of a write that was broken off")
    begun = own_shelf / "ab"
    begun.mkdir(exist_ok=True)
    (begun / f"{shelf.BEGUN}x").write_bytes(b"half")
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    assert clear_left_over(now - day) == 0
    assert clear_left_over(now + day) == 2
    assert lying() == [made.file.sha256]


def test_text_with_a_personal_identity_number_is_refused_by_the_row_too(draft, writer):
    made = add(draft, writer)
    made.elsewhere = "Fråga 850709-9805"
    with pytest.raises(ValidationError, match="personnummer"):
        made.full_clean()


@pytest.mark.django_db(transaction=True)
def test_two_who_send_in_the_same_file_at_once_get_it_both(writer):
    """One of them fails after writing: the other's file stays."""
    content = pdf("Samma")
    drafts = [make.edition(make.document(make.body(f"Organ {n}")), author=writer) for n in "ab"]
    outcomes = []

    def send(draft, title):
        try:
            add(draft, writer, content, title=title)
            outcomes.append("stored")
        except actions.Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    for _ in range(5):
        outcomes.clear()
        threads = [
            threading.Thread(target=send, args=(draft, title))
            for draft, title in zip(drafts, ("Plan", "850709-9805"), strict=True)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sorted(outcomes) == ["refused", "stored"]
        assert lying() == [StoredFile.objects.get().sha256]
        for each in Attachment.objects.all():
            each.delete()
        StoredFile.objects.all().delete()
        assert clear_left_over(datetime.datetime.now(datetime.UTC)) == 1
