"""A text whose public page isn't there: the draft is kept, and its writer is told."""

import pytest

from organisation.models import TextDraft
from programmes.models import PatientPromise
from tests.portal.texts import TEXTS, office, page, signed_in, write

pytestmark = pytest.mark.django_db


def test_a_promise_without_the_page_of_promises_is_not_shown_ahead():
    client, promise = signed_in(office()), PatientPromise.objects.create(number=1, text="få vård")
    write(client, "loften", promise.pk, text="få god vård")
    ahead = f"{TEXTS}loften/{promise.pk}/forhandsgranska/"
    answer = client.get(ahead, follow=True)
    assert answer.redirect_chain == [(f"{TEXTS}loften/{promise.pk}/", 302)]
    assert "Ingen sida visar texten: /loften/1/ finns inte" in answer.content.decode()
    assert TextDraft.objects.count() == 1

    page(path="loften", title="Löften")
    assert "få god vård" in client.get(ahead).content.decode()
