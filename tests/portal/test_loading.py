"""Loading a fixture set: all or nothing, nothing twice, and every fault with its remedy."""

import datetime
import io
import shutil

import pytest
from django.core.management import CommandError, call_command

from bodies.models import Appointment, Body, BodyKind, BodyRelation
from organisation.models import HealthcareRegion, Person
from portal.loading import FixtureError, load

ON = datetime.date(2026, 2, 6)

# A small set that is right; each test below spoils it with one record more.
GOOD = """
[[organisation.source]]
code = "000"
title = "En källa"

[[organisation.healthcareregion]]
slug = "prov"
name = "Provregionen"
short_name = "Prov"
headline = "Rubrik"
lead = "Ingress."
facts_from = 2018-08-13

[[organisation.region]]
slug = "norr"
code = "N"
name = "Region Norr"
order = 1
email_domain = "norr.se"

[[organisation.person]]
slug = "anna"
given_name = "Anna"
family_name = "Exempelsson"

[[organisation.person]]
slug = "bo"
given_name = "Bo"
family_name = "Exempelsson"

[[bodies.bodykind]]
slug = "rad"
name = "Råd"
short_name = "Råd"
plural = "Råd"
counted = "råd"
prefix = "rad"
panels = ["bodies.people"]

[[bodies.role]]
slug = "ledamot"
name = "Ledamot"
plural = "ledamöter"
place = "seat"
function = "member"

[[bodies.body]]
path = "rad/ett"
kind = "rad"
function = "council"

[[bodies.body]]
path = "rad/tva"
kind = "rad"
function = "council"

[[bodies.bodyname]]
body = "rad/ett"
name = "Ett"

[[bodies.bodyname]]
body = "rad/tva"
name = "Två"

[[bodies.bodyrelation]]
subject = "rad/tva"
kind = "part_of"
object = "rad/ett"

[[bodies.post]]
body = "rad/ett"
role = "ledamot"

[[bodies.appointment]]
post = {body = "rad/ett", role = "ledamot"}
person = "anna"
start = 2024-01-01
"""


@pytest.fixture
def folder(tmp_path, settings):
    """A folder of fixture sets with the good set `prov` in it."""
    settings.BASE_DIR = tmp_path
    made = tmp_path / "fixtures" / "prov"
    made.mkdir(parents=True)
    (made / "10-allt.toml").write_text(GOOD, encoding="utf-8")
    return made


def faults_of(folder, extra, name="20-fel.toml"):
    (folder / name).write_text(extra, encoding="utf-8")
    with pytest.raises(FixtureError) as caught:
        load(["prov"], on=ON)
    assert not HealthcareRegion.objects.exists()
    assert not Person.objects.exists()
    return caught.value.faults


@pytest.mark.django_db
def test_good_set_loads_and_loading_again_changes_nothing(folder):
    assert load(["prov"], on=ON).writes == 14
    history = Body.history.count()
    again = load(["prov"], on=ON)
    assert (again.writes, again.unchanged.total()) == (0, 14)
    assert Body.history.count() == history


