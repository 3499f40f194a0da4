"""The day of a page: what `?datum=` accepts, and what every page shows around a change."""

import datetime
import re

import pytest

from portal.asof import BadDay, day_asked_for
from tests import factories as make

D = datetime.date
TODAY, FIRST = D(2026, 2, 6), D(2018, 8, 13)


def ask(given):
    return day_asked_for(given, today=TODAY, first=FIRST, path="/")


@pytest.mark.parametrize("given", [None, "", " ", "2026-02-06"])
def test_no_day_or_today_is_today(given):
    day = ask(given)
    assert (day.on, day.is_today, day.query) == (TODAY, True, "")


@pytest.mark.parametrize("given", ["2018-08-13", "2019-06-01", "2046-02-06"])
def test_day_within_the_span_is_shown_and_stays_in_links(given):
    day = ask(given)
    assert (day.on.isoformat(), day.query) == (given, f"?datum={given}")


@pytest.mark.parametrize(
    "given",
    [
        "banan",
        "9999-99-99",
        "2026-2-30",
        "2025-02-29",
        "20260206",
        "2026-02-06T00:00",
        "-1",
        "2026-W06-5",
        "٢٠٢٦-٠٢-٠٦",
        "<script>",
        "2026-02-06' OR 1=1",
    ],
)
def test_what_is_no_date_is_refused_with_how_to_write_one(given):
    with pytest.raises(BadDay, match="Vi kan inte läsa datumet") as caught:
        ask(given)
    assert "till exempel 2018-08-13" in str(caught.value)


@pytest.mark.parametrize("given", ["0001-01-01", "2018-08-12", "2046-02-07", "9999-12-31"])
def test_day_outside_the_span_is_refused_with_the_days_there_are(given):
    with pytest.raises(BadDay, match="13 augusti 2018 till 6 februari 2046"):
        ask(given)


def test_day_outside_the_span_is_told_as_people_write_it():
    with pytest.raises(BadDay, match=r"inga uppgifter för 7 februari 2046\. Välj") as caught:
        ask("2046-02-07")
    assert "2046-02-07" not in str(caught.value)


def test_last_day_survives_a_leap_day():
    day = day_asked_for(None, today=D(2028, 2, 29), first=FIRST, path="/")
    assert day.last == D(2048, 2, 29)
    day = day_asked_for(None, today=D(2080, 2, 29), first=FIRST, path="/")
    assert day.last == D(2100, 2, 28)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/organisation/",
        "/organisation/skiss/",
        "/organisation/skiss/stor/",
        "/kunskapsrad/",
        "/programomraden/",
        "/samverkansnamnden/",
        "/om/vem-leder/",
        "/om/vem-leder/kalender.ics",
    ],
)
@pytest.mark.parametrize("given", ["banan", "9999-99-99", "0001-01-01", "a" * 5000])
def test_bad_day_answers_400_on_every_page_with_the_remedy(client, path, given):
    make.healthcare_region()
    answer = client.get(f"{path}?datum={given}")
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "13 augusti 2018" in text
    assert 'type="date"' in text
    assert given[:41] not in text or len(given) <= 40


@pytest.fixture
def changing(db):
    """A site where a name, a chair and a parent change on three days of their own."""
    make.healthcare_region()
    region = make.region(name="Region Ett")
    council_kind = make.kind(
        "rad",
        prefix="rad",
        plural="Råd",
        layout="by_parent",
        name_prefix="",
        panels=["bodies.areas", "bodies.people", "bodies.former", "bodies.below", "bodies.lineage"],
    )
    area_kind = make.kind(
        "omrade",
        prefix="omraden",
        plural="Områden",
        layout="alphabetical",
        belongs_to=council_kind,
        panels=["bodies.people", "bodies.rotation", "bodies.former", "bodies.lineage"],
    )
    old, new = (
        make.body(
            name,
            of=council_kind,
            path=f"rad/{name.lower().replace(chr(229), chr(97))}",
            function="council",
        )
        for name in ("Gammelrådet", "Nyrådet")
    )
    area = make.body("Gammalnamn", of=area_kind, path="omraden/ett", function="programme_area")
    first = area.names.get()
    first.end = D(2025, 3, 1)
    first.save()
    area.names.create(name="Nyttnamn", start=D(2025, 3, 1))
    make.relate(area, "part_of", old, None, D(2025, 5, 1))
    make.relate(area, "part_of", new, D(2025, 5, 1))
    make.relate(area, "followed_up_by", old, None, D(2025, 5, 1))
    make.relate(area, "followed_up_by", new, D(2025, 5, 1))
    chair = make.post(area, "ordforande", appointed_by_relation="part_of")
    for name, start, end in (
        ("Gamla Ordföranden", None, D(2025, 7, 1)),
        ("Nya Ordföranden", D(2025, 7, 1), None),
    ):
        person = make.person(name)
        make.affiliation(person, region)
        make.appoint(person, chair, start, end)
    for council in (old, new):
        make.post(
            council, held_by_role=chair.role, held_by_body=council, held_by_relation="part_of"
        )
    return area


