"""Writing a draft, section by section. Each form works without JavaScript; with it, the text is
saved while it's written."""

import secrets

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import date as date_text
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bodies.questions import name_on
from documents import actions
from documents.actions.drafts import IS_SHARED
from documents.actions.locking import fingerprint
from documents.actions.parts import is_shared, part_of, with_parts
from documents.entries import with_entries
from documents.facts import open_comments, text_faults
from documents.files_shown import shown_file
from documents.forms import DetailsForm, NewSectionForm, SectionForm
from documents.lagging import outdated
from documents.markup import to_html
from documents.models import Comment, Edition, Section
from documents.policies import ACTIONS, EDITIONS
from documents.rules import Step, plain
from documents.yearly import missing_in
from organisation.dates import today
from organisation.rights import DOCUMENTS, Action, Thing
from portal.desk import desk_page


def found(request, pk: int, action: Action = Action.READ) -> Edition:
    """The edition with this number, with what its pages show; 404 when there is none that the
    reader may do the action with."""
    editions = (
        EDITIONS.filter(request.standing, action)
        .select_related(
            "document__owner__kind",
            "document__shared_text",
            "decision__body",
            "author",
            "submitter",
            "publisher",
        )
        .annotate(owner_name=name_on("document__owner_id", today()))
    )
    return get_object_or_404(editions, pk=pk)


def section_of(edition: Edition, key: str) -> Section:
    return get_object_or_404(with_parts(edition.sections.present()), key=key)


def head_of(request, edition: Edition) -> dict:
    """What stands at the top of every page about an edition, and what the reader may do with it."""
    text, for_a_year = edition.document.shared_text, edition.document.is_for_a_year

    def may(step: Step) -> bool:
        return EDITIONS.allows(request.standing, ACTIONS[step], edition)

    return {
        "edition": edition,
        "entrance": entrance_of(edition),
        "for_a_year": for_a_year,
        "has_activities": edition.document.has_activities,
        "state": edition.state_now.label,
        "eyebrow": f"{edition.document.called}, version {edition.number}, "
        f"{edition.state_now.label}",
        "title": text.name if text else edition.owner_name,
        "can_edit": may(Step.EDIT) and not edition.stops(Step.EDIT),
        "can_comment": may(Step.COMMENT) and not edition.stops(Step.COMMENT),
        "may_comment": may(Step.COMMENT),
        "may_share": request.standing.may_some(Action.WRITE, Thing.SHARED_TEXT),
        "may_write": may(Step.EDIT),
        # A shared text is the matter of many bodies, and of nobody's seat.
        "can_show": text is None and may(Step.SHOW) and not edition.stops(Step.SHOW),
        "may_submit": may(Step.SUBMIT),
        "may_decide": may(Step.ADOPT),
        # The page of the step says why, to the one who submitted it.
        "may_publish": may(Step.PUBLISH)
        or any(EDITIONS.giving(request.standing, Action.PUBLISH, edition)),
        "may_withdraw": may(Step.WITHDRAW),
        "former": edition.document.editions.published()
        .filter(number__lt=edition.number)
        .order_by("-number")
        .first(),
        "seen": fingerprint(edition),
    }


def entrance_of(edition: Edition) -> str:
    """The part of the workspace that the edition's pages lie in."""
    if edition.document.is_for_a_year:
        return "desk_plans"
    if edition.document.is_governing:
        return "desk_governing"
    return "desk_sharing" if edition.document.shared_text else "desk_commissions"


def threads_of(edition: Edition) -> dict[str, list[Comment]]:
    """The remarks by section, each with its answers (2 queries)."""
    remarks = (
        Comment.objects.filter(edition=edition, parent=None)
        .select_related("by", "resolved_by")
        .prefetch_related("replies__by")
    )
    by_section: dict[str, list[Comment]] = {}
    for each in remarks:
        by_section.setdefault(each.section_key, []).append(each)
    return by_section


def saved_text(moment) -> str:
    return f"Sparat i dag kl. {date_text(timezone.localtime(moment), 'H.i')}"


@desk_page(Action.READ, *DOCUMENTS)
def edition_page(request, pk: int):
    """The edition: its sections as cards with what can be done to each, its comments, and what is
    left before the next step."""
    edition = found(request, pk)
    return "documents/desk/edition.html", edition_context(request, edition)


