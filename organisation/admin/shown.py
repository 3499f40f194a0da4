"""The pages that only show: a list of records, the history of one."""

import logging

from django.contrib.admin.exceptions import (
    DisallowedModelAdminLookup,
    DisallowedModelAdminToField,
)
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from .trail import said

logger = logging.getLogger("portal.access")


def _choices(spec, found) -> list[tuple]:
    """The ways to narrow a list, each with its address and whether it's chosen; the first shows
    all."""
    every, *rest = spec.choices(found)
    each = [("Alla", every), *((one["display"], one) for one in rest)]
    return [(label, one["query_string"], one["selected"]) for label, one in each]


class Lists:
    """The list of a kind of record, for `RecordAdmin`."""

    def changelist_view(self, request, extra_context=None):
        return require_safe(self._list)(request)

    def _list(self, request):
        try:
            found = self.get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise Http404 from error
        except (DisallowedModelAdminLookup, DisallowedModelAdminToField) as error:
            logger.warning("Nekad: konto %s, %s: %s", request.user.pk, request.path, error)
            raise Http404 from error
        columns = [
            (name, str(capfirst(label_for_field(name, self.model, self))))
            for name in found.list_display
        ]
        rows = [
            (
                self.to("change", record.pk),
                self._cell(record, columns[0][0]),
                [(label, self._cell(record, name)) for name, label in columns[1:]],
            )
            for record in found.result_list
        ]
        pages = found.paginator.num_pages
        number = min(max(found.page_num, 1), pages)
        context = self._context(
            request,
            title=capfirst(self.opts.verbose_name_plural),
            found=found,
            columns=[label for _, label in columns],
            rows=rows,
            filters=[(each.title, _choices(each, found)) for each in found.filter_specs],
            kept=[
                (each.parameter_name, each.value()) for each in found.filter_specs if each.value()
            ],
            page=number,
            pages=pages,
            before=found.get_query_string({"p": number - 1}) if number > 1 else "",
            after=found.get_query_string({"p": number + 1}) if number < pages else "",
            add_url=self.to("add") if self.has_add_permission(request) else "",
            starts_at=reverse(self.starts_elsewhere[0]) if self.starts_elsewhere else "",
        )
        return render(request, "organisation/admin/list.html", context)

    def _cell(self, record, name: str) -> str:
        field, _, value = lookup_field(name, record, self)
        if value is None or value == "":
            return ""
        if field is None or field.is_relation:
            return str(value)
        text = said(field, value)
        return capfirst(text) if field.choices or isinstance(value, bool) else text


class Histories:
    """The history of a record, for `RecordAdmin`."""

    def history_view(self, request, pk, extra_context=None):
        return require_safe(self._history)(request, pk)

    def _history(self, request, pk):
        record = self._found(request, pk)
        restores = self.may_restore and self.has_change_permission(request, record)
        restores = restores and not self.closed(record)
        context = self._context(
            request,
            record=record,
            title=f"Historik: {self.name_of(record)}",
            record_url=self.to("change", record.pk),
            name=self.name_of(record),
            entries=[
                (entry, self.to("restore", record.pk, entry.row) if restores and number else "")
                for number, entry in enumerate(self._trail(request, record))
            ],
        )
        return render(request, "organisation/admin/history.html", context)
