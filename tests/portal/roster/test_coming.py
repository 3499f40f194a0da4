"""A post that somebody is to have later: who fills it until then is told, and proposed the days."""

import datetime

import pytest

from bodies.models import Appointment
from organisation.dates import long_date, today
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def test_the_one_who_comes_is_told_and_the_day_before_proposed(client):
    make.healthcare_region()
    client.force_login(make.user("Ada", office=False, is_superuser=True))
    post = make.post(make.body("Tandvård"), "sekreterare", start=today() - 900 * DAY)
    later = today() + 90 * DAY
    make.appoint(make.person("Nyfrid Senare"), post, start=later)
    now = make.person("Åsa Öberg")
    address = f"/arbetsyta/poster/{post.pk}/utse/"
    page = client.get(f"{address}?person={now.slug}").content.decode()
    assert f"<strong>Nyfrid Senare</strong> tillträder {long_date(later)}" in page
    assert f'name="last" value="{later - DAY}"' in page

    sent = {"person": now.slug, "first": str(today()), "last": str(later - DAY)}
    assert client.post(address, sent).status_code == 200
    refused = client.post(address, sent | {"last": ""})
    assert refused.status_code == 400
    assert f"senast {long_date(later - DAY)}" in refused.content.decode()
    assert Appointment.objects.count() == 1
