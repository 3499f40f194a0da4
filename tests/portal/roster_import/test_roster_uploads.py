"""Whose a file is that was sent in, how long it's kept, and throwing it away."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from bodies.actions import roster_import as actions
from organisation.actions.refusals import Refused
from organisation.models import TableUpload
from tests import factories as make
from tests.portal.roster_import.sending import ADDRESS, done, kept, own_connection, text_of
from tests.portal.rosters import right_rows


def test_nobody_else_reads_or_does_what_someone_has_sent_in(client, admin):
    upload = kept(admin, right_rows()[:2])
    other = make.user(office=False, is_superuser=True)
    client.force_login(other)
    for address in ("", "kolumner/", "gor/", "ta-bort/", "rader.csv", "rader.xlsx"):
        for method in (client.get, client.post):
            assert method(f"{ADDRESS}{upload.pk}/{address}").status_code in (404, 405)
    assert "lista.xlsx" not in text_of(client.get(ADDRESS))
    with pytest.raises(Refused):
        done(upload, other)
    client.force_login(make.user(office=False))
    assert client.get(ADDRESS).status_code == 404


def test_what_is_sent_in_is_gone_after_a_day(admin, capsys):
    old, new = kept(admin, right_rows()[:2]), kept(admin, right_rows()[:2])
    a_day = timezone.now() - datetime.timedelta(days=1, minutes=1)
    TableUpload.objects.filter(pk=old.pk).update(made_at=a_day)
    call_command("clear_expired")
    assert list(TableUpload.objects.all()) == [new]


def test_what_is_old_is_not_to_be_had_before_it_is_cleared_away(signed_in, admin):
    old = kept(admin, right_rows()[:2], "gammal.xlsx")
    plan = actions.plan_for(old, by=admin, on=datetime.date.today())
    a_day = timezone.now() - datetime.timedelta(days=1, minutes=1)
    TableUpload.objects.filter(pk=old.pk).update(made_at=a_day)
    assert "gammal.xlsx" not in text_of(signed_in.get(ADDRESS))
    for address in ("", "kolumner/", "rader.csv?alla=1"):
        assert signed_in.get(f"{ADDRESS}{old.pk}/{address}").status_code == 404
    with pytest.raises(Refused, match="finns inte längre"):
        done(old, admin, expected=actions.seen(plan))
    others = make.user(office=False, is_superuser=True)
    kept(others, right_rows()[:2])
    assert TableUpload.objects.count() == 2
    # The owner's next one clears it away.
    new = kept(admin, right_rows()[:2])
    assert list(TableUpload.objects.filter(owner=admin)) == [new]


def test_as_many_are_kept_as_may_be_and_the_oldest_makes_room(signed_in, admin):
    uploads = [kept(admin, right_rows()[:1], f"lista-{n}.xlsx") for n in range(12)]
    assert set(TableUpload.objects.all()) == set(uploads[2:])
    text = text_of(signed_in.get(ADDRESS))
    assert [n for n in range(12) if f"lista-{n}.xlsx" in text] == list(range(2, 12))


def test_thrown_away_is_gone(signed_in, admin):
    upload = kept(admin, right_rows()[:2])
    assert signed_in.post(f"{ADDRESS}{upload.pk}/ta-bort/").status_code == 302
    assert not TableUpload.objects.exists()


def test_what_is_read_in_already_is_not_thrown_away(signed_in, admin):
    upload = done(kept(admin, right_rows()[:2]), admin)
    text = thrown_away(signed_in, upload)
    assert "Filen hann läsas in, och är inte borttagen" in text
    assert "Inget ur den är inläst" not in text
    assert TableUpload.objects.filter(pk=upload.pk).exists()


def thrown_away(client, upload) -> str:
    return text_of(client.post(f"{ADDRESS}{upload.pk}/ta-bort/", follow=True))


@pytest.mark.django_db(transaction=True)
def test_what_is_being_read_in_is_not_thrown_away(signed_in, admin):
    upload = kept(admin, right_rows()[:2])
    TableUpload.objects.filter(pk=upload.pk).update(started_at=timezone.now())
    with transaction.atomic():
        TableUpload.objects.select_for_update().get(pk=upload.pk)
        # Another connection, as another page of the same account has.
        with ThreadPoolExecutor(1) as pool:
            text = pool.submit(own_connection, lambda: thrown_away(signed_in, upload)).result()
    assert "Filen läses in just nu, och går inte att ta bort" in text
    assert "Inget ur den är inläst" not in text
    assert TableUpload.objects.filter(pk=upload.pk).exists()
