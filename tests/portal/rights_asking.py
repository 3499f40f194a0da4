"""Asking the addresses of the workspace: what stands in their places and forms, whom the table lets
in, and what each role was answered and wrote."""

import re

from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import reverse

from documents.actions.locking import fingerprint
from documents.models import Edition
from organisation.actions.records import version_of
from organisation.rights import Action
from portal.texts.kinds import BY_MODEL

from .rights_addresses import BODIES, COMMISSIONS, EDITION, EDITIONS, SECTION, STEPS, TEXT, Row
from .rights_checks import writes
from .rights_world import expected, named

# Asked each time about all that they may be about; the rest about one's own and another's.
WHOLE = {EDITION, SECTION, EDITION + "steg/<slug:name>/"}
# The sections of the commissions that a step is about, where it isn't any of their own.
KEYS = {"gor-egen": "syfte", "gor-gemensam": "medel", "ta-tillbaka": "borta"}
# What else addresses are about: a thing of the table, or one made here.
OTHERS = {
    "synpunkter/": "feedback",
    "konton/begaran/": "access_request",
    "konton/": "account_of_chair_A",
    "inbjudningar/": "invitation",
    "ersattare/": "grant_A",
    "organ/las-in/": "upload",
    "mal/las-in/": "measured_table",
    "mal/malvarden/": "goal_target",
    "mal/andringar/": "measurement",
    "mal/": "goal",
}
# What makes a change to show a page as it would be, and takes it back.
SHOWN_AHEAD = {TEXT + "forhandsgranska/"}
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
OPENED = (200, 302, 400, 409)


def facts(world, address: str, on: str) -> dict:
    """What stands in the places of an address and of its form, about a thing or a body."""
    letter = on if on in (*BODIES, "K") else "A"
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
    if "<day:day>" in address:
        tick = world.record(f"handover_{letter}")
        about |= {"day": tick.day, "leaving": tick.leaving_id, "coming": tick.coming_id}
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
        if address.endswith("aktiviteter/<int:number>/ta-tillbaka/"):
            about["number"] = 2
        about |= {
            "pk": edition.pk,
            "file": edition.attachments.get(removed=address.endswith("/ta-tillbaka/")).pk,
            "key": key,
            "comment_pk": edition.comments.get().pk,
            "revision": edition.revision,
            "section_revision": edition.sections.get(key=key).revision,
            "seen": fingerprint(edition),
        }
    elif place := next((each for each in OTHERS if address.startswith(f"arbetsyta/{each}")), None):
        record = world.record(OTHERS[place])
        about |= {"pk": record.pk, "name": "stang-av"}
        if place == "mal/las-in/" and address.endswith("angra/"):
            about["pk"] = world.record("table_that_is_done").pk
        elif place.startswith("mal/") and place != "mal/las-in/":
            about |= facts_of_goal(world, record, address)
    else:
        about["pk"] = world.record(COMMISSIONS[0]).pk
    return about


def facts_of_goal(world, record, address: str) -> dict:
    """What stands where a goal, a target or a change of a measurement is asked about."""
    measured = version_of(world.record("measurement"))
    of_period = "perioder" in address
    return {
        "pk": measured if "angra" in address else record.pk,
        "first": world.record("measurement").period_start,
        "goal_version": measured if of_period else version_of(record),
    }


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
    if rule.startswith(("@contacts_", "@handover_", "@goals_")):
        thing, _, action = rule[1:].rpartition("_")
        return table[f"{thing}_{on}"][Action(action)]
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
