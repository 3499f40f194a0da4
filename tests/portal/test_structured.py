"""What machines read: structured data, canonical addresses, the site map."""

import datetime
import json
import re
import xml.etree.ElementTree as ET

import pytest

from organisation.models import Page, Region
from tests import factories as make

pytestmark = pytest.mark.django_db

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def council(db):
    make.healthcare_region()
    region = make.region()
    kind = make.kind("rad", prefix="rad", name_prefix="Kunskapsråd")
    board = make.body("Nämnden", of=kind, path="rad/namnden")
    council = make.body("Kirurgi", of=kind, path="rad/kirurgi", start=datetime.date(2019, 1, 1))
    council.names.create(name="Kirurgirådet", kind="alias")
    make.relate(council, "part_of", board)
    person = make.person("Åsa </script> & Öberg")
    make.affiliation(person, region)
    make.appoint(person, make.post(council, "ordforande"), end=datetime.date(2040, 1, 1))
    make.post(council, represents_region=region)
    return council


def structured(answer):
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode(), re.S
    )
    assert len(found) == 1
    return json.loads(found[0])


def test_body_page_tells_machines_what_it_tells_readers(client, council):
    told = structured(client.get("/rad/kirurgi/"))
    assert told == {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "@id": "http://testserver/rad/kirurgi/",
        "url": "http://testserver/rad/kirurgi/",
        "name": "Kunskapsråd Kirurgi",
        "alternateName": ["Kirurgirådet"],
        "foundingDate": "2019-01-01",
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "name": "Kunskapsråd Nämnden",
            "url": "http://testserver/rad/namnden/",
        },
        "member": [
            {
                "@type": "OrganizationRole",
                "roleName": "Ordförande",
                "member": {"@type": "Person", "name": "Åsa </script> & Öberg"},
            }
        ],
    }


def test_no_text_can_end_the_element(client, council):
    text = client.get("/rad/kirurgi/").content.decode()
    assert "</script> &" not in text


def test_pages_of_other_days_tell_machines_nothing(client, council):
    text = client.get("/rad/kirurgi/?datum=2025-01-01").content.decode()
    assert "ld+json" not in text
    assert 'rel="canonical"' not in text


@pytest.mark.parametrize("address", ["/rad/kirurgi/", "/rad/kirurgi/?okand=1", "/rad/?namn=x"])
def test_canonical_address_is_the_page_without_questions(client, council, address):
    text = client.get(address).content.decode()
    path = address.split("?")[0]
    assert f'<link rel="canonical" href="http://testserver{path}">' in text
    assert '<meta property="og:title"' in text


def test_description_for_those_who_share_the_page_is_the_lead(client, council):
    Page.objects.create(path="om", title="Om", lead='Vad "vi" gör.')
    Page.objects.create(path="organisation", title="Organisation", body="<p>Om <em>oss</em>.</p>")
    for path, said in (("/om/", "Vad &quot;vi&quot; gör."), ("/organisation/", "Om oss.")):
        text = client.get(path).content.decode()
        assert f'<meta property="og:description" content="{said}">' in text
    back = client.get("/om/?datum=2025-01-01").content.decode()
    assert "og:description" not in back


def test_site_map_holds_every_public_page_and_no_other(client, council):
    Page.objects.create(path="om", title="Om")
    make.body("Avslutad", of=make.kind("rad"), path="rad/slut", end=datetime.date(2020, 1, 1))
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    found = {each.text for each in ET.fromstring(answer.content).findall("s:url/s:loc", SITEMAP)}
    paths = {each.removeprefix("http://testserver") for each in found}
    region = Region.objects.get()
    assert paths == {
        *("/", "/organisation/", "/organisation/skiss/", "/organisation/skiss/stor/"),
        *("/regioner/", f"/regioner/{region.slug}/", "/nytt/", "/om/"),
        *("/rad/", "/rad/namnden/", "/rad/kirurgi/", "/rad/slut/"),
    }
    for path in paths - {"/organisation/"}:  # its page is none of this test's data
        assert client.get(path).status_code == 200, path


def test_robots_names_the_site_map(client, council):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
