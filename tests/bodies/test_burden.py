"""What is counted of how the work is shared: every case that was worked out by hand."""

import datetime
from pathlib import Path

import pytest

from bodies.burden import burden
from bodies.fairness import Member
from bodies.models import Body, Role
from tests import factories as make
from tests.bodies.rotations import day

CASES_FILE = Path(__file__).parent / "burden_cases.txt"
FUNCTIONS = {"work": Body.Function.WORK_GROUP}
PLACES = {"member": "seat", "substitute": "seat"}


def cases() -> dict[str, list[list[str]]]:
    found = {}
    for line in CASES_FILE.read_text().splitlines():
        if line.startswith("## "):
            lines = found[line[3:]] = []
        elif found and line:
            lines.append(line.split())
    return found


def days(*words: str) -> dict:
    given = [None if each == "-" else day(each) for each in words]
    return dict(zip(("start", "end"), given, strict=True))


class World:
    """What a case says, stored."""

    def __init__(self, lines: list[list[str]]):
        self.regions, self.people, self.bodies, self.posts = {}, {}, {}, {}
        self.numbers, self.members, self.asks_for_plans = {}, [], False
        self.expected = sorted(" ".join(each) for each in lines if each[0] in "=?~")
        make.healthcare_region()
        for word, *rest in lines:
            if word not in "=?~":
                getattr(self, f"line_{word}")(*rest)

    def line_today(self, text):
        self.on = day(text)

    def line_span(self, first, last):
        self.first, self.last = int(first), int(last)

    def line_planned(self):
        self.asks_for_plans = True

    def line_regions(self, *names):
        for name in names:
            code, _, until = name.partition("<")
            code, _, since = code.partition(">")
            start, end = (day(each) if each else None for each in (since, until))
            self.regions[code] = make.region(code=code, start=start, end=end)
            self.members.append(Member(self.regions[code].pk, start, end))

    def person(self, name):
        if name not in self.people:
            self.people[name] = make.person(name)
        return self.people[name]

    def line_people(self, year, *pairs):
        for code, number in zip(pairs[::2], pairs[1::2], strict=True):
            self.numbers[self.regions[code].pk, int(year)] = int(number)

    def line_body(self, name, *flags):
        said = dict(each.partition("=")[::2] for each in flags)
        level = "national" if "national" in said else "regional"
        function = next((FUNCTIONS[each] for each in said if each in FUNCTIONS), "other")
        self.bodies[name] = make.body(
            name,
            of=make.kind(level, level=level),
            function=function,
            start=day(said["since"]) if "since" in said else None,
            end=day(said["to"]) if "to" in said else None,
        )

    def line_post(self, name, function, *flags):
        said = dict(each.partition("=")[::2] for each in flags)
        role = make.role(function, function=function, place=PLACES.get(function, "office"))
        follows = {}
        if "derived" in said:
            follows = {"held_by_role": Role.objects.get(slug="chair")}
            follows["held_by_body"] = self.bodies["C"]
        self.posts[name] = make.post(
            self.bodies[name[0]],
            role.slug,
            represents_region=self.regions.get(said.get("for")),
            start=day(said["since"]) if "since" in said else None,
            **follows,
        )

    def line_term(self, post, region, *given):
        make.term(self.posts[post], self.regions[region], **days(*given))

    def line_lives(self, name, region, *given):
        make.affiliation(self.person(name), self.regions[region], **days(*given))

    def line_same(self, name, other):
        self.person(name).merged_into = self.person(other)
        self.person(name).save()

    def line_holds(self, name, post, *given):
        dates = days(*given)
        mistake = dates["start"] is not None and dates["start"] == dates["end"]
        make.appoint(self.person(name), self.posts[post], is_mistake=mistake, **dates)


@pytest.mark.django_db
@pytest.mark.parametrize("name", cases())
def test_case(name):
    world = World(cases()[name])
    held = burden(world.on, planned=world.asks_for_plans)
    shared = held.shares(world.members, world.first, world.last, world.numbers)
    codes = {each.pk: code for code, each in world.regions.items()}
    told = []
    for each in shared:
        numbers = [each.years, each.equal, each.by_people]
        said = " ".join(f"{float(one):.2f}" for one in numbers if one is not None)
        told.append(f"= {each.measure} {codes[each.region]} {said}")
    otherwise = held.filled_otherwise(world.members, world.first, world.last)
    for (measure, region), (empty, elsewhere) in otherwise.items():
        told.append(f"~ {measure} {codes[region]} {float(empty):.2f} {float(elsewhere):.2f}")
    for measure, years in held.unknown(world.first, world.last).items():
        told.append(f"? {measure} {float(years):.2f}")
    assert sorted(told) == world.expected


def test_there_are_enough_cases():
    assert len(cases()) >= 25


@pytest.mark.django_db
def test_as_many_questions_for_sixty_bodies_over_forty_years(django_assert_num_queries):
    make.healthcare_region()
    regions = [make.region() for _ in range(3)]
    people = [make.person() for _ in range(3)]
    for person, region in zip(people, regions, strict=True):
        make.affiliation(person, region)
    year = datetime.date(2000, 1, 1).replace
    for number in (5, 55):
        for _ in range(number):
            body = make.body()
            chair, support = make.post(body, "ordforande"), make.post(body, "sekreterare")
            seats = [make.post(body, represents_region=each) for each in regions]
            for at in range(20):
                days = (year(year=2000 + 2 * at), year(year=2002 + 2 * at))
                make.term(chair, regions[at % 3], *days)
            for at, post in enumerate((support, *seats)):
                make.appoint(people[at % 3], post, year(year=2000 + at), year(year=2030))
        with django_assert_num_queries(4):
            held = burden(year(year=2026), planned=True)
        members = [Member(each.pk) for each in regions]
        shares = held.shares(members, 2000, 2039, {})
    chairs = [each.years for each in shares if each.measure == "chair"]
    assert sum(chairs) == 60 * 40
