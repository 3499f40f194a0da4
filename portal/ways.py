"""Quick ways to what someone does often, by what their posts give."""

from django.urls import reverse

from bodies.policies import CONTACTS
from documents.models import Document
from documents.policies import DOCUMENT
from organisation.rights import Action, Thing
from organisation.shapes import Crumb
from organisation.standing import Standing

from .lately import EVERYWHERE
from .own_bodies import OwnBody
from .tools import anchor_of

# Of so many bodies the ways are told one by one; of more, the list is the way.
MOST_BODIES = 5


def quick_ways(standing: Standing, bodies: list[OwnBody]) -> list[Crumb]:
    """Links that each do one thing, the frequent ones first (no query)."""
    found = []
    if standing.may_some(Action.WRITE, Thing.APPOINTMENT):
        found.append(Crumb("Registrera ett uppdrag", reverse("admin:bodies_appointment_add")))
    if standing.may_some(Action.WRITE, Thing.PERSON):
        found.append(Crumb("Lägg till en person", reverse("admin:organisation_person_add")))
    if standing.may_some(Action.WRITE, Thing.SHARED_TEXT):
        found.append(Crumb("Ändra en gemensam text", reverse("desk_sharing")))
    if standing.may_some(Action.WRITE, Thing.ACCESS):
        found.append(Crumb("Bjud in någon", reverse("desk_invite")))
    if len(bodies) <= MOST_BODIES and not standing.acts_as(*EVERYWHERE):
        for each in bodies:
            found += _of_body(standing, each)
    if standing.may_some(Action.READ, Thing.CONTACTS):
        found.append(Crumb("Hämta en kontaktlista", reverse("desk_contacts")))
    found.append(Crumb("Vad får jag göra?", reverse("desk_my_rights")))
    return found


def _of_body(standing: Standing, each: OwnBody) -> list[Crumb]:
    document = Document(kind=Document.Kind.COMMISSION, owner=each.body)
    found = []
    if DOCUMENT.allows(standing, Action.WRITE, document):
        place = f"{reverse('desk_commissions')}#{anchor_of(each.body)}"
        found.append(Crumb(f"Skriv på uppdraget, {each.name}", place))
    if CONTACTS.allows(standing, Action.WRITE, each.body):
        place = reverse("desk_contact_address", args=[each.body.path])
        found.append(Crumb(f"Ändra adressen, {each.name}", place))
    return found
