"""Signing in and out, the second step, and a new password for who has forgotten the old. The only
public pages that give an anonymous visitor a cookie."""

from allauth.account import views as account
from allauth.account.internal import flows
from allauth.mfa.base import views as mfa
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from portal.access import Audience, open_to
from portal.demo_accounts import sign_ins_there_are
from portal.forms import CodeForm
from portal.second_factor import following_of
from portal.sign_in import limits
from portal.sign_in.openid import entrances
from portal.site import page_context, site_today

MINUTE = 60


class Paged:
    """What stands around the form of an allauth view: the site's frame, and a status that says how
    it went."""

    title = ""
    form_name = "form"

    def get_context_data(self, **kwargs):
        site, day = site_today(self.request.path)
        own = {"title": self.title, "noindex": True, "following": following_of(self.request)}
        # First what allauth gives: its `site` isn't ours.
        return super().get_context_data(**kwargs) | page_context(site, day) | own

    def render_to_response(self, context, **kwargs):
        form = context.get("form")
        wait = wait_of(form)
        if wait:
            kwargs |= {"status": 429, "headers": {"Retry-After": str(wait)}}
        elif form is not None and form.is_bound and form.errors:
            kwargs |= {"status": 400}
        return super().render_to_response(context, **kwargs)


def wait_of(form) -> int:
    """How many seconds to wait, where a form was refused since it was sent too often."""
    errors = form.errors.as_data().values() if form is not None and form.is_bound else ()
    found = [each for some in errors for each in some if each.code == limits.TOO_OFTEN]
    return max((getattr(each, "wait", MINUTE) for each in found), default=0)


def entrance(view):
    """Opens a view to everyone, though what it answers is for one reader."""
    hidden = sensitive_post_parameters("password", "password1", "password2", "code")
    return open_to(Audience.EVERYONE, private=True)(hidden(view))


class SignIn(Paged, account.LoginView):
    template_name = "portal/sign_in/sign_in.html"
    title = "Logga in"

    def get_success_url(self):
        """Where to go on to: never back to the sign-in, which would lead round in a ring."""
        following = super().get_success_url() or ""
        return "" if following.startswith(self.request.path) else following

    def get_authenticated_redirect_url(self):
        adapter = account.get_adapter(self.request)
        return self.get_success_url() or adapter.get_login_redirect_url(self.request)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        demo = settings.DEMO and context["site"].row.demo_anchor
        return context | {
            "demo_sign_ins": sign_ins_there_are() if demo else (),
            "outside": entrances(context["following"]),
        }


class SecondStep(Paged, mfa.AuthenticateView):
    template_name = "portal/sign_in/code.html"
    title = "Skriv en kod"

    def _build_forms(self):
        user = self.stage.login.user
        self.webauthn_form = None
        data = self.request.POST if self.request.method == "POST" else None
        self.auth_form = CodeForm(user=user, data=data)
        return self.auth_form


class SignOut(Paged, account.LogoutView):
    template_name = "portal/sign_in/sign_out.html"
    title = "Logga ut"


class Inactive(Paged, account.AccountInactiveView):
    template_name = "portal/sign_in/inactive.html"
    title = "Kontot är avstängt"


class Forgotten(Paged, account.PasswordResetView):
    template_name = "portal/sign_in/forgotten.html"
    title = "Välj ett nytt lösenord"

    def form_valid(self, form):
        address = account.get_adapter(self.request).get_client_ip(self.request)
        try:
            limits.take((limits.RESET_ADDRESS, limits.network(address)))
        except limits.TooOften as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        with transaction.atomic():
            form.save(self.request)
        return HttpResponseRedirect(str(self.success_url))


class ForgottenSent(Paged, account.PasswordResetDoneView):
    template_name = "portal/sign_in/forgotten_sent.html"
    title = "Titta i din e-post"


class ChoosePassword(Paged, account.PasswordResetFromKeyView):
    """Reached by the link in the mail; the key is then kept in the session, not in the address."""

    template_name = "portal/sign_in/choose_password.html"
    title = "Välj ett nytt lösenord"

    def render_to_response(self, context, **kwargs):
        if self.reset_user is None:
            context |= {"title": "Länken gäller inte längre"}
            kwargs |= {"status": 410}
        return super().render_to_response(context, **kwargs)

    def form_valid(self, form):
        adapter = account.get_adapter(self.request)
        pair, *_ = adapter.limits_of(self.request, self.reset_user.username)
        with transaction.atomic():
            form.save()
            flows.password_reset.finalize_password_reset(self.request, self.reset_user)
        limits.forget(pair)
        # Used up here too, though the key no longer fits.
        self.request.session.pop(account.INTERNAL_RESET_SESSION_KEY, None)
        return HttpResponseRedirect(reverse("account_reset_password_from_key_done"))


class PasswordChosen(Paged, account.PasswordResetFromKeyDoneView):
    template_name = "portal/sign_in/password_chosen.html"
    title = "Du har bytt lösenord"


def too_many(request, wait: int = MINUTE):
    """The page for who tries something too often, where no form can say it. `wait` in seconds."""
    site, day = site_today(request.path)
    context = page_context(site, day) | {
        "title": "Det har blivit för många försök",
        "wait": limits.wait_in_words(wait),
    }
    response = render(request, "portal/sign_in/too_many.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


sign_in = entrance(SignIn.as_view())
second_step = entrance(SecondStep.as_view())
sign_out = entrance(SignOut.as_view())
inactive = entrance(Inactive.as_view())
forgotten = entrance(Forgotten.as_view())
forgotten_sent = entrance(ForgottenSent.as_view())
choose_password = entrance(ChoosePassword.as_view())
password_chosen = entrance(PasswordChosen.as_view())
