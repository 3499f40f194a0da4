"""Signing in by one's region, and asking for access when the portal doesn't know who it is."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bodies.actions.asking import staff_address
from organisation.actions.sign_ins import ask_for_access
from organisation.dates import today
from organisation.forms import AccessRequestForm
from organisation.models import Region
from portal.access import Audience, open_to
from portal.sign_in import limits
from portal.sign_in.openid import STRANGER, Fault, Refused, RegionAdapter
from portal.site import page_context, site_today

from .sign_in import too_many, wait_of


class Begin(OAuth2LoginView):
    """Leads to the provider."""

    def dispatch(self, request, *args, **kwargs):
        try:
            limits.take((limits.OUTSIDE, address_of(request)))
        except limits.TooOften:
            return too_many(request)
        return super().dispatch(request, *args, **kwargs)


class Answer(OAuth2CallbackView):
    """What the provider answers. Whether it's the one who was asked is seen here; the rest, in the
    adapter, which gets to know what was sent."""

    def _get_state(self, request, provider):
        state, response = super()._get_state(request, provider)
        if state is not None:
            issuer = provider.app.settings["server_url"]
            # RFC 9207: the answer of one provider mustn't be taken for another's.
            if request.GET.get("iss", issuer) != issuer:
                raise Refused(Fault.UNTRUSTED, "iss of the answer is another's")
            self.adapter.state = state
        return state, response


def talk(view_class):
    """Makes a view of one turn in the talk with the provider that the address names."""

    @open_to(Audience.EVERYONE, private=True)
    @require_safe
    @wraps(view_class, updated=())
    def view(request, provider_id: str):
        adapter = RegionAdapter(request, provider_id)
        try:
            provider = adapter.get_provider()
        except SocialApp.DoesNotExist:
            raise Http404 from None
        try:
            return view_class.adapter_view(adapter)(request)
        except OAuth2Error as error:
            return render_authentication_error(request, provider, exception=error)

    return view


begin, answer = talk(Begin), talk(Answer)


@open_to(Audience.EVERYONE, private=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_access(request):
    """The page for whoever has signed in with their region, and has no account here."""
    stranger = request.session.get(STRANGER)
    if not stranger:
        return redirect("sign_in")
    site, day = site_today(request.path)
    regions = [each for each in site.all_regions if each.is_current(today())]
    data = request.POST if request.method == "POST" else None
    initial = {name: stranger[name] for name in ("name", "email")}
    form = AccessRequestForm(data, initial=initial, regions=regions)
    if data is not None and form.is_valid() and allowed(request, form):
        _, is_new = ask_for_access(
            provider=stranger["provider"],
            issuer=stranger["issuer"],
            subject=stranger["subject"],
            told_name=stranger["name"],
            told_email=stranger["email"] if is_address(stranger["email"]) else "",
            told_region=region_of(stranger, regions),
            recipient=staff_address() or site.row.feedback_email,
            now=timezone.now(),
            **form.cleaned_data,
        )
        del request.session[STRANGER]
        request.session["asked_before"] = not is_new
        return redirect("access_asked")
    wait = wait_of(form)
    context = page_context(site, day) | {
        "title": "Vi känner inte igen din inloggning",
        "noindex": True,
        "stranger": stranger,
        "form": form,
    }
    status = 429 if wait else 400 if form.errors else 200
    response = render(request, "portal/sign_in/ask_access.html", context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def region_of(stranger: dict, regions: list[Region]) -> Region | None:
    """The region whose provider it is: the one with the provider's name, or its short name."""
    name, short = stranger["called"].casefold(), stranger["provider"]
    for each in regions:
        if name in (called.casefold() for called in (each.name, *each.aliases)):
            return each
    return next((each for each in regions if each.slug == short), None)


def allowed(request, form) -> bool:
    """Whether so many haven't asked from there lately; else the form says so."""
    try:
        limits.take((limits.ACCESS_REQUEST, address_of(request)))
    except limits.TooOften as error:
        form.add_error(None, error)
        return False
    return True


def address_of(request) -> str:
    """What of the visitor's address is their own."""
    return limits.network(get_adapter().get_client_ip(request))


@open_to(Audience.EVERYONE, private=True)
@require_safe
def access_asked(request):
    """What happens next."""
    if "asked_before" not in request.session:
        return redirect("sign_in")
    site, day = site_today(request.path)
    context = page_context(site, day) | {
        "title": "Din begäran är sparad",
        "noindex": True,
        "before": request.session["asked_before"],
    }
    return render(request, "portal/sign_in/access_asked.html", context)
