"""The pages of another healthcare region, without anything invented: what it has stands there, what
it hasn't is absent or says so, and nothing of another healthcare region's stands there."""

import re

import pytest
from django.test import Client

from organisation.models import Page, Shortcut
from tests.portal.all_pages import addresses, get, main_of
from tests.sets import SETS, pattern
from tests.sources.reading import corrected, lines, plain, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sodra")]

PROMISES = "programmes.patientpromise"
FORUMS, TEXT = "/chefsamrad/", "/gemensamma-texter/chefsamrad/"


def test_no_page_holds_what_belongs_to_the_other_healthcare_region():
    found = addresses()
    assert len(found) > 18
    assert {f"/{each.path}/" for each in Page.objects.all()} <= set(found)
    others = pattern(SETS["sydostra"], PROMISES)
    told = [(path, others.findall(get(path).lower())) for path in found]
    assert [each for each in told if each[1]] == []


def test_every_link_of_the_site_leads_to_a_page():
    for each in Shortcut.objects.all():
        assert each.target, each
        assert get(each.target), each


def test_what_there_is_nothing_of_has_no_way_to_it():
    home = get("/")
    for path in ("/loften/", "/nationellt/", "/programomraden/", "/kunskapsrad/"):
        assert f'"{path}' not in home
        assert Client().get(path).status_code == 404, path


def test_home_tells_of_four_regions_each_with_its_own_shape():
    page = get("/")
    masthead = page[page.index('class="wordmark"') : page.index("</header>")]
    assert re.findall(r"mark mark-(\d)", masthead) == ["1", "2", "3", "4"]
    regions = page[page.index('class="region-list"') : page.index('class="contents"')]
    assert re.findall(r"mark mark-(\d)", regions) == ["1", "2", "3", "4"]
    shown = plain(text_of(page, "main"))
    assert "0 chefsamråd" in shown
    assert "Källan räknar inte upp regionerna." in shown


def test_lists_without_bodies_say_so():
    shown = main_of(FORUMS)
    assert "Inga chefsamråd är registrerade ännu." in shown
    # No kind of body stands above a forum: nothing to choose or to tell of it.
    assert 'name="rad"' not in get(FORUMS)
    assert "Uppgift saknas" not in shown
    assert "Inget att visa ännu." in main_of("/arbetsgrupper/")


def test_chart_has_no_boxes_for_what_there_is_nothing_of():
    shown = main_of("/organisation/skiss/")
    for each in ("Södra regionvårdsnämnden", "Ledningsgruppen", "Styrgruppen", "Årligt möte"):
        assert each in shown
    assert "Arbetsgrupper" not in shown
    assert shown.count("Tolkning") == 3


def test_steering_group_shows_six_places_and_how_its_chair_was_read():
    shown = main_of("/styrgruppen/")
    assert shown.count("Ledamot") == 6
    assert "Följer av posten: direktör i Södra regionvårdsnämndens kansli" in shown
    assert "Källan säger inte om ordföranden är en av de sex ledamöterna." in shown
    assert "Ledningsgruppen i Södra sjukvårdsregionen utser" in shown


def test_text_of_the_forums_is_shown_word_for_word():
    shown = main_of(TEXT)
    text = lines(corrected("003"))[2:]
    at = -1
    for each in map(plain, text):
        assert each in shown, each
        at = shown.index(each, max(at, 0))
    assert "Vem som har beslutat den står inte." in shown
