"""The cache that workers share."""

import threading
import time

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from portal.models import CacheEntry

pytestmark = pytest.mark.django_db


def test_value_is_kept_until_it_expires():
    assert cache.get("a") is None
    cache.set("a", {"b": [1, "å"]}, 60)
    assert cache.get("a") == {"b": [1, "å"]}
    cache.set("a", 2, 0.05)
    time.sleep(0.1)
    assert cache.get("a", "nothing") == "nothing"
    cache.set("for ever", 1, None)
    assert cache.get("for ever") == 1


def test_what_is_there_is_not_added_again_while_it_lives():
    assert cache.add("a", 1, 60)
    assert not cache.add("a", 2, 60)
    assert cache.get("a") == 1
    cache.set("a", 1, 0.01)
    time.sleep(0.05)
    assert cache.add("a", 3, 60)
    assert cache.get("a") == 3


def test_value_is_deleted_and_touched():
    cache.set("a", 1, 60)
    assert cache.touch("a", 120)
    assert cache.delete("a")
    assert not cache.delete("a")
    assert not cache.touch("a")
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    cache.clear()
    assert not CacheEntry.objects.exists()


def test_any_key_will_do():
    for key in ("x" * 1000, "with space\n", "å"):
        cache.set(key, key)
        assert cache.get(key) == key


@pytest.mark.django_db(transaction=True)
def test_of_many_who_add_at_once_one_may():
    won, barrier = [], threading.Barrier(8)

    def add():
        barrier.wait()
        won.append(cache.add("once", 1, 60))
        connection.close()

    for expired in (False, True):
        if expired:
            cache.set("once", 0, 0.01)
            time.sleep(0.05)
        threads = [threading.Thread(target=add) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert sorted(won) == [False] * 14 + [True] * 2


def test_expired_rows_are_cleared_and_living_ones_stay(capsys):
    cache.set("old", 1, 0.01)
    cache.set("new", 1, 60)
    time.sleep(0.05)
    call_command("clear_expired")
    assert CacheEntry.objects.count() == 1
    assert cache.get("new") == 1
