"""Signing in and out. The only pages that give an anonymous visitor a cookie."""

from django import forms
from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.views.decorators.debug import sensitive_post_parameters

from portal.access import Audience, open_to
from portal.demo_accounts import sign_ins_there_are
from portal.site import page_context, site_today


class SignInForm(AuthenticationForm):
    """User name and password. What is wrong isn't told more closely, so that nobody learns which
    accounts there are."""

    error_messages = {
        "invalid_login": "Användarnamnet och lösenordet stämmer inte. Kontrollera dem och försök "
        "igen. Lösenordet skiljer på stora och små bokstäver.",
        "inactive": "Kontot är avstängt. Hör av dig till den som ansvarar för webbplatsen.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label, missing in (
            ("username", "Användarnamn", "Fyll i ditt användarnamn."),
            ("password", "Lösenord", "Fyll i ditt lösenord."),
        ):
            field: forms.Field = self.fields[name]
            field.label, field.error_messages["required"] = label, missing
            field.widget.attrs |= {"class": "field-control"}
            field.widget.attrs.pop("autofocus", None)


class SignIn(auth.LoginView):
    template_name = "portal/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self):
        """Where to go on to: never back to the sign-in, which would lead round in a ring."""
        following = super().get_redirect_url()
        return "" if following.startswith(self.request.path) else following

    def get_context_data(self, **kwargs):
        site, day = site_today(self.request.path)
        return (
            super().get_context_data(**kwargs)
            | page_context(site, day)
            | {
                "title": "Logga in",
                "noindex": True,
                "demo_sign_ins": sign_ins_there_are()
                if settings.DEMO and site.row.demo_anchor
                else (),
            }
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        if context["form"].is_bound:
            response.status_code = 400
        return response


sign_in = open_to(Audience.EVERYONE)(sensitive_post_parameters()(SignIn.as_view()))
sign_out = open_to(Audience.EVERYONE)(auth.LogoutView.as_view())
