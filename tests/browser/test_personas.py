"""The eight who come to the site (docs/domain.md), each on the way from the home page to what they
came for: at most three clicks, by links that are seen and that say where they lead."""

from collections import Counter
from urllib.parse import urlsplit

import pytest

from tests.browser.looking import USUAL

pytestmark = pytest.mark.browser

MOST_CLICKS = 3
REGIONS = ["Region Jönköpings län", "Region Kalmar län", "Region Östergötland"]
# The links that a reader sees and takes for the words: their text without soft hyphens.
SEEN = """(words) => [...document.querySelectorAll("a[href]")]
  .map((each, number) => [each, number])
  .filter(([each]) => each.checkVisibility({visibilityProperty: true})
    && each.innerText.replace(/\\u00ad/g, "").replace(/\\s+/g, " ").trim() === words)
  .map(([each, number]) => [number, each.href])"""


class Visitor:
    """Someone at the home page who knows what they want and follows what the links say."""

    def __init__(self, page):
        self.page = page
        self.clicks = 0

    def follow(self, *links: str) -> "Visitor":
        """Click one link after the other. A link that isn't seen, or words that lead to two places,
        end the walk."""
        for words in links:
            found = self.page.evaluate(SEEN, words)
            places = {href for _, href in found}
            assert len(places) == 1, (words, self.page.url, sorted(places))
            self.page.locator("a[href]").nth(found[0][0]).click()
            self.page.wait_for_load_state()
            self.clicks += 1
            assert self.clicks <= MOST_CLICKS
        return self

    def stands_at(self, path: str) -> bool:
        return urlsplit(self.page.url).path == path

    def text(self, selector: str) -> str:
        """What a part of the page says, as read."""
        return plain(self.page.locator(selector).first.inner_text())

    def texts(self, selector: str) -> list[str]:
        return [plain(each) for each in self.page.locator(selector).all_inner_texts()]

    def fact(self, label: str, part: str = "dd") -> str:
        """The value of one of the facts beside the text, or a part of it: its link."""
        facts = self.page.locator(".facts > div")
        found = facts.filter(has=self.page.locator("dt", has_text=label))
        return plain(found.locator(part).first.inner_text())


def plain(text: str) -> str:
    """Text with single spaces and without soft hyphens and joiners."""
    unseen = dict.fromkeys(map(ord, "\N{SOFT HYPHEN}\N{WORD JOINER}"))
    return " ".join(text.translate(unseen).split())


@pytest.fixture(params=USUAL)
def visitor(visit, request):
    return Visitor(visit("/", request.param))


# 1. A resident or a journalist.


def test_resident_learns_how_to_appeal(visitor):
    visitor.follow("Så överklagar du")
    assert visitor.stands_at("/om/overklaga/")
    assert "tre veckor" in visitor.text("main")


def test_resident_learns_how_to_ask_for_a_document(visitor):
    visitor.follow("Begär ut en handling")
    assert visitor.stands_at("/om/handlingar/")
    # Neither name nor reason is asked for.
    said = visitor.text("main")
    assert "vem du är" in said or "ditt namn" in said


def test_journalist_learns_what_the_board_decides(visitor):
    visitor.follow("Samverkansnämnden")
    assert "priser för såld vård" in visitor.text("main")


def test_resident_learns_what_patients_are_promised(visitor):
    visitor.follow("Våra löften")
    promises = visitor.page.locator("main ol.is-first a[href^='/loften/']")
    assert promises.count() == 7


# 2. A member or substitute of the board.


def test_member_sees_who_sits_in_the_board(visitor):
    visitor.follow("Samverkansnämnden", "Personer")
    for region in REGIONS:
        row = visitor.page.locator("table.posts tr").filter(has_text=region).last
        labels = [plain(each).casefold() for each in row.locator(".seat-label").all_inner_texts()]
        seats = Counter("ersättare" if "ersättare" in each else "ledamot" for each in labels)
        assert seats["ersättare"] == 3, region
        assert seats["ledamot"] >= 3, region


# 3. The secretary of the board or of the executive.


