"""Does work in children of its own, so that the test can kill one at any moment.

Reads lines "publish editions account", with commas between the editions, or "begin body shared
account", which begins the commission of a body with a version of a shared text. For each it forks a
child, and writes "pid N", "begun" (the transaction is open), "done" (it's through) and at last
"ended".
"""

import datetime
import os
import sys

import django

django.setup()  # before the models

from django.db import connection

from bodies.models import Body
from documents import actions
from documents.actions import drafts, printing, workflow
from documents.actions.locking import fingerprint
from documents.models import Edition
from organisation.models import User

if os.environ.get("QUICK_PDFS"):
    printing.pdf_of = lambda text: f"%PDF- {text.title}".encode()


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def telling(module, name: str) -> None:
    """Has the module's function say, the first time, that the transaction is open."""
    function, waiting = getattr(module, name), ["begun"]

    def told(*args, **kwargs):
        found = function(*args, **kwargs)
        if waiting:
            say(waiting.pop())
        return found

    setattr(module, name, told)


def publish(editions: str, by: User) -> None:
    found = [Edition.objects.get(pk=pk) for pk in editions.split(",")]
    seen = {each.pk: fingerprint(each) for each in found}
    telling(workflow, "locked")
    at = datetime.datetime.now(datetime.UTC)
    if len(found) == 1:
        actions.publish(found[0], by=by, at=at, seen=seen[found[0].pk])
    else:
        actions.publish_all(found, by=by, at=at, seen=seen)


def begin(body: str, shared: str, by: User) -> None:
    telling(drafts, "checked")
    at = datetime.datetime.now(datetime.UTC)
    actions.begin_commission(
        Body.objects.get(pk=body),
        by=by,
        at=at,
        on=at.date(),
        shared=Edition.objects.get(pk=shared),
    )


for line in sys.stdin:
    connection.close()
    child = os.fork()
    if child == 0:
        verb, *rest, account = line.split()
        {"publish": publish, "begin": begin}[verb](*rest, User.objects.get(pk=account))
        say("done")
        os._exit(0)
    say(f"pid {child}")
    os.waitpid(child, 0)
    say("ended")
