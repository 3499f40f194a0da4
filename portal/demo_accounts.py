"""The demo's accounts: one for each role, whose password anyone may know. The demo answers on its
own machine only."""

import datetime
import tomllib
from dataclasses import dataclass

PASSWORD = "demo"


@dataclass(frozen=True)
class SignIn:
    """An account of the demo, as it's told to whoever looks at it."""

    username: str
    purpose: str
    password: str = PASSWORD


def workspace_records(file: str, what: str) -> list[dict]:
    """The records of a file about the workspace, of the demo of the healthcare region that the
    database holds (1 query). None where it has no such file."""
    from organisation.models import HealthcareRegion
    from portal.fixture_files import demo_folder

    path = demo_folder(HealthcareRegion.objects.get().slug) / "arbetsyta" / file
    return tomllib.loads(path.read_text())[what] if path.is_file() else []


def accounts_told() -> list[dict]:
    return workspace_records("konton.toml", "account")


def sign_ins_there_are() -> list[SignIn]:
    """Those of the demo's accounts that have been made (2 queries)."""
    from organisation.models import User

    sign_ins = [SignIn(each["username"], each["purpose"]) for each in accounts_told()]
    names = [each.username for each in sign_ins]
    made = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    return [each for each in sign_ins if each.username in made]


def make_sign_ins() -> None:
    """Make the accounts where they are missing, each with the right of its role."""
    from organisation.models import User

    for each in accounts_told():
        if not User.objects.filter(username=each["username"]).exists():
            _make(each)


def _make(each: dict) -> None:
    from organisation.models import User

    person = _holder(each["post"]) if "post" in each else None
    if "post" in each and (person is None or User.objects.filter(person=person).exists()):
        return
    given, _, family = (person.name if person else each["name"]).partition(" ")
    user = User.objects.create_user(
        each["username"],
        email=f"{each['username']}@demo.example",
        password=PASSWORD,
        first_name=given,
        last_name=family,
        person=person,
        is_superuser=each.get("admin", False),
    )
    if slug := each.get("edits"):
        _make_editor(user, slug)
    if told := each.get("stands_in"):
        _let_stand_in(person, told)


def _holder(post: dict):
    """Who holds the post today: the one of a region's number, by the regions' order."""
    from bodies.models import Tenure
    from organisation.dates import today

    tenures = Tenure.objects.current(today()).filter(
        body__path=post["body"], post__role__slug=post["role"]
    )
    ordered = tenures.select_related("person__merged_into").order_by(
        "post__represents_region__order", "post__number", "pk"
    )
    people = [each.person.merged_into or each.person for each in ordered]
    return people[post["number"] - 1] if len(people) >= post["number"] else None


def _make_editor(user, slug: str) -> None:
    from django.contrib.auth.models import Group
    from guardian.shortcuts import assign_perm

    from bodies.standings import EDITS
    from organisation.models import Region

    if region := Region.objects.filter(slug=slug).first():
        group, _ = Group.objects.get_or_create(name=f"Redaktörer {region.name}")
        assign_perm(EDITS, group, region)
        user.groups.add(group)


def _let_stand_in(person, told: dict) -> None:
    from bodies.models import Body, Grant
    from organisation.dates import today

    if body := Body.objects.filter(path=told["body"]).first():
        on = today()
        grant = Grant(
            person=person,
            body=body,
            capacity=told["capacity"],
            start=on,
            end=on + datetime.timedelta(days=told["days"]),
            reason=told["reason"],
        )
        grant.full_clean()
        grant.save()
