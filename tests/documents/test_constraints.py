"""The database refuses what can't be true of documents, whatever code writes to it."""

import pytest
from django.db import IntegrityError, transaction

from documents.models import DocumentBody
from tests import factories as make
from tests.refusing import refused

from .sharing import shared_text

pytestmark = pytest.mark.django_db


DOCUMENT = (
    "INSERT INTO documents_document (kind, owner_id, period_start, period_end, source_note,"
    " interpretation, name, address) VALUES (%s, %s, %s, %s, '', '', '', '')"
)
EDITION = (
    "INSERT INTO documents_edition (document_id, number, state, revision, title, lead, language,"
    " change_note, is_minor, is_shown, created, source_note, interpretation)"
    " VALUES (%s, %s, 'draft', 1, 'x', '', 'sv', '', false, false, now(), '', '')"
)
EVENT = (
    "INSERT INTO documents_editionevent (edition_id, kind, at, text, forced, effective_on)"
    " VALUES (%s, %s, now(), '', false, %s)"
)


@pytest.mark.parametrize("start", [None, "2026-01-01"])
def test_same_document_twice_for_a_period_is_refused(sql, start):
    body = make.body()
    end = start and "2027-01-01"
    sql(DOCUMENT, "minutes", body.pk, start, end)
    refused(sql, DOCUMENT, "minutes", body.pk, start, end, by="document_once_per_period")
    sql(DOCUMENT, "commission", body.pk, start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-01-01", "2026-01-01"), ("2026-01-01", "2025-01-01"), (None, "2026-01-01")],
)
def test_period_without_a_start_before_its_end_is_refused(sql, start, end):
    body = make.body()
    refused(sql, DOCUMENT, "minutes", body.pk, start, end, by="document_period_start_before_end")


@pytest.mark.parametrize("kind", ["action_plan", "operational_plan", "annual_report", "notes"])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, None),
        ("2026-01-01", "2026-12-31"),
        ("2026-01-02", "2027-01-02"),
        ("2026-02-01", "2027-01-01"),
        ("2026-01-01", "2028-01-01"),
    ],
)
def test_plan_or_report_of_anything_but_a_year_is_refused(sql, kind, start, end):
    body = make.body()
    refused(sql, DOCUMENT, kind, body.pk, start, end, by="document_of_a_whole_year")
    sql(DOCUMENT, kind, body.pk, "2026-01-01", "2027-01-01")


@pytest.mark.parametrize(
    ("start", "end"),
    [(None, None), ("2026-02-01", "2027-01-01"), ("2026-01-01", "2026-12-31")],
)
def test_agreement_of_anything_but_whole_years_is_refused(sql, start, end):
    body = make.body()
    told = {"by": "document_agreement_of_years"}
    refused(sql, DOCUMENT, "annual_agreement", body.pk, start, end, **told)
    sql(DOCUMENT, "annual_agreement", body.pk, "2026-01-01", "2028-01-01")


def test_template_without_a_name_and_a_name_without_one_are_refused(sql):
    body, told = make.body(), {"by": "document_template_named"}
    refused(sql, DOCUMENT, "template", body.pk, None, None, **told)
    template = make.document(body, kind="template")
    for change in ("kind = 'minutes'", "name = ''", "address = ''"):
        refused(sql, f"UPDATE documents_document SET {change} WHERE id = %s", template.pk, **told)


def test_activity_that_cannot_be_is_refused(sql):
    plan = make.edition(make.document(kind="action_plan"))
    entry = make.entry(plan)
    number = "UPDATE documents_activity SET number = 1, owner_id = %s"
    insert = "INSERT INTO documents_activity (owner_id, number) VALUES (%s, 1)"
    refused(sql, insert, plan.document.owner_id, by="activity_number_once")
    refused(sql, number, make.body().pk, by="activity")
    again = {"of": entry.activity, "section": entry.section}
    with pytest.raises(IntegrityError, match="activity_entry_once"), transaction.atomic():
        make.entry(plan, **again)
    update = "UPDATE documents_activityentry SET {} WHERE id = %s"
    for change, by in (
        ("start = '2026-02-01', \"end\" = '2026-02-01'", "activity_entry_start_before_end"),
        ("status = 'forgotten'", "activity_entry_status_is_known"),
    ):
        refused(sql, update.format(change), entry.pk, by=by)