def edition_context(request, edition: Edition) -> dict:
    head = head_of(request, edition)
    threads = threads_of(edition) if head["may_comment"] else {}
    sections = with_entries(edition, with_parts(edition.sections.order_by("position", "pk")))
    for each in sections:
        each.taken, each.is_shared = part_of(each), is_shared(each)
        each.threads = threads.pop(each.key, [])
        each.open_threads = [one for one in each.threads if one.resolved_at is None]
        each.words = len(plain(each.html).split())
    present = [each for each in sections if not each.removed]
    files = edition.attachments.select_related("file").order_by("position", "pk")
    checks = text_faults(edition)
    return head | {
        "sections": present,
        "removed": [each for each in sections if each.removed],
        "removed_activities": edition.entries.filter(
            removed=True, section__removed=False
        ).select_related("activity__owner"),
        "files": [
            (each, shown_file(each, reverse("desk_file_get", args=[edition.pk, each.pk])))
            for each in files
            if not each.removed
        ],
        "removed_files": [each for each in files if each.removed],
        "homeless": [one for group in threads.values() for one in group],
        "missing": missing_in(edition) if head["can_edit"] else [],
        "checks": [*checks, *open_comments(edition)],
        "last": present[-1].key if present else "",
        "new_section": NewSectionForm(
            initial={"revision": edition.revision, "after": present[-1].key if present else ""}
        ),
        "token": secrets.token_urlsafe(24),
        "events": edition.events.select_related("by").order_by("-at", "-pk"),
        "working_copies": edition.working_copies.all() if head["may_comment"] else (),
        "is_own": edition.submitter_id == request.user.pk,
        "older": outdated(edition, [each.taken for each in present if each.taken]),
        "has_shared": any(each.taken for each in present),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, *DOCUMENTS)
def section(request, pk: int, key: str):
    """A section's form. With JavaScript it's posted while one writes, and answers in JSON."""
    edition = found(request, pk, Action.WRITE)
    as_json = request.headers.get("Accept") == "application/json"
    if request.method != "POST":
        current = section_of(edition, key)
        if is_shared(current):
            return shared_section(request, edition, current)
        return section_form(request, edition, current, SectionForm.of(current))
    current = get_object_or_404(with_parts(edition.sections), key=key)
    form = SectionForm(request.POST)
    conflict = None
    if form.is_valid():
        try:
            saved = actions.save_section(
                edition,
                key,
                by=request.user,
                revision=form.cleaned_data["revision"],
                heading=form.cleaned_data["heading"],
                level=form.cleaned_data["level"],
                html=form.html,
            )
        except actions.Refused as error:
            show_refusal(form, error, {"html": "text"})
        except Section.DoesNotExist:
            form.add_error(None, TAKEN_OUT)
        except actions.Conflict as error:
            if is_shared(error.current):
                form.add_error(None, IS_SHARED.format(error.current.heading))
            else:
                conflict = error.current
        else:
            if as_json:
                return JsonResponse(
                    {"revision": saved.revision, "status": saved_text(timezone.now())}
                )
            messages.success(request, f"Avsnittet ”{saved.heading}” är sparat.")
            return redirect(f"{edition.desk_url}#{key}")
    status = 409 if conflict else 400
    if as_json:
        errors = [message for each in form.errors.values() for message in each]
        text = "Någon annan har sparat avsnittet." if conflict else " ".join(errors)
        return JsonResponse({"status": f"Inte sparat. {text}"}, status=status)
    if conflict:
        return conflict_page(request, edition, conflict, form)
    if is_shared(current):
        return (*shared_section(request, edition, current, form), status)
    return (*section_form(request, edition, current, form), status)


def shared_section(request, edition: Edition, section: Section, form=None):
    """In place of the form of a section that is shared: its text, and what can be done. A `form`
    that was refused keeps what was typed in sight."""
    return "documents/desk/sharing/section.html", head_of(request, edition) | {
        "section": section,
        "part": part_of(section),
        "threads": threads_of(edition).get(section.key, []),
        "form": form,
    }


def section_form(request, edition: Edition, current: Section, form):
    return "documents/desk/section.html", head_of(request, edition) | {
        "section": current,
        "form": form,
        "closed": edition.stops(Step.EDIT),
        "threads": threads_of(edition).get(current.key, []),
    }


def conflict_page(request, edition: Edition, current: Section, form):
    """Both texts side by side. Nothing is saved; the person's own text goes on in a form that knows
    what is stored now."""
    data = form.data.copy()
    data["revision"] = current.revision
    return (
        "documents/desk/conflict.html",
        head_of(request, edition)
        | {
            "section": current,
            "form": SectionForm(data),
            "own_html": to_html(form.data.get("text", "")),
            "who": current.history.select_related("history_user").first(),
        },
        409,
    )


