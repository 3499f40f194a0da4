"""Tables that people keep in files: read from CSV and Excel to rows of text, written again, and
their columns matched with what one asks for. Knows nothing of what the rows are about."""

from .columns import Column, Matching, matched, plain
from .faults import TableError
from .reading import MOST_BYTES, MOST_ROWS, Table, TableRow, read_table
from .writing import FORMS, harmless, table_file

__all__ = [
    "FORMS",
    "MOST_BYTES",
    "MOST_ROWS",
    "Column",
    "Matching",
    "Table",
    "TableError",
    "TableRow",
    "harmless",
    "matched",
    "plain",
    "read_table",
    "table_file",
]
