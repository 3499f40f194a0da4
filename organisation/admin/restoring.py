"""Restoring a record to how it was, as a change like any other: by its own form, and so by the same
rules, rights and version. Nothing in its history is taken away."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from simple_history.utils import get_history_manager_for_model

from ..actions.records import version_of
from ..dates import long_date
from ..rules import personal_identity_numbers
from .fields import CONTROL
from .form import said_of
from .merging import as_sent
from .refusing import Refused
from .trail import Change, changes_between, columns_of


class WhyForm(forms.Form):
    """Why a record is restored, and which version of it was looked at."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(
        label="Varför återställer du?",
        required=False,
        max_length=200,
        help_text="Det du skriver visas i historiken.",
        widget=forms.TextInput(CONTROL),
        error_messages={"max_length": "Skriv kortare: högst 200 tecken."},
    )

    def clean_why(self) -> str:
        text = self.cleaned_data["why"]
        if personal_identity_numbers(text):
            raise ValidationError("Texten innehåller ett personnummer. Ta bort det.")
        return text


class Restores:
    """The page that shows what restoring would do, and does it, for `RecordAdmin`."""

    # Whether the kind's records can be restored; not where each change is an act of its own.
    may_restore = True

    def restore_view(self, request, pk, row):
        return require_http_methods(["GET", "HEAD", "POST"])(self._restore)(request, pk, row)

    def _restore(self, request, pk, row):
        record = self._found(request, pk)
        if not self.has_change_permission(request, record):
            self._log_refusal(request)
            raise Http404
        then = self._row(pk, row)
        if self.closed(record):
            return self._show(request, record, None, status=409)
        if request.method != "POST":
            return self._show_restoring(request, record, then, WhyForm())
        why = WhyForm(request.POST)
        if not why.is_valid():
            return self._show_restoring(request, record, then, why, status=400)
        form = None
        try:
            with transaction.atomic():
                record = self._to_write(request, pk)
                if self.closed(record):
                    return self._show(request, self._stored(request, pk), None, status=409)
                if why.cleaned_data["version"] != str(version_of(record)):
                    return self._show_restoring(request, record, then, why, status=409)
                form = self._form(request, record, self._as_it_was(request, record, then, why))
                self._save(request, form)
        except Refused:
            return self._refused_restoring(request, pk, form, 400)
        except IntegrityError as error:
            for field, message in list(self.clashes(request, form)) or [
                (None, said_of(error, self.model))
            ]:
                form.add_refusal(message, field)
            return self._refused_restoring(request, pk, form, 409)
        if form.changed_names:
            messages.success(request, "Det är återställt.")
        else:
            messages.info(request, "Så var det redan, så inget sparades.")
        reached = self.get_queryset(request).filter(pk=pk).exists()
        return HttpResponseRedirect(self.to("history", pk) if reached else self.to("changelist"))

    def _refused_restoring(self, request, pk, form, status):
        """The record's own form, as it would be, with what stands in the way beside each field;
        saved from there, it's an ordinary change."""
        stored = self._stored(request, pk)
        sent_to = self.to("change", pk)
        return self._show(request, stored, form, status=status, sent_to=sent_to)

    def _row(self, pk, row):
        """How the record was, by the number of a row in its history. 404 for none."""
        history = get_history_manager_for_model(self.model)
        rows = history.exclude(history_type="-").filter(**{self.opts.pk.attname: pk})
        found = rows.filter(history_id=row).first() if row < 2**63 else None
        if found is None:
            raise Http404
        return found

    def _as_it_was(self, request, record, then, why: WhyForm) -> QueryDict:
        """What the record's form, as it's the person's today, would have sent as it was then."""
        earlier = self._form(request, record)
        columns = [each.name for each in columns_of(self.model)]
        earlier.initial |= model_to_dict(then.instance, columns)
        data = QueryDict(mutable=True)
        for name in earlier.fields:
            data.setlist(earlier.add_prefix(name), as_sent(earlier, name))
        at = timezone.localtime(then.history_date)
        reason = f"Återställt till hur det var {long_date(at)} klockan {at:%H.%M.%S}"
        given = why.cleaned_data["why"].strip()
        data["reason"] = f"{reason}: {given}" if given else reason
        data["version"] = why.cleaned_data["version"]
        return data

    def _show_restoring(self, request, record, then, why, status=200):
        stored = self._found(request, record.pk)
        on = request.standing.on
        columns = columns_of(self.model)
        names = {
            each.name: self._names_of(
                each, {getattr(one, each.attname) for one in (stored, then)} - {None}, on
            )
            for each in columns
            if each.is_relation
        }
        form = self._form(request, stored)
        taken = {name for name, each in form.fields.items() if not each.disabled}
        follow: list[Change] = []
        stay: list[Change] = []
        for each in columns:
            found = list(changes_between([each], stored, then, names))
            (follow if each.name in taken else stay).extend(found)
        data = {"why": why["why"].value() or "", "version": version_of(stored)}
        shown = WhyForm(data) if why.is_bound else WhyForm(initial=data)
        if why.is_bound and "why" in why.errors:
            shown.full_clean()
        context = self._context(
            request,
            record=stored,
            title=f"Återställ: {self.name_of(stored)}",
            name=self.name_of(stored),
            record_url=self.to("change", stored.pk),
            history_url=self.to("history", stored.pk),
            then=then,
            follow=follow,
            stay=stay,
            form=shown,
            changed_since=status == 409,
        )
        return render(request, "organisation/admin/restore.html", context, status=status)