def show_refusal(form, error: actions.Refused, names: dict[str, str] | None = None) -> None:
    """Puts what an action refused where the reader sees it: at the field, else above the form."""
    for each in error.findings:
        field = (names or {}).get(each.subject, each.subject)
        form.add_error(field if field in form.fields else None, each.message)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, *DOCUMENTS)
def details(request, pk: int):
    """Title, what has changed, and the like."""
    edition = found(request, pk, Action.WRITE)
    form = DetailsForm.of(edition)
    status = 200
    if request.method == "POST":
        form = DetailsForm(request.POST)
        status = 400
        if form.is_valid():
            try:
                actions.change_details(
                    edition,
                    by=request.user,
                    revision=form.cleaned_data["revision"],
                    **form.values,
                )
            except actions.Refused as error:
                show_refusal(form, error)
            except actions.Conflict as error:
                status = 409
                data = request.POST.copy()
                data["revision"] = error.current.revision
                form = DetailsForm(data)
                form.add_error(None, stored_now(error.current))
            else:
                messages.success(request, "Uppgifterna är sparade.")
                return redirect(edition.desk_url)
    return "documents/desk/details.html", head_of(request, edition) | {"form": form}, status


def stored_now(edition: Edition) -> str:
    return (
        "Någon annan har sparat uppgifterna sedan du öppnade sidan. Nu står det: titel "
        f"”{edition.title}”, underrubrik ”{edition.lead}”, ändrat ”{edition.change_note}”. Dina "
        "egna ord står kvar nedan. Spara igen för att ersätta."
    )


TAKEN_OUT = (
    "Någon annan har tagit bort avsnittet ur texten medan du skrev. Inget är sparat, men dina ord "
    "står kvar nedan. Kopiera dem, och ta tillbaka avsnittet på utkastets sida."
)
CHANGED_ORDER = (
    "Någon annan har ändrat utkastets avsnitt sedan du öppnade sidan. Inget har ändrats av dig. "
    "Se hur det ser ut nu och försök igen."
)


def change(request, pk: int, action, done: str, to: str = ""):
    """Runs an action on the draft's sections and goes back to its page, with what came of it."""
    edition = found(request, pk)
    try:
        result = action(edition, revision_in(request))
    except actions.Refused as error:
        messages.error(request, str(error))
    except actions.Conflict:
        messages.error(request, CHANGED_ORDER)
    except Section.DoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, done.format(result.heading))
        to = to or f"#{result.key}"
    return redirect(f"{edition.desk_url}{to}")


def revision_in(request) -> int | None:
    return number_in(request.POST.get("revision", ""))


def number_in(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 10 else None


@require_POST
@desk_page(Action.WRITE, *DOCUMENTS)
def new_section(request, pk: int):
    """Adds a section, and opens it to be written."""
    edition = found(request, pk, Action.WRITE)
    form = NewSectionForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            made = actions.add_section(edition, by=request.user, **values)
        except actions.Refused as error:
            show_refusal(form, error)
        except actions.Conflict:
            form.add_error(None, CHANGED_ORDER)
        else:
            messages.success(request, f"Avsnittet ”{made.heading}” är tillagt. Skriv dess text.")
            return redirect("desk_section", pk=edition.pk, key=made.key)
    return (
        "documents/desk/edition.html",
        edition_context(request, edition) | {"new_section": form},
        400,
    )


@require_POST
@desk_page(Action.WRITE, *DOCUMENTS)
def move_section(request, pk: int, key: str):
    steps = {"upp": -1, "ned": 1}.get(request.POST.get("vart", ""))
    if steps is None:
        raise Http404
    return change(
        request,
        pk,
        lambda edition, revision: actions.move_section(
            edition, key, by=request.user, revision=revision, steps=steps
        ),
        "Avsnittet ”{}” är flyttat.",
    )


@require_POST
@desk_page(Action.WRITE, *DOCUMENTS)
def take_out_section(request, pk: int, key: str):
    return change(
        request,
        pk,
        lambda edition, revision: actions.take_out_section(
            edition, key, by=request.user, revision=revision
        ),
        "Avsnittet ”{}” är borttaget. Du kan ta tillbaka det nedan.",
        "#borttagna",
    )


@require_POST
@desk_page(Action.WRITE, *DOCUMENTS)
def put_back_section(request, pk: int, key: str):
    return change(
        request,
        pk,
        lambda edition, revision: actions.put_back_section(
            edition, key, by=request.user, revision=revision
        ),
        "Avsnittet ”{}” är tillbaka.",
    )
