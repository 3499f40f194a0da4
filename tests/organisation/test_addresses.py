"""Which links data may hold, and which addresses its pages may have."""

import pytest
from django.core.exceptions import ValidationError

from organisation.models import Page, Shortcut


@pytest.mark.parametrize(
    "target",
    [
        *("", "/", "/kunskapsrad/", "/synpunkter/?sida=/om/", "/om/#del-1", "/a//b/"),
        *("https://www.exempel.se/", "HTTP://exempel.se:8080/a?b=c#d", "https://åäö.se/ö"),
        *("mailto:kansli@exempel.se", "mailto:a@b.se?subject=Hej", "tel:+46-10-1030000"),
    ],
)
def test_link_to_a_page_an_address_or_a_telephone_is_kept(target):
    Shortcut(place="footer", label="Om", target=target).clean_fields()


@pytest.mark.parametrize(
    "target",
    [
        *(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\tscript:alert(1)",
            "\x01javascript:a",
        ),
        *("data:text/html,x", "vbscript:x", "blob:x", "file:///etc/passwd", "ftp://exempel.se/"),
        *("//evil.se", "///evil.se", "/\\evil.se", "\\\\evil.se", "/\t/evil.se", "/\n/evil.se"),
        *("https:evil.se", "https:/evil.se", "https://", "http:///evil.se", "https://a b.se"),
        *("mailto:", "mailto:ingen", "tel:", "tel:+", "tel:javascript", "#del-1", "om/", "evil.se"),
        *("/om/\u2028", "/om/\u202e", "/om/\x7f", "https://[/"),
    ],
)
def test_link_to_a_script_or_to_another_site_in_disguise_is_refused(target):
    with pytest.raises(ValidationError) as refused:
        Shortcut(place="footer", label="Om", target=target).clean_fields()
    assert "börjar med ett snedstreck" in str(refused.value.message_dict["target"])


@pytest.mark.parametrize(
    "path",
    ["om", "om/kontakt", "nationellt", "programomraden", "organisation", "loften", "loften-x"],
)
def test_page_has_an_address_that_shows_it(path):
    Page(path=path, title="Sida").clean_fields()


@pytest.mark.parametrize(
    "path",
    [
        *("admin", "livez", "logga-in", "konto", "arbetsyta/x", "personer/anna", "regioner"),
        *("organisation/skiss", "loften/1", "nytt", "programomraden/uppdrag"),
    ],
)
def test_page_gets_no_address_that_the_site_itself_has(path):
    with pytest.raises(ValidationError) as refused:
        Page(path=path, title="Sida").clean_fields()
    assert "upptagen" in str(refused.value.message_dict["path"])
