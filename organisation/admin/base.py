"""The administration's pages of a kind of record: a list, a form, a history.

Everything goes through the record's policy: what is listed and found, which page opens, what may
be chosen, and the record both as it was and as it becomes.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from ..actions.records import store, version_of
from ..policies import Policy
from ..rights import Action
from .fields import BAD_CHOICE, CONTROL, NOTHING, RecordChoice, form_field, label_of
from .form import RecordForm, said_of
from .merging import Conflicts
from .refusing import Refused
from .restoring import Restores
from .shown import Histories, Lists
from .trail import columns_of, said, trail

logger = logging.getLogger("portal.access")
NOT_YOURS = (
    "Så får du inte ändra: uppgiften skulle höra till något som du inte har rätt till. Inget har "
    "ändrats."
)


@dataclass(frozen=True)
class Related:
    """Records that belong to the one shown: a heading, links with a note, and a way to add one."""

    heading: str
    links: list[tuple[str, str, str]]
    add: str = ""
    add_label: str = ""


def _read_once(request, field: RecordChoice) -> list[tuple]:
    """What can be chosen in a field, read once for a request and kind of record."""
    read = request.__dict__.setdefault("choices_of", {})
    model = field.queryset.model
    if model not in read:
        read[model] = [(each.pk, field.label_from_instance(each)) for each in field.queryset.all()]
    return [("", NOTHING), *read[model]]


class RecordAdmin(Lists, Histories, Restores, Conflicts, ModelAdmin):
    """The pages of a kind of record. A subclass names its policy, its address below /admin/ and
    the group that it stands in."""

    policy: Policy
    address: str
    group: str
    intro = ""
    new_label = "Lägg till"
    may_add = True
    # Where a new one begins, when not here: the name of the address, and what its link says.
    starts_elsewhere: tuple[str, str] | None = None
    reason_required = False
    # Beside which field it is said that the record would become someone else's.
    refused_at: str | None = None
    form = RecordForm
    actions = None
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    sortable_by = ()

    # What the reader may

    def has_view_permission(self, request, obj=None):
        return self._may(request, Action.READ, obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, Action.WRITE, obj)

    def has_add_permission(self, request):
        return self.may_add and self._may(request, Action.WRITE)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def _may(self, request, action, obj=None) -> bool:
        if obj is None:
            return self.policy.may_some(request.standing, action)
        return self.policy.allows(request.standing, action, obj)

    def lookup_allowed(self, lookup, value, request=None):
        """Only the list's own filters: no other column can be asked about in the address."""
        return lookup in {each.parameter_name for each in self.list_filter}

    def to_field_allowed(self, request, to_field):
        return False

    # What records are called

    def named(self, on) -> models.QuerySet:
        """All records, with what their names need."""
        return self.model._default_manager.all()

    def name_of(self, record) -> str:
        return str(record)

    def public_address(self, record) -> str:
        """Where the public sees the record, or nothing."""
        return getattr(record, "url", "")

    def get_queryset(self, request):
        return self.policy.filter(request.standing, Action.READ, self.named(request.standing.on))

    def closed(self, record) -> str:
        """Why nobody changes the record any more, and what to do instead; "" when one may."""
        return ""

    # Addresses

    def get_urls(self):
        page = partial(self.admin_site.page, things=self.policy.things)
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        adding = [path("ny/", page(self.add_view), name=f"{info}_add")] if self.may_add else []
        restore = path(
            "<int:pk>/historik/<int:row>/", page(self.restore_view), name=f"{info}_restore"
        )
        restoring = [restore] if self.may_restore else []
        return [
            path("", page(self.changelist_view), name=f"{info}_changelist"),
            *adding,
            path("<int:pk>/", page(self.change_view), name=f"{info}_change"),
            path("<int:pk>/historik/", page(self.history_view), name=f"{info}_history"),
            *restoring,
        ]

    def to(self, page: str, *args) -> str:
        """The address of one of the kind's pages."""
        return reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args
        )

    def _context(self, request, **more) -> dict:
        return self.admin_site.each_context(request) | {
            "admin": self,
            "list_url": self.to("changelist"),
            "plural": capfirst(self.opts.verbose_name_plural),
            **more,
        }

    # The form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.ForeignKey):
            return self.choice(db_field, request)
        rich_text = getattr(self.admin_site, "rich_text", None)
        return form_field(db_field, rich_text)

    def choice(self, field, request) -> forms.Field:
        """The records that may be chosen in a field; only from among them is any answer taken."""
        other = self.admin_site.of(field.related_model)
        found = other.named(request.standing.on) if other else field.related_model.objects.all()
        limited = self.usable(field.name, found, request.standing)
        made = RecordChoice(
            queryset=limited,
            name_of=other.name_of if other else str,
            label=str(capfirst(field.verbose_name)),
            required=not field.blank,
            help_text=field.help_text,
            empty_label=NOTHING,
            widget=forms.Select(CONTROL),
            error_messages={
                "required": f"Välj {field.verbose_name}.",
                "invalid_choice": BAD_CHOICE,
            },
        )
        if limited is found:
            # Several fields of a form may offer the same records: they are read once.
            made.choices = partial(_read_once, request, made)
        return made

    def usable(self, name: str, found: models.QuerySet, standing) -> models.QuerySet:
        """Those of the records found that the person may choose in the field of that name."""
        return found

    def new_record(self) -> models.Model:
        return self.model()

    def _form(self, request, record, data=None) -> RecordForm:
        kind = self.get_form(request, record if record.pk else None, change=bool(record.pk))
        choosable = {
            name
            for name, each in kind.base_fields.items()
            if isinstance(each, forms.ModelChoiceField)
        }
        initial = (
            {}
            if record.pk
            else {name: value for name, value in request.GET.items() if name in choosable}
        )
        if record.pk:
            initial["version"] = version_of(record)
        form = kind(data, instance=record, initial=initial, standing=request.standing)
        if self.reason_required and "reason" in form.fields:
            form.fields["reason"].required = True
        form.clashes = partial(self.clashes, request, form)
        self.prepare(form, request)
        return form

    def clashes(self, request, form) -> Iterable[tuple[str, str]]:
        """What someone else already has of what a form asks for: the field and what is said of
        it."""
        return ()

    def prepare(self, form: RecordForm, request) -> None:
        """Last touches to a form."""

    def add_view(self, request, form_url="", extra_context=None):
        return require_http_methods(["GET", "HEAD", "POST"])(self._record)(request, None)

    def change_view(self, request, pk, form_url="", extra_context=None):
        return require_http_methods(["GET", "HEAD", "POST"])(self._record)(request, pk)

    def _found(self, request, pk) -> models.Model:
        record = self.get_queryset(request).filter(pk=pk).first()
        if record is None:
            if self.model._default_manager.filter(pk=pk).exists():
                self._log_refusal(request)
            raise Http404
        return record

    def _log_refusal(self, request) -> None:
        logger.warning("Nekad: konto %s, %s", request.user.pk, request.path)

    def _record(self, request, pk):
        if pk is None:
            if not self.has_add_permission(request):
                raise Http404
            record = self.new_record()
        else:
            record = self._found(request, pk)
        writes = pk is None or self.has_change_permission(request, record)
        if request.method != "POST":
            opens = writes and not self.closed(record)
            form = self._form(request, record) if opens else None
            return self._show(request, record if pk is not None else None, form)
        if not writes:
            self._log_refusal(request)
            raise Http404
        return self._posted(request, pk)

    def _posted(self, request, pk):
        form = None
        try:
            with transaction.atomic():
                record = self._to_write(request, pk)
                if self.closed(record):
                    return self._show(request, self._stored(request, pk), None, status=409)
                form = self._form(request, record, request.POST)
                if pk is not None and form["version"].value() != str(form.initial["version"]):
                    return self._conflict(request, pk, form)
                self._save(request, form)
        except Refused:
            return self._show(request, self._stored(request, pk), form, status=400)
        except IntegrityError as error:
            clashes = list(self.clashes(request, form))
            for field, message in clashes or [(None, said_of(error, self.model))]:
                form.add_refusal(message, field)
            return self._show(request, self._stored(request, pk), form, status=409)
        if pk is not None and not form.changed_names:
            messages.info(request, "Du ändrade inget, så inget sparades.")
        else:
            messages.success(request, "Det är sparat.")
        reached = self.get_queryset(request).filter(pk=form.instance.pk).exists()
        going = self.to("change", form.instance.pk) if reached else self.to("changelist")
        return HttpResponseRedirect(going)

    def _to_write(self, request, pk):
        """What the form is about to write. What the person may is asked anew when the record is
        theirs alone: it may have ended while they waited. 404 for what isn't theirs to change."""
        record = self.new_record() if pk is None else self.locked(request, pk)
        request.standing = request.standing_now()
        mine = self.has_add_permission(request)
        if not (mine if pk is None else self.has_change_permission(request, record)):
            self._log_refusal(request)
            raise Http404
        return record

    def locked(self, request, pk):
        """The record, for the transaction alone; 404 for one that isn't the reader's to change."""
        mine = self.policy.filter(request.standing, Action.WRITE).order_by()
        record = self.model._default_manager.filter(pk__in=mine.values("pk")).order_by()
        found = record.select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None:
            self._log_refusal(request)
            raise Http404
        return found

    def _save(self, request, form) -> None:
        """Saves what the form says, if all rules and the policy agree. Raises Refused."""
        if not form.is_valid():
            raise Refused
        record = form.instance
        if record.pk is not None and not form.changed_names:
            return
        if not self.may_become(request.standing, record, form):
            self._refuse(request, form)
        try:
            self.must_hold(request, form)
            self.write(request, form)
        except ValidationError as error:
            form.add_error(None, error)
            raise Refused from error
        if not self.policy.allows(request.standing, Action.WRITE, record):
            self._refuse(request, form)

    def may_become(self, standing, record, form) -> bool:
        """Whether the record may be what the form makes of it, asked before it is stored; asked
        again of the policy afterwards."""
        return self.policy.allows(standing, Action.WRITE, record)

    def must_hold(self, request, form) -> None:
        """More that must hold, in the transaction. Raises ValidationError."""

    def write(self, request, form) -> None:
        store(form.instance, by=request.user, reason=form.cleaned_data.get("reason", ""))

    def _refuse(self, request, form):
        self._log_refusal(request)
        form.add_refusal(NOT_YOURS, self.refused_at)
        raise Refused

    def _stored(self, request, pk):
        """The record as it is stored, whatever a form made of it; None for a new one."""
        return None if pk is None else self._found(request, pk)

    def _show(self, request, stored, form, status=200, **more):
        context = self._context(
            request,
            record=stored,
            title=self.name_of(stored) if stored else self.new_label,
            form=form,
            parts=self._parts(request, stored, form) if form else [],
            closed=self.closed(stored) if stored else "",
            facts=[] if form else self._facts(stored, request.standing.on),
            related=self.related(request, stored) if stored else [],
            public=self.public_address(stored) if stored else "",
            history_url=self.to("history", stored.pk) if stored else "",
            **more,
        )
        return render(request, "organisation/admin/form.html", context, status=status)

    def _parts(self, request, record, form) -> list[tuple]:
        """The form's fields in their groups: heading, whether it can be folded, fields. One that
        holds what is wrong stands open."""
        parts = []
        for heading, options in self.get_fieldsets(request, record):
            fields = [form[name] for name in options["fields"] if name in form.fields]
            folded = options.get("folded", False) and not any(each.errors for each in fields)
            if fields:
                parts.append((heading, options.get("folded", False), folded, fields))
        return parts

    def _facts(self, record, on) -> list[tuple[str, str]]:
        names = self._names(record, on)
        return [
            (label_of(each), said(each, getattr(record, each.attname), names))
            for each in columns_of(self.model)
        ]

    def related(self, request, record) -> Iterable[Related]:
        """Records that belong to this one."""
        return ()

    def of_person(self, request, person) -> Iterable[Related]:
        """The kind's records that belong to a person, for the person's page."""
        return ()

    # What a history tells

    def _trail(self, request, record):
        return trail(record, partial(self._names_of, on=request.standing.on))

    def _names_of(self, field, keys, on) -> dict[int, str]:
        """What the records that a column leads to are called (1 query, none without keys)."""
        if not keys:
            return {}
        other = self.admin_site.of(field.related_model)
        found = other.named(on) if other else field.related_model._default_manager.all()
        name_of = other.name_of if other else str
        return {each.pk: name_of(each) for each in found.filter(pk__in=keys)}

    def _names(self, record, on) -> dict[str, dict[int, str]]:
        return {
            each.name: self._names_of(each, {getattr(record, each.attname)} - {None}, on)
            for each in columns_of(self.model)
            if each.is_relation
        }
