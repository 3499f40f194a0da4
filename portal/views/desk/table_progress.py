"""A table being read in, while its page tells how far it is."""

import logging
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue

from django.db import connection
from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from organisation.actions.refusals import Refused
from organisation.actions.table_uploads import forget_begun
from organisation.models import TableUpload
from organisation.shapes import Crumb
from portal.desk import desk_context

logger = logging.getLogger("portal.tables")
# How many times the page is told how far it is.
TOLD = 20
# Where that stands in the page.
MARK = "<!-- how far it is -->"
FAILED = (
    "Något gick fel, och inget är inläst. Försök igen om en stund. Händer det igen: tala med den "
    "som sköter webbplatsen."
)
# Called with how many rows are done, and of how many.
Tell = Callable[[int, int], None]


def told_while(
    request, kept: TableUpload, number: int, *, home: Crumb, back: str, work: Callable[[Tell], None]
) -> StreamingHttpResponse:
    """The page that tells how far `work` is with so many rows of the table. `home` is where tables
    of the kind are chosen, `back` the address that shows what the rows do or did."""
    TableUpload.objects.filter(pk=kept.pk).update(started_at=timezone.now())
    said = {"kept": kept, "home": home, "back": back}
    context = desk_context(request) | said | {"mark": MARK, "number": number}
    frame = render_to_string("portal/desk/tables/progress.html", context, request)
    response = StreamingHttpResponse(_pieces(frame, said, work))
    response["Cache-Control"] = "no-store"
    # Packed or gathered on its way, it would come all at once at the end.
    response["Content-Encoding"] = "identity"
    response["X-Accel-Buffering"] = "no"
    return response


def _pieces(frame: str, said: dict, work: Callable[[Tell], None]) -> Iterator[str]:
    """The page, piece by piece. The work has a thread and a connection of its own, so that its
    transaction is whole whoever asks for the pieces, and ends even if nobody does."""
    before, after = frame.split(MARK)
    yield before
    told: SimpleQueue = SimpleQueue()
    threading.Thread(target=_work, args=(said["kept"], work, told)).start()
    last = -1
    while isinstance(heard := told.get(), tuple):
        done, of = heard
        if done * TOLD // of > last:
            last = done * TOLD // of
            yield format_html("<li>{} av {} rader</li>\n", done, of)
    yield render_to_string("portal/desk/tables/_progress_end.html", said | {"error": heard})
    yield after


def _work(kept: TableUpload, work: Callable[[Tell], None], told: SimpleQueue) -> None:
    heard = FAILED
    try:
        work(lambda done, of: told.put((done, of)))
        heard = ""
    except Refused as refusal:
        # It was told why: that is no interruption.
        forget_begun(kept)
        heard = " ".join(each.message for each in refusal.findings)
    except Exception:
        logger.exception("En tabell gick inte att läsa in")
    finally:
        connection.close()
        told.put(heard)
