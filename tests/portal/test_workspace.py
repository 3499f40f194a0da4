"""Who has what to do, and to put right, on which day; against what is written by hand in
workspace_tasks.toml."""

import datetime
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from bodies.standings import standing_of
from organisation.models import User
from organisation.rights import Capacity
from organisation.standing import Holding, Standing
from portal import demo
from portal.findings import findings_of
from portal.tasks import tasks_of
from tests.conftest import ANCHOR

TOLD = tomllib.loads((Path(__file__).parent / "workspace_tasks.toml").read_text())
DAYS, SAME = TOLD.pop("days"), TOLD.pop("same")
CELLS = [(name, number) for name in TOLD for number in range(len(DAYS))]


def standing_of_admin(on):
    return Standing(on, holdings=(Holding(Capacity.ADMIN, "Kontot är administratör"),))


def spelled_out(lines):
    """The lines, with those that stand below `same` in place of their names."""
    return sorted(
        said for line in lines for said in (SAME[line[1:]] if line.startswith("=") else [line])
    )


@pytest.fixture(scope="module")
def accounts(demo_data, django_db_blocker):
    """The demo's accounts, made on its anchor day."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("organisation.dates.today", lambda: ANCHOR)
        demo.make_sign_ins()
        demo.fill_in_addresses()
        demo.make_work()
        return {each.username: each for each in User.objects.all()}


def test_the_days_and_the_accounts_are_those_of_the_demo(accounts):
    assert DAYS[0] == ANCHOR
    assert DAYS[1] - DAYS[0] == datetime.timedelta(days=200)
    assert set(accounts) == set(TOLD)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "number"), CELLS)
def test_each_account_has_just_these_tasks(accounts, name, number):
    on = DAYS[number]
    found = tasks_of(standing_of(accounts[name], on), on)
    assert sorted(f"{each.code}: {each.subject}" for each in found) == spelled_out(
        TOLD[name]["tasks"][number]
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "number"), CELLS)
def test_each_account_has_just_these_to_put_right(accounts, name, number):
    on, many = DAYS[number], TOLD[name]["many"][number]
    found = findings_of(standing_of(accounts[name], on), on)
    listed = [f"{each.code}: {each.subject}" for each in found if each.code not in many]
    assert sorted(listed) == spelled_out(TOLD[name]["findings"][number])
    assert Counter(each.code for each in found if each.code in many) == many
