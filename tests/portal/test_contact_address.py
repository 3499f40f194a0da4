"""A body's own address is kept by its process support, and by nobody else's."""

import datetime

import pytest

from bodies.actions.contacts import change_address, version
from bodies.models import Body
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import today
from portal.models import Generation
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
WHERE = "/arbetsyta/kontakter/grupper/prov/"


@pytest.fixture(autouse=True)
def site():
    make.healthcare_region()
    make.region(email_domain="norr.example")


@pytest.fixture
def body():
    return make.body("Ögonsjukdomar", path="grupper/prov", email="gammal@norr.example")


@pytest.fixture
def support(client, body):
    user = make.user("Vera", office=False)
    make.holding(user, body, "processtod")
    client.force_login(user)
    return user


def generation() -> int:
    return Generation.objects.values_list("number", flat=True).first() or 0


def test_process_support_changes_the_address_and_the_public_sees_it(client, support, body):
    assert WHERE in client.get("/arbetsyta/kontakter/").content.decode()
    assert "gammal@norr.example" in client.get(WHERE).content.decode()
    before = generation()
    values = {"email": "ny@norr.example", "seen": version(body)}
    answer = client.post(WHERE, values, follow=True)
    assert "är nu ny@norr.example" in answer.content.decode()
    body.refresh_from_db()
    assert body.email == "ny@norr.example"
    assert generation() > before
    latest = body.history.latest("history_id")
    assert (latest.history_user, latest.history_change_reason) == (support, "Ny funktionsadress")
    # The same form sent twice leaves one row.
    number = body.history.count()
    assert client.post(WHERE, values).status_code == 302
    assert body.history.count() == number


def test_address_can_be_taken_away(client, support, body):
    answer = client.post(WHERE, {"email": "", "seen": version(body)}, follow=True)
    assert "är borttagen" in answer.content.decode()
    body.refresh_from_db()
    assert body.email == ""
    assert "Lägg till" in client.get("/arbetsyta/kontakter/").content.decode()


@pytest.mark.parametrize(
    "bad", ["inte en adress", "a@privat.test", "811218-9876@norr.example", "a\0@norr.example"]
)
def test_bad_address_is_refused_beside_the_field_and_kept(client, support, body, bad):
    number = body.history.count()
    answer = client.post(WHERE, {"email": bad, "seen": version(body)})
    assert answer.status_code == 400
    assert 'class="field-error"' in answer.content.decode()
    assert bad.split("\0")[0] in answer.content.decode()
    body.refresh_from_db()
    assert body.email == "gammal@norr.example"
    assert body.history.count() == number


@pytest.mark.parametrize("seen", [None, "", "0", "x"])
def test_change_that_did_not_see_what_is_stored_is_asked_about(client, support, body, seen):
    stale = version(body) if seen is None else seen
    body.email = "annan@norr.example"
    body.save()
    answer = client.post(WHERE, {"email": "min@norr.example", "seen": stale})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sparat nu: annan@norr.example" in page
    assert 'value="min@norr.example"' in page
    body.refresh_from_db()
    assert body.email == "annan@norr.example"
    with pytest.raises(Conflict):
        change_address(body, "min@norr.example", by=support, seen=stale)
    client.post(WHERE, {"email": "min@norr.example", "seen": version(body)})
    body.refresh_from_db()
    assert body.email == "min@norr.example"


def test_others_bodies_ended_ones_and_none_are_not_found(client, support, body):
    make.body(path="grupper/annan")
    make.holding(support, make.body(path="grupper/slut", end=today()), "processtod")
    for path in ("grupper/annan", "grupper/slut", "grupper/finns-inte"):
        where = f"/arbetsyta/kontakter/{path}/"
        assert client.get(where).status_code == 404
        assert client.post(where, {"email": "x@norr.example"}).status_code == 404
    assert not Body.objects.filter(email="x@norr.example").exists()


@pytest.mark.parametrize("as_", ["ledamot", None])
def test_member_and_former_support_do_not_change_it(client, body, as_):
    user = make.user(office=False)
    if as_:
        make.holding(user, body, as_)
    else:
        make.holding(user, body, "processtod", end=today())
    client.force_login(user)
    values = {"email": "ny@norr.example", "seen": version(body)}
    assert client.post(WHERE, values).status_code == 404
    with pytest.raises(Refused):
        change_address(body, "ny@norr.example", by=user, seen=version(body))
    assert WHERE not in client.get("/arbetsyta/kontakter/").content.decode()
    body.refresh_from_db()
    assert body.email == "gammal@norr.example"
