"""Every address of the workspace, asked by every role with GET and POST, about what is one's own,
another's and what has ended: let in, sent to sign in or told that there is nothing; and where it's
refused, nothing is written."""

import logging
import re

import pytest
from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from bodies.standings import standings_of
from documents import actions
from documents.actions.locking import fingerprint
from documents.actions.workflow import frozen
from documents.models import Comment, Document, Edition, SharedText, WorkingCopy
from organisation.actions.records import version_of
from organisation.models import AccessRequest, Invitation, TableUpload, TextDraft
from organisation.rights import Action
from portal.access import Audience
from portal.texts.kinds import BY_MODEL
from tests import factories as make
from tests.documents.sharing import version

from .rights_addresses import (
    ADMIN,
    ADMIN_ROWS,
    BODIES,
    COMMISSIONS,
    EDITION,
    EDITIONS,
    FILLERS,
    ROWS,
    SECTION,
    STEPS,
    TEXT,
    TEXTS_OF,
    Row,
)
from .rights_checks import everything, writes
from .rights_world import DAY, NOON, ON, TABLE, expected, made_world, named
from .test_access import AUDIENCES, every_address

pytestmark = pytest.mark.django_db
# One of each sort; `make test-full` asks them all.
FEW = (
    *("anonymous", "inactive_admin", "former_chair_A", "member_A", "chair_A", "leader_K"),
    *("editor_R", "office", "admin"),
)
# And of what each address may be about, all at these and one's own and another's at the rest.
WHOLE = {EDITION, SECTION, EDITION + "steg/<slug:name>/"}
# The sections of the commissions that a step is about, where it isn't any of their own.
KEYS = {"gor-egen": "syfte", "gor-gemensam": "medel", "ta-tillbaka": "borta"}
# What is administered often enough to be asked about each time.
OFTEN = {"personer", "uppdrag", "konton", "organ"}
# What else addresses are about: a thing of the table, or one made here.
OTHERS = {
    "synpunkter/": "feedback",
    "konton/begaran/": "access_request",
    "konton/": "account_of_chair_A",
    "inbjudningar/": "invitation",
    "ersattare/": "grant_A",
    "organ/las-in/": "upload",
}
# What makes a change to show a page as it would be, and takes it back.
SHOWN_AHEAD = {TEXT + "forhandsgranska/"}
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
OTHER_METHODS = ("put", "patch", "options")
OPENED = (200, 302, 400, 409)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: NOON)
        patch.setattr("documents.actions.printing.pdf_of", lambda text: b"%PDF- prov")
        world = made_world()
        _make_texts(world)
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


def _make_texts(world) -> None:
    """Commissions composed of a shared text, in place of the plain ones of the table; and of each
    edition a remark and a working copy."""
    kind = world.bodies["A"].kind
    text = SharedText.objects.create(slug="delad", name="Delad", body_kind=kind)
    document = make.document(make.body(), kind=Document.Kind.SHARED_TEXT, shared_text=text)
    shared = version(text, "Syfte", "Medel", document=document)
    writer = world.users["admin"]
    # A body has one commission; those of the table that stand for others are something else here.
    Document.objects.filter(kind="commission").update(kind="notes")
    for name, letter in zip(COMMISSIONS, BODIES, strict=True):
        commission = make.document(world.bodies[letter])
        draft = actions.draft_from(commission, shared, by=writer, at=NOON, title=name)
        draft = _own(draft, "medel", writer)
        for heading in ("Eget", "Borta"):
            draft.refresh_from_db()
            actions.add_section(
                draft, by=writer, revision=draft.revision, heading=heading, level=1, after=""
            )
        draft.refresh_from_db()
        actions.take_out_section(draft, "borta", by=writer, revision=draft.revision)
        Edition.objects.filter(pk=draft.pk).update(is_shown="shown" in name)
        world.things[name] = (world.things[name][0], draft)
    _make_access(world)
    _make_drafts_of_texts(world)
    for name in EDITIONS:
        edition = Edition.objects.select_related("document__owner").get(pk=world.record(name).pk)
        world.things[name] = (world.things[name][0], edition)
        Comment.objects.create(
            edition=edition,
            token=name,
            section_key="eget" if name in COMMISSIONS else "avsnitt-1",
            text="En fråga?",
            by=writer,
            at=NOON,
        )
        WorkingCopy.objects.create(
            edition=edition, number=1, by=writer, at=NOON, content=frozen(edition)
        )


