"""Where long words of a heading may break."""

import pytest

from organisation.templatetags.text import soft_hyphens


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Sjukvårdsregional/regional nivå", "Sjukvårds|regional/regional nivå"),
        ("Har en struktur för förbättringsarbete", "Har en struktur för förbättrings|arbete"),
        ("Kort ord", "Kort ord"),
        ("  två   mellanslag ", "  två   mellanslag "),
    ],
)
def test_long_word_breaks_between_its_parts(text, broken):
    assert soft_hyphens(text).replace("\N{SOFT HYPHEN}", "|") == broken
