"""Guides for those who are new in a role: the first tasks, step by step, with what is done already
ticked off by looking at the data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from bodies.models import Body, Place, Role, Tenure
from bodies.policies import CONTACTS
from documents.lagging import lags
from documents.models import Document, Edition
from organisation.models import AccessRequest, Affiliation, Feedback, Region, User
from organisation.rights import Action, Capacity, Thing
from organisation.sorting import swedish_key
from organisation.standing import Standing
from organisation.words import listed

from . import second_factor
from .tools import anchor_of

SUPPORT = (Role.Function.PROCESS_SUPPORT, Role.Function.SECRETARY)


@dataclass(frozen=True)
class Step:
    """A task: what to do, where, and whether it's done; None where no data can tell."""

    title: str
    text: str
    url: str = ""
    label: str = ""
    done: bool | None = None


@dataclass
class Part:
    """Steps about one thing: oneself, a body, a region."""

    heading: str
    steps: list[Step] = field(default_factory=list)
    url: str = ""


@dataclass(frozen=True)
class Guide:
    """Which role a guide is for, and what makes its parts."""

    slug: str
    title: str
    intro: str
    capacity: Capacity
    nothing: str
    parts: Callable[[Standing], Iterator[Part]]


def first_steps(user) -> Part:
    """What everyone begins with (1 query)."""
    return Part(
        "Ditt konto",
        [
            Step("Logga in", "Du är inloggad. Nästa gång går du till samma sida.", done=True),
            Step(
                "Slå på tvåstegsinloggning",
                "Då räcker det inte med ditt lösenord för den som vill ta sig in. En app i "
                "telefonen visar en kod som du skriver när du loggar in.",
                reverse("mfa_index"),
                "Tvåstegsinloggning",
                second_factor.has_one(user),
            ),
            Step(
                "Se vad du får göra",
                "Det du får göra följer av dina uppdrag. Sidan säger vad, varför och hur länge.",
                reverse("desk_my_rights"),
                "Mina behörigheter",
            ),
        ],
    )


@dataclass
class OfBody:
    """What the guides ask about a body."""

    body: Body
    vacant: int
    support: list[str]
    version: int | None


def own_bodies(standing: Standing, *capacities: Capacity) -> list[OfBody]:
    """The bodies where the person acts as one of the capacities, in their order (3 queries)."""
    keys = {each.body for each in standing.holdings if each.capacity in capacities and each.body}
    on = standing.on
    in_force = Edition.objects.filter(
        document__kind=Document.Kind.COMMISSION, document__owner=OuterRef("pk")
    ).in_force(on)
    bodies = Body.objects.filter(pk__in=keys).named(on).annotate(version=in_force.values("number"))
    vacant: dict[int, int] = {}
    for key in Place.objects.vacant(on).filter(body__in=keys).values_list("body", flat=True):
        vacant[key] = vacant.get(key, 0) + 1
    support: dict[int, list[str]] = {}
    held = Tenure.objects.current(on).filter(body__in=keys, post__role__function__in=SUPPORT)
    for each in held.select_related("person__merged_into"):
        person = each.person.merged_into or each.person
        support.setdefault(each.body_id, []).append(person.name)
    return [
        OfBody(each, vacant.get(each.pk, 0), sorted(set(support.get(each.pk, []))), each.version)
        for each in sorted(bodies, key=lambda body: swedish_key(body.name))
    ]


def _commission(of: OfBody) -> Step:
    if of.version is None:
        text = "Uppdragsbeskrivningen är inte publicerad ännu. Fråga staben när den kommer."
        return Step("Läs uppdraget", text)
    return Step(
        "Läs uppdraget",
        f"Version {of.version} gäller i dag. Där står vad organet ska göra och hur det redovisar.",
        f"{of.body.url}uppdrag/",
        "Uppdragsbeskrivningen",
    )


def _vacant(of: OfBody, title: str, else_do: str) -> Step:
    many = "En post är vakant" if of.vacant == 1 else f"{of.vacant} poster är vakanta"
    text = f"{many}. {else_do}" if of.vacant else "Alla poster har någon."
    return Step(title, text, of.body.url, "Vilka som sitter", of.vacant == 0)


