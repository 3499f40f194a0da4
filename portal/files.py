"""A file that goes with an edition, on its way to a reader."""

import logging

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import condition

from documents.attachments import shelf
from documents.models import Attachment

logger = logging.getLogger("portal.files")
# Whatever a browser takes it for, it may do nothing.
POLICY = "default-src 'none'; sandbox"


def sent_file(request, attachment: Attachment, *, cached: bool) -> HttpResponseBase:
    """The file byte for byte, to be saved and not to be opened in the page; 304 to those who have
    it. What is `cached` never changes under its address."""
    sha256 = attachment.file.sha256

    @condition(etag_func=lambda request: f'"{sha256}"')
    def answer(request):
        try:
            with shelf.take(sha256) as file:
                content = file.read()
        except FileNotFoundError:
            logger.error("filen %s saknas bland de sparade filerna", sha256)
            raise Http404 from None
        except OSError:
            logger.exception("där filerna ligger svarar inte")
            response = render(request, "503.html", status=503)
            response["Retry-After"] = "30"
            response["Cache-Control"] = "no-store"
            return response
        response = HttpResponse(content, content_type=attachment.file.sort.media_type)
        response["Content-Disposition"] = content_disposition_header(True, attachment.name)
        response["Content-Security-Policy"] = POLICY
        if cached:
            response["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    return answer(request)
