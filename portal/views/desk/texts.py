"""The texts of the site that are no documents: which there are, and writing their drafts."""

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisation.actions.refusals import Conflict, Refused
from organisation.admin.fields import label_of
from organisation.admin.trail import said
from organisation.dates import today, years_from
from organisation.models import Page, TextDraft
from organisation.rights import Action
from portal.desk import desk_page
from portal.texts.drafting import (
    Text,
    as_it_was,
    both_changed,
    drop_draft,
    dropped_drafts,
    save_draft,
    sent_values,
    take_back,
    text_of,
)
from portal.texts.forms import filled, made_form
from portal.texts.kinds import BY_SLUG, THINGS, TextKind, kinds_for, sorted_by_name
from portal.texts.listed import open_drafts
from portal.texts.reviewing import is_gone, last_said, mark_reviewed

from .drafts import number_in, saved_text
from .showing import show_refusal

PER_PAGE = 60
STATES = {"utkast": "Med utkast", "planerad": "Planerade", "granska": "Inte granskade på ett år"}


def found(request, kind: str, key: str) -> Text:
    """The text of an address; 404 for one that isn't the reader's to write."""
    text = BY_SLUG.get(kind) and text_of(BY_SLUG[kind], key, request.standing)
    if text is None:
        raise Http404
    return text


def address_of(text: Text, page: str = "desk_text", *args) -> str:
    return reverse(page, args=[text.kind.slug, text.key, *args])


def head_of(text: Text, page: str) -> dict:
    """What stands at the top of every page about a text."""
    kind, record = text.kind, text.record
    name = kind.new_label if text.is_new else kind.name(record)
    return {
        "entrance": "desk_texts",
        "text": text,
        "kind": kind,
        "name": name,
        "title": f"{page}: {name}" if page else name,
        "note": "" if text.is_new else kind.note(record),
        "public": "" if text.is_new else next(iter(kind.places(record)), ""),
        "draft": text.draft,
        "addresses": {
            each: address_of(text, f"desk_text_{each}")
            for each in ("preview", "compare", "publish", "drop", "history", "reviewed")
        },
        "edit_url": address_of(text),
    }


# The list


@require_safe
@desk_page(Action.WRITE, *THINGS)
def text_list(request):
    """All texts that the reader may write, kind by kind; their own drafts first."""
    standing, on = request.standing, today()
    kinds = kinds_for(standing)
    place = request.GET.get("sida", "")
    drafts = open_drafts(standing, kinds)
    chosen = next((each for each in kinds if each.slug == request.GET.get("del")), None)
    state = request.GET.get("lage", "")
    context = {
        "kinds": kinds,
        "mine": [each for each in drafts if each.draft.by_id == request.user.pk],
        "others": [each for each in drafts if each.draft.by_id != request.user.pk],
        "failed": [each for each in drafts if each.draft.failed_at],
        "place": place,
        "states": STATES,
        "state": state,
        "chosen": chosen,
        "words": (words := request.GET.get("q", "").strip()[:100]),
        "new": [
            (each.new_label, f"{reverse('desk_texts')}{each.slug}/ny/")
            for each in kinds
            if each.may_add
        ],
    }
    if place:
        return "portal/desk/texts/place.html", context | {
            "groups": at_place(kinds, place, standing)
        }
    chosen = chosen or kinds[0]
    by_record = {each.record.pk: each.draft for each in drafts if each.kind is chosen}
    rows = [
        row_of(chosen, record, by_record.get(record.pk), on)
        for record in sorted_by_name(chosen, chosen.of(standing, on))
    ]
    if words:
        rows = [
            each for each in rows if words.casefold() in f"{each['name']} {each['note']}".casefold()
        ]
    if state in STATES:
        rows = [each for each in rows if state in each["states"]]
    pages = Paginator(rows, PER_PAGE)
    return "portal/desk/texts/list.html", context | {
        "chosen": chosen,
        "page": pages.get_page(request.GET.get("p")),
        "count": len(rows),
        "kept": "".join(
            f"{name}={value}&" for name, value in (("del", chosen.slug), ("lage", state)) if value
        ),
    }