@pytest.mark.django_db
def test_changed_record_is_updated_with_its_reason_in_history(folder):
    load(["prov"], on=ON)
    (folder / "10-allt.toml").write_text(GOOD.replace("Region Norr", "Region Nord"))
    report = load(["prov"], on=ON)
    assert dict(report.changed) == {"organisation.region": 1}
    reason = HealthcareRegion.objects.get().regions.get().history.first().history_change_reason
    assert reason == "Inläst från fixtures/prov/10-allt.toml"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("extra", "field", "says"),
    [
        pytest.param(
            '[[organisation.affiliation]]\nperson = "anna"\nregion = "soder"\n',
            "region",
            "som inte finns",
            id="unknown region",
        ),
        pytest.param(
            '[[bodies.bodyrelation]]\nsubject = "rad/ett"\nkind = "part_of"\nobject = "rad/tva"\n',
            "object",
            "höra till sig självt",
            id="its own ancestor",
        ),
        pytest.param(
            '[[bodies.appointment]]\npost = {body = "rad/ett", role = "ledamot"}\n'
            'person = "bo"\nstart = 2025-01-01\n',
            "",
            "Posten har redan en innehavare",
            id="two people in one post",
        ),
        pytest.param(
            '[[bodies.appointment]]\npost = {body = "rad/ett", role = "ledamot"}\n'
            'person = "bo"\nstart = 2023-01-01\nend = 2022-01-01\n',
            "end",
            "ligger före första dagen",
            id="end before start",
        ),
        pytest.param(
            '[[bodies.post]]\nbody = "rad/tva"\nrole = "ledamot"\nheld_by_role = "ledamot"\n',
            "",
            "både vilken roll och vilket organ",
            id="derived post without body",
        ),
        pytest.param(
            '[[bodies.role]]\nslug = "direktor"\nname = "Direktör"\nplural = "direktörer"\n'
            'place = "office"\nfunction = "director"\n'
            '[[bodies.post]]\nbody = "rad/tva"\nrole = "ledamot"\nheld_by_role = "direktor"\n'
            'held_by_body = "rad/ett"\n',
            "",
            "ingen post att följa",
            id="derived post with nothing to follow",
        ),
        pytest.param(
            '[[bodies.post]]\nbody = "rad/tva"\nrole = "ledamot"\nheld_by_role = "ledamot"\n'
            'held_by_body = "rad/tva"\n',
            "",
            "själv är härledd",
            id="derived post that follows a derived one",
        ),
        pytest.param(
            '[[organisation.person]]\nslug = "cia"\ngiven_name = "Cia"\n'
            'family_name = "Exempelsson"\nemail = "cia@gmail.com"\n',
            "email",
            "utanför regionernas domäner",
            id="address outside the domains",
        ),
        pytest.param(
            '[[bodies.body]]\npath = "rad/tre"\nkind = "rad"\nfunction = "council"\n'
            'summary = "Frågor: 20000101-2384"\n',
            "summary",
            "personnummer",
            id="personal identity number",
        ),
        pytest.param(
            '[[bodies.body]]\npath = "rad/tre"\nkind = "rad"\nfunktion = "council"\n',
            "funktion",
            "Okänt fält",
            id="unknown field",
        ),
        pytest.param(
            '[[bodies.body]]\npath = "annat/tre"\nkind = "rad"\nfunction = "council"\n',
            "path",
            "ska börja med rad/",
            id="address of another kind",
        ),
        pytest.param(
            '[[bodies.body]]\npath = "rad/ett"\nkind = "rad"\nfunction = "council"\n',
            "",
            "står redan i",
            id="doubled record",
        ),
        pytest.param(
            '[[bodies.body]]\npath = "rad/tre"\nkind = "rad"\nfunction = "council"\n'
            'start = "i fjol"\n',
            "start",
            "är inget datum",
            id="no date",
        ),
        pytest.param(
            '[[bodies.bodykind]]\nslug = "a"\nname = "A"\nshort_name = "A"\nplural = "A"\n'
            'counted = "a"\nbelongs_to = "b"\n'
            '[[bodies.bodykind]]\nslug = "b"\nname = "B"\nshort_name = "B"\nplural = "B"\n'
            'counted = "b"\nbelongs_to = "a"\n',
            "",
            "i en ring",
            id="records that wait for each other",
        ),
        pytest.param(
            '[[bodies.bodykind]]\nslug = "a"\nname = "A"\nshort_name = "A"\nplural = "A"\n'
            'counted = "a"\npanels = ["bodies.peple"]\n',
            "panels",
            "bodies.peple",
            id="unknown panel",
        ),
        pytest.param(
            '[[bodies.body]]\npath = "organisation"\nkind = "ensam"\nfunction = "other"\n'
            '[[bodies.bodykind]]\nslug = "ensam"\nname = "E"\nshort_name = "E"\nplural = "E"\n'
            'counted = "e"\n',
            "path",
            "upptagen",
            id="address that the site itself uses",
        ),
        pytest.param(
            '[[organisation.shortcut]]\nplace = "footer"\nlabel = "Om"\n'
            'target = "javascript:alert(1)"\n',
            "target",
            "börjar med ett snedstreck",
            id="link that is a script",
        ),
        pytest.param(
            '[[organisation.page]]\npath = "logga-in"\ntitle = "Logga in"\n',
            "path",
            "upptagen",
            id="page that hides the site's own",
        ),
    ],
)
def test_fault_is_told_with_file_record_and_remedy_and_nothing_is_loaded(
    folder, extra, field, says
):
    faults = faults_of(folder, extra)
    told = [str(each) for each in faults]
    assert len(faults) == (2 if "wait for" in says or "i en ring" in says else 1), told
    assert says in faults[0].message
    assert faults[0].field == field
    if faults[0].file:
        assert faults[0].file == "fixtures/prov/20-fel.toml"
        assert " nr 1" in faults[0].record or " nr 2" in faults[0].record


@pytest.mark.django_db
def test_body_without_a_name_is_refused(folder):
    faults = faults_of(
        folder, '[[bodies.body]]\npath = "rad/tre"\nkind = "rad"\nfunction = "council"\n'
    )
    assert [each.message for each in faults] == [
        "Organet har inget namn. Lägg till ett bodies.bodyname."
    ]


