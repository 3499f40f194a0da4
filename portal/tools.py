"""What someone who has signed in can do from a public page.

Readers never meet it: without a session cookie nobody is asked who they are, and the page is the
same for all.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from bodies.models import Body, Place, Post
from bodies.policies import CONTACTS, POSTS_TO_FILL
from bodies.rosters.around import described_posts, seat_name
from documents.models import Document, Edition
from documents.policies import DOCUMENT, EDITIONS
from organisation.models import Page, Person, Region
from organisation.rights import Action, Thing
from organisation.standing import Standing

from .rights import POLICIES
from .trail.readers import may_read_history

# More vacant posts than these are filled from the roster.
VACANT_SHOWN = 4
WHO_MAY = "Vem får ändra detta?"
OF_TEXTS = (Thing.PAGE, Thing.BODY, Thing.PROMISE, Thing.STRUCTURE, Thing.REGION)


@dataclass(frozen=True)
class Tool:
    """A link to where something of the page is changed."""

    label: str
    url: str


def is_signed_in(request) -> bool:
    """Whether the reader has signed in; asks the database only where there is a session cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def tools_of(standing: Standing, about, path: str = "") -> list[Tool]:
    """What the person may do about the record that a page is about, and with all texts that stand
    on the page at the address."""
    made = TOOLS.get(type(about))
    found = made(standing, about) if made else []
    if path and standing.may_some(Action.WRITE, *OF_TEXTS):
        address = f"{reverse('desk_texts')}?{urlencode({'sida': path})}"
        found.append(Tool("Alla texter på sidan", address))
    return found


def _of_body(standing: Standing, body: Body) -> list[Tool]:
    found = []
    document = Document(kind=Document.Kind.COMMISSION, owner=body)
    if DOCUMENT.allows(standing, Action.READ, document):
        label = "Uppdragsbeskrivningens utkast"
        found.append(Tool(label, f"{reverse('desk_commissions')}#{anchor_of(body)}"))
    if CONTACTS.allows(standing, Action.READ, body):
        found.append(Tool("Kontaktlista", reverse("desk_contacts")))
        found.append(Tool("Utskick", f"{reverse('desk_mailing')}?organ={body.path}"))
    if posts := posts_to_fill(standing, body):
        found.append(Tool("Poster i organet", reverse("desk_roster", args=[body.path])))
        found += [
            Tool(f"Vakant: {seat_name(each)}", reverse("desk_fill_post", args=[each.pk]))
            for each in [each for each in posts if each.is_vacant][:VACANT_SHOWN]
        ]
    if CONTACTS.allows(standing, Action.READ, body):
        found.append(Tool(WHO_MAY, reverse("desk_who_may", args=["organ", body.path])))
    found += _of_record(standing, body)
    if posts or POLICIES[Body].allows(standing, Action.WRITE, body):
        # As `may_read_history` has it, without asking for the posts anew.
        found.append(_history("organ", body.path))
    return found


def _of_person(standing: Standing, person: Person) -> list[Tool]:
    found = _of_record(standing, person)
    if found:
        found.append(Tool("Slå ihop med en dubblett", reverse("desk_merge", args=[person.pk])))
    if may_read_history(standing, person):
        found.append(_history("person", person.slug))
    return found


def _history(of: str, place: str) -> Tool:
    """The way to what has happened to a record and to all that belongs to it."""
    return Tool("Historik över ändringar", reverse("desk_history", args=[of, place]))


def posts_to_fill(standing: Standing, body: Body) -> list[Post]:
    """The posts of the body that the person may fill, each with `is_vacant` (1 query, or none)."""
    if not standing.may_some(Action.WRITE, Thing.APPOINTMENT):
        return []
    posts = described_posts(standing.on).filter(body=body, held_by_role=None)
    vacant = Place.objects.vacant(standing.on).filter(post=OuterRef("pk"))
    posts = POSTS_TO_FILL.filter(standing, Action.WRITE, posts.annotate(is_vacant=Exists(vacant)))
    return list(posts.order_by("role__order", "pk"))


def anchor_of(body: Body) -> str:
    """The body's row in the workspace's list of commissions."""
    return body.path.replace("/", "-")


def _of_edition(standing: Standing, edition: Edition) -> list[Tool]:
    if EDITIONS.allows(standing, Action.READ, edition):
        return [
            Tool("Versionen i arbetsytan", edition.desk_url),
            Tool(WHO_MAY, reverse("desk_who_may", args=["version", edition.pk])),
        ]
    return []


def _of_record(standing: Standing, record) -> list[Tool]:
    """The ways to where the record's texts are written, and to its page in the administration."""
    kind = type(record)
    if not POLICIES[kind].allows(standing, Action.WRITE, record):
        return []
    texts = []
    if kind in TEXTS:
        label, of = TEXTS[kind]
        texts = [Tool(label, reverse("desk_text", args=[of, record.pk]))]
    meta = kind._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(record.pk,))
    return [*texts, Tool(CHANGE[kind], address)]


# Where texts are written: what the link says, and what they are called in the address.
TEXTS = {Body: ("Ändra beskrivningen", "organ"), Page: ("Ändra sidan", "sidor")}
CHANGE = {
    Body: "Ändra organets uppgifter",
    Page: "Sidan i administrationen",
    Person: "Ändra personen",
    Region: "Ändra regionen",
}
TOOLS = dict.fromkeys(CHANGE, _of_record) | {
    Body: _of_body,
    Edition: _of_edition,
    Person: _of_person,
}
