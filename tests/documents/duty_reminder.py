"""Reminds of plans and reports in children of its own, so that the test can kill one at any moment.

Reads lines with a day. For each it forks a child, and writes "pid N", "begun" (the first
transaction is open), "done" (it's through) and at last "ended".
"""

import datetime
import os
import sys

import django

django.setup()  # before the models

from django.db import connection

from documents.actions import reminding


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def telling() -> None:
    """Says once that the first transaction is open."""
    lock, waiting = reminding.lock, ["begun"]

    def told():
        lock()
        if waiting:
            say(waiting.pop())

    reminding.lock = told


for line in sys.stdin:
    connection.close()
    child = os.fork()
    if child == 0:
        telling()
        reminding.remind(datetime.date.fromisoformat(line.strip()))
        say("done")
        os._exit(0)
    say(f"pid {child}")
    os.waitpid(child, 0)
    say("ended")
