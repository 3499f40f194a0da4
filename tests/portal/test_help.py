"""The help beside each task, and the guides for those who are new."""

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from organisation.models import AccessRequest, Feedback
from portal.help import HELP, help_for
from tests import factories as make

pytestmark = pytest.mark.django_db
HELP_PAGE = "/arbetsyta/hjalp/"
TODAY = datetime.date.today()


@pytest.fixture(autouse=True)
def site():
    make.healthcare_region()


def workspace_names() -> dict[str, str]:
    """Every address of the workspace, by the name of its view."""
    found = {}
    for each in get_resolver().url_patterns:
        address = str(each.pattern)
        if address.startswith("arbetsyta/"):
            found[each.name] = address
    return found


def test_every_address_of_the_workspace_has_a_help_text():
    names = workspace_names()
    assert len(names) > 55
    missing = {name: at for name, at in names.items() if help_for(name) is None}
    assert missing == {}


def test_every_page_of_the_administration_has_a_help_text():
    (admin,) = (each for each in get_resolver().url_patterns if str(each.pattern) == "admin/")
    found = set()

    def walk(patterns):
        for each in patterns:
            if hasattr(each, "url_patterns"):
                walk(each.url_patterns)
            else:
                found.add(each.name)

    walk(admin.url_patterns)
    assert len(found) > 80
    assert {name for name in found if help_for(f"admin:{name}") is None} == set()


def test_help_is_for_addresses_that_there_are():
    names = set(workspace_names())
    asked = {name for each in HELP for name in each.names if not name.startswith("admin:")}
    assert asked <= names
    # Once each, so that it's plain which text is shown.
    assert sum(len(each.names) for each in HELP) == len({n for each in HELP for n in each.names})


def test_help_says_what_who_sees_it_and_what_happens_next_in_few_plain_words():
    for each in HELP:
        for text in (each.what, each.seen, each.then):
            assert text.endswith("."), each.names
            assert 3 <= len(text.split()) <= 60, each.names
            assert not re.search(r"\b(bl\.a|t\.ex|dvs|mm|resp|ev|klicka här)\b", text), each.names
            assert max(len(one.split()) for one in re.split(r"[.:]\s", text)) <= 28, text


def test_help_stands_on_the_page_of_the_task_and_in_the_frame(client):
    client.force_login(make.user())
    page = unescape(client.get("/arbetsyta/konton/bjud-in/").content.decode())
    assert help_for("desk_invite").what in page
    assert help_for("desk_invite").then in page
    for address in ("/arbetsyta/", "/arbetsyta/konton/", "/admin/", "/admin/personer/ny/"):
        page = client.get(address).content.decode()
        assert f'href="{HELP_PAGE}"' in page, address
        assert "Hjälp med den här sidan" in unescape(page), address


def steps(client, guide, status=200) -> list[tuple[str, str]]:
    """The steps of a guide, each with whether it's done, to do, or neither."""
    answer = client.get(f"{HELP_PAGE}{guide}/")
    assert answer.status_code == status, answer.status_code
    found = re.findall(r'<li class="guide-step.*?</h3>', answer.content.decode(), re.S)
    told = []
    for each in found:
        title = re.search(r'<span class="guide-title">(.*?)</span>', each, re.S)[1]
        mark = re.search(r'<span class="guide-mark[^"]*">(.*?)</span>', each, re.S)
        told.append((unescape(title).strip(), unescape(mark[1]).strip() if mark else ""))
    return told


def own(user, body, role):
    return make.holding(user, body, role)


BEGIN = [
    ("Logga in", "Klart"),
    ("Slå på tvåstegsinloggning", "Att göra"),
    ("Se vad du får göra", ""),
]


def test_new_chair_sees_what_is_done_in_each_of_their_bodies(client):
    user = make.user(office=False, person=make.person("Eva Prov"))
    tand = make.body("Tandvård", path="omraden/tand", email="")
    ogon = make.body("Ögon", path="omraden/ogon", email="ogon@region.test")
    make.body("Hud", path="omraden/hud")
    own(user, tand, "ordforande")
    own(user, ogon, "ordforande")
    make.post(tand)
    make.appoint(make.person("Siv Prov"), make.post(ogon, "processtod"))
    client.force_login(user)
    assert steps(client, "ny-ordforande") == [
        *BEGIN,
        ("Läs uppdraget", ""),
        ("Fyll de vakanta posterna", "Att göra"),
        ("Ha ett processtöd", "Att göra"),
        ("Ha en funktionsadress", "Att göra"),
        ("Skriv till alla i organet", ""),
        ("Läs uppdraget", ""),
        ("Fyll de vakanta posterna", "Klart"),
        ("Ha ett processtöd", "Klart"),
        ("Ha en funktionsadress", "Klart"),
        ("Skriv till alla i organet", ""),
    ]
    page = unescape(client.get(f"{HELP_PAGE}ny-ordforande/").content.decode())
    assert "Siv Prov" in page
    assert "Hud" not in page
    assert 'href="/omraden/tand/"' in page


