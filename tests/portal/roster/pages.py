"""The pages of rosters, as tests ask them."""

import datetime
import re
from html import unescape

from bodies.models import Appointment, Decision
from organisation.dates import today
from organisation.models import Affiliation, Outbox, Person
from tests import factories as make

DAY = datetime.timedelta(days=1)
TABLES = (Appointment, Appointment.history.model, Person, Affiliation, Decision, Outbox)


def of(region, name, **values):
    person = make.person(name, **values)
    make.affiliation(person, region)
    return person


def counts():
    return [each.objects.count() for each in TABLES]


def place(post, step="utse"):
    return f"/arbetsyta/poster/{post.pk}/{step}/"


def typed(person=None, **values):
    sent = {"first": str(today()), "last": "", "note": "Valdes i dag."}
    if person:
        sent["person"] = person.slug
    return sent | {name: str(each) for name, each in values.items()}


def text_of(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(text).replace("\N{SOFT HYPHEN}", "").split())


def seen(answer) -> str:
    return re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]


def done(client, address, sent, button):
    """Sends the form, looks at the preview, and confirms it."""
    shown = client.post(address, sent)
    assert shown.status_code == 200, text_of(shown)
    return client.post(address, sent | {"seen": seen(shown), button: "ja"}, follow=True)
