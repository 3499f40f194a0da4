"""Files that go with a draft: adding, changing, moving, taking out and putting back."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from documents import actions
from documents.attachments import MOST_MEGABYTES, UploadError
from documents.attachments.kinds import ENDINGS, KINDS
from documents.files_shown import shown_file
from documents.forms import RevisionForm
from documents.models import Attachment, Edition
from documents.rules import Step, step_findings
from organisation.fields import field
from organisation.rights import DOCUMENTS, Action
from portal.desk import desk_page
from portal.files import sent_file

from .drafts import CHANGED_ORDER, found, head_of, revision_in, show_refusal

MOST_BYTES = MOST_MEGABYTES * 2**20
PLACE = "#filer"
CHANGED = (
    "Någon annan har ändrat utkastet sedan du öppnade sidan. Inget är sparat. Det du skrev står "
    "kvar nedan: välj filen igen och spara."
)


class FileForm(RevisionForm):
    """A file, what it's called, and where what it says can be had by everyone."""

    file = field(
        forms.FileField,
        "Fil",
        "Välj en fil.",
        widget=forms.FileInput(
            attrs={
                "class": "field-control",
                "accept": ",".join(
                    [*(each.media_type for each in KINDS.values()), ENDINGS.replace(" ", "")]
                ),
            }
        ),
        help_text=f"PDF, Word (.docx) eller Excel (.xlsx), högst {MOST_MEGABYTES} MB. Filen gås "
        "igenom innan den sparas: skript, makron och personnummer får inte finnas i den.",
        errors={
            "empty": "Filen är tom. Välj en annan fil, eller spara den på nytt.",
            "missing": "Välj en fil.",
            "invalid": "Filen kom inte fram. Välj den igen.",
        },
    )
    title = field(
        forms.CharField,
        "Titel (frivilligt)",
        max_length=200,
        help_text="Det som läsaren ser. Utan titel används filens egen, eller filens namn.",
    )
    elsewhere = field(
        forms.CharField,
        "Samma innehåll i tillgänglig form (frivilligt)",
        widget=forms.Textarea,
        attrs={"rows": 3},
        max_length=500,
        help_text="Har filen brister: skriv var läsaren hittar innehållet ändå, till exempel i "
        "vilket avsnitt, eller varför det inte finns.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            size = -(-file.size // 2**20)
            raise forms.ValidationError(
                f"Filen är {size} MB. Den får vara högst {MOST_MEGABYTES} MB. Gör bilderna mindre, "
                "eller dela den i flera filer."
            )
        return file

    def received(self) -> actions.attachments.Received | None:
        """The file, gone through; None where none was sent. Raises UploadError."""
        file = self.cleaned_data["file"]
        return actions.received(file.read(), file.name) if file else None


class ChangeFileForm(FileForm):
    """What is said of a file, and another in its place."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
        self.fields["file"].label = "Byt ut filen (frivilligt)"
        self.fields["title"].label = "Titel"


def file_of(edition: Edition, pk: int) -> Attachment:
    return get_object_or_404(edition.attachments.present(), pk=pk)


def at_desk(attachment: Attachment) -> str:
    """Where those who work with the draft get the file."""
    return reverse("desk_file_get", args=[attachment.edition_id, attachment.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, *DOCUMENTS)
def add(request, pk: int):
    """The form that adds a file."""
    edition = found(request, pk, Action.WRITE)
    form, status = FileForm(initial={"revision": edition.revision}), 200
    if request.method == "POST":
        form, status = FileForm(request.POST, request.FILES), 400
        made, status = saved(
            request,
            form,
            lambda sent: actions.add_attachment(
                edition,
                by=request.user,
                at=timezone.now(),
                revision=form.cleaned_data["revision"],
                sent=sent,
                title=form.cleaned_data["title"],
                elsewhere=form.cleaned_data["elsewhere"],
            ),
        )
        if made:
            return back(request, edition, made, f"Filen ”{made.title}” är tillagd.")
        form = anew(form, edition)
    return "documents/desk/file.html", page_of(request, edition, form), status


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, *DOCUMENTS)
def change(request, pk: int, file: int):
    """The form that changes what is said of a file, and puts another in its place."""
    edition = found(request, pk, Action.WRITE)
    attachment = file_of(edition, file)
    form = ChangeFileForm(
        initial={
            "title": attachment.title,
            "elsewhere": attachment.elsewhere,
            "revision": edition.revision,
        }
    )
    status = 200
    if request.method == "POST":
        form = ChangeFileForm(request.POST, request.FILES)
        made, status = saved(
            request,
            form,
            lambda sent: actions.change_attachment(
                edition,
                file,
                by=request.user,
                at=timezone.now(),
                revision=form.cleaned_data["revision"],
                sent=sent,
                title=form.cleaned_data["title"],
                elsewhere=form.cleaned_data["elsewhere"],
            ),
        )
        if made:
            return back(request, edition, made, f"Filen ”{made.title}” är ändrad.")
        form = anew(form, edition)
    context = page_of(request, edition, form) | {
        "attachment": attachment,
        "shown": shown_file(attachment, at_desk(attachment)),
    }
    return "documents/desk/file.html", context, status


def saved(request, form: FileForm, action) -> tuple[Attachment | None, int]:
    """What came of a form that was sent in: the file, or None with what is wrong in the form; and
    the status to answer with."""
    if not form.is_valid():
        return None, 400
    try:
        return action(form.received()), 200
    except UploadError as error:
        form.add_error("file", str(error))
    except actions.Refused as error:
        show_refusal(form, error)
    except Attachment.DoesNotExist:
        raise Http404 from None
    except actions.Conflict:
        form.add_error(None, CHANGED)
        return None, 409
    return None, 400


def anew(form: FileForm, edition: Edition) -> FileForm:
    """The form with what was typed and what is wrong, that knows what is stored now."""
    edition.refresh_from_db(fields=["revision"])
    form.data = form.data.copy()
    form.data["revision"] = edition.revision
    return form


def page_of(request, edition: Edition, form: FileForm) -> dict:
    return head_of(request, edition) | {
        "form": form,
        "closed": step_findings(Step.EDIT, edition.state_now),
        "multipart": True,
    }


def back(request, edition: Edition, made: Attachment, done: str):
    """Back to the draft, with what was found wanting in the file."""
    messages.success(request, done)
    for each in made.file.findings:
        messages.warning(request, each.message)
    if made.file.is_held:
        messages.warning(
            request,
            "Virusskyddet svarar inte just nu. Filen är sparad men visas inte, och versionen kan "
            "inte beslutas, förrän den har kontrollerats. Det sker av sig själv.",
        )
    return redirect(f"{edition.desk_url}{PLACE}")


def step(request, pk: int, action, done: str):
    """Runs an action on one of the draft's files and goes back to it, with what came of it."""
    edition = found(request, pk)
    try:
        changed = action(edition, revision_in(request))
    except actions.Refused as error:
        messages.error(request, str(error))
    except actions.Conflict:
        messages.error(request, CHANGED_ORDER)
    except Attachment.DoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, done.format(changed.title))
    return redirect(f"{edition.desk_url}{PLACE}")