def test_new_process_support_sees_what_is_theirs_to_do(client):
    user = make.user(office=False, person=make.person("Siv Prov"))
    tand = make.body("Tandvård", path="omraden/tand", email="tand@region.test")
    own(user, tand, "processtod")
    client.force_login(user)
    assert steps(client, "nytt-processtod") == [
        *BEGIN,
        ("Ha en funktionsadress", "Klart"),
        ("Se vilka poster som är vakanta", "Klart"),
        ("Läs uppdraget", ""),
        ("Ha ett utkast när uppdraget ska ändras", ""),
        ("Skriv till alla i organet", ""),
    ]


def test_guide_of_another_role_is_read_without_bodies(client):
    """Whoever wonders how it will be reads the steps, and nothing of others' bodies."""
    make.body("Hud", path="omraden/hud")
    client.force_login(make.user(office=False))
    assert steps(client, "ny-ordforande") == BEGIN
    page = unescape(client.get(f"{HELP_PAGE}ny-ordforande/").content.decode())
    assert "Hud" not in page
    assert "Du är inte ordförande i något organ i dag" in page
    assert steps(client, "finns-inte", 404) == []


def test_staff_and_administrators_have_guides_of_their_own(client):
    client.force_login(make.user())
    assert [title for title, _ in steps(client, "staben")][3:] == [
        "Svara den som ber om behörighet",
        "Läs synpunkterna",
        "Se vilka uppdrag som ligger efter",
    ]
    Feedback.objects.create(token="t", path="/", text="Bra")
    assert dict(steps(client, "staben"))["Läs synpunkterna"] == "Att göra"
    admin = make.user("Ada", office=False, is_superuser=True)
    client.force_login(admin)
    north = make.region(name="Region Norr")
    told = dict(steps(client, "administrator"))
    assert told["Var minst två administratörer"] == "Att göra"
    assert told["Ha en redaktör i varje region"] == "Att göra"
    make.user("Bo", office=False, is_superuser=True)
    for region in {north, *type(north).objects.all()}:
        make.editor_of(make.user(office=False), region)
    told = dict(steps(client, "administrator"))
    assert told["Var minst två administratörer"] == "Klart"
    assert told["Ha en redaktör i varje region"] == "Klart"


def test_editor_sees_what_is_left_in_their_region(client):
    north = make.region(name="Region Norr")
    person = make.person("Eva Prov", email="")
    make.affiliation(person, north)
    body = make.body("Tandvård")
    make.appoint(person, make.post(body, represents_region=north))
    make.post(body, represents_region=north, number=2)
    client.force_login(make.editor_of(make.user(office=False), north))
    assert steps(client, "regionredaktor") == [
        *BEGIN,
        ("Fyll regionens vakanta poster", "Att göra"),
        ("Ha en adress till var och en", "Att göra"),
        ("Se vad som har ändrats", ""),
    ]


def test_guides_are_listed_those_that_are_ones_own_first(client):
    user = make.user(office=False, person=make.person())
    own(user, make.body("Tandvård"), "processtod")
    client.force_login(user)
    page = client.get(HELP_PAGE).content.decode()
    order = re.findall(r'href="/arbetsyta/hjalp/([a-z-]+)/"', page)
    assert order[0] == "nytt-processtod"
    assert set(order) == {
        *("ny-ordforande", "nytt-processtod", "regionredaktor", "staben", "administrator"),
    }


def test_answers_to_requests_are_ticked_off(client):
    client.force_login(make.user())
    assert dict(steps(client, "staben"))["Svara den som ber om behörighet"] == "Klart"
    AccessRequest.objects.create(
        provider="r",
        issuer="https://r.example",
        subject="1",
        name="Prov",
        email="prov@prov.example",
        region=make.region(),
        text="Jag ska skriva.",
        made_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    assert dict(steps(client, "staben"))["Svara den som ber om behörighet"] == "Att göra"


def test_queries_are_as_many_for_five_bodies_as_for_twenty(client):
    user = make.user(office=False, person=make.person())
    client.force_login(user)
    found = {}
    for count in (5, 20):
        for number in range(count):
            body = make.body(f"Organ {count} {number}")
            own(user, body, "ordforande")
            make.appoint(make.person(), make.post(body, "processtod"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{HELP_PAGE}ny-ordforande/").status_code == 200
        found[count] = len(queries)
    assert found[5] == found[20] <= 20, found
