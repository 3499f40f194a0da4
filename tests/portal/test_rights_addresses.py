"""Every address of the workspace, asked by every role with GET and POST, about what is one's own,
another's and what has ended: let in, sent to sign in or told that there is nothing; and where it's
refused, nothing is written."""

import logging
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from bodies.standings import standings_of
from documents.models import Edition
from organisation.rights import Action
from portal.access import Audience

from .rights_addresses import (
    ADMIN,
    ADMIN_ROWS,
    FILLERS,
    ROWS,
)
from .rights_asking import PLACE, SHOWN_AHEAD, ask, facts
from .rights_checks import everything, writes
from .rights_things import make_things
from .rights_world import NOON, ON, TABLE, expected, made_world, named
from .test_access import AUDIENCES, every_address

pytestmark = pytest.mark.django_db
# One of each sort; `make test-full` asks them all.
FEW = (
    *("anonymous", "inactive_admin", "former_chair_A", "member_A", "chair_A", "leader_K"),
    *("editor_R", "office", "admin"),
)
# What is administered often enough to be asked about each time.
OFTEN = {"personer", "uppdrag", "konton", "organ"}
OTHER_METHODS = ("put", "patch", "options")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: NOON)
        patch.setattr("documents.actions.printing.pdf_of", lambda text: b"%PDF- prov")
        world = made_world()
        make_things(world)
        # What an account may do is the same all along here, and long to ask for.
        standings = standings_of([*world.users.values()][1:], ON)
        patch.setattr("portal.rights.standing_of", lambda user, on: standings[user.pk])
        yield world
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


# Where nothing is to be written: nothing waits for approval, no file is sent, the draft is there
# and has the shared text's version already.
CHANGES_NOTHING = {
    *("godkann/", "inklistrat/", "word/", "las-in/", "paborja/", "ta-in/", "utkast/", "samlat/"),
    *("bjud-in/", "gor/", "begaran/<int:pk>/", "ersattare/ny/", "kontakter/<body_path:path>/"),
    # What a roster does is tried in its own tests.
    *("utse/", "byt/", "avsluta/", "ratta/", "angra/", "sla-ihop/"),
    # So is what is made of rules, and what is done with them.
    *("sammansattning/skapa/", "sammansattning/ny-regel/", "sammansattning/<int:pk>/"),
    # And what a report lacks of its plan.
    "hamta-fran-planen/",
    # And which files come in.
    "filer/ny/",
    # And what the life of a body does in theirs.
    *("organ/ny/", "ersatt/", "flytta/", "byt-namn/"),
    # And what is decided of whose turn it is.
    *("turordningar/ny/", "ny-ordning/", "tillfallig/", "ta-tillbaka/"),
}


def test_few_roles_are_let_in_where_they_should_be_and_nowhere_else(world, capsys):
    before = everything()
    forbidden, allowed, wrong, wrote = ask(world, ROWS, FEW, whole=False)
    with capsys.disabled():
        print(f"\naddresses: {forbidden} forbidden, {allowed} allowed, {len(wrong)} wrong")
    assert "\n".join(wrong) == ""
    # What is sent is right: where it's allowed it does something.
    posted = {pattern for pattern, row in ROWS.items() if row.post}
    silent = {each for each in posted - wrote if not each.endswith(tuple(CHANGES_NOTHING))}
    assert sorted(silent) == []
    assert everything() == before


def test_few_roles_administer_what_they_should_and_nothing_else(world, capsys):
    before = everything()
    rows = {at: row for at, row in ADMIN_ROWS.items() if at.split("/")[1] in OFTEN}
    forbidden, allowed, wrong, _ = ask(world, rows, FEW, whole=False)
    with capsys.disabled():
        print(f"\nadmin: {forbidden} forbidden, {allowed} allowed, {len(wrong)} wrong")
    assert "\n".join(wrong) == ""
    assert everything() == before


@pytest.mark.full
@pytest.mark.parametrize("rows", [ROWS, ADMIN_ROWS], ids=["workspace", "admin"])
def test_every_role_is_let_in_where_it_should_be_and_nowhere_else(world, rows, capsys):
    forbidden, allowed, wrong, _ = ask(world, rows, TABLE["roles"], whole=True)
    with capsys.disabled():
        print(f"\naddresses: {forbidden} forbidden, {allowed} allowed, {len(wrong)} wrong")
    assert "\n".join(wrong) == ""