def row_of(kind: TextKind, record, draft: TextDraft | None, on) -> dict:
    said_on = last_said(record) if kind.is_reviewed else None
    gone = is_gone(record, on)
    late = kind.is_reviewed and (said_on is None or said_on <= years_from(on, -1)) and not gone
    states = [
        *(["utkast"] if draft else []),
        *(["planerad"] if draft and draft.is_planned else []),
        *(["granska"] if late else []),
    ]
    return {
        "name": kind.name(record),
        "note": kind.note(record),
        "url": kind.url(record),
        "owner": getattr(record, kind.owner) if kind.owner else "",
        "reviewed": said_on,
        "late": late,
        "gone": "" if not gone else "Borttagen" if kind.model is Page else "Gäller inte längre",
        "draft": draft,
        "states": states,
    }


def at_place(kinds, place: str, standing) -> list[tuple[TextKind, list[dict]]]:
    """The texts that a public page is made of, by kind."""
    groups = []
    for kind in kinds:
        rows = [
            row_of(kind, record, None, standing.on)
            for record in sorted_by_name(kind, kind.of(standing, standing.on))
            if place in kind.places(record)
        ]
        if rows:
            groups.append((kind, rows))
    return groups


# Writing


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, *THINGS)
def text_page(request, kind: str, key: str):
    """The form of a text's draft. With JavaScript it's posted while one writes, and answers in
    JSON."""
    text = found(request, kind, key)
    if request.method != "POST":
        return form_page(request, text, opened_form(request, text))
    as_json = request.headers.get("Accept") == "application/json"
    values, form = sent_values(text.kind, text, request.POST, request.standing)
    status = 400
    if form.is_valid():
        try:
            draft = save_draft(
                text,
                values,
                by=request.user,
                version=number_in(request.POST.get("version", "")) or 0,
                revision=form.cleaned_data["revision"],
                token=form.cleaned_data["token"] or secrets.token_urlsafe(24),
                from_day=form.cleaned_data.get("from_day"),
            )
        except Refused as error:
            show_refusal(form, error)
        except Conflict as error:
            if as_json:
                return refused_json("Någon annan har sparat utkastet.")
            return conflict_page(request, text, error.current, form)
        else:
            if as_json:
                return JsonResponse(
                    {"revision": draft.revision, "status": saved_text(timezone.now())}
                )
            messages.success(request, "Utkastet är sparat. Det syns inte för allmänheten än.")
            return redirect(address_of(found(request, kind, text_key(text, draft))))
    if as_json:
        return refused_json(" ".join(each for found in form.errors.values() for each in found))
    return (*form_page(request, text, form), status)


def refused_json(why: str) -> JsonResponse:
    return JsonResponse({"status": f"Inte sparat. {why}"}, status=400)


def text_key(text: Text, draft: TextDraft) -> str:
    return text.key if text.record.pk is not None else f"ny-{draft.pk}"


def opened_form(request, text: Text):
    """The form as it's opened: the draft's words where there is one."""
    draft, kind = text.draft, text.kind
    own = {"revision": draft.revision if draft else 0, "version": text.version}
    if draft is None:
        initial = own | {"token": secrets.token_urlsafe(24)}
        return made_form(kind, text.record, request.standing, initial=initial)
    form = filled(
        kind,
        fresh(text),
        request.standing,
        draft.values,
        token=draft.token,
        from_day=draft.from_day,
        **own,
    )
    form.is_opened = True
    return form


def fresh(text: Text):
    """The record once more: a form changes the one that it judges."""
    kind = text.kind
    return kind.model() if text.is_new else kind.model._default_manager.get(pk=text.record.pk)


