"""What each role may do with each thing is what `rights_matrix.toml` says, asked in every way there
is to ask; and nothing that can be asked about is missing there."""

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from bodies.models import Role
from bodies.policies import CONTACTS, POSTS_TO_FILL
from bodies.standings import standing_of, standings_of
from documents.models import Document, Edition
from documents.policies import OWED
from organisation.rights import RIGHTS, Action, Capacity, Thing
from portal import rights
from portal.rights import POLICIES
from programmes.policies import GOALS
from tests import factories as make

from .rights_world import NOON, ON, TABLE, expected, made_world

pytestmark = pytest.mark.django_db
ROOMS = ("organisation", "bodies", "programmes", "documents", "portal")
PERMISSIONS = {"view": Action.READ, "add": Action.WRITE, "change": Action.WRITE, "delete": None}
# Parts of other things, and what the site keeps of itself: reached by way of a thing, or never.
WITHOUT_POLICY = {
    *("organisation.Outbox", "organisation.SourceDisagreement"),
    "organisation.SourceDisagreementSource",
    *("bodies.Place", "bodies.Tenure"),
    *("documents.Attachment", "documents.StoredFile"),
    *("documents.Comment", "documents.DocumentBody", "documents.EditionEvent"),
    *("documents.EditionPdf", "documents.Section", "documents.SharedPart"),
    *("documents.Activity", "documents.ActivityEntry"),
    *("documents.WorkingCopy", "portal.Generation", "portal.CacheEntry"),
    # Pages ask about these by kind of thing only.
    *("organisation.AccessRequest", "organisation.Invitation"),
    # As the mail that it's written with.
    *("bodies.SentReminder", "documents.SentDutyReminder"),
    # Nobody but its owner.
    "organisation.TableUpload",
    # As the text it is a draft of, and as what the finding is about.
    *("organisation.TextDraft", "organisation.FindingSilence"),
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The same for all: nothing here changes it. Taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield made_world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture(scope="module")
def standings(world):
    return {role: standing_of(user, ON) for role, user in world.users.items()}


def test_every_role_may_do_with_every_thing_what_the_table_says(world, standings, capsys):
    """`allows`, `filter` and `because` agree in every cell."""
    forbidden, allowed, wrong = 0, 0, []
    table = expected()
    for role, standing in standings.items():
        found = {}
        for name, (policy, record) in world.things.items():
            for action in Action:
                if (policy, action) not in found:
                    rows = policy.filter(standing, action)
                    found[policy, action] = set(rows.values_list("pk", flat=True))
                right = role in table[name][action]
                forbidden, allowed = forbidden + (not right), allowed + right
                answers = {
                    "allows": policy.allows(standing, action, record),
                    "filter": record.pk in found[policy, action],
                    "because": any(policy.because(standing, action, record)),
                }
                wrong += [
                    f"{role} {action} {name}: {way} says {said}, the table {right}"
                    for way, said in answers.items()
                    if said is not right
                ]
    with capsys.disabled():
        print(f"\n{forbidden} forbidden, {allowed} allowed, {len(wrong)} wrong")
    assert wrong == []
    assert forbidden + allowed == len(TABLE["roles"]) * len(TABLE["thing"]) * len(Action)


def test_djangos_own_question_gets_the_same_answer(world, standings, monkeypatch):
    """`has_perm` and `has_module_perms`, superusers' too, and nobody may delete."""
    by_account = {user.pk: standings[role] for role, user in world.users.items()}
    monkeypatch.setattr(rights, "standing_of", lambda user, on: by_account[user.pk])
    table, wrong, asked = expected(), [], 0
    for role, user in world.users.items():
        some = {}
        for name, (policy, record) in world.things.items():
            if POLICIES[type(record)] is not policy:
                continue
            for verb, action in PERMISSIONS.items():
                permission = f"{record._meta.app_label}.{verb}_{record._meta.model_name}"
                right = action is not None and role in table[name][action]
                some[permission] = some.get(permission, False) or right
                asked += 1
                if user.has_perm(permission, record) is not right:
                    wrong.append(f"{role} {permission} {name}")
        # Of any record: whoever may with one of ours may ask.
        wrong += [
            f"{role} {permission}, of any"
            for permission, right in some.items()
            if right and not user.has_perm(permission)
        ]
        wrong += [
            f"{role} {permission}, of any"
            for permission in some
            if ".delete_" in permission and user.has_perm(permission)
        ]
    assert wrong == []
    assert asked > 15_000


def test_one_account_and_many_are_told_the_same(world, standings):
    accounts = [each for role, each in world.users.items() if role != "anonymous"]
    at_once = standings_of(accounts, ON)
    for role, user in world.users.items():
        if role != "anonymous":
            assert set(at_once[user.pk].holdings) == set(standings[role].holdings), role


def test_nothing_that_can_be_asked_about_is_missing_from_the_table(world):
    assert TABLE["actions"] == [each.value for each in Action]
    policies = {policy for policy, _ in world.things.values()}
    assert policies == {*POLICIES.values(), CONTACTS, POSTS_TO_FILL, OWED, GOALS}
    for model in (Document, Edition):
        kinds = {
            getattr(record, "document", record).kind
            for _, record in world.things.values()
            if isinstance(record, model)
        }
        assert kinds == set(Document.Kind.values)


def test_every_kind_of_thing_and_capacity_is_held_by_someone(world, standings):
    covered = {policy.thing_of(record) for policy, record in world.things.values()}
    # Pages ask about access, and about all that has happened, by kind of thing only.
    assert set(Thing) - covered == {Thing.ACCESS, Thing.TRAIL}
    held = {each.capacity for standing in standings.values() for each in standing.holdings}
    assert held == set(Capacity)
    functions = {each.function for each in Role.objects.all()}
    assert functions == set(Role.Function.values)
    assert {right.capacity for right in RIGHTS} == set(Capacity)


def test_what_has_no_policy_is_nobodys(world):
    """Superusers ask the policies too, and a model of which there is none is refused them."""
    without = {
        model._meta.label
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if model not in POLICIES and not model._meta.model_name.startswith("historical")
    }
    assert without == WITHOUT_POLICY
    admin = world.users["admin"]
    assert admin.is_superuser
    for label in [*without, "auth.Group", "sessions.Session", "organisation.HistoricalUser"]:
        app, model = label.lower().split(".")
        for verb in PERMISSIONS:
            assert not admin.has_perm(f"{app}.{verb}_{model}")
    assert not admin.has_perm("organisation.edit_people", world.regions["R"])
    assert not admin.has_perm("nonsense")
    assert not admin.has_perm("")


def test_action_that_there_is_not_is_an_error_for_everyone(world, standings):
    for standing in standings.values():
        for policy, record in world.things.values():
            for ask in (
                lambda p=policy, s=standing, r=record: p.allows(s, "paint", r),
                lambda p=policy, s=standing: p.filter(s, "paint"),
                lambda p=policy, s=standing: p.may_some(s, "paint"),
            ):
                with pytest.raises(ValueError, match="paint"):
                    ask()


def test_new_record_that_is_not_saved_is_judged_by_what_it_says(world, standings):
    """What a form makes: an unsaved record is asked about before it's stored."""
    from bodies.models import Appointment
    from organisation.models import Affiliation

    who = make.person()
    for of, letter, right in (("editor_R", "R", True), ("editor_R", "O", False)):
        region = world.regions[letter]
        post = make.post(world.bodies["A"], represents_region=region)
        for record in (Appointment(person=who, post=post), Affiliation(person=who, region=region)):
            policy = POLICIES[type(record)]
            assert policy.allows(standings[of], Action.WRITE, record) is right
            assert policy.allows(standings["chair_A"], Action.WRITE, record) is False
            assert policy.allows(standings["office"], Action.WRITE, record) is False
