"""Who has an account, who is invited, and shutting an account off."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bodies.actions import accounts, invitations
from bodies.forms import InviteForm, ReasonForm
from bodies.standings import standing_of, standings_of
from organisation.actions.refusals import Refused
from organisation.dates import today
from organisation.models import AccessRequest, Invitation, User
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .choosing import asked_person, search_context
from .showing import show_refusal

PER_PAGE = 50


def with_second_factor(users) -> set[int]:
    """Which of the accounts sign in with a second factor, by primary key (1 query)."""
    found = Authenticator.objects.filter(user__in=users, type=Authenticator.Type.TOTP)
    return set(found.values_list("user_id", flat=True))


@desk_page(Action.READ, Thing.ACCESS)
def account_list(request):
    """Every account, and the invitations that wait (`q` looks for some of the accounts)."""
    words = request.GET.get("q", "")[:100].strip()
    users = User.objects.select_related("person").order_by("-is_active", "last_name", "first_name")
    for each in words.split()[:6]:
        users = users.filter(
            Q(username__icontains=each)
            | Q(first_name__icontains=each)
            | Q(last_name__icontains=each)
            | Q(email__icontains=each)
            | Q(person__given_name__icontains=each)
            | Q(person__family_name__icontains=each)
        )
    page = Paginator(users.order_by("-is_active", "username"), PER_PAGE).get_page(
        request.GET.get("sida")
    )
    shown = list(page)
    standings = standings_of(shown, today())
    factors = with_second_factor([each.pk for each in shown])
    for each in shown:
        each.needs_factor = standings[each.pk].needs_second_factor
        each.has_factor = each.pk in factors
        each.has_rights = bool(standings[each.pk].holdings)
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    return "portal/desk/accounts.html", {
        "title": "Konton",
        "page": page,
        "accounts": shown,
        "words": words,
        "requests": AccessRequest.objects.filter(handled_at=None).select_related(
            "region", "told_region"
        ),
        "waiting": expiring(waiting.select_related("person", "invited_by")),
        "may_invite": request.standing.may_some(Action.WRITE, Thing.ACCESS),
        "may_grant": request.standing.may_some(Action.READ, Thing.ACCOUNT),
    }


def expiring(waiting) -> list[Invitation]:
    """The invitations, each saying whether its days have passed, and where it would go now."""
    now = timezone.now()
    found = list(waiting)
    for each in found:
        each.is_over = each.has_expired(now)
        each.to = each.person.email or each.email
        each.is_redirected = each.to.lower() != each.email.lower()
    return found


@desk_page(Action.READ, Thing.ACCESS)
def account(request, pk: int):
    """An account: whose it is, when it was used, and what has been done with it."""
    user = get_object_or_404(User.objects.select_related("person"), pk=pk)
    standing = standing_of(user, today())
    return "portal/desk/account.html", {
        "title": user.get_full_name() or user.username,
        "account": user,
        "standing_of_account": standing,
        "has_factor": bool(with_second_factor([user.pk])),
        "invitation": Invitation.objects.filter(account=user).select_related("invited_by").first(),
        "steps": steps_of(user),
        "may_shut_off": request.standing.may_some(Action.WRITE, Thing.ACCOUNT),
        "is_self": user.pk == request.user.pk,
    }


WATCHED = {
    "is_active": ("öppnades", "stängdes av"),
    "is_superuser": ("blev administratör", "är inte längre administratör"),
}


def steps_of(user: User) -> list[dict]:
    """What has been done with an account, newest first: when, by whom and why (1 query)."""
    steps, before = [], None
    for row in user.history.select_related("history_user").order_by("history_date", "history_id"):
        if before is None:
            told = ["skapades"]
        else:
            told = [
                yes if getattr(row, name) else no
                for name, (yes, no) in WATCHED.items()
                if getattr(row, name) != getattr(before, name)
            ]
        if told:
            why = row.history_change_reason or ""
            steps.append({"what": told, "at": row.history_date, "by": row.history_user, "why": why})
        before = row
    return steps[::-1]


SWITCHES = {
    "stang-av": (
        accounts.shut_off,
        "Stäng av kontot",
        "Den som är inloggad med kontot är ute vid nästa klick, och ingen kan logga in med det. "
        "Det personen har skrivit finns kvar.",
        "Kontot är avstängt.",
    ),
    "oppna": (
        accounts.open_again,
        "Öppna kontot igen",
        "Personen kan logga in igen, och får göra det som uppdragen ger rätt till i dag.",
        "Kontot är öppet igen.",
    ),
    "logga-ut": (
        accounts.sign_out_everywhere,
        "Logga ut överallt",
        "Alla som är inloggade med kontot är ute vid nästa klick. Personen kan logga in igen.",
        "Kontot är utloggat överallt.",
    ),
    "ta-bort-tvasteg": (
        accounts.without_second_factor,
        "Ta bort tvåstegsinloggningen",
        "För den som har förlorat sin telefon och sina reservkoder. Kontrollera först vem det är, "
        "helst i ett möte. Kontot loggas ut överallt, och där det krävs ska personen slå på "
        "tvåstegsinloggning igen vid nästa inloggning.",
        "Tvåstegsinloggningen är borttagen.",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.ACCOUNT)
def switch(request, pk: int, name: str):
    """Shuts an account off or opens it again, with the reason why."""
    user = get_object_or_404(User.objects.select_related("person"), pk=pk)
    if name not in SWITCHES:
        raise Http404
    act, heading, text, done = SWITCHES[name]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            act(user, by=request.user, why=form.cleaned_data["why"])
        except Refused as error:
            show_refusal(form, error)
        else:
            messages.success(request, done)
            return redirect("desk_account", pk=user.pk)
    title = f"{heading}: {user.get_full_name() or user.username}"
    return (
        "portal/desk/account_switch.html",
        {"title": title, "heading": heading, "text": text, "form": form, "account": user},
        400 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.ACCESS)
def invite(request):
    """Finds a person by name (`q`), and invites the one who is chosen (`person`)."""
    found = asked_person(request)
    context = {"title": "Bjud in", "found": found} | search_context(request)
    if found is None:
        return "portal/desk/invite.html", context
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data)
    if found.person.email:
        del form.fields["email"]
    waiting = found.person.invitations.filter(accepted_at=None, revoked_at=None).first()
    if form.is_bound and form.is_valid():
        try:
            invitation = invitations.invite(
                found.person,
                by=request.user,
                at=timezone.now(),
                email=form.cleaned_data.get("email", ""),
            )
        except Refused as error:
            show_refusal(form, error)
        else:
            messages.success(
                request,
                f"{found.person} är inbjuden. Brevet går till {invitation.email} och gäller i sju "
                "dagar.",
            )
            return redirect("desk_accounts")
    context |= {"form": form, "waiting": waiting, "title": f"Bjud in {found.person}"}
    return "portal/desk/invite.html", context, 400 if form.is_bound else 200


@require_POST
@desk_page(Action.WRITE, Thing.ACCESS)
def invite_again(request, pk: int):
    """Sends an invitation with a new link; the old one is dead. To another address than before,
    only when that one has been shown and confirmed."""

    def act(invitation, **values):
        confirmed = request.POST.get("confirmed", "")
        return invitations.send_again(invitation, confirmed=confirmed, **values)

    try:
        return _with_invitation(
            request,
            pk,
            act,
            "Inbjudan är skickad igen till {to}. Den förra länken gäller inte längre.",
        )
    except invitations.Redirected as error:
        invitation = get_object_or_404(Invitation.objects.select_related("person"), pk=pk)
        context = {"title": f"Skicka igen till {invitation.person}", "invitation": invitation}
        return "portal/desk/invite_again.html", context | {"to": error.now}, 400


@require_POST
@desk_page(Action.WRITE, Thing.ACCESS)
def revoke_invitation(request, pk: int):
    """Takes an invitation back."""
    return _with_invitation(
        request, pk, invitations.revoke, "Inbjudan till {to} är återkallad. Länken gäller inte."
    )


def _with_invitation(request, pk: int, act, done: str):
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        invitation = act(invitation, by=request.user, at=timezone.now())
    except invitations.Redirected:
        raise
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done.format(to=invitation.email))
    return redirect("desk_accounts")
