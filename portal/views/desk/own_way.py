"""A commission's sections and the shared text: going one's own way, coming back, and comparing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from documents import actions
from documents.actions.parts import is_shared, part_of, taken_from, with_parts
from documents.compare import SectionText, compare
from documents.forms import OwnForm
from documents.models import Edition, Section
from documents.rules import Step
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .drafts import CHANGED_ORDER, found, head_of, revision_in, show_refusal
from .reviewing import as_texts
from .sharing import text_at


def taken_section(edition: Edition, key: str) -> Section:
    """A section of the edition that has to do with a shared text; else 404."""
    section = get_object_or_404(with_parts(edition.sections.present()), key=key)
    if part_of(section) is None:
        raise Http404
    return section


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.COMMISSION)
def make_own(request, pk: int, key: str):
    """Asks why a section is to have words of its own, and takes it out of the shared text."""
    edition = found(request, pk, Action.WRITE)
    section = taken_section(edition, key)
    form = OwnForm(initial={"revision": edition.revision})
    status = 200
    if request.method == "POST":
        form, status = OwnForm(request.POST), 400
        if form.is_valid():
            try:
                actions.make_own(edition, key, by=request.user, **form.cleaned_data)
            except actions.Refused as error:
                show_refusal(form, error)
            except actions.Conflict as error:
                status = 409
                data = request.POST.copy()
                data["revision"] = error.current.revision
                form = OwnForm(data)
                form.add_error(None, CHANGED_ORDER)
            else:
                messages.success(
                    request,
                    f"Avsnittet ”{section.heading}” är nu eget. Ändra texten så som den ska vara.",
                )
                return redirect("desk_section", pk=edition.pk, key=key)
    return (
        "documents/desk/sharing/make_own.html",
        head_of(request, edition)
        | {
            "section": section,
            "form": form,
            "closed": closed(edition)
            or ([] if is_shared(section) else ["Avsnittet har redan egen text."]),
        },
        status,
    )


def closed(edition: Edition) -> list[str]:
    """Why the edition can't be written in now."""
    return [each.message for each in edition.stops(Step.EDIT)]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.COMMISSION)
def make_shared(request, pk: int, key: str):
    """Shows the own words beside the shared ones, and puts the shared ones back."""
    edition = found(request, pk, Action.WRITE)
    section = taken_section(edition, key)
    source = section.part.shared
    wrong, status = [], 200
    if request.method == "POST":
        try:
            actions.make_shared(edition, key, by=request.user, revision=revision_in(request))
        except actions.Refused as error:
            wrong, status = [each.message for each in error.findings], 400
        except actions.Conflict:
            wrong, status = [CHANGED_ORDER], 409
            edition = found(request, pk, Action.WRITE)
            section = taken_section(edition, key)
        else:
            messages.success(
                request, f"Avsnittet ”{source.heading}” har den gemensamma texten igen."
            )
            return redirect(f"{edition.desk_url}#{key}")
    return (
        "documents/desk/sharing/make_shared.html",
        head_of(request, edition)
        | {
            "section": section,
            "part": section.part,
            "wrong": wrong,
            "closed": closed(edition)
            or (["Avsnittet har redan den gemensamma texten."] if is_shared(section) else []),
            "comparison": compare(as_texts([section]), [told_as(source, key)]),
        },
        status,
    )


def told_as(section: Section, key: str) -> SectionText:
    """A section for the comparison, under another's key."""
    return SectionText(key, section.heading, section.level + 1, section.html)


@desk_page(Action.READ, Thing.COMMISSION)
def compare_shared(request, pk: int):
    """A commission's sections of a shared text beside the text's newest version (`text`)."""
    edition = found(request, pk)
    text = text_at(request.GET.get("text", ""))
    shared = Edition.objects.newest_of(text)
    sections = with_parts(edition.sections.present())
    parts = [(each, taken_from(each, text.document.pk)) for each in sections]
    mine = [(each, part) for each, part in parts if part]
    if shared is None or not mine:
        raise Http404
    return "documents/desk/sharing/compare.html", head_of(request, edition) | {
        "text": text,
        "shared": shared,
        "number": mine[0][1].shared.edition.number,
        "own": [(each, part.own_reason) for each, part in mine if part.is_own],
        "comparison": compare(
            [told_as(each, part.shared.key) for each, part in mine],
            as_texts(shared.sections.present()),
        ),
    }