def _address(of: OfBody, standing: Standing) -> Step:
    may = CONTACTS.allows(standing, Action.WRITE, of.body)
    text = (
        f"Den är {of.body.email}. Kontrollera att någon läser den."
        if of.body.email
        else "Organet har ingen egen adress, så läsare vet inte vart de ska skriva."
    )
    place = reverse("desk_contact_address", args=[of.body.path]) if may else ""
    label = "Ändra adressen" if of.body.email else "Lägg till en adress"
    return Step("Ha en funktionsadress", text, place, label, bool(of.body.email))


def _mailing(of: OfBody) -> Step:
    return Step(
        "Skriv till alla i organet",
        "Du får allas adresser på en gång, eller bara ledamöternas. De som saknar adress nämns.",
        f"{reverse('desk_mailing')}?organ={of.body.path}",
        "Utskick",
    )


def _chair(standing: Standing) -> Iterator[Part]:
    for of in own_bodies(standing, Capacity.CHAIR):
        helped = bool(of.support)
        yield Part(
            of.body.name,
            [
                _commission(of),
                _vacant(
                    of,
                    "Fyll de vakanta posterna",
                    "Tala med den som utser: regionen för sina platser, annars staben eller rådet.",
                ),
                Step(
                    "Ha ett processtöd",
                    f"{listed(of.support)} skriver utkast och håller uppgifterna aktuella."
                    if helped
                    else "Ingen är processtöd eller sekreterare. Be staben att utse någon.",
                    done=helped,
                ),
                _address(of, standing),
                _mailing(of),
            ],
            of.body.url,
        )


def _support(standing: Standing) -> Iterator[Part]:
    for of in own_bodies(standing, Capacity.SUPPORT):
        yield Part(
            of.body.name,
            [
                _address(of, standing),
                _vacant(
                    of,
                    "Se vilka poster som är vakanta",
                    "Påminn den som utser: regionen för sina platser, annars staben eller rådet.",
                ),
                _commission(of),
                Step(
                    "Ha ett utkast när uppdraget ska ändras",
                    "Du skriver utkastet, skickar det till beslut och svarar på kommentarer. "
                    "Staben beslutar och publicerar.",
                    f"{reverse('desk_commissions')}#{anchor_of(of.body)}",
                    "Uppdragsbeskrivningens utkast",
                ),
                _mailing(of),
            ],
            of.body.url,
        )


def _posts_left(empty: int) -> str:
    if not empty:
        return "Alla regionens poster har någon."
    if empty == 1:
        return "En post som företräder regionen är vakant. Utse någon som hör till regionen."
    return f"{empty} poster som företräder regionen är vakanta. Utse dem som hör till regionen."


def _editor(standing: Standing) -> Iterator[Part]:
    """The regions that the person edits (3 queries)."""
    on = standing.on
    keys = {each.region for each in standing.holdings if each.capacity is Capacity.EDITOR}
    vacant: dict[int, int] = {}
    places = Place.objects.vacant(on).filter(post__represents_region__in=keys)
    for key in places.values_list("post__represents_region", flat=True):
        vacant[key] = vacant.get(key, 0) + 1
    held = Tenure.objects.current(on).filter(person=OuterRef("person"))
    unreachable: dict[int, int] = {}
    silent = Affiliation.objects.current(on).filter(Exists(held), region__in=keys, person__email="")
    for key in silent.filter(person__merged_into=None).values_list("region", flat=True):
        unreachable[key] = unreachable.get(key, 0) + 1
    for region in Region.objects.filter(pk__in=keys).order_by("order"):
        empty, without = vacant.get(region.pk, 0), unreachable.get(region.pk, 0)
        yield Part(
            region.name,
            [
                Step(
                    "Fyll regionens vakanta poster",
                    _posts_left(empty),
                    region.url,
                    "Regionens sida, med vakanserna",
                    not empty,
                ),
                Step(
                    "Ha en adress till var och en",
                    "Alla med uppdrag har en adress i arbetet."
                    if not without
                    else f"{without} med uppdrag saknar adress i arbetet, och får inga utskick.",
                    reverse("admin:organisation_person_changelist"),
                    "Personer",
                    not without,
                ),
                Step(
                    "Se vad som har ändrats",
                    "Varje person och uppdrag har en historik: vem som ändrade vad, när och "
                    "varför. Där kan du också återställa.",
                    reverse("admin:bodies_appointment_changelist"),
                    "Uppdrag",
                ),
            ],
            region.url,
        )


