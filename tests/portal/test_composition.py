"""The workspace's pages of how bodies are composed: read, made of rules, taken back, decided."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bodies.models import CompositionRule, Post
from organisation.actions.records import version_of
from organisation.dates import today
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def admin(client):
    make.healthcare_region()
    user = make.user("Ada")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    return user


@pytest.fixture
def board(admin):
    """Two members of each of two regions by the rule, and one place for the first region."""
    norr, soder = make.region(name="Region Norr"), make.region(name="Region Söder")
    board = make.body("Nämnden")
    make.rule("ledamot", 2, 2, body=board, per="each-region", appointed_by_whom=True)
    seat = make.post(board, represents_region=norr)
    board.regions, board.seat = (norr, soder), seat
    return board


def at(name: str, body, *more) -> str:
    return reverse(name, args=[body.path, *more])


def text_of(answer) -> str:
    page = answer.content.decode().replace("\N{SOFT HYPHEN}", "")
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def hidden(answer, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def test_the_rules_and_what_is_not_so_stand_in_words(client, board):
    told = text_of(client.get(at("desk_composition", board)))
    assert "2 ledamot från varje region" in told
    assert "Utses av regionen" in told
    assert "En plats saknas: ledamot för Region Norr" in told
    assert "Platser saknas: 2 ledamot för Region Söder" in told
    assert "Vakant: ledamot för Region Norr" in told
    assert "Skapa 3 platser ur reglerna" in told


def test_another_day_is_looked_at(client, board):
    CompositionRule.objects.update(end=today() + DAY)
    later = today() + 2 * DAY
    told = text_of(client.get(at("desk_composition", board), {"dag": str(later)}))
    assert "Ingen regel säger hur organet ska vara sammansatt" in told
    answer = client.get(at("desk_composition", board), {"dag": "igår"})
    assert answer.status_code == 400
    assert "Skriv datumet som år, månad och dag" in text_of(answer)


def test_a_body_without_rules_says_so_and_one_that_is_not_there_is_not_found(client, admin):
    body = make.body()
    assert "Inga regler gäller den dagen" in text_of(client.get(at("desk_composition", body)))
    assert client.get("/arbetsyta/organ/finns/inte/sammansattning/").status_code == 404


def made(client, board, **sent):
    address = at("desk_composition_make", board)
    first = {"first": str(today())}
    seen = client.post(address, first)
    return seen, client.post(
        address, {**first, "spara": "ja", "seen": hidden(seen, "seen"), **sent}
    )


def test_what_is_lacking_is_shown_then_made_and_taken_back(client, board):
    norr, soder = board.regions
    preview, answer = made(client, board)
    told = text_of(preview)
    assert "3 poster skapas" in told
    assert "Ledamot för Region Norr, nummer 2 Utses av Region Norr" in told
    assert "Ledamot för Region Söder Utses av Region Söder" in told
    assert "Ledamot för Region Söder, nummer 2" in told
    assert answer.status_code == 302
    posts = Post.objects.filter(body=board).exclude(pk=board.seat.pk)
    assert sorted(posts.values_list("represents_region", "appointed_by_region", "number")) == [
        (norr.pk, norr.pk, 2),
        (soder.pk, soder.pk, 1),
        (soder.pk, soder.pk, 2),
    ]
    assert {each.start for each in posts} == {today()}
    assert posts[0].history.get().history_change_reason == "Skapad ur reglerna för sammansättning."
    page = text_of(client.get(at("desk_composition", board)))
    assert "3 poster är skapade" in page
    assert "saknas:" not in page
    client.post(at("desk_composition_undo", board))
    assert list(Post.objects.filter(body=board)) == [board.seat]
    assert "de 3 posterna är borttagna" in text_of(client.get(at("desk_composition", board)))


def test_they_are_made_once(client, board):
    made(client, board)
    again = client.post(at("desk_composition_make", board), {"first": str(today())})
    assert again.status_code == 400
    assert "Inget saknas den dagen" in text_of(again)
    assert Post.objects.filter(body=board).count() == 4


def test_what_was_not_shown_is_not_made(client, board):
    address = at("desk_composition_make", board)
    seen = hidden(client.post(address, {"first": str(today())}), "seen")
    make.post(board, represents_region=board.regions[1])
    answer = client.post(address, {"first": str(today()), "spara": "ja", "seen": seen})
    assert answer.status_code == 400
    assert "har ändrats sedan du öppnade sidan" in text_of(answer)
    assert Post.objects.filter(body=board).count() == 2


def test_what_someone_is_appointed_to_is_not_taken_back(client, board):
    made(client, board)
    post = Post.objects.filter(body=board, represents_region=board.regions[1]).first()
    make.appoint(make.person(), post, today())
    client.post(at("desk_composition_undo", board))
    assert "Det gick inte att ångra" in text_of(client.get(at("desk_composition", board)))
    assert Post.objects.filter(body=board).count() == 4


def test_places_that_follow_others_are_made_as_one_post(client, admin):
    council, area = make.body("Rådet", of=make.kind("rad")), make.body("Hud", of=make.kind("omr"))
    make.relate(area, "part_of", council)
    chair = make.post(area, "ordforande")
    make.appoint(make.person("Ulla Provsson"), chair)
    by_chair = {"held_by_role": chair.role, "per_kind": area.kind, "per_relation": "part_of"}
    make.rule("ledamot", 1, 1, kind=council.kind, per="each-body", **by_chair)
    preview, _ = made(client, council)
    assert "Följer av ordförande i vart och ett av de organ som hör till organet" in text_of(
        preview
    )
    assert "Allt är som reglerna säger" in text_of(client.get(at("desk_composition", council)))
    assert Post.objects.get(body=council).is_derived


RULE = {
    "role": "",
    "least": "1",
    "most": "1",
    "per": "whole",
    "first": "2026-01-01",
    "why": "Beslut",
}


def sent(**values):
    return RULE | {"role": str(make.role("ledamot").pk)} | values


def test_what_a_rule_leads_to_is_shown_before_it_is_saved(client, board):
    address = at("desk_rule_add", board)
    form = sent(role=str(make.role("ersattare").pk), per="each-region")
    preview = client.post(address, form)
    told = text_of(preview)
    assert "En plats saknas: ersattare för Region Norr" in told
    assert CompositionRule.objects.count() == 1
    client.post(address, form | {"spara": "ja", "seen": hidden(preview, "seen")})
    rule = CompositionRule.objects.latest("pk")
    assert (rule.body, rule.per, str(rule.start)) == (board, "each-region", "2026-01-01")
    assert rule.history.get().history_change_reason == "Beslut"
    assert rule.history.get().history_user.first_name == "Ada"


def test_a_change_from_a_day_leaves_what_was_before_it(client, board):
    rule = CompositionRule.objects.get()
    address = at("desk_rule_change", board, rule.pk)
    form = sent(least="1", most="1", per="each-region", since=str(today()), appointed="whom")
    form["version"] = version_of(rule)
    preview = client.post(address, form)
    told = text_of(preview)
    assert "Stämmer därefter" in told
    assert "En plats saknas: ledamot för Region Norr" in told
    client.post(address, form | {"spara": "ja", "seen": hidden(preview, "seen")})
    before, after = CompositionRule.objects.order_by("pk")
    assert (before.least, before.end, after.least, after.start) == (2, today(), 1, today())


def test_a_rule_that_ends_takes_its_findings_with_it(client, board):
    rule = CompositionRule.objects.get()
    address = at("desk_rule_end", board, rule.pk)
    form = {"last": str(today() - DAY), "why": "Upphävd", "version": version_of(rule)}
    preview = client.post(address, form)
    assert "Platser saknas: 2 ledamot för Region Söder" in text_of(preview)
    client.post(address, form | {"spara": "ja", "seen": hidden(preview, "seen")})
    rule.refresh_from_db()
    assert rule.end == today()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"least": "3", "most": "2"}, "Högst 2 går inte ihop med minst 3"),
        ({"per": "each-region"}, "Det finns redan en regel för ledamot"),
        ({"per": "region"}, "Välj vilken region, eller räkna"),
        ({"per": "each-body"}, "Välj vilket slag av organ, eller räkna"),
        ({"least": "många"}, "Skriv ett tal med siffror"),
        ({"why": ""}, "Skriv varför"),
        ({"why": "Enligt 811228-9874"}, "personnummer"),
        ({"appointed": "body"}, "Välj vilket organ som utser"),
        ({"appointed": "whom"}, "inte för någon som kan utse"),
        ({"region": "{region}"}, "Lämna tomt, eller ändra vad platserna räknas för"),
        ({"role": "999999"}, "Välj något i listan"),
        ({"first": "2026-02-30"}, "Skriv datumet"),
        ({"last": "2025-01-01"}, "Välj en dag som inte ligger före 1 januari 2026"),
    ],
)
def test_what_can_not_be_is_refused_with_what_was_typed(client, board, values, told):
    values = {name: each.format(region=board.regions[0].pk) for name, each in values.items()}
    answer = client.post(at("desk_rule_add", board), sent(**values))
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert CompositionRule.objects.count() == 1
    name, typed = next(iter(values.items()))
    if name in ("least", "why"):
        assert typed in answer.content.decode()


def test_two_who_change_the_same_rule(client, board):
    rule = CompositionRule.objects.get()
    version = version_of(rule)
    rule.source_note = "ändrad av en annan"
    rule.save()
    form = sent(per="each-region", since="", appointed="whom", version=version)
    answer = client.post(at("desk_rule_change", board, rule.pk), form)
    assert answer.status_code == 409
    assert "Någon annan har ändrat regeln" in text_of(answer)


def test_a_rule_of_another_body_is_not_found(client, board):
    other = make.body()
    rule = CompositionRule.objects.get()
    assert client.get(at("desk_rule_change", other, rule.pk)).status_code == 404
    assert client.get(at("desk_rule_end", other, rule.pk)).status_code == 404


def test_who_only_appoints_reads_and_decides_nothing(client, board):
    make.post(board, "sekreterare")
    client.force_login(make.user("Olle", office=True))
    page = client.get(at("desk_composition", board))
    assert "Platser saknas" in text_of(page)
    assert "Lägg till en regel" not in text_of(page)
    for name in ("desk_composition_make", "desk_rule_add"):
        assert client.get(at(name, board)).status_code == 404
    assert client.post(at("desk_composition_undo", board)).status_code == 404


def test_the_overview_tells_administrators_what_to_make_and_can_be_silenced(client, board):
    page = text_of(client.get(reverse("desk")))
    assert "Nämnden: platser saknas: 2 ledamot för Region Söder" in page


def test_as_many_questions_for_many_bodies_as_for_one(admin):
    from bodies.composing import composed

    kind, regions = make.kind("rad"), [make.region() for _ in range(3)]
    make.rule("ledamot", 2, 2, kind=kind, per="each-region")

    def fill(number):
        for _ in range(number):
            body = make.body(of=kind)
            for region in regions:
                person = make.person()
                make.affiliation(person, region)
                make.appoint(person, make.post(body, represents_region=region))

    def asked():
        with CaptureQueriesContext(connection) as caught:
            composed(today())
        return len(caught)

    fill(1)
    few = asked()
    fill(12)
    assert asked() == few <= 9


def test_who_leaves_so_that_nothing_can_be_decided_is_told_before_it_is_saved(client, board):
    CompositionRule.objects.update(votes=True)
    made(client, board)
    posts = Post.objects.filter(body=board).order_by("pk")
    held = [make.appoint(make.person(), each, "2025-01-01") for each in posts[:3]]
    form = {"last": str(today()), "note": "Slutar", "version": version_of(held[0])}
    told = text_of(client.post(reverse("desk_end", args=[held[0].pk]), form))
    assert "Nämnden: Så många platser är tomma att organet inte kan besluta" in told
    make.appoint(make.person(), posts[3], "2025-01-01")
    told = text_of(client.post(reverse("desk_end", args=[held[0].pk]), form))
    assert "kan inte besluta" not in told
    assert "så många platser" not in told.lower()