def test_shared_text_without_a_name_and_a_name_without_one_are_refused(sql):
    body = make.body()
    refused(sql, DOCUMENT, "shared_text", body.pk, None, None, by="document_of_shared_text")
    document = shared_text("Syfte").document
    refused(
        sql,
        "UPDATE documents_document SET kind = 'commission' WHERE id = %s",
        document.pk,
        by="document_of_shared_text",
    )


def test_body_concerned_twice_is_refused():
    document, body = make.document(), make.body()
    DocumentBody.objects.create(document=document, body=body)
    with pytest.raises(IntegrityError, match="document_body_once"), transaction.atomic():
        DocumentBody.objects.create(document=document, body=body)


def test_two_open_editions_of_a_document_are_refused(sql):
    edition = make.edition()
    refused(sql, EDITION, edition.document_id, 2, by="edition_one_open_per_document")


def test_number_twice_is_refused_unless_one_was_discarded(sql):
    edition = make.published()
    refused(sql, EDITION, edition.document_id, 1, by="edition_number_once")
    draft = make.edition(edition.document)
    sql("UPDATE documents_edition SET state = 'discarded' WHERE id = %s", draft.pk)
    sql(EDITION, edition.document_id, draft.number)


def test_state_that_is_not_known_is_refused(sql):
    edition = make.edition()
    refused(
        sql,
        "UPDATE documents_edition SET state = 'klar' WHERE id = %s",
        edition.pk,
        by="edition_state_is_known",
    )


def test_second_withdrawal_is_refused(sql):
    edition = make.published()
    sql(EVENT, edition.pk, "withdrawn", "2026-03-01")
    refused(sql, EVENT, edition.pk, "withdrawn", "2026-04-01", by="edition_withdrawn_once")


@pytest.mark.parametrize(("kind", "day"), [("withdrawn", None), ("published", "2026-01-01")])
def test_only_a_withdrawal_has_a_day_and_it_has_one(sql, kind, day):
    edition = make.edition()
    refused(sql, EVENT, edition.pk, kind, day, by="edition_event_withdrawn_has_day")


@pytest.mark.parametrize("level", [0, 4])
def test_heading_level_outside_1_to_3_is_refused(sql, level):
    edition = make.edition()
    refused(
        sql,
        "UPDATE documents_section SET level = %s WHERE edition_id = %s",
        level,
        edition.pk,
        by="section_level_1_to_3",
    )


def test_section_key_twice_in_an_edition_is_refused(sql):
    edition = make.edition(None, "Ett.", "Två.")
    refused(
        sql,
        "UPDATE documents_section SET key = 'samma' WHERE edition_id = %s",
        edition.pk,
        by="section_key_once",
    )


def test_working_copy_number_twice_is_refused(sql):
    edition = make.edition()
    copy = (
        "INSERT INTO documents_workingcopy (edition_id, number, content, at)"
        " VALUES (%s, 1, '{}', now())"
    )
    sql(copy, edition.pk)
    refused(sql, copy, edition.pk, by="working_copy_once")


def test_two_files_of_an_edition_with_one_address_are_refused(sql):
    edition = make.edition()
    make.attachment(edition, b"one")
    two = make.attachment(edition, b"two", slug="annan.pdf", removed=True)
    sql("UPDATE documents_attachment SET slug = 'plan.pdf' WHERE id = %s", two.pk)
    refused(
        sql,
        "UPDATE documents_attachment SET removed = false WHERE id = %s",
        two.pk,
        by="attachment_address_once",
    )
