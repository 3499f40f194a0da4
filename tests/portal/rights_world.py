"""The roles and the things of `rights_matrix.toml`, made for the tests that ask about them."""

import datetime
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.contrib.auth.models import AnonymousUser, Group, Permission
from guardian.shortcuts import assign_perm

from bodies.models import Body, BodyRelation, Grant, HandoverTick
from bodies.policies import CONTACTS, POSTS_TO_FILL
from documents.models import Document, DutyAdjustment, Edition, ReportingDuty, SharedText
from documents.policies import OWED
from documents.rules import State
from organisation.models import Feedback, OldAddress, Page, Region, Shortcut, Source, User
from organisation.rights import Action
from portal.rights import POLICIES
from programmes.models import (
    Hosting,
    KnowledgeTopic,
    PatientPromise,
    PromiseVariant,
    SystemLevel,
)
from programmes.policies import GOALS
from tests import factories as make
from tests.prepared import know_the_tables

ON = datetime.date(2026, 3, 2)
DAY = datetime.timedelta(days=1)
NOON = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)
TABLE = tomllib.loads((Path(__file__).parent / "rights_matrix.toml").read_text())
HANDED_OVER = ON + 60 * DAY
PART_OF = BodyRelation.Kind.PART_OF
Kind, In = Document.Kind, Body.Function


@cache
def named(expression: str) -> frozenset[str]:
    """The roles that an expression names, those of its groups with them."""
    found = set()
    for each in expression.split():
        group = TABLE["groups"].get(each)
        if group is None:
            assert each in TABLE["roles"], f"{each} is neither a role nor a group"
            found.add(each)
        else:
            found |= named(" ".join(group))
    return frozenset(found)


@cache
def expected() -> dict[str, dict[Action, frozenset[str]]]:
    """Who may do what with each thing, by name."""
    found = {}
    for thing, lines in TABLE["thing"].items():
        row = {Action(each): frozenset() for each in TABLE["actions"]}
        for actions, who in lines.items():
            for each in actions.split():
                assert not row[Action(each)], f"{thing} has two lines for {each}"
                row[Action(each)] = named(who)
        found[thing] = row
    return found


@dataclass
class World:
    """Accounts by role, bodies and regions by letter, things by name, each with its policy."""

    users: dict = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    things: dict = field(default_factory=dict)

    def add(self, name: str, record, policy=None):
        self.things[name] = (policy or POLICIES[type(record)], record)
        return record

    def record(self, name: str):
        return self.things[name][1]


def made_world() -> World:
    world = World()
    make.healthcare_region()
    for letter in ("R", "O"):
        world.regions[letter] = make.region(slug=f"region-{letter.lower()}")
    _make_bodies(world)
    _make_roles(world)
    _make_editions(world)
    _make_people(world)
    _make_appointments(world)
    _make_handovers(world)
    _make_the_rest(world)
    know_the_tables()
    return world


def _make_bodies(world: World) -> None:
    areas, councils = make.kind("omrade"), make.kind("rad")
    offices = make.kind("plats")
    for letter, kind, function, values in (
        ("A", areas, In.PROGRAMME_AREA, {}),
        ("S", areas, In.PROGRAMME_AREA, {}),
        ("B", areas, In.PROGRAMME_AREA, {}),
        ("E", areas, In.PROGRAMME_AREA, {"end": ON}),
        ("K", councils, In.COUNCIL, {}),
        ("K2", councils, In.COUNCIL, {}),
        ("N", offices, In.STAFF_OFFICE, {}),
        ("AU", offices, In.WORKING_COMMITTEE, {}),
    ):
        path = f"{kind.prefix}/{letter.lower()}"
        world.bodies[letter] = make.body(
            f"Organ {letter}", of=kind, path=path, function=function, **values
        )
    of = world.bodies
    make.relate(of["A"], PART_OF, of["K2"], end=ON)
    make.relate(of["A"], PART_OF, of["K"], start=ON)
    make.relate(of["S"], PART_OF, of["K"])
    # The chairs of its areas sit in the council by that.
    chair = make.role("ordforande")
    make.post(of["K"], held_by_role=chair, held_by_body=of["K"], held_by_relation=PART_OF)


ROLES = {
    "member": "ledamot",
    "substitute": "ersattare",
    "support": "processtod",
    "secretary": "sekreterare",
    "chair": "ordforande",
    "convener": "sammankallande",
}


