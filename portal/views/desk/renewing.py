"""Bringing commissions to a version of a shared text: how one would read, many drafts in slices,
and one draft."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from documents import actions
from documents.actions.sharing import composed_with
from documents.carrying import Carrier, as_it_would_read, carriers
from documents.compare import compare
from documents.models import Edition
from documents.renewing import Effect, effects, gone_from
from documents.rules import Step
from organisation.dates import today
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .drafts import found, head_of, number_in
from .reviewing import as_texts, texts_of
from .sharing import CHOICE, KEEP, EffectRow, text_at, text_context, version_at

# So many drafts are made before the page answers; each in a transaction of its own.
AT_ONCE = 6


def carrier_of(shared: Edition, path: str) -> Carrier:
    """The body at an address, if the shared text is for it or in its commission; else 404."""
    found = carriers(shared.document.shared_text, today())
    carrier = next((each for each in found if each.body.path == path), None)
    if carrier is None:
        raise Http404
    return carrier


@desk_page(Action.WRITE, Thing.SHARED_TEXT)
def reads(request, slug: str, number: int, path: str):
    """How a body's commission would read with the version, beside how it reads."""
    shared = version_at(slug, number)
    carrier = carrier_of(shared, path)
    base = carrier.draft or carrier.latest
    effect = next(iter(effects([carrier], shared)), None)
    return "documents/desk/sharing/reads.html", {
        "title": carrier.body.name,
        "text": shared.document.shared_text,
        "shared": shared,
        "carrier": carrier,
        "base": base,
        "row": effect and EffectRow(effect),
        "comparison": compare(
            texts_of(base) if base else [], as_texts(as_it_would_read(base, shared))
        ),
    }


@dataclass
class Run:
    """The drafts that someone asked for: which are made, which can't be, which are left.

    Nothing remembers how far it has come: that follows from the commissions themselves. Only what
    an action refused for a reason that no one could foresee is kept, in the session.
    """

    shared: Edition
    chosen: list[int]
    keep: dict[int, set[str]]
    refused: dict[str, str]
    done: list[Carrier] = field(default_factory=list)
    stopped: list[tuple[Carrier, str]] = field(default_factory=list)
    undecided: list[tuple[Carrier, str]] = field(default_factory=list)
    left: list[Effect] = field(default_factory=list)

    def __post_init__(self):
        on = today()
        everyone = carriers(self.shared.document.shared_text, on)
        chosen = [each for each in everyone if each.body.pk in self.chosen]
        behind = {each.carrier.body.pk: each for each in effects(chosen, self.shared)}
        for each in chosen:
            effect = behind.get(each.body.pk)
            if effect is None:
                self.done.append(each)
            elif undecided := self._undecided(effect):
                self.undecided.append((each, undecided))
            elif why := effect.obstacle or self.refused.get(str(each.body.pk)):
                self.stopped.append((each, why))
            else:
                self.left.append(effect)

    def _undecided(self, effect: Effect) -> str:
        kept = self.keep.get(effect.carrier.body.pk, set())
        waiting = [each.heading for each in effect.needs_choice if each.key not in kept]
        if not waiting:
            return ""
        return (
            f"Avsnittet ”{waiting[0]}” finns inte i den nya versionen, men har en kommentar som "
            "inte är löst. Lös kommentaren, eller välj att behålla avsnittet som eget."
        )

    @property
    def total(self) -> int:
        return len(self.done) + len(self.not_done) + len(self.left)

    @property
    def not_done(self) -> list[tuple[Carrier, str]]:
        """Those that can't be made now, each with why."""
        return self.stopped + self.undecided

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What was chosen, for the page's address and its form."""
        kept = [(KEEP, f"{pk}-{key}") for pk, keys in self.keep.items() for key in sorted(keys)]
        return [*(("organ", pk) for pk in self.chosen), *kept]


