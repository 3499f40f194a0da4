"""Appoints someone when told to. Reads lines "post person account version start", waits for the
second that starts both, and writes "done", or what was refused. With a version, it ends the
appointment that `post` then names instead."""

import sys
import time

import django

django.setup()  # before the models

from django.db import OperationalError

from bodies.actions import roster, roster_changes
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import today
from organisation.models import User

for line in sys.stdin:
    post, person, account, version, start = line.split()
    by, on = User.objects.get(pk=account), today()
    time.sleep(max(0, float(start) - time.time()))
    try:
        if int(version):
            ends = roster_changes.Ends(on, f"Skäl {account}.", {int(post): int(version)})
            done = roster_changes.end(ends, by=by, on=on)
        else:
            filling = roster.Filling(post=int(post), person=int(person), start=on)
            done = roster.fill(filling, by=by, on=on)
    except (Refused, OperationalError) as error:
        answer = f"{type(error).__name__} {error}"
    except Conflict as error:
        answer = f"Conflict {error.current.end_reason}"
    else:
        answer = f"done {len(done.steps)}"
    print(answer, flush=True)
