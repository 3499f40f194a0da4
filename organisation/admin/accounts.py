"""Accounts. What they may do follows from posts, grants and groups, never from a box here."""

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html

from ..actions.sign_ins import end_sessions, tell_of_new_address
from ..models import User, work_domains
from ..policies import Plain
from ..rights import Thing
from ..rules import email_findings
from .base import RecordAdmin, Related
from .filters import Narrowing
from .form import RecordForm

ADMINISTRATORS = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")


class StateFilter(Narrowing):
    title, parameter_name = "Konton", "konton"

    def ways(self, on):
        return [
            ("oppna", "Öppna", Q(is_active=True)),
            ("avstangda", "Avstängda", Q(is_active=False)),
            ("administratorer", "Administratörer", Q(is_superuser=True)),
        ]


class UserForm(RecordForm):
    """An account. Passwords are chosen by their owners."""

    not_asked = frozenset({"password"})


class UserAdmin(RecordAdmin):
    policy = Plain(User, Thing.ACCOUNT)
    address, group = "konton", "Regioner och konton"
    intro = (
        "Vem som kan logga in. Vad kontot får göra följer av personens uppdrag. Den som ska få ett "
        "konto bjuds in."
    )
    # Whoever is invited chooses a password; an account made by another could never sign in.
    may_add = False
    # Shutting off and opening are acts, each with its reason.
    may_restore = False
    starts_elsewhere = ("desk_invite", "Bjud in")
    form = UserForm
    reason_required = True
    list_display = ("username", "name_column", "email", "person_column", "state_column")
    list_filter = (StateFilter,)
    search_fields = (
        *("username", "first_name", "last_name", "email"),
        *("person__given_name", "person__family_name"),
    )
    search_help_text = "Sök på användarnamn, namn eller e-post"
    ordering = ("username",)
    fieldsets = [
        ("Konto", {"fields": ("username", "first_name", "last_name", "email")}),
        ("Person", {"fields": ("person",)}),
        ("Behörighet", {"fields": ("is_active", "is_superuser")}),
    ]

    def named(self, on):
        return User.objects.select_related("person")

    def name_of(self, record):
        name = record.get_full_name()
        return f"{name} ({record.username})" if name else record.username

    @display(description="Namn")
    def name_column(self, record):
        return record.get_full_name()

    @display(description="Person")
    def person_column(self, record):
        return record.person

    @display(description="Läge")
    def state_column(self, record):
        if not record.is_active:
            return "Avstängt"
        return "Administratör" if record.is_superuser else "Öppet"

    def related(self, request, record):
        yield Related(
            "I arbetsytan",
            [
                (
                    reverse("desk_account", args=[record.pk]),
                    "Kontots sida",
                    "stäng av, logga ut överallt, vad kontot får göra",
                )
            ],
        )

    def clashes(self, request, form):
        person = form.cleaned_data.get("person")
        has = person and User.objects.filter(person=person).exclude(pk=form.instance.pk).first()
        if has:
            yield (
                "person",
                format_html(
                    'Personen har redan kontot <a href="{}">{}</a>. Välj en annan person, eller '
                    "ändra det kontot.",
                    self.to("change", has.pk),
                    has.username,
                ),
            )

    def prepare(self, form, request):
        fields = form.fields
        fields["username"].label = "Användarnamn"
        fields["username"].help_text = "Bokstäver, siffror och tecknen @ . + - och _."
        fields["first_name"].label, fields["last_name"].label = "Förnamn", "Efternamn"
        fields["email"].label = "E-post"
        fields["person"].help_text = "Det personen har för uppdrag ger kontot dess rättigheter."
        fields["is_active"].label = "Kontot är öppet"
        fields["is_active"].help_text = "Ett avstängt konto loggas ut genast."
        fields["is_superuser"].label = "Administratör"
        fields[
            "is_superuser"
        ].help_text = (
            "Får ändra allt: turordning, slag av organ, regioner, konton och gamla adresser."
        )

    def locked(self, request, pk):
        # First, so that two who shut each other off come one after the other.
        list(ADMINISTRATORS.all().select_for_update())
        return super().locked(request, pk)

    def must_hold(self, request, form):
        account, changed = form.instance, form.changed_names
        # Only what is written now: an account from before the domains were told can be changed.
        if "email" in changed and (found := email_findings(account.email, work_domains())):
            raise ValidationError({"email": [each.message for each in found]})
        others = [each for each in ADMINISTRATORS.all() if each != account]
        stays = account.is_superuser and account.is_active
        if account == request.user and not account.is_active:
            raise ValidationError({"is_active": "Du kan inte stänga av ditt eget konto."})
        if account.pk and {"is_superuser", "is_active"} & set(changed) and not (stays or others):
            where = "is_superuser" if "is_superuser" in changed else "is_active"
            raise ValidationError(
                {where: "Det här är den enda administratören. Gör någon annan till det först."}
            )

    def write(self, request, form):
        super().write(request, form)
        before = form.initial.get("email")
        if "email" in form.changed_names and before:
            tell_of_new_address(form.instance, before, by=request.user)
        if "is_active" in form.changed_names and not form.instance.is_active:
            # Else they would come alive when the account is opened again.
            end_sessions(form.instance)
