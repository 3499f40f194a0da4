"""One's own account: password, second factor, recovery codes, where one is signed in."""

from functools import wraps

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.flows import activate_totp
from allauth.usersessions import views as sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from organisation.actions.sign_ins import end_sessions
from portal import second_factor
from portal.access import Audience, open_to
from portal.forms import PENDING
from portal.sign_in.devices import device
from portal.sign_in.factor import drawn
from portal.site import NavItem

from .sign_in import Paged

# The entrances of the account: a name in the URLconf and what it's called.
ENTRANCES = (
    ("account", "Konto"),
    ("account_change_password", "Lösenord"),
    ("mfa_index", "Tvåstegsinloggning"),
    ("usersessions_list", "Inloggningar"),
)


class AccountPaged(Paged):
    """What stands around a page of one's own account."""

    entrance = ""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        nav = [NavItem(label, reverse(name), name == self.entrance) for name, label in ENTRANCES]
        missing = second_factor.missing(self.request)
        return context | {
            "nav": nav,
            "user": self.request.user,
            "messages": get_messages(self.request),
            "must": missing == second_factor.TURN_ON,
            "unproved": missing == second_factor.PROVE,
            "works_here": bool(self.request.standing.holdings),
        }


def own(view, *, proves_who=False):
    """Opens a view to whoever is signed in."""
    hidden = sensitive_post_parameters("password", "password1", "password2", "oldpassword", "code")
    opened = open_to(Audience.ACCOUNT, before_second_factor=True, proves_who=proves_who)
    return opened(hidden(view))


class EndsOtherSessions:
    """A form that changes what proves who one is: it ends the account's sessions everywhere else,
    in the same transaction. One of them may be a thief's."""

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        end_sessions(self.request.user, but=self.request.session.session_key)
        return response


class Overview(AccountPaged, TemplateView):
    template_name = "portal/account/overview.html"
    title = "Ditt konto"
    entrance = "account"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "has_factor": second_factor.has_one(user),
            "outside": user.socialaccount_set.exists(),
            "signed_in": len(UserSession.objects.purge_and_list(user)),
        }


class Password(AccountPaged, account.PasswordChangeView):
    template_name = "portal/account/password.html"
    title = "Byt lösenord"
    entrance = "account_change_password"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_usable_password():
            # They sign in by their region, where their password is.
            return self.render_to_response(self.get_context_data(form=None))
        return super().dispatch(request, *args, **kwargs)


class Factor(AccountPaged, mfa.IndexView):
    template_name = "portal/account/factor.html"
    title = "Tvåstegsinloggning"
    entrance = "mfa_index"


class Enrol(AccountPaged, totp.ActivateTOTPView):
    template_name = "portal/account/enrol.html"
    title = "Slå på tvåstegsinloggning"
    entrance = "mfa_index"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        key = context["form"].secret
        return context | {
            "qr": drawn(context["totp_url"]),
            "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        }

    def form_valid(self, form):
        try:
            with transaction.atomic():
                made, _ = activate_totp(self.request, form)
                # The code that turned it on is used: it signs nobody in.
                made.data["last_step"] = form.step
                made.save(update_fields=["data"])
                end_sessions(self.request.user, but=self.request.session.session_key)
        except IntegrityError:
            return redirect("mfa_index")  # sent twice
        record_authentication(self.request, made.user, "mfa", id=made.pk, type=made.type)
        self.request.session.pop(PENDING, None)
        following = second_factor.following_of(self.request)
        query = f"?{urlencode({'next': following})}" if following else ""
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes") + query)


class TurnOff(EndsOtherSessions, AccountPaged, totp.DeactivateTOTPView):
    template_name = "portal/account/turn_off.html"
    title = "Stäng av tvåstegsinloggning"
    entrance = "mfa_index"


class RecoveryCodes(AccountPaged, codes.ViewRecoveryCodesView):
    template_name = "portal/account/codes.html"
    title = "Reservkoder"
    entrance = "mfa_index"


class NewRecoveryCodes(EndsOtherSessions, AccountPaged, codes.GenerateRecoveryCodesView):
    template_name = "portal/account/new_codes.html"
    title = "Skapa nya reservkoder"
    entrance = "mfa_index"

    def dispatch(self, request, *args, **kwargs):
        if not second_factor.has_one(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class RecoveryCodesFile(codes.DownloadRecoveryCodesView):
    template_name = "portal/account/codes.txt"
    content_type = "text/plain; charset=utf-8"

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="reservkoder.txt"'
        return response


def readable(view):
    """Leads to new codes where the old can't be opened: SECRET_KEY has been changed."""

    @wraps(view)
    def page(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except ValidationError:
            messages.error(request, "Dina reservkoder går inte att läsa längre. Skapa nya.")
            return redirect("mfa_generate_recovery_codes")

    return page


class ConfirmByPassword(AccountPaged, account.ReauthenticateView):
    template_name = "portal/account/confirm.html"
    title = "Bekräfta att det är du"


class ConfirmByCode(AccountPaged, mfa.ReauthenticateView):
    template_name = "portal/account/confirm.html"
    title = "Bekräfta att det är du"


class Sessions(AccountPaged, sessions.ListUserSessionsView):
    template_name = "portal/account/sessions.html"
    title = "Inloggningar"
    entrance = "usersessions_list"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = [
            {"row": each, "device": device(each.user_agent), "here": each.is_current()}
            for each in reversed(context["sessions"])
        ]
        return context | {"found": sorted(found, key=lambda each: not each["here"])}


@require_POST
def end_session(request, pk: int) -> HttpResponse:
    """Signs out in one place."""
    session = get_object_or_404(UserSession, pk=pk, user=authenticated_user(request))
    if session.is_current():
        return redirect("usersessions_list")
    session.end()
    messages.success(request, "Du är utloggad där.")
    return redirect("usersessions_list")


overview = own(Overview.as_view())
password = own(Password.as_view())
factor = own(Factor.as_view())
enrol = own(Enrol.as_view())
turn_off = own(TurnOff.as_view())
recovery_codes = own(readable(RecoveryCodes.as_view()))
new_recovery_codes = own(readable(NewRecoveryCodes.as_view()))
recovery_codes_file = own(
    reauthentication_required(app="allauth.mfa")(readable(RecoveryCodesFile.as_view()))
)
confirm_by_password = own(ConfirmByPassword.as_view(), proves_who=True)
confirm_by_code = own(ConfirmByCode.as_view(), proves_who=True)
session_list = own(Sessions.as_view())
end_one = own(end_session)