def kept_in(data) -> dict[int, set[str]]:
    """Which sections are to stay as own ones, by body: ticked choices (`val-12-medel`), and those
    that the page carries on (`behall=12-medel`)."""
    told = [
        name.removeprefix(CHOICE)
        for name, value in data.items()
        if name.startswith(CHOICE) and value == KEEP
    ]
    found: dict[int, set[str]] = defaultdict(set)
    for each in [*told, *data.getlist(KEEP)]:
        pk, _, key = each.partition("-")
        if number := number_in(pk):
            found[number].add(key)
    return dict(found)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.SHARED_TEXT)
def drafts(request, slug: str, number: int):
    """Makes the drafts that were chosen, some at a time. GET tells how far it has come."""
    shared = version_at(slug, number)
    data = request.POST if request.method == "POST" else request.GET
    chosen = [pk for each in data.getlist("organ") if (pk := number_in(each))]
    place = reverse("desk_shared_drafts", args=[slug, number])
    begun = request.session.get(place, {})
    refused = {} if "borja" in data else begun.get("refused", {})
    if not chosen:
        if request.method != "POST":
            return redirect("desk_shared", slug=slug)
        return refused_page(slug, data, ["Kryssa för minst ett uppdrag."])
    run = Run(shared, chosen, kept_in(data), refused)
    if not run.total:
        return redirect("desk_shared", slug=slug)
    if request.method == "POST":
        if "borja" in data and (undecided := undecided_in(run)):
            return refused_page(slug, data, undecided)
        for each in run.left[:AT_ONCE]:
            make_draft(each, run, request.user)
        request.session[place] = {"chosen": run.chosen, "refused": run.refused}
        return redirect(f"{place}?{urlencode(run.fields)}")
    return "documents/desk/sharing/progress.html", {
        "title": f"Utkast med version {number}",
        "text": shared.document.shared_text,
        "shared": shared,
        "run": run,
        "place": place,
        # Nobody is led to a page that goes on with what they haven't chosen themselves.
        "goes_on": begun.get("chosen") == run.chosen,
    }


def undecided_in(run: Run) -> list[str]:
    """What has to be chosen before anything is begun."""
    return [f"{carrier.body.name}: {why}" for carrier, why in run.undecided]


def refused_page(slug: str, data, wrong: list[str]):
    """The page that the form stands on, with its ticks and choices as they were."""
    chosen = {pk for each in data.getlist("organ") if (pk := number_in(each))}
    kept = frozenset(each for each in data if data[each] == KEEP)
    context = text_context(text_at(slug), chosen, kept, wrong)
    return "documents/desk/sharing/text.html", context, 400


def make_draft(effect: Effect, run: Run, by) -> None:
    """Makes or renews one draft. What is refused is kept, and the next one goes on."""
    body = effect.carrier.body
    keep = frozenset(run.keep.get(body.pk, ()))
    try:
        actions.begin_commission(
            body, by=by, at=timezone.now(), on=today(), shared=run.shared, keep=keep
        )
    except actions.Refused as error:
        run.refused[str(body.pk)] = str(error)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.COMMISSION)
def renew(request, pk: int):
    """Brings one draft to the newest version of a shared text, with a choice for what goes away."""
    edition = found(request, pk, Action.WRITE)
    data = request.POST if request.method == "POST" else request.GET
    text = text_at(data.get("text", "").replace("\0", ""))
    shared = Edition.objects.newest_of(text)
    if shared is None:
        raise Http404
    wrong, status = [], 200
    keep = frozenset(each.removeprefix(CHOICE) for each in data if data[each] == KEEP)
    if request.method == "POST":
        try:
            actions.renew(edition, shared, by=request.user, keep=keep)
        except actions.Refused as error:
            wrong, status = error.findings, 400
        else:
            messages.success(request, f"Utkastet har nu version {shared.number} av {text.name}.")
            return redirect(edition.desk_url)
    composed = composed_with(edition, shared)
    return (
        "documents/desk/sharing/renew.html",
        head_of(request, edition)
        | {
            "text": text,
            "shared": shared,
            "wrong": wrong,
            "closed": edition.stops(Step.EDIT),
            "gone": [
                (each, each.key in keep) for each in gone_from(edition, shared, composed.gone)
            ],
            "comparison": compare(texts_of(edition), as_texts(as_it_would_read(edition, shared))),
        },
        status,
    )
