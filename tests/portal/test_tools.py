"""What someone who has signed in meets on public pages; readers meet nothing of it."""

import pytest

from bodies.models import Body
from organisation.models import Page
from tests import factories as make

pytestmark = pytest.mark.django_db
WORDS = "För dig som har loggat in"


@pytest.fixture
def body():
    make.healthcare_region()
    return make.body("Ögonsjukdomar", function=Body.Function.PROGRAMME_AREA)


def test_reader_gets_the_same_page_whoever_is_signed_in_elsewhere(client, body):
    before = client.get(body.url)
    client.force_login(make.user())
    signed_in = client.get(body.url)
    client.logout()
    after = client.get(body.url)
    assert WORDS in signed_in.content.decode()
    assert before.content == after.content
    assert WORDS not in after.content.decode()
    assert "Cookie" not in after.headers.get("Vary", "")
    assert not after.cookies


def test_page_of_someone_signed_in_is_kept_by_nobody(client, body):
    client.force_login(make.user())
    assert client.get(body.url)["Cache-Control"] == "private, no-store"


def test_links_are_those_to_what_the_person_may_do(client, body):
    user = make.user(office=False)
    client.force_login(user)
    assert "/arbetsyta/kontakter/" not in client.get(body.url).content.decode()
    make.holding(user, body, "processtod")
    page = client.get(body.url).content.decode()
    assert f'href="/arbetsyta/uppdrag/#{body.path.replace("/", "-")}"' in page
    assert 'href="/arbetsyta/kontakter/"' in page
    other = make.body(function=Body.Function.PROGRAMME_AREA)
    assert "/arbetsyta/kontakter/" not in client.get(other.url).content.decode()


def test_link_leads_to_the_row_of_the_body(client, body):
    client.force_login(make.user())
    listed = client.get("/arbetsyta/uppdrag/").content.decode()
    assert f'id="{body.path.replace("/", "-")}"' in listed


def test_cookie_of_a_session_that_is_over_gives_the_readers_page(client, body):
    before = client.get(body.url).content
    client.cookies["session"] = client.cookies["__Host-session"] = "gone"
    assert client.get(body.url).content == before


def test_editor_finds_the_way_to_change_the_persons_of_the_own_region_only(client):
    region, other = make.region(), make.region()
    own, theirs = make.person(), make.person()
    for person, at in ((own, region), (theirs, other)):
        make.affiliation(person, at)
        make.appoint(person, make.post(make.body(), represents_region=at))
    client.force_login(make.editor_of(make.user(office=False), region))
    assert f'href="/admin/personer/{own.pk}/"' in client.get(own.url).content.decode()
    assert "/admin/personer/" not in client.get(theirs.url).content.decode()
    assert "/admin/regioner/" not in client.get(region.url).content.decode()


def test_administrator_finds_the_way_to_change_what_pages_are_about(client, body):
    client.force_login(make.user(office=False, is_superuser=True))
    region = make.region()
    page = Page.objects.create(path="om", title="Om oss")
    for record, kind in ((body, "organ"), (region, "regioner"), (page, "sidor")):
        address = f'href="/admin/{kind}/{record.pk}/"'
        assert address in client.get(record.url).content.decode()
