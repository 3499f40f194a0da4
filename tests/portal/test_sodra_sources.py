"""The set `sodra` says what its one document (003) says, and nothing else.

The expected values are written by hand from the document, and its texts are compared with it word
for word, after exactly the corrections listed in `tests/sources/reading.py`.
"""

import datetime
import re

import pytest
from django.apps import apps

from bodies.models import Appointment, Body, BodyKind, BodyRelation, Post, RotationScheme
from documents.models import Document, Edition, SharedText
from documents.rules import State
from organisation.models import HealthcareRegion, Page, Person, Region, Shortcut, Source
from organisation.records import Record, Sourced
from programmes.models import Hosting, KnowledgeTopic, PatientPromise, QualityGoal, SystemLevel
from tests.sources.reading import corrected, lines, plain, raw, sentences, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sodra")]

ON = datetime.date(2026, 2, 6)
# As the document names them, and the names the portal gives them.
REGIONS = {
    "Blekinge": "Region Blekinge",
    "Halland": "Region Halland",
    "Kronoberg": "Region Kronoberg",
    "Skåne": "Region Skåne",
}
# The document says what there is of each region in the steering group.
SEATS = {"Blekinge": 1, "Halland": 1, "Kronoberg": 1, "Skåne": 3}
BODIES = {
    "Södra regionvårdsnämnden": Body.Function.BOARD,
    "Södra regionvårdsnämndens kansli": Body.Function.SECRETARIAT,
    "Ledningsgruppen i Södra sjukvårdsregionen": Body.Function.EXECUTIVE,
    "Styrgruppen": Body.Function.STEERING_GROUP,
    "Årligt möte med ordförandena i chefsamråden": Body.Function.OTHER,
}
# Who, stands how, to whom; each is our reading of a sentence.
RELATIONS = {
    ("Södra regionvårdsnämndens kansli", "part_of", "Södra regionvårdsnämnden"),
    ("Styrgruppen", "commissioned_by", "Ledningsgruppen i Södra sjukvårdsregionen"),
    ("Årligt möte med ordförandena i chefsamråden", "part_of", "Styrgruppen"),
}
HEADINGS = [
    "Syfte",
    "Uppdrag",
    "Styrning",
    "Deltagare och ordförande i chefsamråden",
    "Rapportering",
    "Beslut om chefsamråd",
]
# What the bodies are in a sentence, and the kinds' texts where they aren't the document's own
# sentences: our words for what it says.
OUR_WORDS = {
    "Kan besluta om arbetsgrupper och nätverk med anknytning till chefsamråden.",
    "Får del av chefsamrådens minnesanteckningar. Direktören är ordförande i styrgruppen.",
    "Ytterst ansvarig för chefsamråden. Utser deras styrgrupp.",
    "Leder arbetet med chefsamråden.",
    "Styrgruppens möte med samtliga ordförande i chefsamråden.",
}


def body(name: str) -> Body:
    return Body.objects.named(ON).get(name=name)


def steering_group() -> Body:
    return Body.objects.get(function=Body.Function.STEERING_GROUP)


def one_line(html: str) -> str:
    return plain(text_of(html).replace("\n", " "))


def test_regions_are_those_that_the_document_seats():
    said = re.search(
        r"en ledamot vardera från (\w+), (\w+) och (\w+) och tre ledamöter från (\w+)\.", raw("003")
    )
    assert list(said.groups()) == list(REGIONS)

    regions = list(Region.objects.order_by("order"))
    assert [each.name for each in regions] == list(REGIONS.values())
    assert [each.aliases for each in regions] == [[each] for each in REGIONS]
    # That a principal is called a region stands in no document.
    assert all("känt från annat håll" in each.interpretation for each in regions)


def test_bodies_are_those_that_the_document_names():
    found = {each.name: each.function for each in Body.objects.named(ON)}
    assert found == {str(each): function for each, function in BODIES.items()}
    text = plain(raw("003"))
    for name in list(BODIES)[:4]:
        assert name.lower().removesuffix("en") in text.lower()
    assert "årligt möte med samtliga ordförande i chefsamråden" in text


def test_bodies_stand_to_each_other_as_read():
    names = dict(Body.objects.named(ON).values_list("pk", "name"))
    relations = list(BodyRelation.objects.all())
    found = {(names[each.subject_id], each.kind, names[each.object_id]) for each in relations}
    assert found == RELATIONS
    assert all(each.interpretation for each in relations)


def test_steering_group_has_one_from_each_of_three_regions_and_three_from_the_fourth():
    seats = steering_group().posts.filter(role__place="seat")
    names = {region: source for source, region in REGIONS.items()}
    found = [names[each.represents_region.name] for each in seats]
    assert {each: found.count(each) for each in REGIONS} == SEATS
    assert len(found) == 6
    executive = body("Ledningsgruppen i Södra sjukvårdsregionen")
    assert {each.appointed_by_body for each in seats} == {executive}
    assert "Ledningsgruppen utser en styrgrupp" in raw("003")