def text_of(client, path, on):
    answer = client.get(f"{path}?datum={on}")
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    # History tells of former names and chairs by right: what is shown as current is asked for.
    main = re.sub(
        r'<section class="section">\s*<h2 id="(historik|tidigare).*?</section>',
        "",
        main,
        flags=re.S,
    )
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


PAGES = {
    "name": ["/omraden/ett/", "/omraden/", "/rad/", "/rad/gammelradet/"],
    "chair": ["/omraden/ett/", "/omraden/", "/rad/nyradet/"],
}


@pytest.mark.parametrize("path", PAGES["name"])
@pytest.mark.parametrize(
    ("on", "shown", "hidden"),
    [
        ("2025-02-28", "Gammalnamn", "Nyttnamn"),
        ("2025-03-01", "Nyttnamn", "Gammalnamn"),
        ("2025-03-02", "Nyttnamn", "Gammalnamn"),
    ],
)
def test_name_of_the_day_stands_on_every_page(client, changing, path, on, shown, hidden):
    text = text_of(client, path, on)
    assert shown in text
    assert hidden not in text


@pytest.mark.parametrize("path", PAGES["chair"])
@pytest.mark.parametrize(
    ("on", "shown", "hidden"),
    [
        ("2025-06-30", "Gamla Ordföranden", "Nya Ordföranden"),
        ("2025-07-01", "Nya Ordföranden", "Gamla Ordföranden"),
        ("2025-07-02", "Nya Ordföranden", "Gamla Ordföranden"),
    ],
)
def test_chair_of_the_day_stands_on_every_page(client, changing, path, on, shown, hidden):
    text = text_of(client, path, on)
    assert shown in text
    ribbon = "Ordförandeskap" in text
    assert hidden not in (text.split("Ordförandeskap")[0] if ribbon else text)


@pytest.mark.parametrize(
    ("on", "there", "gone"),
    [
        ("2025-04-30", "gammelradet", "nyradet"),
        ("2025-05-01", "nyradet", "gammelradet"),
        ("2025-05-02", "nyradet", "gammelradet"),
    ],
)
def test_council_of_the_day_has_the_area_on_every_page(client, changing, on, there, gone):
    name = "Gammalnamn" if on < "2025-03-01" else "Nyttnamn"
    assert name in text_of(client, f"/rad/{there}/", on)
    assert name not in text_of(client, f"/rad/{gone}/", on)
    council = {"gammelradet": "Gammelrådet", "nyradet": "Nyrådet"}
    area = text_of(client, "/omraden/ett/", on)
    assert council[there] in area
    assert council[gone] not in area
    register = text_of(client, "/omraden/", on)
    assert council[there] in register
    assert council[gone] not in register
    groups = text_of(client, "/rad/", on)
    after = groups.split(council[there])[1].split(council[gone])[0]
    assert name in after


def test_page_of_another_day_keeps_the_day_in_its_links_and_out_of_search_engines(client, changing):
    answer = client.get("/omraden/ett/?datum=2025-04-30")
    text = answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-store"
    assert "30 april 2025" in text
    inner = re.findall(r'href="(/[^"]*)"', text)
    dayless = ("/static/", "/synpunkter/", "/logga-in/")
    back = [each for each in inner if "datum=" not in each and not each.startswith(dayless)]
    assert set(back) == {"/omraden/ett/"}, "only the way back to today leaves the day"


def test_body_that_is_not_there_yet_or_no_longer_says_so(client, db):
    make.healthcare_region()
    make.region()
    make.body("Kortlivad", path="grupper/kort", start=D(2020, 1, 1), end=D(2021, 1, 1))
    before = text_of(client, "/grupper/kort/", "2019-12-31")
    assert "bildades 1 januari 2020" in before
    ended = text_of(client, "/grupper/kort/", "2021-01-01")
    assert "upphörde 31 december 2020" in ended
    assert "Se vilka som hade det den sista dagen, 31 december 2020" in ended
    last = text_of(client, "/grupper/kort/", "2020-12-31")
    assert "upphörde" not in last
    assert "31 december 2020" not in last, "looking back, the end to come isn't told"
    assert "Kortlivad" not in text_of(client, "/grupper/", "2021-01-01").split("Avslutade")[0]
    assert "Kortlivad" in text_of(client, "/grupper/", "2021-01-01").split("Avslutade")[1]
