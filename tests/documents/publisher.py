"""Publishes editions in children of its own, so that the test can kill one at any moment.

Reads lines "edition account"; for each it forks a child that publishes, and writes "pid N", "begun"
(the transaction is open), "done" (it's through) and at last "ended".
"""

import datetime
import os
import sys

import django

django.setup()  # before the models

from django.db import connection

from documents import actions
from documents.actions import workflow
from documents.actions.locking import fingerprint
from documents.models import Edition
from organisation.models import User


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def publish(edition_id: int, account: int) -> None:
    edition = Edition.objects.get(pk=edition_id)
    by = User.objects.get(pk=account)
    seen = fingerprint(edition)
    locked = workflow.locked

    def told(*args, **kwargs):
        found = locked(*args, **kwargs)
        say("begun")
        return found

    workflow.locked = told
    actions.publish(edition, by=by, at=datetime.datetime.now(datetime.UTC), seen=seen)
    say("done")


for line in sys.stdin:
    connection.close()
    child = os.fork()
    if child == 0:
        publish(*map(int, line.split()))
        os._exit(0)
    say(f"pid {child}")
    os.waitpid(child, 0)
    say("ended")
