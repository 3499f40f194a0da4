"""Form fields with the site's look and its own words for what is wrong."""

from django import forms


def field(kind, label, missing="", **options):
    """A form field with the site's look. `missing` is the sentence for when it's left empty; one
    without it may be."""
    widget = options.pop("widget", None) or kind.widget
    attributes = {"class": "field-control"} | options.pop("attrs", {})
    widget = widget(attrs=attributes) if isinstance(widget, type) else widget
    messages = {"required": missing} | options.pop("errors", {})
    return kind(
        label=label, widget=widget, error_messages=messages, required=bool(missing), **options
    )


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes that a message of what is wrong leads to as a whole."""

    def id_for_label(self, id_, index=None):
        return super().id_for_label(id_, index) or id_


class DateInput(forms.DateInput):
    """A date field that the browser helps with."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


def date_field(label, missing, **options):
    """A field for a day. `missing` is the sentence for when it's left empty."""
    return field(
        forms.DateField,
        label,
        missing,
        widget=DateInput,
        errors={"invalid": "Skriv datumet som år, månad och dag, till exempel 2026-01-01."},
        **options,
    )
