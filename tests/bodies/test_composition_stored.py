"""How real bodies are composed, held against the stored rules: every case worked out by hand."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bodies.composing import composed
from bodies.models import Appointment, Body, BodyRelation, Post, Role
from organisation.models import Person, Region
from tests import factories as make
from tests.bodies.rotations import day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]
CASES_FILE = Path(__file__).parent / "composition_stored_cases.txt"
REGIONS = {"J": "jonkopings-lan", "K": "kalmar-lan", "Ö": "ostergotland"}
STEERING = {"B": "blekinge", "H": "halland", "R": "kronoberg", "S": "skane"}
EXECUTIVE = "regionsjukvardsledningen"


@dataclass
class Case:
    name: str
    body: str = ""
    changes: list[list[str]] = field(default_factory=list)
    expected: list[tuple[str, str]] = field(default_factory=list)


def cases() -> list[Case]:
    found = []
    for line in CASES_FILE.read_text().splitlines():
        words = line.split()
        if line.startswith("## "):
            found.append(Case(line[3:]))
        elif not found or not words:
            continue
        elif words[0] == "body":
            found[-1].body = words[1]
        elif words[0] == "=":
            on, _, told = line[2:].partition(":")
            found[-1].expected.append((on, told.strip()))
        else:
            found[-1].changes.append(words)
    return found


class World:
    """A body where everyone who ought to be there is; then what a case says."""

    def __init__(self, path: str):
        if path in ("inside", "beside"):
            self.regions = dict(zip(STEERING, _steering_regions(), strict=True))
            self.body = _steering_group(self.regions, path)
        else:
            self.regions = {key: Region.objects.get(slug=slug) for key, slug in REGIONS.items()}
            self.body = Body.objects.get(path=path)
        self.seats = {}
        for post in Post.objects.filter(body=self.body, held_by_role=None, appointments=None):
            make.appoint(self.someone(post.represents_region), post)
        self.chairs = {
            post.body.path.rpartition("/")[2]: post
            for post in Post.objects.filter(role__slug="ordforande").exclude(body=self.body)
            if post.body.path.startswith("programomraden/")
        }
        for post in self.chairs.values():
            if not post.appointments.exists():
                make.appoint(self.someone(None), post)
        for each in Appointment.objects.filter(post__requires_seat_in__path=EXECUTIVE):
            self.sit(each)

    def someone(self, region: Region | None) -> Person:
        made = make.person()
        make.affiliation(made, region or next(iter(self.regions.values())))
        return made

    def sit(self, appointment: Appointment) -> None:
        """Gives whoever has the post a seat in the executive."""
        post = make.post(
            Body.objects.get(path=EXECUTIVE), represents_region=appointment.post.represents_region
        )
        self.seats[appointment.post_id] = make.appoint(appointment.person, post)

    def post(self, role: str, whom: str, number: str) -> Post:
        found = Post.objects.filter(body=self.body, role__slug=role)
        if whom in self.regions:
            found = found.filter(represents_region=self.regions[whom])
        elif whom != "-":
            found = found.filter(represents_body__path__endswith=f"/{whom}")
        else:
            found = found.filter(represents_region=None, represents_body=None)
        return found.get(number=int(number))

    def leave(self, post: Post, on) -> None:
        """Whoever has the post leaves on the day; nobody had it, when that is the first of all."""
        held = Appointment.objects.get(post=post)
        held.end = on
        held.save()

    def area(self, slug: str) -> Body:
        return Body.objects.get(path=f"programomraden/{slug}")

    def do(self, words: list[str]) -> None:
        word, *rest = words
        values = {}
        while len(rest) > 2 and rest[-2] in ("from", "until", "by"):
            value, name = rest.pop(), rest.pop()
            values[name] = self.regions[value] if name == "by" else day(value)
        getattr(self, f"do_{word}")(*rest, **values)

    def do_empty(self, role, whom, number, **values):
        self.leave(self.post(role, whom, number), values["from"])

    def do_less(self, role, whom, number, **values):
        Post.objects.filter(pk=self.post(role, whom, number).pk).update(end=values["from"])

    def do_held(self, role, whom, number, **values):
        post, since, until = self.post(role, whom, number), values.get("from"), values.get("until")
        before = Appointment.objects.get(post=post)
        person = before.person
        if since is None:
            before.delete()
        else:
            before.end = since
            before.save()
        make.appoint(self.someone(values["by"]), post, since, until)
        if until:
            make.appoint(person, post, until)

    def do_more(self, role, whom, **values):
        region = self.regions.get(whom)
        more = {"represents_region": region} if region else {}
        if not region and whom != "-":
            more = {"represents_body": self.area(whom)}
        days = {"start": values.get("from"), "end": values.get("until")}
        post = make.post(self.body, role, **more, **days)
        make.appoint(self.someone(region), post)

    def do_unseated(self, whom, **values):
        sat = self.seats[self.post("ledamot", whom, "1").pk]
        sat.end = values["from"]
        sat.save()

    def do_joins(self, slug, **values):
        make.relate(self.area(slug), "part_of", self.body, values["from"])

    def do_leaves(self, slug, **values):
        BodyRelation.objects.filter(subject=self.area(slug), kind="part_of").update(
            end=values["from"]
        )

    def do_chair(self, slug, what, **values):
        post = self.chairs[slug]
        if what == "empty":
            self.leave(post, values["from"])
        elif what == "gone":
            Post.objects.filter(pk=post.pk).update(end=values["from"])
        else:
            more = make.post(post.body, "ordforande", start=values["from"])
            make.appoint(self.someone(None), more)

    def do_director(self, what, **values):
        post = Post.objects.get(role__slug="direktor")
        self.leave(post, values["from"])
        if what == "other":
            make.appoint(self.someone(None), post, values["from"])


def _steering_regions() -> list[Region]:
    Region.objects.update(start="1999-01-01", end="2000-01-01")
    return [make.region(slug=slug, name=slug.title()) for slug in STEERING.values()]


def _steering_group(regions: dict[str, Region], setting: str) -> Body:
    """One of each region and three of the last; its chair is whoever leads the secretariat, one of
    the six or not."""
    group, secretariat = make.body("Styrgruppen"), make.body("Kansliet")
    for region in regions.values():
        number = 3 if region.slug == "skane" else 1
        make.rule("ledamot", number, number, body=group, per="region", region=region)
        for each in range(1, number + 1):
            make.post(group, represents_region=region, number=each)
    director = make.post(secretariat, "direktor")
    derived = {"held_by_role": director.role, "held_by_body": secretariat}
    inside = group if setting == "inside" else None
    make.rule("ordforande", 1, 1, body=group, seat_in=inside, **derived)
    make.post(group, "ordforande", **derived)
    leads = make.person()
    make.affiliation(leads, regions["S"])
    make.appoint(leads, director)
    if inside:
        seat = Post.objects.get(body=group, number=3)
        make.appoint(leads, seat)
    return group


def told(found) -> list[str]:
    """What is found, as the cases write it."""
    letters = {slug: key for key, slug in (REGIONS | STEERING).items()}
    said = []
    for each in found:
        role = Role.objects.get(pk=each.role.pk).slug if each.role else ""
        whom = ""
        if each.whom and each.whom.of == "region":
            whom = letters[Region.objects.get(pk=each.whom.pk).slug]
        elif each.whom:
            whom = Body.objects.get(pk=each.whom.pk).path.rpartition("/")[2]
        many = f"×{each.count}" if each.count > 1 else ""
        said.append(" ".join(filter(None, (each.code, role, whom, many))))
    return said


@pytest.mark.parametrize("case", cases(), ids=lambda each: each.name)
def test_what_is_found_of_a_real_body_is_what_was_worked_out_by_hand(case):
    world = World(case.body)
    for words in case.changes:
        world.do(words)
    assert len(case.expected) == 3
    for on, expected in case.expected:
        found = composed(day(on), [world.body.pk])[world.body.pk].found
        assert Counter(told(found)) == Counter(filter(None, expected.split(" · "))), on