@pytest.mark.django_db
def test_field_taken_out_of_a_file_goes_back_to_its_default(folder):
    path = folder / "10-allt.toml"
    path.write_text(GOOD.replace('counted = "råd"', 'counted = "råd"\nlead = "En ingress."'))
    load(["prov"], on=ON)
    path.write_text(GOOD)
    assert dict(load(["prov"], on=ON).changed) == {"bodies.bodykind": 1}
    assert BodyKind.objects.get().lead == ""


@pytest.mark.django_db
def test_all_faults_are_told_at_once_and_only_the_causes(folder):
    faults = faults_of(
        folder,
        '[[bodies.body]]\npath = "rad/tre"\nkind = "radd"\nfunction = "council"\n'
        '[[bodies.bodyname]]\nbody = "rad/tre"\nname = "Tre"\n'
        '[[organisation.affiliation]]\nperson = "anna"\nregion = "soder"\n',
    )
    assert [each.field for each in faults] == ["region", "kind"]


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["[[bodies.body]\n", "[[bodies.bdy]]\nx = 1\n", "[bodies]\n"])
def test_file_that_is_no_fixture_is_refused(folder, content):
    if content == "[bodies]\n":
        (folder / "20-fel.toml").write_text(content)
        assert load(["prov"], on=ON).writes == 14
    else:
        assert len(faults_of(folder, content)) == 1


@pytest.mark.django_db
def test_unknown_set_is_told_with_those_there_are(folder):
    with pytest.raises(FixtureError, match="prov"):
        load(["finns-inte"], on=ON)
    with pytest.raises(FixtureError):
        load(["../prov"], on=ON)


@pytest.mark.django_db
def test_ring_in_the_database_is_refused_even_if_the_rule_is_passed_by(folder, monkeypatch):
    monkeypatch.setattr(BodyRelation, "clean", lambda self: None)
    extra = '[[bodies.bodyrelation]]\nsubject = "rad/ett"\nkind = "part_of"\nobject = "rad/tva"\n'
    assert "Databasen säger nej" in faults_of(folder, extra)[0].message


@pytest.mark.django_db
def test_demo_keeps_its_anchor_day(folder, settings):
    invented = folder.parent / "demo" / "prov"
    invented.mkdir(parents=True)
    (invented / "10-allt.toml").write_text(
        '[[bodies.appointment]]\npost = {body = "rad/tva", role = "ledamot"}\n'
        'person = "bo"\nstart = "A-10d"\nend = "Y+1/03-01"\n'
        '[[bodies.post]]\nbody = "rad/tva"\nrole = "ledamot"\n'
    )
    load(["prov"], on=ON, demo=True)
    later = load(["prov"], on=ON + datetime.timedelta(days=400), demo=True)
    assert later.writes == 0
    found = Appointment.objects.get(person__slug="bo")
    assert (found.start, found.end) == (datetime.date(2026, 1, 27), datetime.date(2027, 3, 1))
    settings.DEMO = False
    with pytest.raises(FixtureError, match="demoläge"):
        load(["prov"], on=ON, demo=True)


@pytest.mark.django_db
def test_command_prints_every_fault_and_fails(folder):
    (folder / "20-fel.toml").write_text(
        '[[organisation.affiliation]]\nperson = "anna"\nregion = "soder"\n'
    )
    told = io.StringIO()
    with pytest.raises(CommandError, match="1 fel"):
        call_command("load_fixtures", "prov", stderr=told)
    assert "fixtures/prov/20-fel.toml, organisation.affiliation nr 1" in told.getvalue()


@pytest.mark.django_db
def test_other_set_than_the_one_loaded_is_refused(folder):
    call_command("load_fixtures", "prov", stdout=io.StringIO())
    call_command("load_fixtures", "prov", "--unless-loaded", stdout=io.StringIO())
    shutil.copytree(folder, folder.parent / "annan")
    with pytest.raises(CommandError, match="RESET=1"):
        call_command("load_fixtures", "annan", "--unless-loaded")


@pytest.mark.django_db
def test_check_tells_the_disagreements_and_keeps_nothing():
    told = io.StringIO()
    call_command("check_fixtures", "sydostra", stdout=told)
    assert not HealthcareRegion.objects.exists()
    text = told.getvalue()
    assert "inga fel" in text
    assert "Reumatiska sjukdomar hör inte till något kunskapsråd" in text
    assert "Sällsynta diagnoser: Sällsynta sjukdomar i 002" in text
    assert "Ögonsjukdomar: Ögonssjukdomar i 002" in text
