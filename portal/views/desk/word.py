"""Texts from Word, pasted or in files, and to it. A file is read and shown as what it would become;
nothing is stored until the person says so. Until then what was read goes along in the form,
signed."""

import re

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bodies.dossier import with_names
from bodies.models import Body, BodyKind
from bodies.panels import full_name
from documents import actions
from documents.actions.locking import fingerprint
from documents.actions.word import Chosen, take_in_word
from documents.compare import SectionText
from documents.compare import compare as compared
from documents.markup import to_markup
from documents.models import Document, Section, SharedText, written_elsewhere
from documents.pasted import from_word
from documents.policies import DOCUMENT
from documents.word import MOST_BYTES, WordError, WordIn, WordSection, WordText, read_word
from documents.word_out import file_name, word_file
from documents.word_plan import Choice, Place, Plan
from organisation.addresses import absolute
from organisation.dates import today
from organisation.rights import DOCUMENTS, Action, Thing
from organisation.rules import Finding, Severity
from portal.desk import desk_page

from .drafts import found
from .reviewing import texts_of

CHANGED = Finding(
    "changed",
    Severity.ERROR,
    "Utkastet har ändrats sedan du läste in filen. Inget är sparat. Se nedan hur filen står mot "
    "utkastet nu, och läs in igen.",
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What was read may wait so long for the person to look at it.
HOURS = 12
# The signed text that goes along in the form; far more than any commission.
LONGEST_TEXT = 3_000_000


class TargetField(forms.ChoiceField):
    """Whose text a file is: a body's commission, or a shared text."""

    def __init__(self, **options):
        super().__init__(
            label="Vems text är det?",
            error_messages={
                "required": "Välj vems text filen är.",
                "invalid_choice": "Välj en av texterna i listan.",
            },
            widget=forms.Select(attrs={"class": "field-control"}),
            **options,
        )


class UploadForm(forms.Form):
    """A file from Word, and whose text it is."""

    into = TargetField()
    file = forms.FileField(
        label="Fil från Word (.docx)",
        help_text=f"Högst {MOST_BYTES // 2**20} MB. Rubriker med formatmallarna Rubrik 1–3 blir "
        "avsnitt.",
        error_messages={
            "required": "Välj en fil.",
            "empty": "Filen är tom. Välj en annan fil.",
            "missing": "Välj en fil.",
            "invalid": "Filen kom inte fram. Välj den igen.",
        },
        widget=forms.ClearableFileInput(
            attrs={"class": "field-control", "accept": f".docx,{DOCX}"}
        ),
    )

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "Välj"), *targets(standing)]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"Filen är större än {MOST_BYTES // 2**20} MB. Ta bort bilderna ur den och försök "
                "igen."
            )
        return file


def targets(standing) -> list[tuple]:
    """What the person may read a file into, by kind of body (3 queries): not a
    commission that stands in another body's text."""
    on = today()
    bodies = with_names(Body.objects.current(on), on).select_related("kind")
    bodies = bodies.filter(kind__level=BodyKind.Level.REGIONAL).order_by("kind__order", "path")
    bodies = list(bodies)
    bodies = [each for each in bodies if may_write(standing, each)]
    elsewhere = written_elsewhere(each.pk for each in bodies)
    groups: dict[str, list] = {}
    for each in bodies:
        if each.pk in elsewhere:
            continue
        groups.setdefault(each.kind.plural, []).append((each.path, full_name(each)))
    texts = [
        (f"text:{each.slug}", each.name)
        for each in SharedText.objects.select_related("document")
        if may_write(standing, each)
    ]
    return [*([("Gemensamma texter", texts)] if texts else []), *groups.items()]


def may_write(standing, into: Body | SharedText) -> bool:
    """Whether the person may write the text."""
    document = (
        into.document
        if isinstance(into, SharedText)
        else Document(kind=Document.Kind.COMMISSION, owner=into)
    )
    return DOCUMENT.allows(standing, Action.WRITE, document)


def target(standing, given: str) -> Body | SharedText:
    """What a choice of the form means; 404 for what isn't there for the person to write."""
    on = today()
    if given.startswith("text:"):
        target = SharedText.objects.filter(slug=given.removeprefix("text:")).first()
    else:
        bodies = with_names(Body.objects.current(on), on).select_related("kind")
        target = bodies.filter(path=given, kind__level=BodyKind.Level.REGIONAL).first()
    if target is None or not may_write(standing, target):
        raise Http404
    return target


def name_of(into: Body | SharedText) -> str:
    return into.name if isinstance(into, SharedText) else full_name(into)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.COMMISSION, Thing.SHARED_TEXT)
def upload(request):
    """Where a file is chosen. POST reads it, and shows what it would become."""
    if request.method != "POST":
        form = UploadForm(standing=request.standing, initial={"into": request.GET.get("till", "")})
        return "documents/desk/word/upload.html", {"form": form}
    form = UploadForm(request.POST, request.FILES, standing=request.standing)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_word(file.read(), file.name, site=absolute("/"))
        except WordError as error:
            for each in error.findings:
                form.add_error("file", each.message)
        else:
            packed = pack(request.user, form.cleaned_data["into"], file.name, read)
            if len(packed) <= LONGEST_TEXT:
                into = target(request.standing, form.cleaned_data["into"])
                return plan_page(into, file.name, read, packed)
            form.add_error("file", "Texten i filen är för lång. Dela den i flera filer.")
    return "documents/desk/word/upload.html", {"form": form}, 400


def salt(user) -> str:
    return f"word:{user.pk}"


