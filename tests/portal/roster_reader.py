"""Reads in a roster in children of its own, so that the test can kill one at any moment.

Reads lines "upload account undo" (takes it back at the end) or "upload account stay". For each it
forks a child, and writes "pid N", "begun" (the first rows are written), "done" (it's through) and
at last "ended".
"""

import datetime
import os
import sys

import django

django.setup()  # before the models

from django.db import connection, transaction

from bodies.actions import roster_import
from organisation.models import TableUpload, User


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def once(*told: int) -> None:
    if not waiting:
        say("begun")
        waiting.append(told)


waiting: list = []


def read_in(upload: str, by: User) -> None:
    on = datetime.date.today()
    found = TableUpload.objects.get(pk=upload)
    plan = roster_import.plan_for(found, by=by, on=on)
    roster_import.carry_out(
        found,
        by=by,
        on=on,
        at=datetime.datetime.now(datetime.UTC),
        expected=roster_import.seen(plan),
        tell=once,
    )


for line in sys.stdin:
    connection.close()
    child = os.fork()
    if child == 0:
        upload, account, way = line.split()
        with transaction.atomic():
            read_in(upload, User.objects.get(pk=account))
            say("done")
            transaction.set_rollback(way == "undo")
        os._exit(0)
    say(f"pid {child}")
    os.waitpid(child, 0)
    say("ended")
