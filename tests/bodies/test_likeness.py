"""Who is likely the same person: a table written by hand before the rule."""

from itertools import permutations

import pytest

from bodies.likeness import Known, likely_same

# Who is likely the same as "Åsa Lindqvist-Berg, asa.lindqvist@norr.example", and why; "" who isn't.
ASA = Known("Åsa", "Lindqvist-Berg", "asa.lindqvist@norr.example")
SAME = [
    ("Åsa", "Lindqvist-Berg", "", "samma namn"),
    ("åsa", "LINDQVIST-BERG", "", "samma namn"),
    (" Åsa ", " Lindqvist-Berg", "", "samma namn"),
    ("Åsa", "Lindqvist  Berg", "", "nästan samma namn"),
    ("Asa", "Lindqvist-Berg", "", "nästan samma namn"),
    ("Åsa", "Lindqvistberg", "", "nästan samma namn"),
    ("Åsa", "Lindkvist-Berg", "", "nästan samma namn"),
    ("Åsa", "Lindqvit-Berg", "", "nästan samma namn"),
    ("Åsa", "Linndqvist-Berg", "", "nästan samma namn"),
    ("Åsa", "Lindqvsit-Berg", "", "nästan samma namn"),
    ("Lindqvist-Berg", "Åsa", "", "samma namn i annan ordning"),
    ("Lindqvist Berg", "Asa", "", "nästan samma namn"),
    ("Eva", "Holm", "asa.lindqvist@norr.example", "samma e-postadress"),
    ("Eva", "Holm", "Asa.Lindqvist@NORR.example", "samma e-postadress"),
    ("Åsa", "Lindqvist-Berg", "asa.lindqvist@norr.example", "samma namn och e-postadress"),
    ("Åsa", "Lindqvist", "", ""),
    ("Eva", "Lindqvist-Berg", "", ""),
    ("Åsa", "Lundkvist-Berg", "", ""),
    ("Eva", "Holm", "", ""),
    ("Eva", "Holm", "eva.holm@norr.example", ""),
    ("", "", "", ""),
]
# Short names that differ in a letter are other people's names more often than they are misspelt.
SHORT = [
    ("Bo Ek", "Bo Ek", "samma namn"),
    ("Bo Ek", "Bo Ed", ""),
    ("Bo Ek", "Ek Bo", "samma namn i annan ordning"),
    ("Eva Alm", "Eva Holm", ""),
    ("Ida Berg", "Ada Berg", ""),
    ("Jan Persson", "Jan Pärsson", "nästan samma namn"),
    ("Per Karlsson", "Per Carlsson", "nästan samma namn"),
    ("Anna Karlsson", "Hanna Karlsson", ""),
    # Six letters, and the same with five: the longer tells.
    ("Eva Nyberg", "Eva Nybrg", "nästan samma namn"),
    ("Karina Ek", "Karin Ek", "nästan samma namn"),
    ("Maria Ek", "Mari Ek", ""),
]


@pytest.mark.parametrize(("given", "family", "email", "why"), SAME)
def test_likely_same_person_is_told_with_why(given, family, email, why):
    assert likely_same(ASA, Known(given, family, email)) == why
    assert likely_same(Known(given, family, email), ASA) == why


@pytest.mark.parametrize(("one", "other", "why"), SHORT)
def test_short_names(one, other, why):
    people = [Known(*each.split()) for each in (one, other)]
    assert {likely_same(*each) for each in permutations(people)} == {why}


def test_nobody_without_address_is_the_same_by_it():
    assert likely_same(Known("A", "Ek"), Known("B", "Alm")) == ""
