"""The steps of an edition's way. Each has a page that says what will happen, and asks for what it
needs."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from documents import actions, forms
from documents.actions.locking import fingerprint
from documents.actions.workflow import publish_blockers
from documents.facts import open_comments, text_faults
from documents.models import Edition
from documents.policies import ACTIONS, EDITIONS
from documents.rules import Step
from organisation.dates import today
from organisation.rights import DOCUMENTS, Action
from portal.desk import desk_page

from .drafts import found, head_of, show_refusal


@dataclass(frozen=True)
class StepPage:
    """How a step is shown: its heading, what will happen, its button, and what to say when done."""

    step: Step
    heading: str
    text: str
    button: str
    done: str
    form: type
    act: Callable


def _adopt(edition, form, **who):
    values = form.cleaned_data
    return actions.adopt(
        edition,
        seen=values["seen"],
        decision=form.decision,
        valid_from=values["valid_from"],
        **who,
    )


def _with_text(action):
    return lambda edition, form, **who: action(
        edition, seen=form.cleaned_data["seen"], text=form.cleaned_data["text"], **who
    )


def _publish(edition, form, **who):
    return actions.publish(edition, **form.cleaned_data, **who)


def _discard(edition, form, **who):
    return actions.discard(edition, seen=form.cleaned_data["seen"], **who)


def _withdraw(edition, form, **who):
    values = {name: form.cleaned_data[name] for name in ("text", "effective_on")}
    return actions.withdraw(edition, on=today(), **values, **who)


PAGES = {
    "skicka": StepPage(
        Step.SUBMIT,
        "Skicka version {number} till beslut",
        "Texten låses medan den granskas, och en arbetskopia sparas. De som granskar får ett brev.",
        "Skicka version {number} till beslut",
        "Version {number} är skickad till beslut.",
        forms.SubmitForm,
        _with_text(actions.submit),
    ),
    "tillbaka": StepPage(
        Step.SEND_BACK,
        "Skicka tillbaka version {number}",
        "Versionen blir ett utkast igen. Den som skrev får ett brev med det du skriver här.",
        "Skicka tillbaka",
        "Version {number} är ett utkast igen.",
        forms.SendBackForm,
        _with_text(actions.send_back),
    ),
    "besluta": StepPage(
        Step.ADOPT,
        "Registrera beslutet om version {number}",
        "Ange vilket organ som har beslutat om texten, och när. Versionen syns inte för "
        "allmänheten förrän någon publicerar den.",
        "Registrera beslutet",
        "Beslutet är registrerat. Nu kan version {number} publiceras.",
        forms.AdoptForm,
        _adopt,
    ),
    "publicera": StepPage(
        Step.PUBLISH,
        "Publicera version {number}",
        "Alla kan läsa versionen så snart den är publicerad. Därefter ändras den aldrig. Gäller "
        "den från en kommande dag visas den som kommande.",
        "Publicera version {number}",
        "Version {number} är publicerad.",
        forms.PublishForm,
        _publish,
    ),
    "kasta": StepPage(
        Step.DISCARD,
        "Kasta utkastet till version {number}",
        "Ingen kan arbeta vidare med utkastet. Det som är skrivet finns kvar i historiken.",
        "Kasta utkastet",
        "Utkastet till version {number} är kastat.",
        forms.SeenForm,
        _discard,
    ),
    "aterkalla": StepPage(
        Step.WITHDRAW,
        "Återkalla version {number}",
        "Versionen slutar att gälla den dag du anger. Texten finns kvar på sin adress, med skälet. "
        "Ingen version gäller förrän nästa är publicerad.",
        "Återkalla version {number}",
        "Version {number} är återkallad.",
        forms.WithdrawForm,
        _withdraw,
    ),
}


# What is for a year is sent to the chair, who publishes it without a decision to register.
FOR_A_YEAR = {
    "skicka": replace(
        PAGES["skicka"],
        heading="Skicka version {number} till ordföranden",
        text="Texten låses medan ordföranden läser den, och en arbetskopia sparas. Den som leder "
        "organet får ett brev.",
        button="Skicka version {number} till ordföranden",
        done="Version {number} är skickad till ordföranden.",
    ),
    "publicera": replace(
        PAGES["publicera"],
        text="Alla kan läsa versionen så snart den är publicerad. Därefter ändras den aldrig: "
        "ändras något under året publicerar du en ny version.",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, *DOCUMENTS)
def step(request, pk: int, name: str):
    """The page of a step; POST takes it."""
    edition = found(request, pk)
    pages = PAGES | FOR_A_YEAR if edition.document.is_for_a_year else PAGES
    page = pages.get(name)
    if page is None or not any(EDITIONS.giving(request.standing, ACTIONS[page.step], edition)):
        raise Http404
    words = {"number": edition.number}
    form = made_form(page, edition, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                page.act(edition, form, by=request.user, at=timezone.now())
            except actions.Refused as error:
                show_refusal(form, error)
            except actions.Conflict:
                status = 409
                edition = found(request, pk)
                seen = {"seen": fingerprint(edition)}
                form = made_form(page, edition, {**request.POST.dict(), **seen})
                form.add_error(
                    None,
                    "Texten har ändrats sedan du öppnade sidan. Läs den igen innan du går vidare.",
                )
            else:
                messages.success(request, page.done.format(**words))
                return redirect("desk_edition", pk=edition.pk)
    stopped = edition.stops(page.step)
    is_admin = request.standing.is_admin
    stopped = stopped or EDITIONS.refusals(request.standing, page.step, edition, forced=is_admin)
    own = edition.submitter_id == request.user.pk
    if not (is_admin and own):
        for each in ("forced", *(["text"] if page.step is Step.PUBLISH else [])):
            form.fields.pop(each, None)
    return (
        "documents/desk/step.html",
        head_of(request, edition)
        | {
            "heading": page.heading.format(**words),
            "text": page.text,
            "button": page.button.format(**words),
            "form": form,
            "stopped": stopped,
            "blockers": [] if stopped or form.is_bound else blockers(page.step, edition),
        },
        status,
    )


def made_form(page: StepPage, edition: Edition, data):
    options = {}
    if page.form is forms.AdoptForm:
        on = today()
        options = {"on": on, "today": on}
        options["initial"] = {"valid_from": edition.valid_from, "seen": fingerprint(edition)}
    else:
        options["initial"] = {"seen": fingerprint(edition), "effective_on": today()}
    return page.form(data, **options)


def blockers(step: Step, edition: Edition) -> list:
    """What is known to stand in the way before the form is filled in."""
    if step is Step.SUBMIT:
        return text_faults(edition) + open_comments(edition)
    if step is Step.PUBLISH:
        return publish_blockers(edition)
    return []


@require_http_methods(["POST"])
@desk_page(Action.WRITE, *DOCUMENTS)
def show(request, pk: int):
    """Lets those who sit in the body read the draft, or no longer."""
    edition = found(request, pk, Action.WRITE)
    shown = request.POST.get("visa") != "nej"
    try:
        actions.show(edition, by=request.user, at=timezone.now(), shown=shown)
    except actions.Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            "De som sitter i organet kan nu läsa utkastet."
            if shown
            else "De som sitter i organet kan inte längre läsa utkastet.",
        )
    return redirect(f"{edition.desk_url}#visning")


@require_http_methods(["POST"])
@desk_page(Action.PUBLISH, *DOCUMENTS)
def approve(request, pk: int):
    """Approves afterwards what was published without anyone else's review."""
    edition = found(request, pk, Action.READ)
    try:
        actions.approve_afterwards(edition, by=request.user, at=timezone.now())
    except actions.Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Version {edition.number} är granskad i efterhand.")
    return redirect("desk_edition", pk=edition.pk)
