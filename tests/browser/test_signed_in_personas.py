"""The eight of the brief (docs/domain.md, "Who comes, and for what"), signed in as accounts of the
demo: each from the workspace to what they came for, by links that are seen, within three clicks,
on a wide and on a narrow screen.

Not walked, since there is no data for it yet: agendas, papers and minutes (1, 2, 3), plans and
reports (4, 5, 6), consultations (4, 7).
"""

import pytest

from tests.browser.looking import USUAL
from tests.browser.test_personas import REGIONS, Visitor

pytestmark = pytest.mark.browser

WORKSPACE = "/arbetsyta/"


@pytest.fixture(params=USUAL)
def comes(visit, request):
    """`comes(account)` stands at the start of the workspace."""
    return lambda account: Visitor(visit(WORKSPACE, request.param, signed_in=account))


def test_1_whoever_answers_a_journalist_reads_what_the_board_decides(comes):
    visitor = comes("admin").follow("Till webbplatsen", "Samverkansnämnden")
    assert "priser för såld vård" in visitor.text("main")


def test_2_a_member_sees_who_sits_in_the_body(comes):
    visitor = comes("ledamot").follow("Levnadsvanor", "Personer")
    for region in REGIONS:
        assert region in visitor.text("main")


def test_2_a_member_sees_what_is_shown_of_them(comes):
    visitor = comes("ledamot").follow("Mina uppgifter")
    assert "Anknytning" in visitor.text("#mina-uppgifter")


def test_3_whoever_keeps_a_body_sees_whom_the_office_goes_to(comes):
    visitor = comes("processtod").follow("Samverkansgrupp Uppföljning och analys", "Rotation")
    assert all(region in visitor.text("main") for region in REGIONS)


def test_4_process_support_keeps_the_contact_current(comes):
    visitor = comes("processtod").follow("Ändra adressen, Levnadsvanor")
    assert visitor.page.locator("input[type=email]").is_visible()


def test_4_process_support_goes_on_with_the_draft(comes):
    visitor = comes("processtod").follow("Levnadsvanor, version 3")
    assert visitor.page.locator(".card").first.is_visible()


def test_4_whoever_is_new_finds_the_guide(comes):
    visitor = comes("processtod").follow("Hjälp och vägledning", "Nytt processtöd")
    assert visitor.text("h1") == "Nytt processtöd"


def test_5_a_chair_reads_the_commission(comes):
    visitor = comes("ordforande").follow("Levnadsvanor", "Uppdrag")
    assert visitor.page.url.endswith("/uppdrag/") or visitor.page.url.endswith("#uppdrag")
    assert "uppdrag" in visitor.text("main")


def test_6_a_council_leader_sees_the_posts_that_the_council_fills(comes):
    visitor = comes("kunskapsrad").follow("Utse eller avsluta någon")
    assert "Levnadsvanor" in visitor.text("main")


def test_6_the_staff_office_sees_what_is_vacant(comes):
    visitor = comes("skribent")
    assert "saknar" in visitor.text("#att-ratta")
    assert "Utse ordförande" in visitor.text("#uppgifter")


def test_7_who_represents_a_region(comes):
    visitor = comes("regionredaktor").follow(
        "Till webbplatsen", "Region Kalmar län", "Vilka som kommer från regionen"
    )
    assert "Levnadsvanor" in visitor.text("main")


def test_8_the_right_contact_of_a_group(comes):
    visitor = comes("granskare").follow("Hämta en kontaktlista")
    assert "Levnadsvanor" in visitor.text("main")
