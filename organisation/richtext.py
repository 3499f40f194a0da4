"""The small HTML that texts may hold, cleaned on every write and again when shown."""

import re
from html import unescape

import nh3
from django.db import models
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "h3",
    "h4",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {"a": {"href"}, "th": {"scope"}}
SCHEMES = {"http", "https", "mailto"}
HEADING = re.compile(r"<h3>(.*?)</h3>", re.DOTALL)


def clean_html(html: str) -> str:
    """The text with only the allowed elements, attributes and link schemes left.

    Relative links stay; scripts and styles go with their content. Cleaning twice changes nothing.
    """
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    ).strip()


def shown(html: str) -> SafeString:
    """The text ready for a template: cleaned once more and marked safe."""
    return mark_safe(clean_html(html))


def sections(html: str) -> tuple[SafeString, list[tuple[str, SafeString]]]:
    """The text taken apart at its headings (h3): what stands before the first, and then each
    heading as plain text with what stands under it. All of it ready for a template, where the
    headings stand a step higher (h2), so those below them do too (h4 becomes h3)."""
    first, *rest = HEADING.split(clean_html(html))
    raised = [each.replace("h4>", "h3>").strip() for each in rest[1::2]]
    return mark_safe(first.strip()), [
        (unescape(strip_tags(heading)), mark_safe(part))
        for heading, part in zip(rest[::2], raised, strict=True)
    ]


class RichTextField(models.TextField):
    """A text of the small HTML, cleaned whenever it is validated or written."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean_html(value) if value else value

    def pre_save(self, model_instance, add):
        value = getattr(model_instance, self.attname)
        if value:
            value = clean_html(value)
            setattr(model_instance, self.attname, value)
        return value
