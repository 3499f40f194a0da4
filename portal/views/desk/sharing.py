"""The texts that commissions share: which there are, who has which version, and who says what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bodies.models import Body
from bodies.questions import name_on
from documents import actions
from documents.carrying import Carrier, carriers, carriers_of_sentences
from documents.forms import SharedTextForm
from documents.lagging import versions_in_force
from documents.models import Document, Edition, SharedText
from documents.renewing import Effect, Gone, effects
from documents.rules import State
from organisation.dates import today
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .drafts import show_refusal

# The fields of choices, and what can be chosen.
CHOICE, KEEP = "val-", "behall"


@dataclass
class TextRow:
    """A shared text in the list: its versions, and how many bodies have which in force."""

    text: SharedText
    now: Edition | None = None
    coming: list[Edition] = field(default_factory=list)
    draft: Edition | None = None
    has: Counter = field(default_factory=Counter)
    bodies: int = 0

    @property
    def counts(self) -> str:
        """How many bodies have which version, in words."""
        told = [f"{self.has[each]} har version {each}" for each in sorted(self.has, reverse=True)]
        if without := self.bodies - sum(self.has.values()):
            told.append(f"{without} har ingen")
        return f"Av {self.bodies}: {', '.join(told)}" if self.bodies else "Inga organ"


@desk_page(Action.READ, Thing.SHARED_TEXT)
def texts(request):
    """Every shared text with its versions and how many have which."""
    return "documents/desk/sharing/texts.html", {
        "title": "Gemensamma texter",
        "rows": text_rows(today()),
    }


def text_rows(on) -> list[TextRow]:
    """The shared texts (6 queries)."""
    rows = {
        each.pk: TextRow(each)
        for each in SharedText.objects.select_related("body_kind", "document__owner")
    }
    editions = Edition.objects.filter(document__kind=Document.Kind.SHARED_TEXT).exclude(
        state=State.DISCARDED
    )
    in_force = set(editions.in_force(on).values_list("pk", flat=True))
    coming = set(editions.coming(on).values_list("pk", flat=True))
    for each in editions.select_related("document").order_by("number"):
        row = rows[each.document.shared_text_id]
        if each.pk in in_force:
            row.now = each
        elif each.pk in coming:
            row.coming.append(each)
        elif each.state in State.open():
            row.draft = each
    have = versions_in_force(on)
    of_kind = Counter(Body.objects.current(on).values_list("kind", flat=True))
    for pk, row in rows.items():
        row.has = have.get(pk, Counter())
        row.bodies = max(of_kind[row.text.body_kind_id], sum(row.has.values()))
    return list(rows.values())


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.SHARED_TEXT)
def new_text(request):
    """A form for a text that there hasn't been; leads on to its first draft."""
    form = SharedTextForm(request.POST if request.method == "POST" else None, on=today())
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                edition = actions.found_shared_text(
                    form.text, form.cleaned_data["owner"], by=request.user, at=timezone.now()
                )
            except actions.Refused as error:
                show_refusal(form, error)
            else:
                messages.success(
                    request, f"{edition.title} är påbörjad. Lägg till textens första avsnitt."
                )
                return redirect(edition.desk_url)
    return "documents/desk/sharing/new.html", {"title": "Ny gemensam text", "form": form}, status


@require_POST
@desk_page(Action.WRITE, Thing.SHARED_TEXT)
def start(request, slug: str):
    """Starts a new version of a shared text, or goes to the draft there is."""
    text = text_at(slug)
    try:
        edition = actions.start_draft(
            text.document, by=request.user, at=timezone.now(), title=text.name
        )
    except actions.Refused as error:
        messages.error(request, str(error))
        return redirect(text.desk_url)
    return redirect(edition.desk_url)


def text_at(slug: str) -> SharedText:
    """The shared text at an address, with its document; 404 when there is none."""
    found = SharedText.objects.select_related("body_kind", "document__owner")
    return get_object_or_404(found, slug=slug, document__isnull=False)


def version_at(slug: str, number: int, *, withdrawn: bool = False) -> Edition:
    """A version of a shared text that may be built on, or with `withdrawn` any that is published;
    else 404."""
    editions = Edition.objects.published() if withdrawn else Edition.objects.usable()
    return get_object_or_404(
        editions.select_related("document__shared_text__body_kind"),
        document__shared_text__slug=slug,
        number=number,
        document__kind="shared_text",
    )


@desk_page(Action.READ, Thing.SHARED_TEXT)
def text(request, slug: str):
    """Who is on which version, and what the newest one changes for whom."""
    return "documents/desk/sharing/text.html", text_context(text_at(slug))