def test_steering_group_is_chaired_by_the_director_of_the_secretariat():
    assert ("Ordföranden i styrgruppen är direktören vid Södra regionvårdsnämndens kansli.") in raw(
        "003"
    )
    secretariat = Body.objects.get(function=Body.Function.SECRETARIAT)
    [chair] = steering_group().posts.filter(role__function="chair")
    assert (chair.held_by_role.function, chair.held_by_body) == ("director", secretariat)
    assert (chair.held_by_relation, chair.role.place) == ("", "office")
    # Inside or beside the six is not said: a reading, and a setting that can be changed.
    assert "en av de sex" in chair.interpretation
    [director] = secretariat.posts.all()
    assert director.role.function == "director"


def test_yearly_meeting_gathers_the_chairs_of_all_that_the_steering_group_commissions():
    [seat] = body("Årligt möte med ordförandena i chefsamråden").posts.all()
    assert (seat.held_by_role.function, seat.held_by_relation) == ("chair", "commissioned_by")
    assert seat.held_by_body == steering_group()


def test_commission_is_the_document_word_for_word():
    text = SharedText.objects.get()
    assert text.body_kind == BodyKind.objects.get(slug="chefsamrad")
    edition = Edition.objects.get()
    assert (edition.document, edition.state) == (text.document, State.PUBLISHED)
    assert (edition.title, edition.valid_from, edition.decision) == ("Chefsamråd", None, None)

    sections = list(edition.sections.order_by("position"))
    assert [each.heading for each in sections] == HEADINGS
    shown = [part for each in sections for part in (each.heading, one_line(each.html))]
    said = lines(corrected("003"))
    assert said[:2] == ["Södra sjukvårdsregionen", "Chefsamråd"]
    # A line break inside a list item is none of the text's.
    assert plain(" ".join(shown)) == plain(" ".join(said[2:]))


def test_commission_lists_what_the_document_lists():
    html = Edition.objects.get().sections.get(key="uppdrag").html
    assert html.count("<li>") == raw("003").count("• ") == 7


def test_only_one_spelling_is_corrected():
    text = "\n".join(Edition.objects.get().sections.values_list("html", flat=True))
    assert "patientprocesserna" in text
    assert "Ledningsgruppen i Södra sjukvårdsregionen är ytterst ansvariga" in plain(text)


def test_texts_of_bodies_and_kinds_are_the_documents_sentences():
    said = {plain(each) for each in sentences(plain(corrected("003").replace("\n", " ")))}
    said |= {plain(each) for each in sentences(corrected("003"))}
    told = []
    for each in Body.objects.all():
        assert each.summary in OUR_WORDS
        told += sentences(text_of(each.description))
    for each in BodyKind.objects.all():
        told += [*sentences(each.composition), *sentences(each.lead)]
        told += sentences(text_of(each.description))
    row = HealthcareRegion.objects.get()
    told += sentences(row.lead)
    assert len(told) > 10
    assert [each for each in told if each not in said] == []
    assert row.headline.lower() in corrected("003").lower()


def test_notes_are_told_with_those_who_are_to_have_them():
    said = (
        "Minnesanteckningar ska föras i chefsamråden och delges styrgruppen och Södra "
        "regionvårdsnämndens kansli."
    )
    assert said in raw("003")
    kind = BodyKind.objects.get(slug="chefsamrad")
    assert said in one_line(kind.description)
    secretariat = Body.objects.get(function=Body.Function.SECRETARIAT)
    for each in (secretariat, steering_group()):
        assert said in one_line(each.description)


def test_nothing_is_told_that_no_document_states():
    for model in (Person, Appointment, Hosting, KnowledgeTopic, PatientPromise, QualityGoal):
        assert not model.objects.exists()
    assert not SystemLevel.objects.exists()
    assert not RotationScheme.objects.exists()
    assert not Document.objects.exclude(kind=Document.Kind.SHARED_TEXT).exists()
    assert not Body.objects.filter(function=Body.Function.MANAGERS_FORUM).exists()
    assert not Body.objects.exclude(start=None, end=None).exists()
    assert not Post.objects.exclude(start=None, end=None).exists()


def test_every_fact_has_a_source_and_none_is_invented():
    assert {each.code for each in Source.objects.filter(nature="document")} == {"003"}
    assert not Source.objects.filter(is_demo=True).exists()
    assert HealthcareRegion.objects.get().demo_anchor is None
    for model in apps.get_models():
        if issubclass(model, Record) and issubclass(model, Sourced):
            for each in model._base_manager.all():
                assert each.source_id, each
                assert str(each.source.code) == "003" or model in (Page, Shortcut), each
