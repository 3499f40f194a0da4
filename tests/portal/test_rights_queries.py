"""What rights cost: as many queries for fifty things as for five, few on a public page for whoever
is signed in, and none for those who aren't."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bodies.models import Appointment
from bodies.policies import POSTS_TO_FILL
from bodies.standings import standing_of
from documents.models import Edition
from documents.policies import EDITIONS
from organisation.dates import today
from organisation.models import Feedback, Page, Person
from organisation.policies import region_of, with_affiliations, with_region
from organisation.rights import Action
from portal.rights import POLICIES
from tests import factories as make
from tests.prepared import know_the_tables

from .rights_world import NOON, expected, made_world

pytestmark = pytest.mark.django_db
BODY_PAGE = 12
# Whose session it is, who that is, what they may, which areas their council has, and which of a
# body's posts they may fill.
OF_WHO_IS_SIGNED_IN = 5
# The first page of the workspace gathers every kind of task and of finding, one question or two
# each; test_workspace_queries holds that number. A list asks about its own rows.
LIST, FIRST_PAGE = 25, 60
ROLES = (
    *("no_post", "member_A", "support_A", "chair_A", "leader_K", "chair_K", "office"),
    *("committee_convener", "editor_R", "grant_chair_A", "former_chair_A", "admin"),
)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def asked(act) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        act()
    return [each["sql"] for each in queries]


def busy_user(number: int):
    """Someone with something of everything, in `number` bodies each with a draft and people."""
    user = make.user(office=False)
    council, region = make.body(function="council"), make.region()
    make.holding(user, council, "sekreterare")
    make.editor_of(user, region)
    for _ in range(number):
        area = make.body()
        make.relate(area, "part_of", council)
        make.edition(make.document(area, kind="action_plan"), is_shown=True)
        own = make.body()
        make.holding(user, own, "ordforande")
        make.edition(make.document(own))
        make.affiliation(make.person(), region)
        make.appoint(make.person(), make.post(own, represents_region=region))
        Feedback.objects.create(token=str(own.pk), path="/", text="Bra")
    know_the_tables()
    return user


@pytest.mark.parametrize("number", [5, 50])
def test_rights_to_many_things_are_known_in_as_few_queries_as_to_few(
    number, django_assert_num_queries
):
    make.healthcare_region()
    user = busy_user(number)
    with django_assert_num_queries(2):
        standing = standing_of(user, today())
    editions = Edition.objects.select_related("document")
    with django_assert_num_queries(1):
        found = list(EDITIONS.filter(standing, Action.READ, editions))
    assert len(found) == 2 * number
    with django_assert_num_queries(0):
        for action in (Action.READ, Action.COMMENT, Action.WRITE, Action.SUBMIT):
            assert sum(EDITIONS.allows(standing, action, each) for each in found) >= number
    # The people, their affiliations and those merged into them; the regions of the affiliations.
    with django_assert_num_queries(4):
        people = with_affiliations(POLICIES[Person].filter(standing, Action.WRITE))
        assert all(POLICIES[Person].allows(standing, Action.WRITE, each) for each in people)
        assert len(people) == number
    with django_assert_num_queries(1):
        held = POLICIES[Appointment].filter(standing, Action.WRITE).select_related("post")
        assert all(POLICIES[Appointment].allows(standing, Action.WRITE, each) for each in held)
        assert all(POSTS_TO_FILL.allows(standing, Action.WRITE, each.post) for each in held)
        assert len(held) == number


def test_region_of_a_person_is_the_same_whether_asked_for_before_or_not():
    """In Python and in SQL: of several affiliations, ended ones and ones to come."""
    world = made_world()
    people = with_affiliations(Person.objects.all())
    assert any(each.merged_from.all() for each in people)
    for user in (world.users["editor_R"], world.users["office"], world.users["admin"]):
        standing = standing_of(user, today())
        for with_them in people:
            alone = Person.objects.get(pk=with_them.pk)
            answers = [
                POLICIES[Person].allows(standing, Action.WRITE, each) for each in (with_them, alone)
            ]
            assert answers[0] == answers[1]
            (listed,) = with_region(Person.objects.filter(pk=with_them.pk), today())
            told = {region_of(each, standing) for each in (with_them, alone, alone.pk)}
            assert told == {listed.region_of}


@pytest.mark.parametrize("who", ["of everything", "office"])
def test_lists_of_the_workspace_ask_as_often_with_fifty_rows_as_with_five(who):
    make.healthcare_region()
    addresses = ["/arbetsyta/", "/arbetsyta/uppdrag/", "/arbetsyta/kontakter/", "/arbetsyta/word/"]
    if who == "office":
        addresses += ["/arbetsyta/synpunkter/", "/arbetsyta/gemensamma-texter/"]
    user = busy_user(5)
    client = Client()
    client.force_login(user if who != "office" else make.user())

    def numbers() -> list[int]:
        return [len(asked(lambda at=each: client.get(at))) for each in addresses]

    numbers()
    few = numbers()
    more = busy_user(45)
    for post in Appointment.objects.filter(person=more.person).values_list("post", flat=True):
        Appointment.objects.filter(post=post).update(person=user.person)
    assert Edition.objects.count() == 100
    many = numbers()
    assert many == few
    assert many[0] <= FIRST_PAGE
    assert max(many[1:]) <= LIST


def public_addresses(world) -> list[str]:
    of = world.bodies
    for path in ("organisation", "loften"):
        Page.objects.get_or_create(path=path, defaults={"title": path.capitalize()})
    published = make.published(make.document(make.body("Uppdraget", of=of["A"].kind)))
    return [
        *("/", "/organisation/", "/organisation/skiss/", "/loften/", "/loften/1/", "/nytt/"),
        *("/regioner/", "/regioner/region-r/", "/gemensamma-texter/", "/om/", "/synpunkter/"),
        *(f"/{of[each].path}/" for each in ("A", "B", "E", "K", "N")),
        f"/{of['A'].kind.prefix}/",
        world.users["chair_A"].person.url,
        *(published.document.url, published.url, f"{published.document.url}versioner/"),
    ]


def test_public_pages_are_cheap_and_right_for_every_role_and_the_same_for_strangers():
    world = made_world()
    table = expected()
    addresses = public_addresses(world)
    stranger = Client()
    plain = {}
    for address in addresses:
        stranger.get(address)
        queries = asked(lambda at=address: plain.update({at: stranger.get(at)}))
        answer = plain[address]
        assert answer.status_code == 200, address
        # The form for feedback says so to all.
        kept = "no-store" not in answer.get("Cache-Control", "")
        assert kept or address == "/synpunkter/", address
        assert not answer.cookies, address
        assert not [each for each in queries if "session" in each or "organisation_user" in each]
        assert "/arbetsyta/" not in answer.content.decode(), address
        plain[address] = len(queries)
    body = reverse("place", args=[world.bodies["A"].path])
    of_bodies = {f"/{each.path}/" for each in world.bodies.values()}
    for role in ROLES:
        client = Client()
        client.force_login(world.users[role])
        for address in addresses:
            answers = []
            queries = asked(lambda at=address, to=answers, by=client: to.append(by.get(at)))
            (answer,) = answers
            assert answer.status_code == 200, (role, address)
            assert len(queries) <= plain[address] + OF_WHO_IS_SIGNED_IN, (role, address)
            assert len(queries) <= BODY_PAGE or address not in of_bodies, (role, address)
            assert "no-store" in answer.get("Cache-Control", ""), (role, address)
        content = client.get(body).content.decode()
        for link, thing in (
            ("/arbetsyta/uppdrag/", "document_commission_A"),
            ("/arbetsyta/kontakter/", "contacts_A"),
        ):
            assert (link in content) == (role in table[thing][Action.READ]), (role, link)