def _make_access(world) -> None:
    admin = world.users["admin"]
    asking = AccessRequest.objects.create(
        provider="r",
        issuer="https://r.example",
        subject="1",
        name="Prov",
        email="prov@prov.example",
        region=world.regions["R"],
        text="Jag ska skriva.",
        made_at=NOON,
    )
    invitation = Invitation.objects.create(
        person=make.person(),
        email="prov@prov.example",
        token_hash="0" * 64,
        invited_by=admin,
        invited_at=NOON,
        expires_at=NOON + 7 * DAY,
    )
    upload = TableUpload.objects.create(
        owner=admin,
        purpose=TableUpload.Purpose.ROSTER,
        name="lista.csv",
        made_at=NOON,
        headings=["Organ", "Roll", "Förnamn", "Efternamn"],
        rows=[[2, ["Organ A", "Ledamot", "Prov", "Provsson"], []]],
        at={"body": 0, "role": 1, "given": 2, "family": 3},
    )
    world.things |= {"access_request": (None, asking), "invitation": (None, invitation)}
    world.things |= {"upload": (None, upload)}


def _make_drafts_of_texts(world) -> None:
    """Of each text that is asked about a draft, and an earlier version to take up again."""
    for name, column in zip(TEXTS_OF, ("text", "lead", "lead", "summary", "name"), strict=True):
        record = world.record(name)
        now = getattr(record, column)
        setattr(record, column, "förr")
        record.save()
        setattr(record, column, now)
        record.save()
        TextDraft.objects.create(
            label=record._meta.label_lower,
            of=record.pk,
            token=name,
            version=record.history.first().pk,
            values={column: ["Utkast"]},
            by=world.users["admin"],
        )


def _own(draft, key, by):
    draft.refresh_from_db()
    actions.make_own(draft, key, by=by, revision=draft.revision, reason="Annat.")
    draft.refresh_from_db()
    return draft


def facts(world, address: str, on: str) -> dict:
    """What stands in the places of an address and of its form, about a thing or a body."""
    letter = on if on in BODIES else "A"
    body = world.bodies[letter]
    about = {
        "path": body.path,
        "of": "organ",
        "place": body.path,
        "kind": body.kind.slug if "csv" in address else body.kind.pk,
        "owner": body.pk,
        "slug": "delad",
        "number": 1,
        "name": "skicka",
        "key": "syfte",
        "form": "csv",
    }
    if on in world.things and not isinstance(world.record(on), Edition):
        about["pk"] = world.record(on).pk
        if "<int:row>" in address:
            about["row"] = version_of(world.record(on))
        if address.startswith(TEXT):
            record = world.record(on)
            about |= {"kind": BY_MODEL[type(record)].slug, "key": record.pk}
            about["number"], about["token"] = record.history.all()[1].pk, on
    elif on in world.things:
        edition = world.record(on)
        key = "avsnitt-1"
        if on in COMMISSIONS:
            key = KEYS.get(address.rstrip("/").rsplit("/", 1)[-1], "eget")
        about |= {
            "pk": edition.pk,
            "key": key,
            "comment_pk": edition.comments.get().pk,
            "revision": edition.revision,
            "section_revision": edition.sections.get(key=key).revision,
            "seen": fingerprint(edition),
        }
    elif place := next((each for each in OTHERS if address.startswith(f"arbetsyta/{each}")), None):
        about |= {"pk": world.record(OTHERS[place]).pk, "name": "stang-av"}
    else:
        about["pk"] = world.record(COMMISSIONS[0]).pk
    return about


