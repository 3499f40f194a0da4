"""The same step for many commissions at once: all of them or none."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_http_methods

from bodies.questions import name_on
from documents import actions
from documents.actions.locking import fingerprints
from documents.facts import faults_of
from documents.forms import AdoptForm, SubmitForm
from documents.models import Document, Edition, EditionEvent, SharedPart
from documents.policies import EDITIONS
from documents.rules import State, Step
from organisation.dates import today
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .drafts import number_in, show_refusal
from .sharing import version_at


@dataclass
class Row:
    """A commission that can be ticked: what the person sees of it, and what stands in its way."""

    edition: Edition
    seen: str
    ticked: bool = True
    faults: list = field(default_factory=list)
    stopped: str = ""


@dataclass
class Group:
    """Commissions that are equally far, and the step that they can take together."""

    name: str
    heading: str
    help: str
    button: str
    rows: list[Row]
    form: object = None
    # What was refused: sentences, each with the commission it's about.
    wrong: list[tuple[str, Edition | None]] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return bool(self.wrong or (self.form and self.form.errors))

    @property
    def can_be_taken(self) -> bool:
        return any(not each.stopped for each in self.rows)


def having(shared: Edition):
    """The commissions that have this version of the shared text."""
    parts = SharedPart.objects.filter(shared__edition=shared, section__removed=False)
    return (
        Edition.objects.filter(
            document__kind=Document.Kind.COMMISSION, pk__in=parts.values("section__edition")
        )
        .select_related("document__owner", "decision", "submitter")
        .annotate(owner_name=name_on("document__owner_id", today()))
        .order_by("document__owner__path")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.SHARED_TEXT)
def together(request, slug: str, number: int):
    """All open commissions that have a version of a shared text, by how far they are. POST takes a
    step (`steg`) with those that are ticked."""
    shared = version_at(slug, number, withdrawn=True)
    status = 200
    groups = None
    if request.method == "POST":
        name = request.POST.get("steg", "")
        if name not in STEPS:
            raise Http404
        wrong, form, status = take(request, shared, name)
        if not wrong and status == 200:
            return redirect(request.path)
        groups = groups_of(request, shared, failed=name, wrong=wrong, form=form)
    return (
        "documents/desk/sharing/together.html",
        {
            "title": "Utkasten tillsammans",
            "text": shared.document.shared_text,
            "shared": shared,
            "is_withdrawn": shared.events.filter(kind=EditionEvent.Kind.WITHDRAWN).exists(),
            "groups": groups or groups_of(request, shared),
            "published": having(shared).published(),
        },
        status,
    )


def adopt_form(data=None):
    on = today()
    return AdoptForm(data, on=on, today=on, prefix="beslut", initial={"valid_from": None})


def submit_form(data=None):
    return SubmitForm(data, prefix="skicka")


STEPS = {
    "skicka": (
        State.DRAFT,
        "Utkast",
        "Texterna låses medan de granskas. De som granskar får ett brev om alla.",
        "Skicka de förkryssade uppdragen till beslut",
        submit_form,
    ),
    "besluta": (
        State.SUBMITTED,
        "Skickade till beslut",
        "Ett beslut registreras, och gäller alla förkryssade uppdrag från samma dag.",
        "Registrera beslutet för de förkryssade uppdragen",
        adopt_form,
    ),
    "publicera": (
        State.ADOPTED,
        "Beslutade",
        "Alla förkryssade uppdrag publiceras i samma stund, eller inget av dem. Därefter ändras "
        "de aldrig.",
        "Publicera de förkryssade uppdragen",
        None,
    ),
}


def groups_of(request, shared: Edition, failed="", wrong=(), form=None) -> list[Group]:
    """The open commissions by how far they are (6 queries). After a refusal in the step `failed`
    its ticks and what was typed stand."""
    editions = list(having(shared).open())
    seen = fingerprints(editions)
    faults = faults_of([each for each in editions if each.state == State.DRAFT])
    ticked = set(request.POST.getlist("version"))
    groups = []
    for name, (state, heading, text, button, make) in STEPS.items():
        rows = [
            Row(
                each,
                seen[each.pk],
                ticked=str(each.pk) in ticked if name == failed else not faults.get(each.pk),
                faults=faults.get(each.pk, []),
                stopped=stopped(request.standing, name, each),
            )
            for each in editions
            if each.state == state
        ]
        its_form = form if name == failed else make() if make else None
        its_wrong = list(wrong) if name == failed else []
        if rows or its_wrong:
            groups.append(Group(name, heading, text, button, rows, its_form, its_wrong))
    return groups


def stopped(standing, name: str, edition: Edition) -> str:
    """Why the person can't take the step with the commission, whatever stands in it."""
    step = {"skicka": Step.SUBMIT, "besluta": Step.ADOPT, "publicera": Step.PUBLISH}[name]
    return " ".join(each.message for each in EDITIONS.refusals(standing, step, edition))