def form_page(request, text: Text, form):
    kind = text.kind
    fields = [form[name] for name in kind.all_fields if name in form.fields]
    folded = [each for each in fields if each.name in kind.folded]
    return "portal/desk/texts/edit.html", head_of(text, "") | {
        "form": form,
        "shows_errors": request.method == "POST" and form.errors,
        "fields": [each for each in fields if each not in folded],
        "folded": folded,
        "folded_open": any(each.errors or each.value() for each in folded),
        "clashes": clashes_of(text),
        "dropped": dropped_drafts(text),
        "is_reviewed": kind.is_reviewed and not text.is_new and not is_gone(text.record, today()),
        "last_said": last_said(text.record) if kind.is_reviewed and not text.is_new else None,
        "has_markup": any("data-markup" in each.field.widget.attrs for each in fields),
        "autosaves": not text.is_new and not (text.draft and text.draft.is_planned),
    }


def clashes_of(text: Text) -> list[tuple[str, str, str]]:
    """What has been published otherwise since the draft was written: the field, what is published
    now, and what the draft says."""
    names = both_changed(text)
    if not names:
        return []
    return [
        (label, now, draft)
        for label, now, draft in pairs(text.kind, text.record, text.values, names)
    ]


def pairs(kind: TextKind, record, values: dict, names) -> list[tuple[str, str, str]]:
    found = []
    for name in names:
        column = kind.model._meta.get_field(name)
        stored = getattr(record, name) if column.is_relation else getattr(record, column.attname)
        told = str(stored or "tomt") if column.is_relation else said(column, stored)
        found.append((label_of(column), told, "\n".join(values.get(name, []))))
    return found


def conflict_page(request, text: Text, current: TextDraft | None, form):
    """Both drafts side by side. Nothing is saved; the person's own words go on in a form that knows
    what is saved now."""
    data = form.data.copy()
    if current is None or current.dropped_at or current.published_at:
        data["revision"], theirs, who = "0", {}, None
        data["token"] = secrets.token_urlsafe(24)
    else:
        data["revision"], theirs, who = str(current.revision), current.values, current.by
    again = made_form(text.kind, fresh(text), request.standing, data)
    again.is_valid()
    opened = as_it_was(text.kind, text.record.pk, text.version) if not text.is_new else None
    both = []
    for name in text.kind.all_fields:
        if name not in again.fields:
            continue
        mine = data.getlist(name)
        other = theirs.get(name)
        column = text.kind.model._meta.get_field(name)
        if other is not None and other != mine:
            both.append((label_of(column), "\n".join(other), "\n".join(mine)))
    _, context = form_page(request, text, again)
    return (
        "portal/desk/texts/edit.html",
        context
        | {
            "shows_errors": False,
            "conflict": True,
            "who": who,
            "both": both,
            "autosaves": False,
            "opened": opened,
        },
        409,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, *THINGS)
def drop(request, kind: str, key: str):
    """Asks whether a draft is to be put away; POST does it, or takes back the one that was."""
    text = found(request, kind, key)
    if request.method != "POST":
        if text.draft is None:
            return redirect(address_of(text))
        return "portal/desk/texts/drop.html", head_of(text, "Kasta utkastet")
    try:
        seen, now = number_in(request.POST.get("revision", "")), timezone.now()
        if back := number_in(request.POST.get("ta-tillbaka", "")):
            take_back(text, back, by=request.user, seen=seen, now=now)
            messages.success(request, "Utkastet är tillbaka.")
        else:
            drop_draft(text, by=request.user, seen=seen, now=now)
            done = "Utkastet är kastat. Det som är publicerat är oförändrat."
            if text.is_new:
                messages.success(request, done)
                return redirect("desk_texts")
            messages.success(request, f"{done} Du kan ta tillbaka utkastet längst ned på sidan.")
    except Refused as error:
        messages.error(request, str(error))
    except Conflict:
        messages.error(
            request, "Någon annan har ändrat utkastet sedan du öppnade sidan. Inget har ändrats."
        )
    return redirect(address_of(text))


@require_POST
@desk_page(Action.WRITE, *THINGS)
def reviewed(request, kind: str, key: str):
    """Someone has looked through the page, and it's right."""
    text = found(request, kind, key)
    if text.is_new or not text.kind.is_reviewed or is_gone(text.record, today()):
        raise Http404
    try:
        mark_reviewed(text.kind, text.record.pk, by=request.user, on=today())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Tack. Sidan är granskad i dag; nästa gång är om ett år.")
    return redirect(address_of(text))
