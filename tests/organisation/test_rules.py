"""The pure rules about texts and addresses, case by case."""

import pytest
from django.core.exceptions import ValidationError

from organisation.richtext import clean_html, sections
from organisation.rules import email_findings, personal_identity_numbers
from tests import factories as make

# Published by the tax agency for tests: they belong to nobody.
TEST_NUMBER = "20000101-2384"


@pytest.mark.parametrize(
    "text",
    [
        TEST_NUMBER,
        "200001012384",
        "000101-2384",
        "000101+2384",
        "000101 2384",
        "000101–2384",
        "000101\N{NON-BREAKING HYPHEN}2384",
        "000101\N{NO-BREAK SPACE}-\N{NO-BREAK SPACE}2384",
        "<b>000101</b>-2384",
        "000101&nbsp;2384",
        "2000-01-01-2384",
        "0001\N{SOFT HYPHEN}01-2384",
        "Ring Anna (000101-2384) först",
        "000161-2381",  # a co-ordination number: 60 is added to the day
    ],
)
def test_personal_identity_number_is_found(text):
    assert len(personal_identity_numbers(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "232100-0040",  # an organisation number: its "month" is above 12
        "000101-2385",  # wrong check digit
        "001301-2381",  # no such month
        "010-103 00 00",
        "RJL 2019/1234",
        "1234567890123456",
        "2026-01-01",
        "Dnr 20000101-23845",
    ],
)
def test_other_numbers_pass(text):
    assert personal_identity_numbers(text) == []


def test_record_with_a_personal_identity_number_is_refused_on_the_field(db):
    body = make.body()
    body.summary = f"Kontakt: {TEST_NUMBER}"
    with pytest.raises(ValidationError) as caught:
        body.full_clean()
    assert list(caught.value.message_dict) == ["summary"]


def test_personal_identity_number_in_a_list_is_refused(db):
    region = make.region(aliases=["Norra regionen", TEST_NUMBER])
    with pytest.raises(ValidationError) as caught:
        region.full_clean()
    assert list(caught.value.message_dict) == ["aliases"]


@pytest.mark.parametrize(
    ("email", "allowed"),
    [
        ("", True),
        ("anna@rjl.se", True),
        ("Anna@RJL.SE", True),
        ("anna@exempel.example", True),
        ("anna@gmail.com", False),
        ("anna@notrjl.se", False),
        ("anna@rjl.se.example.com", False),
    ],
)
def test_address_must_be_on_a_regions_own_domain(email, allowed):
    findings = email_findings(email, {"rjl.se", ".example"})
    assert [each.code for each in findings] == ([] if allowed else ["email-domain"])


def test_example_addresses_are_for_the_demo_only(db, settings):
    make.region(email_domain="rjl.se")
    person = make.person(email="anna@rjl.example")
    settings.DEMO = True
    person.full_clean()
    settings.DEMO = False
    with pytest.raises(ValidationError, match=r"rjl\.se"):
        person.full_clean()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>Text</p>", "<p>Text</p>"),
        ("<script>alert(1)</script><p>Text</p>", "<p>Text</p>"),
        ('<p onclick="x()">Text</p>', "<p>Text</p>"),
        ('<a href="javascript:x()">Länk</a>', "<a>Länk</a>"),
        ('<a href="/kunskapsrad/">Länk</a>', '<a href="/kunskapsrad/">Länk</a>'),
        ("<h1>Rubrik</h1>", "Rubrik"),
        ("<style>p{}</style><ul><li>Ett</li></ul>", "<ul><li>Ett</li></ul>"),
    ],
)
def test_rich_text_keeps_only_what_is_allowed(given, kept):
    assert clean_html(given) == kept
    assert clean_html(clean_html(given)) == clean_html(given)


def test_rich_text_is_taken_apart_at_its_headings():
    html = "<p>Först</p><h3>Ett &amp; <em>två</em></h3><h4>Under</h4><p>A</p><h3>Tre</h3>"
    first, rest = sections(html + "<script>x()</script>")
    assert first == "<p>Först</p>"
    assert rest == [("Ett & två", "<h3>Under</h3><p>A</p>"), ("Tre", "")]
    assert sections("") == ("", [])


def test_rich_text_is_cleaned_whoever_writes_it(db):
    body = make.body(description="<p>Text</p><script>x()</script>")
    body.refresh_from_db()
    assert body.description == "<p>Text</p>"
