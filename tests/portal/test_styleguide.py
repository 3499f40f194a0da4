"""The style guide shows every component and every value, and search engines are kept from it."""

from pathlib import Path

import pytest
from django.conf import settings

from portal.tokens import SHEET, tokens, values
from tests import factories as make

COMPONENTS = sorted(
    f"components/{each.name}"
    for each in Path(settings.BASE_DIR, "templates", "components").glob("*.html")
)


@pytest.fixture
def guide(client, db):
    make.healthcare_region()
    make.region()
    return client.get("/stilguide/")


def test_every_component_is_shown(guide):
    assert guide.status_code == 200
    shown = {each.name for each in guide.templates}
    assert len(COMPONENTS) > 20
    assert [each for each in COMPONENTS if each not in shown] == []


def test_search_engines_are_kept_from_the_guide(guide, client):
    assert guide["X-Robots-Tag"] == "noindex"
    assert b'<meta name="robots" content="noindex">' in guide.content
    assert b"stilguide" not in client.get("/sitemap.xml").content


def test_every_colour_and_space_of_the_sheet_is_shown(guide):
    page = guide.content.decode()
    colours, spaces, type_sizes, measures = tokens()
    shown = [*colours, *spaces, *type_sizes, *measures]
    declared = set(values(SHEET.read_text())[0]) - {"color-scheme", "sans"}
    assert {each.name for each in shown} == declared
    assert [each.name for each in shown if f"<strong>{each.name}</strong>" not in page] == []


def test_colours_are_those_of_both_schemes():
    light, dark = values("""@layer tokens, base;
      :root { color-scheme: light dark; --ink: #111; /* --no: #1; */ --paper: #fff; }
      @media (prefers-color-scheme: dark) { :root { --ink: #eee; } }
      .asof { --ink: #222; }""")
    assert light == {"ink": "#111", "paper": "#fff"}
    assert dark == {"ink": "#eee"}


def test_a_value_that_refers_to_another_is_shown_as_that_one():
    colours = {each.name: each for each in tokens()[0]}
    assert colours["focus-inner"].light == colours["ink"].light
    assert colours["focus-inner"].dark == colours["focus-outer"].light
    assert colours["focus-outer"].dark == colours["ink"].dark


def test_the_sample_form_shows_its_errors_without_asking_for_attention(guide):
    page = guide.content.decode()
    assert page.count("field-error") == 2
    assert 'role="alert"' not in page
    assert "autofocus" not in page
