"""What is invented on top of another healthcare region's facts, and what follows from it."""

import pytest

from bodies.models import Body
from bodies.standings import standing_of
from documents.models import Edition
from documents.rules import State
from organisation.dates import today
from organisation.models import User
from portal.demo import make_sign_ins, make_work
from portal.demo_accounts import sign_ins_there_are
from tests.portal.all_pages import get, main_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sodra_demo")]


def test_chairs_of_the_forums_meet_once_a_year():
    shown = main_of("/styrgruppen/arligt-mote/")
    chairs = ["Hugo Exempelvik", "Sara Exempelgren"]
    assert [each for each in chairs if each not in shown] == []
    assert shown.count("Följer av posten: ordförande i Exempelsamråd") == 3
    assert "Vakant" in shown


def test_director_chairs_the_steering_group():
    shown = main_of("/styrgruppen/")
    assert "Moa Exempelborg" in shown
    assert "1 av 6 är vakant" in shown
    # Whoever directed before is told among those who were chair.
    assert "Dag Exempelström, ordförande" in shown


def test_everything_invented_is_called_so():
    forums = Body.objects.filter(function=Body.Function.MANAGERS_FORUM)
    names = [each.name for each in forums.named(today())]
    assert len(names) == 3
    assert all(each.startswith("Exempelsamråd") for each in names)
    assert "<strong>Demo.</strong>" in get("/")


def test_each_account_of_the_demo_is_made_and_has_what_its_role_gives():
    make_sign_ins()
    accounts = User.objects.all()
    given = {
        each.username: sorted(
            {
                str(holding.capacity)
                for holding in standing_of(accounts.get(username=each.username), today()).holdings
            }
        )
        for each in sign_ins_there_are()
    }
    assert given == {
        "ledamot": ["member"],
        "ordforande": ["chair", "member"],
        "styrgrupp": ["member"],
        "skribent": ["office", "support"],
        # The director chairs the steering group.
        "granskare": ["chair", "member", "office"],
        "regionredaktor": ["editor"],
        "admin": ["admin"],
    }


def test_accounts_have_something_under_way():
    make_sign_ins()
    make_work()
    open_ones = Edition.objects.exclude(state=State.PUBLISHED)
    assert sorted(open_ones.values_list("document__owner__path", "state", "author__username")) == [
        ("chefsamrad/exempelsamrad-akutsjukvard", "submitted", "skribent"),
        ("chefsamrad/exempelsamrad-ogonsjukvard", "draft", "skribent"),
    ]