def pack(user, into: str, name: str, read: WordIn) -> str:
    """What was read, as it goes along in the form: signed, and for this person only."""
    text = read.text
    sections = [(each.heading, each.level, each.html) for each in text.sections]
    value = [into, name, text.title, text.lead, sections, read.told]
    return signing.dumps(value, salt=salt(user), compress=True)


def unpack(user, packed: str) -> tuple[str, str, WordIn]:
    """Whose text, the file's name and what was read. Raises BadSignature."""
    value = signing.loads(packed, salt=salt(user), max_age=HOURS * 3600)
    into, name, title, lead, sections, told = value
    text = WordText(title, lead, tuple(WordSection(*each) for each in sections))
    return into, name, WordIn(text, tuple(told))


def plan_page(into, name: str, read: WordIn, packed: str, *, chosen=None, errors=(), status=200):
    """What the file would become, section by section, with what someone must choose."""
    plan = Plan(into, read.text.sections)
    chosen = chosen or Chosen()
    draft = plan.document.editions.open().first() if plan.document else None
    wrong = {each.subject: each.message for each in errors if each.subject}
    rows = [
        {
            "planned": each,
            "choice": chosen.of(each),
            "reason": chosen.reasons.get(each.number, ""),
            "error": wrong.get(str(each.number), ""),
            "difference": difference(each.shared, each.read) if each.asks else None,
        }
        for each in plan.sections
    ]
    return (
        "documents/desk/word/plan.html",
        {
            "title": name_of(into),
            "name": name,
            "read": read,
            "plan": plan,
            "rows": rows,
            "asked": [each for each in rows if each["planned"].asks],
            "staying": plan.staying,
            "leaving": plan.leaving,
            "draft": draft,
            "seen": fingerprint(draft) if draft else "",
            "packed": packed,
            "errors": errors,
            "into": f"text:{into.slug}" if isinstance(into, SharedText) else into.path,
            "by_itself": isinstance(into, SharedText),
            "base": plan.base,
            "comparison": compared(texts_of(plan.base), becoming(plan, chosen))
            if plan.base
            else None,
        },
        status,
    )


def difference(shared: Section, read: WordSection):
    """A shared section against what the file says."""
    both = [
        SectionText("avsnitt", each.heading, each.level + 1, each.html) for each in (shared, read)
    ]
    return compared(both[:1], both[1:]).sections[0]


def becoming(plan: Plan, chosen: Chosen) -> list[SectionText]:
    """The text that the file would make of the version there is."""
    made = []
    for each in plan.sections:
        keeps = each.place is Place.SAME or chosen.of(each) is Choice.SHARED
        words = (each.known or each.shared) if keeps else each.read
        key = each.known.key if each.known else f"nytt-{each.number}"
        made.append(SectionText(key, words.heading, words.level + 1, words.html))
    texts = {each.key: each for each in made} | {
        each.key: SectionText(each.key, each.heading, each.level + 1, each.html)
        for each in plan.staying
    }
    return [texts[key] for key in plan.with_those_that_stay([each.key for each in made])]


@require_POST
@desk_page(Action.WRITE, Thing.COMMISSION, Thing.SHARED_TEXT)
def take_in(request):
    """Reads the file's text into the draft, as the person has seen and chosen."""
    packed = request.POST.get("text", "")
    try:
        given, name, read = unpack(request.user, packed)
    except signing.BadSignature:
        return too_late(request)
    try:
        into = target(request.standing, given)
    except Http404:
        return too_late(request)
    chosen = chosen_in(request.POST)
    try:
        draft = take_in_word(
            into,
            read.text.sections,
            by=request.user,
            at=timezone.now(),
            on=today(),
            file=name,
            title=read.text.title[:200],
            lead=read.text.lead,
            told=read.told,
            chosen=chosen,
            seen=request.POST.get("seen") or None,
        )
    except actions.Refused as error:
        return plan_page(into, name, read, packed, chosen=chosen, errors=error.findings, status=400)
    except actions.Conflict:
        return plan_page(into, name, read, packed, chosen=chosen, errors=[CHANGED], status=409)
    messages.success(
        request,
        f"Filen {name} är inläst i utkastet till version {draft.number}. Vad som inte kom med står "
        "under Versionens väg.",
    )
    return redirect(draft.desk_url)


def too_late(request):
    """What was read is old, somebody else's, or for a body that isn't there any more."""
    form = UploadForm(standing=request.standing, initial={"into": request.POST.get("into", "")})
    return "documents/desk/word/upload.html", {"form": form, "late": True}, 400


def chosen_in(data) -> Chosen:
    """What was chosen in the form."""
    choices, reasons = {}, {}
    for name, value in data.items():
        if match := re.fullmatch(r"(val|skal)-(\d{1,3})", name):
            number = int(match[2])
            if match[1] == "skal":
                reasons[number] = value.replace("\0", "")[:300]
            elif value in list(Choice):
                choices[number] = Choice(value)
    return Chosen(choices, reasons)


@desk_page(Action.READ, *DOCUMENTS)
def download(request, pk: int):
    """The edition as a Word file."""
    edition = found(request, pk)
    answer = HttpResponse(word_file(edition), content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(edition)}"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@desk_page(Action.WRITE, *DOCUMENTS)
def pasted(request):
    """What was pasted from a word processor, as the small markup; and what was left out."""
    html, dropped = from_word(request.POST.get("html", "")[:2_000_000])
    return JsonResponse({"text": to_markup(html), "dropped": dropped})
