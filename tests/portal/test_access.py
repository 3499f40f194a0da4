"""Closed unless opened: every address is listed here with whom it is for."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver, path

from portal.access import Audience, ClosedUnlessOpened

# Every address of the site and whom it is for. A new one fails the test until it is added here.
AUDIENCES = {
    "": Audience.EVERYONE,
    "organisation/": Audience.EVERYONE,
    "favicon.ico": Audience.EVERYONE,
    "livez": Audience.EVERYONE,
    "readyz": Audience.EVERYONE,
    "robots.txt": Audience.EVERYONE,
    "<body_path:path>/": Audience.EVERYONE,
}


def every_address(patterns, prefix=""):
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from every_address(each.url_patterns, prefix + str(each.pattern))
        else:
            yield prefix + str(each.pattern), each.callback


def test_every_address_is_listed_with_whom_it_is_for():
    found = {
        address: getattr(view, "audience", None)
        for address, view in every_address(get_resolver().url_patterns)
    }
    assert found == AUDIENCES


def forgotten(request):
    return HttpResponse("hemligt")


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_view_that_does_not_say_whom_it_is_for_answers_404(client):
    answer = client.get("/forgotten/")
    assert answer.status_code == 404
    assert b"hemligt" not in answer.content


def test_view_with_a_made_up_audience_stays_closed(rf: RequestFactory):
    def view(request):
        return HttpResponse()

    view.audience = "everyone I like"
    with pytest.raises(Http404):
        ClosedUnlessOpened(None).process_view(rf.get("/"), view, (), {})


# What the test above uses this module for, as a URLconf.
urlpatterns = [path("forgotten/", forgotten)]
handler404 = "portal.views.system.not_found"
