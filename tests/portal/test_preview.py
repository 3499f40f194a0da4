"""A public page shown as it would be after a change, which is taken back."""

import pytest
from django.db import transaction
from django.test import RequestFactory

from organisation.models import Outbox, Page
from organisation.trying import as_if
from portal.preview import Preview, seen_if
from tests import factories as make

pytestmark = pytest.mark.django_db
ABOVE = Preview("Ingenting är sparat ännu.", "/arbetsyta/", "Tillbaka till utkastet")


@pytest.fixture
def page():
    make.healthcare_region()
    page = Page(path="om", title="Om samarbetet")
    page.save()
    return page


def rename(page, title):
    def change():
        Page.objects.filter(pk=page.pk).update(title=title)

    return change


def asked_by(user):
    request = RequestFactory(SERVER_NAME="localhost").get("/arbetsyta/")
    request.user, request.COOKIES = user, {"sessionid": "some"}
    return request


def test_page_is_shown_as_after_the_change_and_nothing_is_changed(page, client):
    before = client.get("/om/").content
    shown = seen_if(rename(page, "Om vårt arbete"), "/om/", asked_by(make.user()), ABOVE)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Om vårt arbete" in text
    assert "Om samarbetet" not in text
    assert ABOVE.text in text
    assert 'href="/arbetsyta/"' in text
    assert shown["X-Robots-Tag"] == "noindex"
    assert client.get("/om/").content == before
    page.refresh_from_db()
    assert page.title == "Om samarbetet"


def test_page_is_shown_as_a_reader_meets_it(page):
    shown = seen_if(lambda: None, "/om/", asked_by(make.user()), ABOVE)
    assert "För dig som har loggat in" not in shown.content.decode()


def test_what_stands_in_the_way_is_raised_and_nothing_is_changed(page):
    def change():
        rename(page, "Halvt ändrad")()
        raise ValueError("hindret")

    with pytest.raises(ValueError, match="hindret"):
        seen_if(change, "/om/", asked_by(make.user()), ABOVE)
    page.refresh_from_db()
    assert page.title == "Om samarbetet"


def test_what_would_follow_from_a_change_does_not(page, django_capture_on_commit_callbacks):
    def change():
        transaction.on_commit(lambda: pytest.fail("it was kept"))
        return Outbox.objects.create(key="one", to="a@b.example", subject="x", text="y")

    with django_capture_on_commit_callbacks(execute=True), as_if(change) as mail:
        assert Outbox.objects.get() == mail
    assert not Outbox.objects.exists()
    # The transaction around it goes on.
    assert Page.objects.count() == 1