def _office(standing: Standing) -> Iterator[Part]:
    """What waits for the staff office (4 queries)."""
    if not standing.may_some(Action.WRITE, Thing.FEEDBACK):
        return
    waiting = AccessRequest.objects.filter(handled_at=None).count()
    remarks = Feedback.objects.filter(handled=None).count()
    behind = len(lags(standing.on))
    yield Part(
        "Det löpande",
        [
            Step(
                "Svara den som ber om behörighet",
                f"{waiting} väntar på svar." if waiting else "Ingen väntar på svar.",
                reverse("desk_accounts"),
                "Konton",
                not waiting,
            ),
            Step(
                "Läs synpunkterna",
                f"{remarks} är inte hanterade." if remarks else "Alla är hanterade.",
                reverse("desk_feedback"),
                "Synpunkter",
                not remarks,
            ),
            Step(
                "Se vilka uppdrag som ligger efter",
                f"{behind} uppdrag har en äldre version av en gemensam text."
                if behind
                else "Alla uppdrag har den senaste versionen av sina gemensamma texter.",
                reverse("desk_sharing"),
                "Gemensamma texter",
                not behind,
            ),
        ],
    )


def _admin(standing: Standing) -> Iterator[Part]:
    """What an administrator looks after (4 queries)."""
    if not standing.is_admin:
        return
    admins = User.objects.filter(is_superuser=True, is_active=True).count()
    edited = Region.objects.filter(
        Q(group_permissions__group__user__is_active=True), pk=OuterRef("pk")
    )
    without = Region.objects.current(standing.on).filter(~Exists(edited)).order_by("order")
    names = [each.name for each in without]
    yield Part(
        "Portalen",
        [
            Step(
                "Var minst två administratörer",
                "Den andra kan hjälpa dig om du förlorar din tvåstegsinloggning."
                if admins > 1
                else "Du är ensam. Förlorar du din tvåstegsinloggning kan ingen hjälpa dig in.",
                reverse("desk_accounts"),
                "Konton",
                admins > 1,
            ),
            Step(
                "Ha en redaktör i varje region",
                f"Saknas i {listed(names)}. Välj redaktörer på regionens sida."
                if names
                else "Varje region har någon som håller dess personer och uppdrag aktuella.",
                reverse("admin:organisation_region_changelist"),
                "Regioner",
                not names,
            ),
            Step(
                "Följ vad som händer",
                "Listan över händelser säger vem som har gjort vad i hela portalen, och varför.",
                reverse("desk_events"),
                "Händelser",
            ),
        ],
    )


GUIDES = (
    Guide(
        "ny-ordforande",
        "Ny ordförande",
        "Det första att göra för dig som leder ett organ eller är sammankallande.",
        Capacity.CHAIR,
        "Du är inte ordförande i något organ i dag. När du är det står organet här, med vad som är "
        "gjort och vad som återstår.",
        _chair,
    ),
    Guide(
        "nytt-processtod",
        "Nytt processtöd",
        "Det första att göra för dig som är processtöd eller sekreterare.",
        Capacity.SUPPORT,
        "Du är inte processtöd eller sekreterare i något organ i dag. När du är det står organet "
        "här, med vad som är gjort och vad som återstår.",
        _support,
    ),
    Guide(
        "regionredaktor",
        "Regionredaktör",
        "Det första att göra för dig som håller en regions personer och uppdrag aktuella.",
        Capacity.EDITOR,
        "Du är inte redaktör för någon region i dag.",
        _editor,
    ),
    Guide(
        "staben",
        "Staben och arbetsutskottet",
        "Det första att göra för dig som arbetar i sjukvårdsregionens stab.",
        Capacity.OFFICE,
        "Du arbetar inte i staben i dag.",
        _office,
    ),
    Guide(
        "administrator",
        "Administratör",
        "Det första att göra för dig som sköter portalens ordning.",
        Capacity.ADMIN,
        "Du är inte administratör.",
        _admin,
    ),
)
BY_SLUG = {each.slug: each for each in GUIDES}


def guides_for(standing: Standing) -> list[Guide]:
    """The guides, those of one's own roles first."""
    return sorted(GUIDES, key=lambda each: not standing.acts_as(each.capacity))


def parts_of(guide: Guide, standing: Standing, user) -> list[Part]:
    """The parts of a guide, for whoever reads it."""
    return [first_steps(user), *guide.parts(standing)]
