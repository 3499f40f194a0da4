"""Commissions that were published as whole texts, and are told later to share words: what was
published stays, byte for byte."""

import shutil
from pathlib import Path

import pytest

from documents.models import Edition, Section, SharedPart, SharedText
from portal.fixture_files import set_folder
from portal.loading import FixtureError, load
from tests.conftest import ANCHOR

pytestmark = pytest.mark.django_db

# The commissions of 004 and 002 as they were when none of their text was shared.
PLAIN = Path(__file__).parent / "plain_commissions"
GROUP = "samverkansgrupper/stod-for-utveckling"
PUBLISHED = ("documents_edition", "documents_section", "documents_editionpdf")


@pytest.fixture
def files(tmp_path, settings):
    """The set `sydostra` in a folder of the test's own: with the plain commissions, then with what
    is there today. Loads it."""
    today = {each.name: each for each in set_folder("sydostra").glob("*.toml")}
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "fixtures" / "sydostra"
    folder.mkdir(parents=True)

    def loading(*, plain: bool, was: str = "", becomes: str = "", within: str = ""):
        for name, path in today.items():
            shutil.copy(path, folder / name)
        for name in [each for each in today if "gemensam-text" in each or "samverkansgr" in each]:
            if plain and name.startswith("8"):
                (folder / name).unlink()
        for path in PLAIN.glob("*.toml") if plain else ():
            shutil.copy(path, folder / path.name)
        if was:
            text = (folder / within).read_text()
            assert text.count(was) == 1
            (folder / within).write_text(text.replace(was, becomes))
        return load(["sydostra"], on=ANCHOR)

    return loading


def stored(sql) -> dict[str, list]:
    """Every row of what is published, with all it holds and when it was last written."""
    return {
        table: sql(f"SELECT id, xmin::text, ctid::text, md5(row::text) FROM {table} row ORDER BY 1")
        for table in PUBLISHED
    }


def since(before: dict[str, list], after: dict[str, list]) -> dict[str, list]:
    """The rows there were before, as they are after."""
    known = {table: {row[0] for row in rows} for table, rows in before.items()}
    return {table: [row for row in rows if row[0] in known[table]] for table, rows in after.items()}


def test_what_was_published_stays_byte_for_byte_when_it_is_told_to_be_shared(files, sql):
    files(plain=True)
    before = stored(sql)
    texts = Edition.objects.count()
    assert [len(rows) for rows in before.values()] == [32, 77, 32]
    assert not SharedText.objects.exists()

    report = files(plain=False)

    assert since(before, stored(sql)) == before
    assert report.changed.total() == 0
    # Three shared texts and the nine other groups, whose texts are new.
    assert Edition.objects.count() == texts + 3 + 9
    group = Section.objects.filter(edition__document__owner__path=GROUP)
    assert sorted(group.filter(part=None).values_list("key", flat=True)) == ["specifikt-uppdrag"]
    assert group.filter(part__shared__edition__number=1, part__own_reason="").count() == 10
    assert SharedPart.objects.count() == 24 * 2 + 4 * 3 + 10 * 10
    assert files(plain=False).writes == 0


def test_shared_text_that_differs_in_a_letter_is_refused_and_nothing_is_changed(files, sql):
    files(plain=True)
    before = stored(sql)

    with pytest.raises(FixtureError) as caught:
        files(
            plain=False,
            within="86-gemensam-text-samverkansgrupper.toml",
            was="Kostnaderna bör fördelas rättvist",
            becomes="Kostnaderna bör fördelas rättvisa",
        )

    told = [str(each) for each in caught.value.faults]
    assert len(told) == 1
    assert "87-uppdrag-stod-for-utveckling.toml, documents.section nr 11" in told[0]
    assert "fältet taken_from: Avsnittet har andra ord än det gemensamma" in told[0]
    assert stored(sql) == before
    assert not SharedText.objects.exists()
    assert not SharedPart.objects.exists()


def test_commission_that_differs_in_a_letter_is_refused_and_nothing_is_changed(files, sql):
    files(plain=True)
    before = stored(sql)

    with pytest.raises(FixtureError) as caught:
        files(
            plain=False,
            within="86-uppdrag-programomraden.toml",
            was="<li>kommunicerar med berörda verksamheter</li>",
            becomes="<li>kommunicera med berörda verksamheter</li>",
        )

    told = [str(each) for each in caught.value.faults]
    assert len(told) == 24
    for each in told:
        assert "Version 1 är publicerad och ändras inte" in each
        assert "avsnittet Regionalt uppdrag till RMPO skiljer sig" in each
    assert stored(sql) == before
    assert not SharedText.objects.exists()
