"""The database is down: a plain page within two seconds, and never a stack trace."""

import os
import subprocess
import sys
import time

from portal.embedded import ROOT

ASK = """
import time
import django
django.setup()
from django.test import Client
for path in ("/", "/programomraden/tandvard/", "/finns-inte/", "/sitemap.xml", "/readyz", "/livez"):
    start = time.monotonic()
    answer = Client(SERVER_NAME="localhost", raise_request_exception=False).get(path)
    took = time.monotonic() - start
    told = "svarar inte just nu" in answer.content.decode()
    print(path, answer.status_code, told, answer.get("Retry-After", "-"), took < 2)
"""


def test_database_down_gives_a_plain_page_at_once():
    # Port 1 of this machine, where nothing listens.
    address = "postgresql://nobody@127.0.0.1:1/none"
    environment = os.environ | {"DATABASE_URL": address}
    start = time.monotonic()
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert time.monotonic() - start < 60
    assert answer.stdout.splitlines() == [
        "/ 503 True 30 True",
        "/programomraden/tandvard/ 503 True 30 True",
        "/finns-inte/ 503 True 30 True",
        "/sitemap.xml 503 True 30 True",
        "/readyz 503 False - True",
        "/livez 200 False - True",
    ], answer.stderr
    assert "Traceback" not in answer.stdout