def text_context(
    found: SharedText,
    chosen: set[int] | None = None,
    kept: frozenset[str] = frozenset(),
    wrong: Iterable[str] = (),
) -> dict:
    """What the page of a shared text shows. `chosen` are the bodies that someone ticked, `kept` the
    names of the choices they made, `wrong` what was wrong with them."""
    on = today()
    editions = list(
        found.document.editions.exclude(state=State.DISCARDED)
        .order_by("-number")
        .annotate(owner_name=name_on("document__owner_id", on))
    )
    newest = Edition.objects.newest_of(found)
    everyone = carriers(found, on)
    listed = effects(everyone, newest) if newest else []

    def is_ticked(effect: Effect) -> bool:
        if chosen is None:
            return not effect.needs_choice and not effect.is_first
        return effect.carrier.body.pk in chosen

    return {
        "title": found.name,
        "text": found,
        "editions": editions,
        "draft": next((each for each in editions if each.state in State.open()), None),
        "newest": newest,
        "former": newest
        and next(
            (each for each in editions if each.number < newest.number and each.published_at), None
        ),
        "rows": [CarrierRow(each, newest) for each in everyone],
        "possible": [
            EffectRow(each, is_ticked(each), kept) for each in listed if not each.obstacle
        ],
        "stopped": [EffectRow(each) for each in listed if each.obstacle],
        "with_drafts": len(
            [each for each in everyone if newest and each.number(each.draft) == newest.number]
        ),
        "shared_sections": newest.sections.present() if newest else [],
        "wrong": wrong,
    }


@dataclass(frozen=True)
class CarrierRow:
    """A body in the table of who has which version."""

    carrier: Carrier
    newest: Edition | None

    @property
    def body(self) -> Body:
        return self.carrier.body

    @property
    def now(self) -> int | None:
        """The shared text's version in what holds."""
        return self.carrier.number(self.carrier.now)

    @property
    def under_way(self) -> list[tuple[Edition, int | None]]:
        """What is to come and what is worked on, and the shared text's version in each."""
        one = self.carrier
        return [(each, one.number(each)) for each in (one.coming, one.draft) if each]

    @property
    def is_behind(self) -> bool:
        return self.newest is not None and self.carrier.is_behind(self.newest)

    @property
    def newest_carried(self):
        """What its latest text has of the shared one."""
        one = self.carrier
        return one.of(one.draft) or one.of(one.latest)


@dataclass(frozen=True)
class EffectRow:
    """A commission that the newest version changes, and whether it's ticked."""

    effect: Effect
    ticked: bool = False
    kept: frozenset[str] = frozenset()

    @property
    def body(self) -> Body:
        return self.effect.carrier.body

    @property
    def draft(self) -> Edition | None:
        return self.effect.carrier.draft

    @property
    def choices(self) -> list[tuple[Gone, str, bool]]:
        """What someone may have to choose of, each with its field's name and whether it's kept."""
        names = [(each, f"{CHOICE}{self.body.pk}-{each.key}") for each in self.effect.choices]
        return [(each, name, name in self.kept) for each, name in names]

    @property
    def summary(self) -> str:
        """How much is changed, in words."""
        one = self.effect
        told = [
            (one.changed, "ändras"),
            (one.added, "tillkommer"),
            (len(one.gone), "försvinner"),
        ]
        parts = [f"{number} avsnitt {verb}" for number, verb in told if number]
        return ", ".join(parts) or "inga ord ändras"


@desk_page(Action.WRITE, Thing.SHARED_TEXT)
def sentences(request, slug: str, number: int, key: str):
    """Which commissions in force say each sentence of a section, and which say something else."""
    shared = version_at(slug, number, withdrawn=True)
    found = shared.document.shared_text
    section = get_object_or_404(shared.sections.present(), key=key)
    everyone = carriers(found, today())
    holding = [each for each in everyone if each.now]
    return "documents/desk/sharing/sentences.html", {
        "title": section.heading,
        "text": found,
        "shared": shared,
        "section": section,
        "holding": holding,
        "sentences": [
            (sentence, those, len(those) == len(holding))
            for sentence, those in carriers_of_sentences(section, everyone)
        ],
        "own": [
            (each, reason)
            for each in holding
            for own_key, _, reason in (each.of(each.now).own if each.of(each.now) else ())
            if own_key == key
        ],
        "left_out": [
            each
            for each in holding
            if (had := each.of(each.now))
            and key in had.sections
            and key not in {piece.shared for piece in had.pieces}
        ],
        "on_others": [
            (each, each.number(each.now))
            for each in holding
            if each.number(each.now) not in (None, number)
        ],
        "without": [each for each in holding if each.of(each.now) is None],
    }
