"""Two who change the same record: what the later one didn't touch is as the first one left it."""

from django import forms
from django.db import models
from django.http import QueryDict
from simple_history.utils import get_history_manager_for_model

from .form import RecordForm
from .trail import columns_of, said


def merged(
    form: RecordForm, stored: models.Model, opened: RecordForm | None
) -> tuple[QueryDict, list[str]]:
    """What the form would send if it had been opened now, and the fields that both changed.

    `form` holds what was sent, over what is stored; `opened` the same over what was stored when
    the form was opened. Without it nothing is known of who changed what: all that was sent stays,
    and all that differs is told.
    """
    data = form.data.copy()
    if opened is None:
        return data, form.changed_names
    columns = {each.name: each.attname for each in stored._meta.concrete_fields}
    both = []
    for name in form.changed_names:
        if name in columns and name not in opened.changed_data:
            data.setlist(form.add_prefix(name), as_sent(form, name))
        elif name not in columns or (
            getattr(opened.instance, columns[name]) != getattr(stored, columns[name])
        ):
            # Also what isn't kept in the record's own history, where nobody knows who changed it.
            both.append(name)
    return data, both


def as_sent(form: RecordForm, name: str) -> list[str]:
    """What a browser would send of a field that stands as it's stored."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = field.widget.format_value(value)
    if shown is None:
        return []
    return [str(each) for each in shown] if isinstance(shown, list | tuple) else [str(shown)]


class Conflicts:
    """The form that comes back when someone else saved in between, for `RecordAdmin`."""

    def _conflict(self, request, pk, form):
        """Someone else saved in between: shows what both changed, and lets the person save anew.
        What only the other changed comes along in the form."""
        form.is_valid()
        stored = self._found(request, pk)
        opened = self._opened(request, pk)
        data, clashing = merged(form, stored, opened)
        names = self._names(stored, request.standing.on)
        columns = {each.name: each for each in columns_of(self.model)}
        both = []
        for name in clashing:
            yours, column = form.shown(name), columns.get(name)
            if column is None:
                theirs = form.shown(name, form.initial.get(name))
            else:
                theirs = said(column, getattr(stored, column.attname), names)
                if name in form.cleaned_data and not column.is_relation:
                    yours = said(column, getattr(form.instance, column.attname))
            both.append((form.fields[name].label, theirs, yours))
        last = next(iter(self._trail(request, stored)), None)
        data["version"] = str(form.initial["version"])
        again = self._form(request, self._found(request, pk), data)
        return self._show(
            request,
            stored,
            again,
            status=409,
            both=both,
            last=last,
            opened=opened,
            taken_in=set(again.changed_data) < set(form.changed_data),
        )

    def _opened(self, request, pk) -> RecordForm | None:
        """What was sent, in the form as it was when it was opened, if that version is known."""
        sent = request.POST.get("version", "")
        history = get_history_manager_for_model(self.model)
        if not (sent.isascii() and sent.isdigit() and len(sent) < 19):
            return None
        row = history.filter(pk=sent, **{self.opts.pk.attname: pk}).first()
        return row and self._form(request, row.instance, request.POST)