HELD = {
    **{
        f"{name}_A": (name, "A", None, None)
        for name in (
            *("member", "substitute", "co_opted", "representative", "leader", "vice_chair"),
            *("director", "other", "support", "secretary", "chair", "convener"),
        )
    },
    "inactive_chair_A": ("chair", "A", None, None),
    "former_chair_A": ("chair", "A", ON - 400 * DAY, ON),
    "coming_chair_A": ("chair", "A", ON + DAY, None),
    "chair_S": ("chair", "S", None, None),
    "chair_B": ("chair", "B", None, None),
    "chair_E": ("chair", "E", None, None),
    "member_K": ("member", "K", None, None),
    "leader_K": ("leader", "K", None, None),
    "secretary_K": ("secretary", "K", None, None),
    "chair_K": ("chair", "K", None, None),
    "co_opted_K": ("co_opted", "K", None, None),
    "former_leader_K": ("leader", "K", None, ON),
    "leader_K2": ("leader", "K2", None, None),
    "office": ("member", "N", None, None),
    "former_office": ("member", "N", None, ON),
    "office_co_opted": ("co_opted", "N", None, None),
    "committee": ("member", "AU", None, None),
    "committee_convener": ("convener", "AU", None, None),
    "committee_co_opted": ("co_opted", "AU", None, None),
}
GRANTED = {
    "grant_editor_R": ("editor", "R", ON, ON + DAY),
    "expired_editor_R": ("editor", "R", ON - 9 * DAY, ON),
    "grant_member_A": ("member", "A", ON, ON + DAY),
    "grant_support_A": ("support", "A", ON - DAY, ON + DAY),
    "grant_chair_A": ("chair", "A", ON - DAY, ON + 9 * DAY),
    "revoked_grant_A": ("chair", "A", ON - DAY, ON + 9 * DAY),
    "expired_grant_A": ("chair", "A", ON - 9 * DAY, ON),
    "coming_grant_A": ("chair", "A", ON + DAY, ON + 9 * DAY),
    "grant_chair_E": ("chair", "E", ON - DAY, ON + 9 * DAY),
}


def _make_roles(world: World) -> None:
    def account(role: str, **values) -> User:
        values = {"is_active": not role.startswith("inactive"), **values}
        world.users[role] = make.user(role, office=False, username=role, **values)
        return world.users[role]

    world.users["anonymous"] = AnonymousUser()
    account("inactive_admin", is_superuser=True)
    account("admin", is_superuser=True)
    account("no_person")
    account("no_post", person=make.person())
    account("is_staff", is_staff=True, person=make.person())
    account("django_permission").user_permissions.set(Permission.objects.all())
    group = Group.objects.create(name="Andra")
    assign_perm("change_region", group, world.regions["R"])
    account("region_group").groups.add(group)
    make.editor_of(account("editor_R"), world.regions["R"])
    for role, (name, letter, start, end) in HELD.items():
        slug = ROLES.get(name) or make.role(name, function=name).slug
        make.holding(account(role), world.bodies[letter], slug, start, end)
    ended = account("chair_of_ended_post_A")
    ended.person = make.person()
    ended.save()
    make.appoint(ended.person, make.post(world.bodies["A"], "ordforande", end=ON))
    root = make.person()
    make.appoint(root, make.post(world.bodies["A"], "ordforande"))
    account("merged_chair_A", person=make.person(merged_into=root))
    for role, (capacity, letter, start, end) in GRANTED.items():
        of = {"region": world.regions[letter]} if letter == "R" else {"body": world.bodies[letter]}
        taken = {"revoked_at": NOON, "revoked_by": world.users["admin"]}
        Grant.objects.create(
            person=make.person(),
            capacity=capacity,
            start=start,
            end=end,
            reason="Prov",
            **of,
            **(taken if role.startswith("revoked") else {}),
        )
        account(role, person=Grant.objects.latest("pk").person)
    assert set(world.users) == set(TABLE["roles"])


