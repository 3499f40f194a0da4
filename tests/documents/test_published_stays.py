"""Raw SQL against what is published: the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from documents.models import EditionPdf, WorkingCopy
from tests import factories as make

pytestmark = pytest.mark.django_db

EDITION_VALUES = {
    "title": "'ny'",
    "number": "99",
    "valid_from": "'2031-01-01'",
    "state": "'draft'",
    "change_note": "'ny'",
    "decision_id": "NULL",
    "published_at": "NULL",
}
SECTION_VALUES = {"html": "'nytt'", "heading": "'ny'", "position": "9", "removed": "true"}


def refused(sql, statement, *values, by="never changes|only takes new rows"):
    with pytest.raises(IntegrityError, match=by), transaction.atomic():
        sql(statement, *values)


@pytest.mark.parametrize(("column", "value"), EDITION_VALUES.items())
def test_published_edition_refuses_update(sql, column, value):
    edition = make.published()
    refused(sql, f"UPDATE documents_edition SET {column} = {value} WHERE id = %s", edition.pk)


@pytest.mark.parametrize(("column", "value"), SECTION_VALUES.items())
def test_section_of_published_edition_refuses_update(sql, column, value):
    edition = make.published()
    refused(
        sql, f"UPDATE documents_section SET {column} = {value} WHERE edition_id = %s", edition.pk
    )


@pytest.mark.parametrize("table", ["edition", "section", "editionpdf"])
def test_delete_is_refused(sql, table):
    edition = make.published()
    assert EditionPdf.objects.filter(edition=edition).exists()
    column = "id" if table == "edition" else "edition_id"
    refused(sql, f"DELETE FROM documents_{table} WHERE {column} = %s", edition.pk)


@pytest.mark.parametrize("column", ["date", "paragraph", "registry_number", "text", "body_id"])
def test_decision_of_a_published_edition_refuses_update(sql, column):
    edition = make.published()
    value = {"date": "2020-01-01", "body_id": make.body().pk}.get(column, "ny")
    change = f"UPDATE bodies_decision SET {column} = %s WHERE id = %s"
    refused(sql, change, value, edition.decision_id)
    sql(change, value, make.decision().pk)


def test_stored_pdf_refuses_update(sql):
    edition = make.published()
    refused(sql, "UPDATE documents_editionpdf SET content = '' WHERE edition_id = %s", edition.pk)


def test_nothing_moves_into_or_out_of_a_published_edition(sql):
    edition = make.published()
    draft = make.edition(edition.document)
    inside, outside = edition.sections.get(), draft.sections.get()
    move = "UPDATE documents_section SET edition_id = %s, key = 'flyttad' WHERE id = %s"
    refused(sql, move, draft.pk, inside.pk)
    refused(sql, move, edition.pk, outside.pk)
    refused(
        sql,
        "INSERT INTO documents_section (edition_id, key, position, heading, level, html, note,"
        " revision, removed) VALUES (%s, 'ny', 9, 'Ny', 1, '', '', 1, false)",
        edition.pk,
    )
    refused(
        sql,
        "UPDATE documents_editionpdf SET edition_id = %s WHERE edition_id = %s",
        draft.pk,
        edition.pk,
    )


@pytest.mark.parametrize(
    "table", ["edition", "section", "editionpdf", "editionevent", "workingcopy"]
)
def test_tables_refuse_to_be_emptied(sql, table):
    refused(sql, f"TRUNCATE documents_{table} CASCADE")


def test_events_and_working_copies_are_only_added(sql):
    edition = make.published()
    assert WorkingCopy.objects.filter(edition=edition).exists()
    for table, change in (("editionevent", "text = 'nytt'"), ("workingcopy", "content = '{}'")):
        refused(sql, f"UPDATE documents_{table} SET {change} WHERE edition_id = %s", edition.pk)
        refused(sql, f"DELETE FROM documents_{table} WHERE edition_id = %s", edition.pk)


def test_edition_cannot_be_born_published(sql):
    document = make.document()
    refused(
        sql,
        "INSERT INTO documents_edition (document_id, number, state, revision, title, lead,"
        " language, change_note, is_minor, created, source_note, interpretation)"
        " VALUES (%s, 1, 'published', 1, 'x', '', 'sv', '', false, now(), '', '')",
        document.pk,
        by="begins as a draft",
    )


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [
        ("2026-01-01", "2026-01-02", True),
        ("2026-01-01", "2026-01-01", False),
        ("2026-01-01", "2025-12-31", False),
        ("2026-01-01", None, False),
    ],
)
def test_edition_that_does_not_begin_after_the_last_is_refused(sql, first, second, allowed):
    document = make.published(valid_from=first).document
    draft = make.edition(document)
    publish = "UPDATE documents_edition SET state = 'published', valid_from = %s WHERE id = %s"
    if allowed:
        sql(publish, second, draft.pk)
    else:
        refused(sql, publish, second, draft.pk, by="begin after the last")


def test_edition_withdrawn_before_it_began_is_not_in_the_way(sql):
    first = make.published(valid_from="2027-01-01")
    make.withdrawal(first, on="2026-06-01")
    draft = make.edition(first.document)
    sql(
        "UPDATE documents_edition SET state = 'published', valid_from = '2026-07-01' WHERE id = %s",
        draft.pk,
    )


@pytest.mark.parametrize("column", ["number", "document_id"])
def test_draft_keeps_its_place(sql, column):
    draft, other = make.edition(), make.document()
    value = other.pk if column == "document_id" else 7
    refused(
        sql,
        f"UPDATE documents_edition SET {column} = %s WHERE id = %s",
        value,
        draft.pk,
        by="keeps its document",
    )


def test_draft_may_change(sql):
    draft = make.edition()
    sql("UPDATE documents_section SET html = '<p>Ny.</p>' WHERE edition_id = %s", draft.pk)
    sql("UPDATE documents_edition SET title = 'Ny' WHERE id = %s", draft.pk)