@pytest.mark.parametrize("body", ["Samverkansnämnden", "Regionsjukvårdsledningen"])
def test_secretary_sees_which_region_takes_over_and_when(visitor, body):
    visitor.follow(body, "Rotation")
    ribbons = visitor.page.locator("section", has=visitor.page.locator("#ordforandeskap"))
    secretary = ribbons.locator("h3:text-is('Sekreterare') + ol .term.is-next")
    said = plain(secretary.first.inner_text())
    assert any(region in said for region in REGIONS)
    assert sum(each.isdigit() for each in said) == 8, said


# 4. The process support of a group.


def test_process_support_sees_the_roster_and_tells_what_is_wrong(visitor):
    visitor.follow("Samverkansgrupper", "Patientsäkerhet")
    assert "Processtöd" in visitor.texts(".facts dt")
    assert visitor.fact("Platser")
    assert set(REGIONS) <= set(visitor.texts("table.posts th[scope=row]"))
    visitor.follow("Synpunkter på sidan")
    assert visitor.page.locator("form.form").is_visible()
    assert "/samverkansgrupper/patientsakerhet/" in visitor.text("form.form")


# 5. The chair of a programme area or of a collaboration group.


def test_chair_of_an_area_sees_its_place_contact_and_national_counterpart(visitor):
    visitor.follow("Programområden", "Kvinnosjukdomar och förlossning")
    assert visitor.fact("Hör till") == "Kunskapsråd Kirurgi och cancer"
    assert "@" in visitor.fact("Kontakt")
    visitor.follow(visitor.fact("Nationell motsvarighet", "a"))
    assert visitor.text(".eyebrow") == "Nationellt programområde (NPO)"
    assert visitor.text("h1") == "Kvinnosjukdomar och förlossning"


def test_chair_of_a_group_sees_that_it_has_no_national_counterpart(visitor):
    visitor.follow("Samverkansgrupper", "eSpir")
    assert "Finns inte" in visitor.fact("Nationell motsvarighet")
    assert "@" in visitor.fact("Kontakt")


# 6. Whoever leads a council or sits in the executive.


def test_leader_sees_vacancies_among_the_areas_of_the_council(visitor):
    visitor.follow("Kunskapsråd", "Kirurgi och cancer")
    rows = visitor.texts("table.register tbody tr")
    assert len(rows) == 7
    assert all(any(each in row for each in (*REGIONS, "Vakant sedan")) for row in rows)
    assert any("Vakant sedan" in row for row in rows)


def test_leader_sees_the_balance_between_regions(visitor):
    visitor.follow("Region Östergötland")
    assert "uppdrag i" in visitor.fact("Uppdrag")
    assert visitor.fact("Vakanser")
    visitor.follow("Funktioner som går i tur")
    assert "Ordförande i Regionsjukvårdsledningen" in visitor.text("main")


# 7. A clinician or manager.


@pytest.mark.parametrize("region", REGIONS)
def test_clinician_sees_who_represents_the_region(visitor, region):
    visitor.follow(region, "Vilka som kommer från regionen")
    row = visitor.page.locator("table.posts tr").filter(has_text="Cancersjukdomar").first
    assert row.locator(".seat-name").count() >= 1


def test_manager_finds_whom_to_write_to_about_an_area(visitor):
    visitor.follow("Region Kalmar län", "Kontakt")
    addresses = visitor.page.locator("#kontakt ~ .rows a[href^='mailto:']")
    # Each person once, with all that they answer for.
    assert addresses.count() >= 5


# 8. A national process leader, or another healthcare region.


def test_national_process_leader_finds_what_the_healthcare_region_hosts(visitor):
    visitor.follow("Nationell nivå")
    hosted = visitor.page.locator("section", has=visitor.page.locator("#listan")).locator("li")
    assert hosted.count() == 3
    assert all("är värd" in plain(each) for each in hosted.all_inner_texts())


def test_other_healthcare_region_finds_the_right_contact(visitor):
    visitor.follow("Programområden", "Cancersjukdomar")
    address = visitor.page.locator(f"a[href='mailto:{visitor.fact('Kontakt', 'a')}']")
    assert address.first.is_visible()