def _make_editions(world: World) -> None:
    """Editions and documents, named by their kind, whose they are, and what they are like."""
    for number, name in enumerate(TABLE["thing"]):
        kind = next((each.value for each in Kind if f"{each.value}_" in name), None)
        if kind is None or name == "shared_text_itself":
            continue
        of_document, _, like = name.partition(f"{kind}_")
        text, letter = None, "A"
        if kind == Kind.SHARED_TEXT:
            slug = name.replace("_", "-")
            text = SharedText.objects.create(slug=slug, name=name, body_kind=world.bodies["A"].kind)
            if like == "hidden":
                world.add("shared_text_itself", text)
        else:
            letter, _, like = like.partition("_")
        document = make.document(
            world.bodies[letter],
            kind=kind,
            shared_text=text,
            address=f"mall-{number}" if kind == Kind.TEMPLATE else "",
            period_start=datetime.date(2000 + number, 1, 1),
            period_end=datetime.date(2001 + number, 1, 1),
        )
        if of_document:
            world.add(name, document)
        else:
            world.add(name, _edition(world, document, name, like))


def _edition(world: World, document: Document, name: str, like: str) -> Edition:
    edition = make.edition(document, title=name, is_shown="shown" in like)
    values = {}
    if like.startswith("by_"):
        role = like.removeprefix("by_")
        submitter = world.users.get(role) or world.users[f"{role}_A"]
        values = {"state": State.SUBMITTED, "submitter": submitter}
    for state in (State.DISCARDED, State.PUBLISHED):
        if like.startswith(state):
            values = {"state": state}
    if values:
        Edition.objects.filter(pk=edition.pk).update(**values)
    return Edition.objects.select_related("document").get(pk=edition.pk)


def _make_people(world: World) -> None:
    r, o = world.regions["R"], world.regions["O"]

    def person(name: str, *affiliations):
        who = world.add(f"person_{name}", make.person())
        return [make.affiliation(who, to, start=start, end=end) for to, start, end in affiliations]

    (of_r,) = person("R", (r, None, None))
    (of_o,) = person("O", (o, None, None))
    person("of_none")
    person("R_from_tomorrow", (r, ON + DAY, None))
    person("moved_today_R_to_O", (r, None, ON), (o, ON, None))
    in_o, _ = person("moved_today_O_to_R", (o, None, ON), (r, ON, None))
    person("moves_tomorrow_R_to_O", (r, None, ON + DAY), (o, ON + DAY, None))
    (left,) = person("left_R_today", (r, None, ON))
    # Stored twice: who they belong to may be said of the other record only.
    person("merged_with_one_of_R")
    (of_merged,) = person("merged_of_R", (r, None, None))
    of_merged.person.merged_into = world.record("person_merged_with_one_of_R")
    of_merged.person.save()
    world.add("affiliation_of_merged_of_R", of_merged)
    world.add("affiliation_R", of_r)
    world.add("affiliation_R_ended", left)
    world.add("affiliation_O", of_o)
    world.add("affiliation_O_of_someone_now_in_R", in_o)
    world.add("affiliation_of_none", make.affiliation(make.person(), None))


def _make_appointments(world: World) -> None:
    of, by = world.bodies, {"appointed_by_relation": PART_OF}
    r, o = ({"represents_region": world.regions[each]} for each in ("R", "O"))
    for name, letter, values in (
        ("R_in_A", "A", r),
        ("R_in_B", "B", r),
        ("R_in_E", "E", r),
        ("O_in_A", "A", o),
        ("no_region_in_A", "A", {}),
        ("whole_in_A", "A", {"represents_whole": True}),
        ("body_in_A", "A", {"represents_body": of["B"]}),
        ("by_the_council_in_A", "A", by),
        ("by_the_council_R_in_A", "A", by | r),
        ("by_the_council_in_S", "S", by),
        ("by_a_council_in_B", "B", by),
        ("by_K_in_B", "B", {"appointed_by_body": of["K"]}),
        ("by_A_in_B", "B", {"appointed_by_body": of["A"]}),
    ):
        post = make.post(of[letter], "ordforande", **values)
        world.add(f"appointment_{name}", make.appoint(make.person(), post))
        if f"fill_{name}" in TABLE["thing"]:
            world.add(f"fill_{name}", post, POSTS_TO_FILL)
    world.add("post", make.post(of["A"]))
    world.add("post_R", make.post(of["B"], **r))
    world.add("composition_rule", make.rule("ledamot", 1, body=of["A"]))
    world.add("rotation_term", make.term(make.post(of["A"], "ordforande"), world.regions["R"]))
    office = make.post(of["S"], "sekreterare")
    scheme = make.scheme(office, [world.regions["R"], world.regions["O"]], "2020-01-01")
    world.add("rotation_scheme", scheme)
    world.add("rotation_office", scheme.offices.get())
    world.add("rotation_part", scheme.parts.get())
    world.add("rotation_place", scheme.parts.get().places.first())
    world.add("rotation_exception", make.exception(scheme, "swap", "2028-01-01", "2030-01-01"))


