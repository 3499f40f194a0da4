import logging

from django.core.exceptions import BadRequest
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404
from django.shortcuts import render

from .site import NotSetUp

logger = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


class DatabaseDown:
    """Middleware that answers 503 while the database is gone, with a page that needs none, or while
    it holds no facts yet."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, NotSetUp):
            return render(request, "portal/not_set_up.html", status=503)
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("databasen svarar inte: %s", str(exception).splitlines()[0])
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "30"
        response["Cache-Control"] = "no-store"
        return response


class NoNul:
    """Middleware that stops the sign NUL, which the database holds in no text: an address with it
    is nowhere, and a question with it can't be read. In what is sent, fields refuse it themselves;
    what none has refused is answered as what can't be read, and not as a fault of the site's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or "\0" in asked:
            raise BadRequest("NUL")
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ValueError | DataError) or request.method != "POST":
            return None
        sent = (each for row in request.POST.lists() for each in (row[0], *row[1]))
        return (
            render(request, "400.html", status=400) if any("\0" in each for each in sent) else None
        )


class SecurityHeaders:
    """Middleware that gives every response the site's security headers.

    A header the view has set itself stays as it is, so that a view can be stricter.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
