"""Deciding what is to be written every year: what a change leads to is shown before it's saved."""

from hashlib import sha256

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from bodies.panels import full_name
from bodies.questions import full_name_on
from documents.actions import duties as actions
from documents.coverage import Standing
from documents.duty_forms import AHEAD, BACK, DAY, AdjustForm, DutyForm, EndDutyForm, NoQuestions
from documents.models import DutyAdjustment, ReportingDuty
from documents.owed import Ledger, Owed
from organisation.actions.records import version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import long_date, period_words, today
from organisation.rights import Action, Thing
from organisation.trying import as_if
from portal.coverage import What, days_in_words
from portal.desk import desk_page

from .leaving import sent_version
from .showing import show_refusal

FORM, PREVIEW = "portal/desk/coverage/form.html", "portal/desk/coverage/preview.html"
CHANGED = "Det som ändringen leder till är inte längre detsamma. Läs det igen, och spara sedan."
CONFLICT = (
    "Någon annan har ändrat det sedan du öppnade sidan. Det du skrev står kvar. Läs vad som gäller "
    "nu, och spara igen om det fortfarande stämmer."
)
# More changes than these are told by their number.
SHOWN = 20


def asked_duty(pk: int) -> ReportingDuty:
    """A duty with its body's name; 404 when there is none."""
    found = named_duties().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def named_duties():
    duties = ReportingDuty.objects.select_related("kind", "body", "source")
    return duties.annotate(called=full_name_on("body_id", today()))


def told(duty: ReportingDuty) -> str:
    """What is to be written, by whom and in which years, as a heading: of those that follow one
    another each its own."""
    who = duty.called if duty.body_id else duty.kind.plural
    days = f" ({duty.period_text})" if duty.start or duty.end else ""
    return f"{who}: {duty.get_what_display()}{days}"


@require_safe
@desk_page(Action.WRITE, Thing.DUTY)
def duties(request):
    """All that is to be written, with what is decided otherwise for some year."""
    on = today()
    decided = DutyAdjustment.objects.select_related("decision").order_by("-year", "pk")
    decided = decided.annotate(called=full_name_on("body_id", on))
    of: dict[int, list[DutyAdjustment]] = {}
    for each in decided:
        of.setdefault(each.duty_id, []).append(each)
    rows = [
        {
            "duty": each,
            "title": told(each),
            "period": period_words(each.start, each.end),
            "adjustments": of.get(each.pk, []),
            "has_ended": each.end is not None and each.end <= on,
        }
        for each in named_duties()
    ]
    rows.sort(key=lambda row: row["has_ended"])
    return "portal/desk/coverage/duties.html", {"rows": rows}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.DUTY)
def new(request):
    """Something new that is to be written."""
    form = DutyForm(request.POST if request.method == "POST" else None, on=today())

    def act(version):
        return actions.start_duty(form.made(), by=request.user, why=form.cleaned_data["why"])

    return _go_on(request, form, act, "Nytt som ska lämnas", "Det är sparat.")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.DUTY)
def end(request, pk: int):
    """Until when something is to be written."""
    duty = asked_duty(pk)
    form = EndDutyForm(request.POST if request.method == "POST" else None)

    def act(version):
        values = form.cleaned_data
        who = {"by": request.user, "why": values["why"]}
        return actions.end_duty(duty.pk, version, values["last"] + DAY, **who)

    title = f"Avsluta: {told(duty)}"
    return _go_on(request, form, act, title, "Sista dagen är sparad.", version_of(duty))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.DUTY)
def adjust(request, pk: int):
    """Another day for a year, or none at all."""
    duty, on = asked_duty(pk), today()
    data = request.POST if request.method == "POST" else None
    form = AdjustForm(data, duty=duty, on=on, initial={"year": on.year})

    def act(version):
        return actions.adjust(form.made(), by=request.user)

    return _go_on(request, form, act, f"Undantag: {told(duty)}", "Undantaget är sparat.")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.DUTY)
def take_back(request, pk: int):
    """Takes back what was decided for a year."""
    found = DutyAdjustment.objects.filter(pk=pk)
    adjustment = found.annotate(called=full_name_on("body_id", today())).first()
    if adjustment is None:
        raise Http404
    who = adjustment.called if adjustment.body_id else "alla"
    form = NoQuestions(request.POST if request.method == "POST" else None)
    title = f"Ta tillbaka undantaget för {who}, {adjustment.year}"

    def act(version):
        return actions.take_back(pk, version, by=request.user)

    text = "Undantaget är taget tillbaka."
    return _go_on(request, form, act, title, text, version_of(adjustment))


def _go_on(request, form, act, title: str, text: str, version: int = 0):
    """The form; what it leads to; and when that has been seen, the change itself. `act` makes the
    change to what had a version."""
    context = {"entrance": "desk_coverage", "title": title, "form": form, "version": version}
    if not form.is_bound or "andra" in request.POST:
        return FORM, context
    if not form.is_valid():
        return FORM, context, 400
    opened_at = sent_version(request)
    try:
        before = standing_now()
        with as_if(lambda: act(opened_at)):
            after = standing_now()
        leads_to = differences(before, after)
        seen = sha256(repr(leads_to).encode()).hexdigest()[:16]
        if "spara" in request.POST:
            if request.POST.get("seen") == seen:
                act(opened_at)
                messages.success(request, text)
                return redirect("desk_duties")
            context["changed"] = CHANGED
    except Refused as error:
        show_refusal(form, error)
        return FORM, context, 400
    except Conflict as error:
        form.add_error(None, CONFLICT)
        return FORM, context | {"version": version_of(error.current)}, 409
    more = len(leads_to[SHOWN:])
    context["version"] = opened_at
    return PREVIEW, context | {"leads_to": leads_to[:SHOWN], "more": more, "seen": seen}


def standing_now() -> dict[tuple[str, int, str], str]:
    """How it stands in words, by body, year and what, in the years that can be decided about
    (6 queries)."""
    on = today()
    ledger = Ledger(on, range(on.year - BACK, on.year + AHEAD + 1))
    names = {each.pk: full_name(each) for each in ledger.bodies}
    return {
        (names[each.body], each.year, each.what): in_words(each)
        for each in ledger.all()
        if each.cell.because is None
    }


def in_words(owed: Owed) -> str:
    """How it stands, as one reads it before and after a change."""
    cell = owed.cell
    days = days_in_words(cell.late)
    if cell.standing is Standing.PUBLISHED:
        late = f", {days} efter sista dagen" if cell.late else ""
        return f"Publicerad {long_date(cell.published)}{late}"
    if cell.standing is Standing.EXEMPT:
        return "Behöver inte lämnas"
    late = f", {days} sen" if cell.late else ""
    return f"Senast {long_date(cell.due)}{late}"


def differences(before: dict, after: dict) -> list[dict]:
    """What stands otherwise, body by body and year by year."""
    nothing = "Ska inte lämnas"
    return [
        {
            "body": body,
            "what": f"{What(what).label.capitalize()} för {year}",
            "before": before.get((body, year, what), nothing),
            "after": after.get((body, year, what), nothing),
        }
        for body, year, what in sorted({*before, *after})
        if before.get((body, year, what)) != after.get((body, year, what))
    ]
