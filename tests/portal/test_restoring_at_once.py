"""Two who restore, or restore and save, the same record at the same time: one gets through, the
other is shown what was saved, and the history tells of one."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from organisation.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "pairs", [pytest.param(3, id="few"), pytest.param(50, id="all", marks=pytest.mark.full)]
)
def test_of_two_at_once_one_gets_through(pairs, capsys):
    make.healthcare_region()
    person = make.person("Eva Prov")
    for name in ("Ewa", "Evelina"):
        person.given_name = name
        person.save()
    rows = [each.history_id for each in person.history.order_by("history_id")]
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(make.user(f"Admin {number}", office=False, is_superuser=True))
    page = f"/admin/personer/{person.pk}/"
    came = []
    for _ in range(pairs):
        html = clients[0].get(page).content.decode()
        version = re.search(r'name="version" value="(\d+)"', html)[1]
        person.refresh_from_db()
        # Neither is what stands now, so that each of them would change something.
        row = rows[0] if person.given_name != "Eva" else rows[1]
        sent = {
            f"{page}historik/{row}/": {"version": version, "why": ""},
            page: {
                "version": version,
                "given_name": "Eva-Lisa",
                "family_name": person.family_name,
                "slug": person.slug,
                "email": "",
                "merged_into": "",
                "reason": "",
            },
        }
        before, barrier = person.history.count(), Barrier(2)

        def post(client, address, values, barrier=barrier):
            barrier.wait()
            try:
                return client.post(address, values).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            made = [
                pool.submit(post, client, *each)
                for client, each in zip(clients, sent.items(), strict=True)
            ]
            came.append(tuple(sorted(each.result() for each in made)))
        assert person.history.count() == before + 1
    assert came == [(302, 409)] * pairs
    assert Person.objects.get(pk=person.pk).given_name in ("Eva", "Ewa", "Eva-Lisa")
    with capsys.disabled():
        print(f"\n{pairs} pairs at once: one of each got through")
