"""A roster being read in, while its page tells how far it is."""

import logging
import threading
from collections.abc import Iterator
from queue import SimpleQueue

from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from bodies.actions import roster_import as actions
from bodies.rosters.values import Plan
from organisation.actions.refusals import Refused
from organisation.dates import today
from organisation.models import TableUpload

logger = logging.getLogger("portal.rosters")
# How many times the page is told how far it is.
TOLD = 20
# Where that stands in the page.
MARK = "<!-- how far it is -->"
FAILED = (
    "Något gick fel, och inget är inläst. Försök igen om en stund. Händer det igen: tala med den "
    "som sköter webbplatsen."
)


def progress(kept: TableUpload, user, plan: Plan, frame: str) -> Iterator[str]:
    """The page, piece by piece. The work has a thread and a connection of its own, so that its
    transaction is whole whoever asks for the pieces, and ends even if nobody does."""
    before, after = frame.split(MARK)
    yield before
    told: SimpleQueue = SimpleQueue()
    threading.Thread(target=_work, args=(kept, user, plan, told)).start()
    last = -1
    while isinstance(heard := told.get(), tuple):
        done, of = heard
        if done * TOLD // of > last:
            last = done * TOLD // of
            yield format_html("<li>{} av {} rader</li>\n", done, of)
    yield render_to_string("portal/desk/rosters/_progress_end.html", {"kept": kept, "error": heard})
    yield after


def _work(kept: TableUpload, user, plan: Plan, told: SimpleQueue) -> None:
    heard = FAILED
    try:
        actions.carry_out(
            kept,
            by=user,
            on=today(),
            at=timezone.now(),
            expected=actions.seen(plan),
            posts=actions.posts_of(plan),
            tell=lambda done, of: told.put((done, of)),
        )
        heard = ""
    except Refused as refusal:
        # It was told why: that is no interruption.
        actions.forget_begun(kept)
        heard = " ".join(each.message for each in refusal.findings)
    except Exception:
        logger.exception("En lista gick inte att läsa in")
    finally:
        connection.close()
        told.put(heard)
