"""A form field for a text with markup, written in the plain form."""

from django import forms

from documents.markup import normal, to_html, to_markup
from documents.rules import LONGEST


class Typed(str):
    """What was typed, to come back as it was."""


class MarkupField(forms.CharField):
    """A text with markup, written in the plain form."""

    def __init__(self, **options):
        super().__init__(**options | {"max_length": LONGEST})

    def bound_data(self, data, initial):
        return Typed(data or "")

    def prepare_value(self, value):
        return value if isinstance(value, Typed) else to_markup(value or "")

    def clean(self, value):
        return to_html(super().clean(value))

    def has_changed(self, initial, data):
        return to_html(data or "") != normal(initial or "")
