"""What templates need to stay on the day of the page."""

import datetime
import re

from django import template
from django.utils.safestring import SafeString, mark_safe

from organisation.dates import last_day, short_date

register = template.Library()
# As the cleaned rich text writes a link within the site that asks for nothing itself.
INTERNAL_LINK = re.compile(r'<a href="/(?!/)[^"?#]*(?=["#])')


@register.filter
def on_day(html: SafeString, day) -> SafeString:
    """Cleaned rich text (`richtext.shown`), its links within the site kept on the page's day."""
    return mark_safe(INTERNAL_LINK.sub(lambda link: link[0] + day.query, html))


register.filter("short_date", short_date)


@register.filter
def day_before(end: datetime.date) -> datetime.date:
    """The last day of a period that is stored up to `end`."""
    return last_day(end)
