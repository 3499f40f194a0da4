"""The small HTML that texts may hold, cleaned on every write and again when shown."""

import nh3
from django.db import models
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
