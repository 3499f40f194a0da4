"""The rules of editions, as tables, without a database."""

import datetime

import pytest

from documents.rules import (
    TRANSITIONS,
    SectionFacts,
    State,
    Step,
    plain,
    step_findings,
    text_findings,
    validity_findings,
)

D = datetime.date

# Which step may be taken in which state, written out.
ALLOWED = {
    ("edit", "draft"),
    ("comment", "draft"),
    ("comment", "submitted"),
    ("comment", "adopted"),
    ("submit", "draft"),
    ("send_back", "submitted"),
    ("send_back", "adopted"),
    ("adopt", "submitted"),
    ("publish", "adopted"),
    ("withdraw", "published"),
    ("show", "draft"),
    ("show", "submitted"),
    ("show", "adopted"),
    ("discard", "draft"),
}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", State)
def test_step_is_allowed_in_its_states_only(step, state):
    assert (not step_findings(step, state)) == ((step.value, state.value) in ALLOWED)


def test_no_step_leads_out_of_published_or_discarded():
    ways = {(a, b) for table in TRANSITIONS.values() for a, b in table.items()}
    assert {b for a, b in ways if a in (State.PUBLISHED, State.DISCARDED)} == {State.PUBLISHED}


def test_refused_step_says_what_state_it_needs():
    [finding] = step_findings(Step.PUBLISH, State.DRAFT)
    assert finding.message.startswith(
        "Versionen är utkast och kan därför inte publiceras. "
        "Det går bara när den är beslutad, inte publicerad."
    )


def section(heading="Rubrik", html="<p>Text.</p>", level=1):
    return SectionFacts(heading.lower(), heading, level, html)


CODES = [
    ([], ["no-sections"]),
    ([section()], []),
    ([section(html="")], ["empty-section"]),
    ([section(html="<p> </p><ul><li></li></ul>")], ["empty-section"]),
    ([section(html=""), section("Under", level=2)], []),
    ([section(html=""), section("Nästa")], ["empty-section"]),
    ([section(level=2)], ["skipped-level"]),
    ([section(), section("Djup", level=3)], ["skipped-level"]),
    ([section(), section("Två", level=2), section("Tre", level=3), section("Ett")], []),
    ([section(html="<ul><li>Mål 1</li><li>Mål 2</li><li>osv</li></ul>")], ["placeholder"]),
    ([section(html="<p>Mål 1</p>")], ["placeholder"]),
    ([section(html="<p>osv</p>")], ["placeholder"]),
    ([section(html="<ul><li>Bidra till mål 3</li></ul>")], []),
    ([section(html="<p>Vi följer mål 1 i planen.</p>")], []),
    ([section(html="<p>IT, inköp osv. ingår.</p>")], []),
    ([section(html="<p>Lorem ipsum dolor</p>")], ["placeholder"]),
    ([section(html="<p>Beslutas av [namn på nämnd].</p>")], ["placeholder"]),
    ([section(html="<p>Se [1] i listan.</p>")], []),
    ([section(html="<h4>Liten</h4><p>Text.</p>")], ["skipped-level"]),
    ([section(html="<h3>Stor</h3><h4>Liten</h4><p>Text.</p>")], []),
]


@pytest.mark.parametrize(("sections", "codes"), CODES)
def test_text_findings_are_exact(sections, codes):
    assert [each.code for each in text_findings(sections)] == codes


VALIDITY = [
    # has a decision, from, last from, has a published one -> codes
    (True, D(2026, 1, 1), None, False, []),
    (True, D(2026, 1, 1), None, True, []),
    (False, D(2026, 1, 1), None, False, ["no-decision"]),
    (True, None, None, False, ["no-valid-from"]),
    (False, None, D(2026, 1, 1), True, ["no-decision", "no-valid-from"]),
    (True, D(2026, 1, 1), D(2026, 1, 1), True, ["overlap"]),
    (True, D(2025, 12, 31), D(2026, 1, 1), True, ["overlap"]),
    (True, D(2026, 1, 2), D(2026, 1, 1), True, []),
]


@pytest.mark.parametrize(("decision", "start", "last", "published", "codes"), VALIDITY)
def test_validity_findings_are_exact(decision, start, last, published, codes):
    found = validity_findings(
        has_decision=decision,
        valid_from=start,
        last_valid_from=last,
        has_published=published,
    )
    assert [each.code for each in found] == codes
    assert all(each.message.endswith(".") for each in found)


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        (D(1, 1, 1), ["far-from-decision"]),
        (D(2005, 12, 2), ["far-from-decision"]),
        (D(2005, 12, 3), []),
        (D(2045, 12, 3), []),
        (D(2206, 1, 1), ["far-from-decision"]),
    ],
)
def test_first_day_far_from_the_decision_is_a_slip_of_the_keys(start, codes):
    found = validity_findings(
        has_decision=True,
        valid_from=start,
        last_valid_from=None,
        has_published=True,
        decided=D(2025, 12, 3),
    )
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p>Ett  två</p>\n<ul><li>tre</li><li>fyra &amp; fem</li></ul>",
            "Ett två\ntre\nfyra & fem",
        ),
        ("<table><tr><th>A</th><td>B</td></tr></table>", "A\nB"),
        ("Ett<br>två", "Ett\ntvå"),
        ("", ""),
    ],
)
def test_plain_gives_the_words_line_by_line(html, text):
    assert plain(html) == text


def test_line_break_in_the_file_parts_no_sentence():
    assert plain("<p>En mening\növer två rader. En till.</p>\n<ul>\n<li>En\npunkt</li>\n</ul>") == (
        "En mening över två rader. En till.\nEn punkt"
    )
