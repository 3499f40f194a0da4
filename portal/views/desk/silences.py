"""Silencing a finding for a time, and seeing it again."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from organisation.actions import silences as actions
from organisation.actions.records import version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import long_date, today
from organisation.fields import date_field, field
from organisation.models import FindingSilence
from portal.desk import account_page
from portal.findings import every_finding, sorted_out

from .showing import show_refusal

MINE = "desk_silent"


class SilenceForm(forms.Form):
    """How long a finding is silent, and why."""

    until = date_field(
        "Tyst till och med",
        "Välj en dag. Dagen efter visas raden igen.",
        help_text="Dagen efter visas raden igen av sig själv.",
    )
    reason = field(
        forms.CharField,
        "Varför?",
        "Skriv varför, så att andra förstår.",
        max_length=300,
        help_text="Läses av alla som annars skulle se raden.",
        errors={"max_length": "Skälet får ha högst %(limit_value)d tecken."},
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "Öppna sidan igen.", "invalid": "Öppna sidan igen."},
    )


@account_page
def silent(request):
    """What is silent of all that the person would see, with why and for how long."""
    on = today()
    _, found = sorted_out(every_finding(request.standing, on), on)
    return "portal/desk/workspace/silent.html", {"title": "Tystade rader", "found": found}


@require_http_methods(["GET", "HEAD", "POST"])
@account_page
def silence(request, code: str, key: str):
    """Asks why and for how long; POST silences the finding. One that the person doesn't see isn't
    there."""
    on = today()
    every = every_finding(request.standing, on)
    found = next((each for each in every if (each.code, each.key) == (code, key)), None)
    if found is None:
        raise Http404
    made = FindingSilence.objects.filter(code=code, subject=key).select_related("by").first()
    seen = version_of(made) if made else 0
    form, status, conflict = SilenceForm(initial={"seen": seen}), 200, None
    if request.method == "POST":
        form, status = SilenceForm(request.POST), 400
        if form.is_valid():
            values = form.cleaned_data
            try:
                actions.silence(code, key, found.title[:300], by=request.user, on=on, **values)
            except Refused as error:
                show_refusal(form, error)
            except Conflict as error:
                status, conflict = 409, error.current
                # Sent once more, it's what the person wants though they have seen the other.
                now = version_of(conflict) if conflict else 0
                form = SilenceForm(request.POST.dict() | {"seen": now})
                form.add_error(None, "Någon annan har tystat raden sedan du öppnade sidan.")
            else:
                messages.success(
                    request, f"Raden är tyst till och med {long_date(values['until'])}."
                )
                return redirect("desk")
    return (
        "portal/desk/workspace/silence.html",
        {
            "title": f"Tysta: {found.title}",
            "each": found,
            "form": form,
            "conflict": conflict,
            "earlier": made.history.select_related("history_user") if made else [],
        },
        status,
    )


@require_POST
@account_page
def lift(request, pk: int):
    """Lets a silent finding be seen again, for those who would see it."""
    made = get_object_or_404(FindingSilence, pk=pk)
    every = every_finding(request.standing, today())
    if (made.code, made.subject) not in {(each.code, each.key) for each in every}:
        raise Http404
    actions.lift(made, by=request.user)
    messages.success(request, "Raden visas igen.")
    return redirect(MINE)
