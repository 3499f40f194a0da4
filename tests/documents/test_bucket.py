"""Files in a store that speaks S3: the same as in a folder, and what is told when it doesn't
answer. The store is a server of the test's own; the library that speaks with it is the real one."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from documents import actions
from documents.actions.attachments import clear_left_over, received
from documents.attachments import UploadError, shelf
from documents.models import Attachment, StoredFile
from tests import factories as make
from tests.documents.s3_store import Store
from tests.documents.upload_files import pdf
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PLAN = pdf("Planen")


@pytest.fixture
def store(settings):
    made = Store()
    settings.STORAGES = settings.STORAGES | {"attachments": options(made)}
    yield made
    made.close()


def options(store: Store, **changes) -> dict:
    told = {
        "bucket_name": "filer",
        "endpoint_url": store.endpoint,
        "access_key": store.key,
        "secret_key": "hemlig",
        "region_name": "eu-north-1",
    }
    return {"BACKEND": "documents.attachments.bucket.Bucket", "OPTIONS": told | changes}


@pytest.fixture
def draft(store):
    make.healthcare_region()
    writer = make.user()
    body = make.body("Provgruppen", path="grupper/prov")
    made = make.edition(make.document(body), author=writer)
    made.writer = writer
    return made


def add(draft, content=PLAN, name="Plan.pdf"):
    return actions.add_attachment(
        draft, by=draft.writer, at=NOW, revision=draft.revision, sent=received(content, name)
    )


def publish(draft):
    draft.refresh_from_db()
    make.take_all_steps(draft, valid_from="2026-01-01")


def keys(store) -> list[str]:
    return sorted(key for _, key in store.objects)


def test_file_lies_in_the_bucket_under_its_checksum(draft, store):
    made = add(draft)
    sha256 = shelf.checksum(PLAN)
    assert keys(store) == [f"{sha256[:2]}/{sha256}"]
    assert store.objects["filer", keys(store)[0]][0] == PLAN
    with shelf.take(made.file.sha256) as file:
        assert file.read() == PLAN
    assert list(shelf.lying()) == [(keys(store)[0], sha256)]


def test_file_that_lies_there_is_not_sent_twice(draft, store):
    add(draft)
    shelf.put(PLAN)
    assert [verb for verb, _ in store.asked].count("PUT") == 1


def test_what_is_published_is_had_byte_for_byte(draft, store):
    made = add(draft)
    publish(draft)
    answer = Client().get(made.url)
    assert answer.status_code == 200
    assert answer.content == PLAN
    assert "attachment" in answer["Content-Disposition"]


def test_store_that_doesnt_answer_takes_nothing_in(draft, store):
    store.is_down = True
    with pytest.raises(UploadError, match="går inte att spara just nu"):
        add(draft)
    store.is_down = False
    assert (Attachment.objects.count(), StoredFile.objects.count(), keys(store)) == (0, 0, [])


def test_wrong_key_takes_nothing_in(draft, store):
    store.key = "en annan"
    with pytest.raises(UploadError, match="går inte att spara just nu"):
        add(draft)
    assert (Attachment.objects.count(), keys(store)) == (0, [])


def test_store_that_isnt_there_takes_nothing_in(draft, store, settings):
    gone = options(store, endpoint_url="http://127.0.0.1:9")
    settings.STORAGES = settings.STORAGES | {"attachments": gone}
    with pytest.raises(UploadError, match="går inte att spara just nu"):
        add(draft)
    assert Attachment.objects.count() == 0


def test_reader_is_told_to_wait_while_the_store_doesnt_answer(draft, store):
    made = add(draft)
    publish(draft)
    store.is_down = True
    answer = Client().get(made.url)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "no-store" in answer["Cache-Control"]
    assert "svarar inte just nu" in answer.content.decode()
    store.is_down = False
    assert Client().get(made.url).content == PLAN


def test_file_that_is_lost_is_not_found(draft, store):
    made = add(draft)
    publish(draft)
    store.objects.clear()
    assert Client().get(made.url).status_code == 404


def test_left_over_files_are_cleared_and_no_others(draft, store):
    add(draft)
    kept = keys(store)
    shelf.put(b"of a write that was broken off")
    assert len(keys(store)) == 2
    assert clear_left_over(timezone.now() - datetime.timedelta(days=1)) == 0
    assert clear_left_over(timezone.now() + datetime.timedelta(minutes=1)) == 1
    assert keys(store) == kept


def test_file_whose_row_could_not_be_written_is_taken_away(draft, store, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr("documents.actions.attachments.store", broken)
    with pytest.raises(RuntimeError):
        add(draft)
    assert (Attachment.objects.count(), keys(store)) == (0, [])
