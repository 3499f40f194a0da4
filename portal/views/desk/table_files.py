"""Tables as files to download: one that is asked for, and the rows of one that was sent in, with
what is wrong with them."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse

from organisation.models import TableUpload
from organisation.tables import FORMS, plain, table_file

# The heading of the column that says what is wrong with a row.
WHY = "Varför raden inte går att läsa in"


def as_file(name: str, form: str, headings, rows) -> HttpResponse:
    """The table as something to download; 404 in a form that we don't write."""
    if form not in FORMS:
        raise Http404
    response = HttpResponse(table_file(form, headings, rows), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def with_reasons(
    kept: TableUpload, why: Mapping[int, str], form: str, *, every: bool
) -> HttpResponse:
    """The rows that have a reason, by their numbers, or every row; the reason in a column of its
    own, which one that is sent in again may still have."""
    known = [number for number, each in enumerate(kept.headings) if plain(each) != plain(WHY)]
    rows = [
        [*(cells[at] for at in known), why.get(number, "")]
        for number, cells, _ in kept.rows
        if every or number in why
    ]
    headings = [*(kept.headings[at] for at in known), WHY]
    return as_file("rader-att-ratta", form, headings, rows)


def unknown_in(found) -> list[str]:
    """The headings of a table that are none of those asked for; the reasons' is known."""
    return [each for each in found.unknown if plain(each) != plain(WHY)]
