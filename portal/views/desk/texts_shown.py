"""A text before and after: shown ahead, compared, its history, taken up again, published."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from simple_history.utils import get_history_manager_for_model

from documents.markup import to_markup
from organisation.actions.refusals import Conflict, Refused
from organisation.admin.fields import label_of
from organisation.admin.trail import EMPTY, trail
from organisation.dates import long_date, today
from organisation.richtext import RichTextField
from organisation.rights import Action
from portal.desk import desk_page
from portal.preview import Preview, seen_if
from portal.texts.comparing import compared
from portal.texts.drafting import Text, begin_anew, both_changed
from portal.texts.forms import PublishForm, as_stored, made_form
from portal.texts.kinds import THINGS
from portal.texts.links import texts_that_link
from portal.texts.publishing import apply, call_off, form_of, plan, publish

from .drafts import number_in
from .showing import show_refusal
from .texts import address_of, found, fresh, head_of

CHANGED = "Någon annan har ändrat utkastet sedan du öppnade sidan. Läs det som står nu."


def needs_draft(text: Text) -> None:
    if text.draft is None:
        raise Http404


def becomes(request, text: Text):
    """The record as the draft would have it, not saved, and the form that made it."""
    form = form_of(text.kind, fresh(text), text.draft, request.standing)
    form.is_valid()
    return form.instance, form


@require_safe
@desk_page(Action.WRITE, *THINGS)
def preview(request, kind: str, key: str):
    """The public page as it would be with the draft published. `sida` chooses among the pages that
    show the text."""
    text = found(request, kind, key)
    needs_draft(text)
    record, draft = fresh(text), text.draft
    places = places_of(request, text)
    place = request.GET.get("sida", "")
    place = place if place in places else next(iter(places), "/")
    day = f"?datum={draft.from_day}" if draft.from_day and draft.from_day > today() else ""
    told = Preview(
        "Så blir sidan när utkastet är publicerat. Ingen annan ser det.",
        address_of(text),
        "Tillbaka till utkastet",
    )
    try:
        answer = seen_if(
            lambda: apply(text.kind, record, draft, request.user, draft.reason),
            place + day,
            request,
            told,
        )
    except Refused as error:
        messages.error(request, f"Utkastet går inte att visa än. {error}")
    else:
        if answer.status_code != 404:
            return answer
        # What the text stands on isn't there: no page around it, or none on the day.
        messages.error(request, f"Ingen sida visar texten: {place} finns inte för läsarna då.")
    return redirect(address_of(text))


def places_of(request, text: Text) -> list[str]:
    """The public pages that would show the text, by the addresses they would have."""
    kind, (made, _) = text.kind, becomes(request, text)
    if text.is_new:
        made.pk = None
        return kind.places(made)
    shown = kind.of(request.standing, request.standing.on).get(pk=text.record.pk)
    for name in text.values:
        column = kind.model._meta.get_field(name)
        setattr(shown, column.attname, getattr(made, column.attname))
    return kind.places(shown)


@require_safe
@desk_page(Action.WRITE, *THINGS)
def compare_texts(request, kind: str, key: str):
    """The draft against what is published; with `fran` and `till`, two versions of the history."""
    text = found(request, kind, key)
    old, old_name = text.record if not text.is_new else None, "det som är publicerat"
    new, new_name = None, "utkastet"
    first, last = (number_in(request.GET.get(each, "")) for each in ("fran", "till"))
    if first:
        old, old_name = version(text, first)
    if last:
        new, new_name = version(text, last)
    elif text.draft:
        new, _ = becomes(request, text)
    elif first:
        new, new_name = text.record, "det som är publicerat"
    else:
        raise Http404
    return "portal/desk/texts/compare.html", head_of(text, "Jämförelse") | {
        "comparison": compared(text.kind, old, new),
        "old_name": old_name,
        "new_name": new_name,
    }


def version(text: Text, number: int):
    """A version of the text's history and when it was saved; 404 when there is none."""
    history = get_history_manager_for_model(text.kind.model)
    row = history.filter(pk=number, **{text.kind.model._meta.pk.attname: text.record.pk}).first()
    if row is None:
        raise Http404
    at = timezone.localtime(row.history_date)
    return row.instance, f"{long_date(at.date())} klockan {at:%H.%M}"


@require_safe
@desk_page(Action.WRITE, *THINGS)
def history(request, kind: str, key: str):
    """Every published version of the texts, with who and why; each can be compared and taken up
    again."""
    text = found(request, kind, key)
    if text.is_new:
        raise Http404
    model = text.kind.model
    rows = get_history_manager_for_model(model).filter(**{model._meta.pk.attname: text.record.pk})
    numbers = list(rows.order_by("-history_id").values_list("history_id", flat=True)[:101])
    entries = [as_written(model, each) for each in trail(text.record, names_of)]
    return "portal/desk/texts/history.html", head_of(text, "Historik") | {
        "entries": [
            (entry, number, older)
            for entry, number, older in zip(entries, numbers, [*numbers[1:], None], strict=False)
        ],
        "latest": next(iter(numbers), None),
    }


