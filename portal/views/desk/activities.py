"""Writing the activities of a draft, one form for each."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from documents import actions
from documents.activity_forms import NEW, ActivityForm
from documents.entries import rows_of
from documents.models import ActivityEntry, Edition, Section
from documents.rules import Step
from organisation.dates import today
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .drafts import CHANGED_ORDER, found, head_of, revision_in, show_refusal

GONE = (
    "Någon annan har tagit bort aktiviteten eller dess insatsområde medan du skrev. Inget är "
    "sparat, men dina ord står kvar nedan."
)
MEANWHILE = (
    "Någon annan har ändrat utkastet sedan du öppnade sidan. Inget är sparat än. Spara igen för "
    "att lägga till aktiviteten."
)
NAMES = {"end": "last", "heading": "new_section"}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.PLAN)
def new_activity(request, pk: int):
    """Adds an activity to the draft."""
    edition = of_a_year(request, pk)
    if request.method != "POST":
        here = request.GET.get("under", "")
        keys = [each.key for each in edition.sections.present()]
        form = ActivityForm(
            initial={
                "section": here if here in keys else (keys[-1] if keys else NEW),
                "status": ActivityEntry.Status.PLANNED,
                "revision": edition.revision,
            },
            edition=edition,
            on=today(),
        )
        return form_page(request, edition, form)
    form = ActivityForm(request.POST, edition=edition, on=today())
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            made = add(request, edition, form, revision)
        except actions.Refused as error:
            show_refusal(form, error, NAMES)
        except Section.DoesNotExist:
            form.add_error(None, GONE)
        except actions.Conflict as error:
            data = request.POST.copy()
            data["revision"] = error.current.revision
            form = ActivityForm(data, edition=edition, on=today())
            form.add_error(None, MEANWHILE)
            return (*form_page(request, edition, form), 409)
        else:
            messages.success(request, f"Aktiviteten ”{made.name}” är tillagd.")
            return redirect(f"{edition.desk_url}#{made.anchor}")
    return (*form_page(request, edition, form), 400)


def of_a_year(request, pk: int) -> Edition:
    edition = found(request, pk, Action.WRITE)
    if not edition.document.has_activities:
        raise Http404
    return edition


@transaction.atomic
def add(request, edition: Edition, form, revision: int | None) -> ActivityEntry:
    section, revision = under(request, edition, form, revision)
    return actions.add_entry(
        edition, by=request.user, revision=revision, section=section, **form.values
    )


def under(request, edition: Edition, form, revision: int | None) -> tuple[str, int | None]:
    """The key of the section that is chosen, made first if it's new, and the draft's revision
    then."""
    if not form.new_heading:
        return form.cleaned_data["section"], revision
    last = edition.sections.present().last()
    made = actions.add_section(
        edition,
        by=request.user,
        revision=revision,
        heading=form.new_heading,
        level=1,
        after=last.key if last else "",
    )
    return made.key, Edition.objects.get(pk=edition.pk).revision


def form_page(request, edition: Edition, form, entry: ActivityEntry | None = None, theirs=()):
    return "documents/desk/plans/activity.html", head_of(request, edition) | {
        "form": form,
        "entry": entry,
        "theirs": theirs,
        "heading": entry.name if entry else "Ny aktivitet",
        "closed": edition.stops(Step.EDIT),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.PLAN)
def activity(request, pk: int, number: int):
    """What the draft says of an activity. When someone else has saved it, both are shown."""
    edition = of_a_year(request, pk)
    entries = edition.entries.select_related("activity__owner", "section", "edition__document")
    entry = get_object_or_404(entries, activity__number=number)
    if request.method != "POST":
        if entry.removed or entry.section.removed:
            raise Http404
        return form_page(request, edition, ActivityForm.of(entry, today()), entry)
    form = ActivityForm(request.POST, edition=edition, on=today(), entry=entry)
    theirs = ()
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            with transaction.atomic():
                section = form.cleaned_data["section"]
                if form.new_heading and revision == entry.revision:
                    section, _ = under(request, edition, form, edition.revision)
                saved = actions.save_entry(
                    edition,
                    number,
                    by=request.user,
                    revision=revision,
                    section=section if section != NEW else entry.section.key,
                    **form.values,
                )
        except actions.Refused as error:
            show_refusal(form, error, NAMES)
        except (Section.DoesNotExist, ActivityEntry.DoesNotExist):
            form.add_error(None, GONE)
        except actions.Conflict as error:
            data = request.POST.copy()
            data["revision"] = getattr(error.current, "revision", "")
            form = ActivityForm(data, edition=edition, on=today(), entry=entry)
            form.add_error(
                None,
                "Någon annan har sparat aktiviteten sedan du öppnade den. Deras ord står bredvid. "
                "Spara igen för att ersätta dem med dina.",
            )
            theirs = rows_of(error.current) if isinstance(error.current, ActivityEntry) else ()
            return (*form_page(request, edition, form, entry, theirs), 409)
        else:
            messages.success(request, f"Aktiviteten ”{saved.name}” är sparad.")
            return redirect(f"{edition.desk_url}#{saved.anchor}")
    return (*form_page(request, edition, form, entry), 400)


def change(request, pk: int, number: int, action, done: str, to: str = ""):
    """Does something with an activity of the draft, and goes back to the draft's page."""
    edition = of_a_year(request, pk)
    try:
        entry = action(edition, number, by=request.user, revision=revision_in(request))
    except actions.Refused as error:
        messages.error(request, str(error))
    except actions.Conflict:
        messages.error(request, CHANGED_ORDER)
    except ActivityEntry.DoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, done.format(entry.name))
        to = to or f"#{entry.anchor}"
    return redirect(f"{edition.desk_url}{to}")


@require_POST
@desk_page(Action.WRITE, Thing.PLAN)
def move_activity(request, pk: int, number: int):
    steps = {"upp": -1, "ned": 1}.get(request.POST.get("vart", ""))
    if steps is None:
        raise Http404

    def move(edition, number, **who):
        return actions.move_entry(edition, number, steps=steps, **who)

    return change(request, pk, number, move, "Aktiviteten ”{}” är flyttad.")


@require_POST
@desk_page(Action.WRITE, Thing.PLAN)
def take_out_activity(request, pk: int, number: int):
    done = "Aktiviteten ”{}” är borttagen. Du kan ta tillbaka den nedan."
    return change(request, pk, number, actions.take_out_entry, done, "#borttagna")


@require_POST
@desk_page(Action.WRITE, Thing.PLAN)
def put_back_activity(request, pk: int, number: int):
    done = "Aktiviteten ”{}” är tillbaka."
    return change(request, pk, number, actions.put_back_entry, done)


@require_POST
@desk_page(Action.WRITE, Thing.PLAN)
def fetch_from_plan(request, pk: int):
    """Gives a report the activities of the year's plan that it lacks."""
    edition = of_a_year(request, pk)
    try:
        number = actions.fetch_missing(edition, by=request.user, revision=revision_in(request))
    except actions.Refused as error:
        messages.error(request, str(error))
    except actions.Conflict:
        messages.error(request, CHANGED_ORDER)
    else:
        fetched = "En aktivitet är hämtad" if number == 1 else f"{number} aktiviteter är hämtade"
        told = f"{fetched} från planen. Skriv vad som blev av varje." if number else "Inget saknas."
        messages.success(request, told)
    return redirect(edition.desk_url)
