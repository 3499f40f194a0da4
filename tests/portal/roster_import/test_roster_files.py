"""Rosters as files: what one gets, and reading it in again."""

import datetime
import io
import re

import pytest

from bodies.models import Body
from organisation.tables import read_table
from tests import factories as make
from tests.portal.roster_import.sending import ADDRESS, counted, send, text_of
from tests.portal.rosters import HEADINGS


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_blank_file_can_be_filled_in(signed_in, form):
    content = signed_in.get(f"{ADDRESS}mall.{form}").content
    table = read_table(content, f"a.{form}")
    assert list(table.headings) == HEADINGS
    assert signed_in.get(f"{ADDRESS}mall.pdf").status_code == 404


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_written_and_read_in_again_changes_nothing(client, demo_data, form):
    """All that the demo holds: merged people, unknown days, namesakes, vacancies."""
    client.force_login(make.user(office=False, is_superuser=True))
    before = counted()
    content = client.get("/arbetsyta/organ/lista/", {"form": form}).content
    rows = read_table(content, f"a.{form}").rows
    assert len(rows) > 250
    answer = send(client, content, f"a.{form}")
    text = text_of(client.get(answer["Location"]))
    assert re.findall(r'data-label="Fel">(.*?)</td>', text) == []
    assert "0 rader ändrar något" in text
    assert f"<strong>{len(rows)}</strong> ändrar inget" in text
    assert 'name="seen"' not in text
    assert counted() == before


def test_list_holds_only_what_one_may_fill(client, admin):
    region = make.region(name="Region Öst", slug="ost")
    group = make.body("Grupp Öst", path="grupper/ost")
    make.post(group, "ledamot", number=1, represents_region=region)
    editor = make.editor_of(make.user(office=False), region)
    client.force_login(editor)
    rows = read_table(client.get("/arbetsyta/organ/lista/").content, "a.xlsx").rows
    assert [row.cells[:5] for row in rows] == [("Grupp Öst", "Ledamot", "Region Öst", "1", "")]
    client.force_login(admin)
    for query, count in (
        ("organ=grupper/grupp-7", 10),
        ("region=ost", 1),
        ("slag=grupp", 502),
        ("organ=grupper/grupp-7&region=ost", None),
    ):
        answer = client.get(f"/arbetsyta/organ/lista/?{query}")
        if count:
            assert len(read_table(answer.content, "a.xlsx").rows) == count, query
    for query in ("organ=finns/inte", "slag=inget", "region=ingen", "form=pdf"):
        assert client.get(f"/arbetsyta/organ/lista/?{query}").status_code == 404


def test_formula_in_a_name_is_harmless_in_the_list(signed_in, admin):
    group = Body.objects.get(path="grupper/grupp-7")
    make.appoint(make.person("=HYPERLINK(1) Prov"), group.posts.get(number=1), start="2026-01-01")
    query = "/arbetsyta/organ/lista/?organ=grupper/grupp-7&form="
    assert b";'=HYPERLINK(1)" in signed_in.get(f"{query}csv").content
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(signed_in.get(f"{query}xlsx").content)).active
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=HYPERLINK(1)", "s")


def test_choices_of_a_list_are_those_that_one_may_fill(client, admin):
    region = make.region(name="Region Öst", slug="ost")
    council = make.kind(slug="rad-ost", name="Råd", plural="Råden i öst")
    group = make.body("Grupp Öst", path="grupper/ost", kind=council)
    make.post(group, "ledamot", number=1, represents_region=region)
    make.post(group, "ledamot", number=2)
    over = make.post(group, "ledamot", number=3, represents_region=make.region(name="Region Över"))
    over.end = datetime.date(2025, 1, 1)
    over.save()

    def choices(name):
        text = text_of(client.get(ADDRESS))
        found = re.search(rf'<select [^>]*name="{name}">(.*?)</select>', text)[1]
        return re.findall(r'value="([^"]+)"', found)

    client.force_login(make.editor_of(make.user(office=False), region))
    assert (choices("slag"), choices("region")) == (["rad-ost"], ["ost"])
    client.force_login(admin)
    assert "rad-ost" in choices("slag")
    assert len(choices("slag")) == 2
    assert choices("region") == ["ost"]