def as_written(model, entry):
    """A change with its texts in the plain form, as they are written, and not in HTML."""
    rich = {
        label_of(each) for each in model._meta.concrete_fields if isinstance(each, RichTextField)
    }
    changes = (
        replace(each, before=plain(each.before), after=plain(each.after))
        if each.label in rich
        else each
        for each in entry.changes
    )
    return replace(entry, changes=tuple(changes))


def plain(html: str) -> str:
    return html if html == EMPTY else to_markup(html)


def names_of(column, keys) -> dict[int, str]:
    found = column.related_model._default_manager.filter(pk__in=keys) if keys else ()
    return {each.pk: str(each) for each in found}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, *THINGS)
def restore(request, kind: str, key: str, number: int):
    """Takes up the words of an earlier version as a draft, where the rules of today let them."""
    text = found(request, kind, key)
    if text.is_new:
        raise Http404
    earlier, when = version(text, number)
    values, form = earlier_values(request, text, earlier)
    status = 200
    if request.method == "POST":
        status = 400
        if not values:
            messages.info(request, "Texterna är redan som de var då. Inget har ändrats.")
            return redirect(address_of(text, "desk_text_history"))
        if text.draft and number_in(request.POST.get("revision", "")) != text.draft.revision:
            form.add_error(None, CHANGED)
        if form.is_valid():
            try:
                begin_anew(
                    text,
                    values,
                    by=request.user,
                    version=text.version,
                    revision=text.draft.revision if text.draft else 0,
                    token=request.POST.get("token", "")[:64] or f"{number}-{timezone.now()}",
                    now=timezone.now(),
                )
            except Refused as error:
                show_refusal(form, error)
            except Conflict:
                form.add_error(None, CHANGED)
            else:
                messages.success(
                    request, f"Texterna från {when} är ett utkast nu. Läs igenom och publicera."
                )
                return redirect(address_of(text))
    return (
        "portal/desk/texts/restore.html",
        head_of(text, "Ta tillbaka")
        | {
            "when": when,
            "number": number,
            "comparison": compared(text.kind, text.record, earlier),
            "form": form,
            "shows_errors": bool(form.errors),
            "is_same": not values,
        },
        status,
    )


def earlier_values(request, text: Text, earlier) -> tuple[dict, object]:
    """What a form would send to make the texts what they were, and the form that judges it."""
    kind = text.kind
    then = as_stored(made_form(kind, earlier, request.standing))
    form = made_form(kind, fresh(text), request.standing, then)
    names = [each for each in form.changed_names if each in kind.fields]
    return {name: then.getlist(name) for name in names}, form


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, *THINGS)
def publish_text(request, kind: str, key: str):
    """What publishing the draft would lead to, and doing it: now, or on a day that is chosen."""
    text = found(request, kind, key)
    needs_draft(text)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        initial={
            "revision": text.draft.revision,
            "reason": text.draft.reason,
            "publish_on": text.draft.publish_on,
        },
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return done(request, text, form.cleaned_data)
            except Refused as error:
                show_refusal(form, error)
            except Conflict:
                status = 409
                form.add_error(None, CHANGED)
    made, draft_form = becomes(request, text)
    return (
        "portal/desk/texts/publish.html",
        head_of(text, "Publicera")
        | {
            "form": form,
            "faults": [
                (draft_form.fields[name].label if name in draft_form.fields else "", message)
                for name, errors in draft_form.errors.items()
                for message in errors
            ],
            "has_clash": bool(both_changed(text)),
            "moves": moves(request, text, made),
            "places": places_of(request, text) if draft_form.is_valid() else [],
            "comparison": compared(text.kind, None if text.is_new else text.record, made),
        },
        status,
    )


def moves(request, text: Text, made) -> dict:
    """What a changed address leads to: the old one and the new, and the texts that link to the
    old."""
    column = text.kind.address
    if not column or text.is_new or column not in text.values:
        return {}
    before, after = getattr(text.record, column), getattr(made, column)
    if before == after or not before:
        return {}
    links = texts_that_link(f"/{before}/", request.standing, besides=text.record)
    return {"before": f"/{before}/", "after": f"/{after}/", "links": links}


def done(request, text: Text, data: dict):
    """Publishes, plans or calls off, and says so."""
    seen = data["revision"]
    if "avboka" in request.POST:
        call_off(text, by=request.user, seen=seen)
        messages.success(request, "Publiceringen är avbokad. Utkastet går att ändra igen.")
        return redirect(address_of(text))
    if data["publish_on"]:
        day = data["publish_on"]
        plan(text, by=request.user, seen=seen, why=data["reason"], day=day, on=today())
        messages.success(request, f"Texten publiceras {long_date(day)}. Till dess syns den inte.")
        return redirect(address_of(text))
    made = publish(text, by=request.user, seen=seen, why=data["reason"], now=timezone.now())
    messages.success(request, "Texten är publicerad.")
    return redirect(text.kind.url(made))