def packed(user, about: dict) -> str:
    """What a Word file held, as its form carries it on: signed for the account."""
    file = [about["path"], "fil.docx", "Titel", "", [("Rubrik", 1, "<p>Text.</p>")], []]
    return signing.dumps(file, salt=f"word:{user.pk}", compress=True)


def filled(form: dict, about: dict) -> dict:
    return {
        name: value.format_map(about) if isinstance(value, str) else value
        for name, value in form.items()
    }


def let_in(rule: str, on: str, step: str) -> frozenset[str]:
    """The roles that a rule lets do what the address is for."""
    table = expected()
    if rule == "@document_write":
        return table[f"document_commission_{on}"][Action.WRITE]
    if rule in ("@contacts_read", "@contacts_write"):
        return table[f"contacts_{on}"][Action(rule.rpartition("_")[2])]
    if rule == "@step":
        return table[on][STEPS[step]]
    if rule.startswith("@"):
        return table[on][Action(rule[1:])]
    return named(rule)


def cases(rows: dict[str, Row], *, whole: bool):
    """Each address of the table with what it's about, and for the steps with each of them."""
    for pattern, row in rows.items():
        for on in row.on if whole or pattern in WHOLE else row.on[:2]:
            steps = list(STEPS) if row.get == "@step" else [""]
            for step in steps if whole or on == EDITIONS[0] else steps[:1]:
                yield pattern, row, on, step


def ask(world, rows, roles, *, whole: bool) -> tuple[int, int, list[str], set[str]]:
    """How many were refused and let in, what went wrong, and which addresses wrote something."""
    forbidden, allowed, wrong, wrote = 0, 0, [], set()
    clients = {role: Client() for role in roles}
    for role, client in clients.items():
        if role != "anonymous":
            client.force_login(world.users[role])
    table = expected()
    for pattern, row, on, step in cases(rows, whole=whole):
        about = facts(world, pattern, on) | ({"name": step} if step else {})
        for role, client in clients.items():
            about["packed"] = packed(world.users[role], about)
            address = "/" + PLACE.sub(lambda place: str(about[place[1]]), pattern)  # noqa: B023
            form = filled(row.form, about)
            stranger = role == "anonymous" or role.startswith("inactive")
            reads = on in table and role in table[on][Action.READ]
            for method, rule in (("get", row.get), ("post", row.post)):
                right = bool(rule) and role in let_in(rule, on, step)
                forbidden, allowed = forbidden + (not right), allowed + right
                with writes() as written, transaction.atomic():
                    answer = getattr(client, method)(address, form)
                    transaction.set_rollback(True)
                status = answer.status_code
                told = f"{role} {method} {address} ({on} {step}): {status} {written}"
                if written:
                    wrote.add(pattern)
                if stranger:
                    fine = status == 302 and answer["Location"].startswith(reverse("sign_in"))
                elif right:
                    fine = status in OPENED
                elif not rule:
                    fine = status in (200, 302, 404, 405)
                else:
                    # Who may read it isn't told that it isn't there, but why it can't be done.
                    told_why = reads or pattern.endswith("las-in/")
                    fine = status == 404 or (method == "post" and told_why and status in OPENED[1:])
                writing = right and (method == "post" or pattern in SHOWN_AHEAD)
                if not fine or (written and not writing):
                    wrong.append(told)
    return forbidden, allowed, wrong, wrote


# Where nothing is to be written: nothing waits for approval, no file is sent, the draft is there
# and has the shared text's version already.
CHANGES_NOTHING = {
    *("godkann/", "inklistrat/", "word/", "las-in/", "paborja/", "ta-in/", "utkast/", "samlat/"),
    *("bjud-in/", "gor/", "begaran/<int:pk>/", "ersattare/ny/", "kontakter/<body_path:path>/"),
    # What a roster does is tried in its own tests.
    *("utse/", "byt/", "avsluta/", "ratta/", "angra/", "sla-ihop/"),
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
