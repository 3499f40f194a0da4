"""The small HTML that texts may hold, cleaned on every write and again when shown."""

import re
from html import unescape

import nh3
from django.core.exceptions import ValidationError
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
# Cleaning takes the square of the depth: minutes for a text of lists a thousand deep.
DEEPEST = 100
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# Elements that end by themselves where the next one begins, or hold nothing.
_END_THEMSELVES = {"p", "li", "tr", "th", "td", "thead", "tbody", "br", "hr", "img", "wbr"}
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


def refuse_too_deep(html: str) -> None:
    """Raises ValidationError for elements far too deep within one another."""
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _END_THEMSELVES:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            raise ValidationError(
                "Texten har för många element inuti varandra. Ta bort listor i listor, eller "
                "klistra in den som ren text."
            )


class RichTextField(models.TextField):
    """A text of the small HTML, cleaned whenever it is validated or written."""

    def to_python(self, value):
        value = super().to_python(value)
        if value:
            refuse_too_deep(value)
        return clean_html(value) if value else value

    def pre_save(self, model_instance, add):
        value = getattr(model_instance, self.attname)
        if value:
            refuse_too_deep(value)
            value = clean_html(value)
            setattr(model_instance, self.attname, value)
        return value
