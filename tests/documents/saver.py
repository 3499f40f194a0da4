"""Saves a section when told to. Reads lines "edition account revision text", waits for the second
that starts both savers, and writes "saved", "conflict" and the text that is stored, or what broke.
"""

import sys
import time

import django

django.setup()  # before the models

from documents import actions
from documents.models import Edition
from organisation.models import User

for line in sys.stdin:
    edition, account, revision, start, text = line.split(maxsplit=4)
    found = Edition.objects.get(pk=edition)
    by = User.objects.get(pk=account)
    time.sleep(max(0, float(start) - time.time()))
    try:
        actions.save_section(
            found,
            "avsnitt-1",
            by=by,
            revision=int(revision),
            heading="Rubrik",
            level=1,
            html=f"<p>{text.strip()}</p>",
        )
    except actions.Conflict as conflict:
        answer = f"conflict {conflict.current.html}"
    else:
        answer = "saved"
    print(answer, flush=True)