def test_every_address_of_the_workspace_is_in_the_table():
    """With the right that opens it, and for whom it is."""
    found = {
        address: (view.audience, getattr(view, "needs", None))
        for address, view in every_address(get_resolver().url_patterns)
    }
    desk = {address for address, (audience, _) in found.items() if audience is Audience.DESK}
    rows = ROWS | ADMIN_ROWS
    assert desk - {ADMIN} == set(rows)
    for address, row in rows.items():
        assert found[address] == (Audience.DESK, (row.action, *row.things)), address
    assert {address: audience for address, (audience, _) in found.items()} == AUDIENCES


def test_lists_show_nobody_what_they_may_not_read(world):
    """The overview and the lists of commissions and contacts: every version that they lead to may
    be read by whom they are shown to, and every body's contacts."""
    table = expected()
    readers = {
        edition.pk: table[name][Action.READ]
        for name, (_, edition) in world.things.items()
        if isinstance(edition, Edition) and name in table
    }
    contacts = {
        f"Organ {letter}": table[f"contacts_{letter}"][Action.READ] for letter in ("A", "S", "B")
    }
    seen = set()
    for role in (*FEW, "support_A", "leader_K2", "committee_co_opted", "grant_member_A"):
        client = Client()
        if role != "anonymous":
            client.force_login(world.users[role])
        for address in ("/arbetsyta/", "/arbetsyta/uppdrag/"):
            content = client.get(address).content.decode()
            for pk in map(int, re.findall(r"/arbetsyta/versioner/(\d+)/", content)):
                if pk in readers:
                    assert role in readers[pk], (role, address, pk)
                    seen.add((role, pk))
        for address in ("/arbetsyta/kontakter/", "/arbetsyta/kontakter/omrade.csv"):
            content = client.get(address).content.decode()
            for name, who in contacts.items():
                found = re.search(rf"{name}\b", content) is not None
                assert found == (role in who), (role, address, name)
    # Drafts are found there by those who may.
    assert ("member_A", world.record("operational_plan_A_shown").pk) in seen
    assert ("office", world.record("commission_B_shown").pk) in seen


def test_administration_begins_for_those_who_have_something_to_administer(world):
    who = named(FILLERS)
    for role in (*FEW, "secretary_K", "leader_K2", "support_A", "committee_co_opted"):
        client = Client()
        if role != "anonymous":
            client.force_login(world.users[role])
        status = client.get(f"/{ADMIN}").status_code
        stranger = role == "anonymous" or role.startswith("inactive")
        assert status == (200 if role in who else 302 if stranger else 404), role


def test_pages_of_ones_account_are_for_those_who_have_one(world):
    addresses = [each for each, audience in AUDIENCES.items() if audience is Audience.ACCOUNT]
    assert len(addresses) > 5
    for role in ("anonymous", "inactive_chair_A", "inactive_admin"):
        client = Client()
        if role != "anonymous":
            client.force_login(world.users[role])
        for address in addresses:
            for method in (client.get, client.post):
                with writes() as written:
                    answer = method(f"/{PLACE.sub('1', address)}")
                assert (answer.status_code, written) == (302, []), (role, address)
                assert answer["Location"].startswith(reverse("sign_in"))
                assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "method",
    ["head", "delete", *(pytest.param(each, marks=pytest.mark.full) for each in OTHER_METHODS)],
)
def test_other_methods_change_nothing(world, method):
    before = everything()
    for role in ("anonymous", "former_chair_A", "admin"):
        client = Client()
        if role != "anonymous":
            client.force_login(world.users[role])
        for pattern, row in ROWS.items():
            about = facts(world, pattern, row.on[0]) | {"packed": ""}
            address = "/" + PLACE.sub(lambda place, about=about: str(about[place[1]]), pattern)
            with writes() as written:
                status = getattr(client, method)(address).status_code
            assert written == [] or pattern in SHOWN_AHEAD, (role, method, address)
            allowed = {"anonymous": (302,), "former_chair_A": (404,)}.get(
                role, (200, 302, 404, 405)
            )
            assert status in allowed, (role, method, address, status)
    assert everything() == before
