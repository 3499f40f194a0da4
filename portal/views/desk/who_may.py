"""Who may change this? Of any thing, for those who may read it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404

from bodies.models import Appointment, Body, Post
from bodies.questions import full_name_on
from documents.models import Edition, SharedText
from documents.rules import State
from organisation.dates import today
from organisation.models import Page, Person
from organisation.rights import Action, Thing
from portal import who_may as asked
from portal.desk import account_page


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be asked about: how one is found, its questions, what it's called,
    and where it is."""

    records: Callable
    by: str
    questions: Callable
    name: Callable
    place: Callable


def _named(records, body: str):
    return records.annotate(called=full_name_on(body, today()))


KINDS = {
    "organ": Kind(
        lambda: _named(Body.objects, "pk"),
        "path",
        asked.of_body,
        lambda one: one.called,
        lambda one: one.url,
    ),
    "version": Kind(
        lambda: _named(
            Edition.objects.select_related("document__shared_text"), "document__owner_id"
        ),
        "pk",
        asked.of_edition,
        lambda one: f"{one.document.shared_text or one.called}, version {one.number}",
        lambda one: one.desk_url,
    ),
    "gemensam-text": Kind(
        lambda: SharedText.objects,
        "slug",
        asked.of_shared_text,
        lambda one: one.name,
        lambda one: one.desk_url,
    ),
    "post": Kind(
        lambda: _named(Post.objects.select_related("role", "body"), "body_id"),
        "pk",
        asked.of_post,
        lambda one: f"{one.role.name} i {one.called}",
        lambda one: one.body.url,
    ),
    "uppdrag": Kind(
        lambda: _named(
            Appointment.objects.select_related("post__role", "post__body", "person"),
            "post__body_id",
        ),
        "pk",
        asked.of_appointment,
        lambda one: f"{one.person}, {one.post.role.name} i {one.called}",
        lambda one: one.post.body.url,
    ),
    "person": Kind(
        lambda: Person.objects.filter(merged_into=None),
        "slug",
        asked.of_person,
        lambda one: one.name,
        lambda one: one.url,
    ),
    "sida": Kind(
        lambda: Page.objects,
        "path",
        asked.of_page,
        lambda one: one.title,
        lambda one: one.url,
    ),
}


@account_page
def who_may(request, of: str, place: str):
    """Who may do what with a thing, and why. What one may not read isn't there."""
    kind, place = KINDS.get(of), place.strip("/")
    is_number = place.isascii() and place.isdecimal() and len(place) < 18
    if kind is None or (kind.by == "pk" and not is_number):
        raise Http404
    record = kind.records().filter(**{kind.by: place}).first()
    if record is None:
        raise Http404
    questions = kind.questions(record, today())
    if not any(
        each.policy.allows(request.standing, Action.READ, each.record) for each in questions
    ):
        raise Http404
    state = getattr(record, "state_now", None)
    return "portal/desk/who_may.html", {
        "title": f"Vem får ändra: {kind.name(record)}",
        "name": kind.name(record),
        "place": kind.place(record),
        "answers": asked.answers(questions, today()),
        "state": state.label if state else "",
        "is_closed": state is not None and state is not State.DRAFT,
        "is_published": state is State.PUBLISHED,
        "may_ask_more": request.standing.may_some(Action.READ, Thing.ACCESS),
    }
