"""Cards for address books as RFC 6350 has them: what each line says, escaped and folded."""

import pytest

from bodies.vcards import Card, vcards

EVA = Card(
    uid="urn:uuid:6f1a1a52-8d0a-5b55-9d57-7d8a5c0d5a11",
    name="Eva Prov",
    family="Prov",
    given="Eva",
    email="eva.prov@region.test",
    organisation="Region Norr",
    roles=("Ordförande, RMPO Tandvård",),
    groups=("RMPO Tandvård",),
)
CARD = (
    "BEGIN:VCARD\r\n"
    "VERSION:4.0\r\n"
    "UID:urn:uuid:6f1a1a52-8d0a-5b55-9d57-7d8a5c0d5a11\r\n"
    "KIND:individual\r\n"
    "FN:Eva Prov\r\n"
    "N:Prov;Eva;;;\r\n"
    "EMAIL;TYPE=work:eva.prov@region.test\r\n"
    "ORG:Region Norr\r\n"
    "ROLE:Ordförande\\, RMPO Tandvård\r\n"
    "CATEGORIES:RMPO Tandvård\r\n"
    "END:VCARD\r\n"
)


def test_card_has_the_lines_of_the_standard_in_its_order():
    assert vcards([EVA]) == CARD


def test_cards_follow_each_other_and_none_is_nothing():
    assert vcards([EVA, EVA]) == CARD * 2
    assert vcards([]) == ""


def test_address_of_a_body_is_an_organisations_card():
    card = Card(uid="urn:uuid:1", name="RMPO Tandvård", email="tandvard@region.test")
    assert vcards([card]) == (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:1\r\nKIND:org\r\nFN:RMPO Tandvård\r\n"
        "EMAIL;TYPE=work:tandvard@region.test\r\nEND:VCARD\r\n"
    )


# What is written, and how it stands in a text and in a part of a structured value.
ESCAPED = [
    ("a,b", "a\\,b", "a\\,b"),
    ("a;b", "a\\;b", "a\\;b"),
    ("a\\b", "a\\\\b", "a\\\\b"),
    ("a\nb", "a\\nb", "a\\nb"),
    ("a\r\nb", "a\\nb", "a\\nb"),
    ("a:b", "a:b", "a:b"),
    ("END:VCARD\r\nBEGIN:VCARD", "END:VCARD\\nBEGIN:VCARD", "END:VCARD\\nBEGIN:VCARD"),
    ("a\x00\x07b", "ab", "ab"),
]


@pytest.mark.parametrize(("written", "as_text", "as_part"), ESCAPED)
def test_signs_that_mean_something_are_escaped(written, as_text, as_part):
    lines = vcards([Card(uid="u", name=written, family=written, given="x")]).split("\r\n")
    assert f"FN:{as_text}" in lines
    assert f"N:{as_part};x;;;" in lines


# The number of octets in a line may be 75, its end not counted; a sign of several octets is whole.
FOLDED = [
    ("x" * 72, ["FN:" + "x" * 72]),
    ("x" * 73, ["FN:" + "x" * 72, " x"]),
    ("x" * (72 + 74), ["FN:" + "x" * 72, " " + "x" * 74]),
    ("x" * (72 + 75), ["FN:" + "x" * 72, " " + "x" * 74, " x"]),
    ("x" * 71 + "ö", ["FN:" + "x" * 71, " ö"]),
    ("x" * 70 + "öx", ["FN:" + "x" * 70 + "ö", " x"]),
    ("x" * 69 + "😀", ["FN:" + "x" * 69, " 😀"]),
]


@pytest.mark.parametrize(("name", "lines"), FOLDED, ids=range(len(FOLDED)))
def test_long_lines_are_folded_between_signs(name, lines):
    found = vcards([Card(uid="u", name=name)]).split("\r\n")
    assert found[4 : 4 + len(lines)] == lines
    assert all(len(each.encode()) <= 75 for each in found)
    assert "\r\n".join(found).replace("\r\n ", "").count(f"FN:{name}") == 1