def take(request, shared: Edition, name: str):
    """Takes the step. Returns what was refused, the form, and the status: 200 when it's done."""
    chosen = [pk for each in request.POST.getlist("version") if (pk := number_in(each))]
    editions = list(having(shared).filter(pk__in=chosen))
    make = STEPS[name][-1]
    form = make(request.POST) if make else None
    if not chosen:
        return [("Kryssa för minst ett uppdrag.", None)], form, 400
    if missing := set(chosen) - {each.pk for each in editions}:
        return gone_astray(request.standing, shared, missing), form, 409
    if form is not None and not form.is_valid():
        return [], form, 400
    seen = {each.pk: request.POST.get(f"seen-{each.pk}", "") for each in editions}
    who = {"by": request.user, "at": timezone.now(), "seen": seen}
    try:
        ACTS[name](editions, form, **who)
    except actions.Refused as error:
        by_pk = {str(each.pk): each for each in editions}
        about = [each for each in error.findings if each.subject in by_pk or form is None]
        others = [each for each in error.findings if each not in about]
        if others:
            show_refusal(form, actions.Refused(others))
        changed = any(each.code == "changed" for each in about)
        wrong = [(each.message, by_pk.get(each.subject)) for each in about]
        return wrong, form, 409 if changed else 400
    messages.success(request, told(name, editions))
    return [], form, 200


def gone_astray(standing, shared: Edition, missing: set[int]) -> list[tuple[str, None]]:
    """What is told of commissions that were ticked but don't have the version any more: whoever
    ticked ten means all ten."""
    of_these = Edition.objects.filter(pk__in=missing)
    titles = EDITIONS.filter(standing, Action.READ, of_these).values_list("title", flat=True)
    return [
        (
            f"{title}: Uppdraget har inte längre version {shared.number} av den gemensamma texten. "
            "Kontrollera listan och försök igen.",
            None,
        )
        for title in titles or ["Ett av de förkryssade"]
    ]


def _adopt(editions, form, **who):
    valid_from = form.cleaned_data["valid_from"]
    actions.adopt_all(editions, decision=form.decision, valid_from=valid_from, **who)


ACTS = {
    "skicka": lambda editions, form, **who: actions.submit_all(
        editions, text=form.cleaned_data["text"], **who
    ),
    "besluta": _adopt,
    "publicera": lambda editions, form, **who: actions.publish_all(editions, **who),
}
DONE = {
    "skicka": ("Skickat till beslut", "Skickade till beslut"),
    "besluta": ("Beslutet är registrerat för", "Beslutet är registrerat för"),
    "publicera": ("Publicerat", "Publicerade"),
}


def told(name: str, editions: list[Edition]) -> str:
    """What was done, with a link to each."""
    links = format_html_join(
        ", ",
        '<a href="{}">{}, version {}</a>',
        [(each.desk_url, each.owner_name, each.number) for each in editions],
    )
    one, many = DONE[name]
    return format_html("{}: {}.", one if len(editions) == 1 else many, links)
