"""Reminds of something in children of its own, so that the test can kill one at any moment. What of
is said by the module that REMINDER names, which has `remind` and `lock`.

Reads lines with a day. For each it forks a child, and writes "pid N", "begun" (the first
transaction is open), "done" (it's through) and at last "ended".
"""

import datetime
import os
import sys
from importlib import import_module

import django

django.setup()  # before the models

from django.db import connection

reminder = import_module(os.environ["REMINDER"])


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def telling() -> None:
    """Says once that the first transaction is open."""
    lock, waiting = reminder.lock, ["begun"]

    def told():
        lock()
        if waiting:
            say(waiting.pop())

    reminder.lock = told


for line in sys.stdin:
    connection.close()
    child = os.fork()
    if child == 0:
        telling()
        reminder.remind(datetime.date.fromisoformat(line.strip()))
        say("done")
        os._exit(0)
    say(f"pid {child}")
    os.waitpid(child, 0)
    say("ended")
