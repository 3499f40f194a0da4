"""Swedish alphabetical order, the same in the database and in Python."""

from django.db.models import Func, TextField, Value
from django.db.models.functions import Lower

# Å, ä and ö come after z, in that order; é sorts as e. "C" compares code points, and the three
# characters after z in ASCII are these.
FROM, TO = "åäöé", "{|}e"
_TABLE = str.maketrans(FROM, TO)


class _SwedishTranslate(Func):
    function = "translate"
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    output_field = TextField()


def swedish_order(expression) -> Func:
    """An expression to order a query by the Swedish alphabet: `order_by(swedish_order("name"))`."""
    return _SwedishTranslate(Lower(expression), Value(FROM), Value(TO))


def swedish_key(text: str) -> str:
    """The key to sort a text by in Python: `sorted(names, key=swedish_key)`."""
    return text.lower().translate(_TABLE)