def _make_handovers(world: World) -> None:
    """What has been ticked off of handovers, and in A and B their terms."""
    r, o, other = *world.regions.values(), make.region(slug="region-p")
    for name, letter, leaving, coming in (
        ("A", "A", r, o),
        ("B", "B", o, other),
        ("B_to_R", "B", o, r),
        ("K", "K", o, other),
        ("E", "E", o, other),
    ):
        values = {"body": world.bodies[letter], "leaving": leaving, "coming": coming}
        by = {"by": world.users["admin"], "at": NOON}
        # What goes to R in B was to be on a day of its own.
        day = HANDED_OVER + (DAY if name == "B_to_R" else 0 * DAY)
        tick = HandoverTick.objects.create(day=day, item="cases", **values, **by)
        world.add(f"handover_{name}", tick)
    for letter, leaving, coming in (("A", r, o), ("B", o, other)):
        post = make.post(world.bodies[letter], "ordforande")
        make.term(post, leaving, end=HANDED_OVER)
        make.term(post, coming, start=HANDED_OVER)


def _make_the_rest(world: World) -> None:
    of, regions = world.bodies, world.regions
    for letter in ("A", "S", "B", "E", "K"):
        world.add(f"contacts_{letter}", of[letter], CONTACTS)
        world.add(f"owed_{letter}", of[letter], OWED)
        world.add(f"goals_{letter}", of[letter], GOALS)
    for letter in ("A", "B", "E"):
        world.add(f"body_{letter}", of[letter])
    world.add("body_name", of["A"].names.get())
    world.add("body_relation", of["A"].relations_out.get(object=of["K"]))
    world.add("decision", make.decision(of["A"]))
    duty = ReportingDuty.objects.create(body=of["A"], what="plan", month=1, day=31)
    world.add("reporting_duty", duty)
    adjusted = DutyAdjustment.objects.create(duty=duty, year=2026, reason="Prov")
    world.add("duty_adjustment", adjusted)
    world.add("body_kind", make.kind("omrade"))
    world.add("role", make.role("ordforande"))
    world.add("page", Page.objects.create(path="om", title="Om"))
    world.add(
        "shortcut",
        Shortcut.objects.create(place=Shortcut.Place.values[0], label="Om", target="/om/"),
    )
    source = world.add("source", Source.objects.create(code="900", title="Källa"))
    promise = world.add("promise", PatientPromise.objects.create(number=1, text="få vård"))
    world.add(
        "promise_variant",
        PromiseVariant.objects.create(promise=promise, text="få vård", source=source),
    )
    goal = world.add("goal", make.goal(of["A"]))
    world.add("goal_target", make.goal_target(goal, "2026-12-31", 90))
    world.add("measurement", make.measurement(goal, 2025, 80))
    world.add("hosting", Hosting.objects.create(national_body=of["B"]))
    world.add("topic", KnowledgeTopic.objects.create(name="Ämne"))
    world.add("level", SystemLevel.objects.create(number=1, name="Nivå", duties=[]))
    world.add("feedback", Feedback.objects.create(token="t", path="/", text="Bra"))
    for letter in ("R", "O"):
        world.add(f"region_{letter}", regions[letter])
    world.add("inhabitants", make.inhabitants(regions["R"], 2020, 1000))
    world.add("healthcare_region", make.healthcare_region())
    world.add("account_of_chair_A", world.users["chair_A"])
    world.add("account_of_admin", world.users["admin"])
    world.add(
        "group_right_R", regions["R"].group_permissions.get(permission__codename="edit_people")
    )
    world.add("grant_A", Grant.objects.get(person=world.users["grant_chair_A"].person))
    world.add("grant_R", Grant.objects.get(person=world.users["grant_editor_R"].person))
    world.add("old_address", OldAddress.objects.create(path="gammal", target="/om/"))
    assert set(world.things) ^ set(TABLE["thing"]) == set()