@require_POST
@desk_page(Action.WRITE, *DOCUMENTS)
def move(request, pk: int, file: int):
    steps = {"upp": -1, "ned": 1}.get(request.POST.get("vart", ""))
    if steps is None:
        raise Http404
    return step(
        request,
        pk,
        lambda edition, revision: actions.move_attachment(
            edition, file, by=request.user, revision=revision, steps=steps
        ),
        "Filen ”{}” är flyttad.",
    )


@require_POST
@desk_page(Action.WRITE, *DOCUMENTS)
def take_out(request, pk: int, file: int):
    return step(
        request,
        pk,
        lambda edition, revision: actions.take_out_attachment(
            edition, file, by=request.user, revision=revision
        ),
        "Filen ”{}” är borttagen. Du kan ta tillbaka den nedan.",
    )


@require_POST
@desk_page(Action.WRITE, *DOCUMENTS)
def put_back(request, pk: int, file: int):
    return step(
        request,
        pk,
        lambda edition, revision: actions.put_back_attachment(
            edition, file, by=request.user, revision=revision
        ),
        "Filen ”{}” är tillbaka.",
    )


@desk_page(Action.READ, *DOCUMENTS)
def get(request, pk: int, file: int):
    """The file, for those who may read the draft; not while it waits to be scanned."""
    attachment = file_of(found(request, pk), file)
    if attachment.file.is_held:
        raise Http404
    return sent_file(request, attachment, cached=False)
