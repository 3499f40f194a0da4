"""Measure how fast the site answers, beside nginx serving the same bytes from a file.

Absolute numbers say more about the machine than about the site: read the ratio.
Run by `make bench`; needs nginx and wrk.
"""

import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil

from portal import demo

PAGES = {"startsidan": "/", "samverkansnämnden": "/samverkansnamnden/"}
ROUNDS = 3
SECONDS = 3
CONNECTIONS = 16
NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; types {{ text/html html; }} keepalive_requests 1000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}; gzip_static on; }}
}}
"""


def find_tools() -> tuple[str, str]:
    """Return the paths of nginx and wrk; ends the program with the remedy if one is missing."""
    path = os.environ["PATH"] + os.pathsep + "/usr/sbin"
    nginx, wrk = shutil.which("nginx", path=path), shutil.which("wrk", path=path)
    if nginx and wrk:
        return nginx, wrk
    missing = " och ".join(
        name for name, found in (("nginx-light", nginx), ("wrk", wrk)) if not found
    )
    sys.exit(f"Mätningen behöver {missing}. På Debian: apt-get install nginx-light wrk")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(command: list[str], address: str):
    """Run a server until the block ends; yields its process once the address answers."""
    child = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(address, timeout=10).close()
                break
            except OSError as error:
                if child.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"{address} svarar inte: {error}")
                time.sleep(0.1)
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait(15)


def cpu_seconds(server: psutil.Process) -> float:
    family = [server, *server.children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in family)


def measure(wrk: str, server: psutil.Process, address: str, encoding: str) -> tuple[float, float]:
    """Return the medians of requests per second and of microseconds of server CPU per request."""
    rates, costs = [], []
    for _ in range(ROUNDS):
        before = cpu_seconds(server)
        said = subprocess.run(
            [
                *(wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "10s"),
                *("-H", f"Accept-Encoding: {encoding}", address),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        if failed := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", said):
            sys.exit(f"{address}: {failed[0]}. Mätningen gäller inte.")
        count = int(re.search(r"(\d+) requests in", said)[1])
        if not count:
            sys.exit(f"{address}: inget svar på {SECONDS} s. Mät på en dator som har annat ledigt.")
        rates.append(float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]))
        costs.append((cpu_seconds(server) - before) / count * 1e6)
    return statistics.median(rates), statistics.median(costs)


def main() -> None:
    nginx, wrk = find_tools()
    demo.prepare_environment([])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    server = demo.demo_server()
    embedded = os.environ["DATABASE_URL"] == server.url(demo.database_name(demo.REGION))
    try:
        if embedded:
            server.start()
            server.create_database(demo.database_name(demo.REGION))
        compare(nginx, wrk)
    finally:
        server.stop()


def compare(nginx: str, wrk: str) -> None:
    import django

    django.setup()
    demo.fill(demo.REGION, sys.stdout)
    site_port, nginx_port = free_port(), free_port()
    site = f"http://127.0.0.1:{site_port}"
    print(f"{ROUNDS} × {SECONDS} s, {CONNECTIONS} anslutningar, en arbetsprocess, median.")
    print(f"{'sida':20}{'kodning':10}{'byte':>8}{'svar/s':>10}{'÷ nginx':>10}{'µs CPU/svar':>13}")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(demo.granian_command(site_port, workers=1), f"{site}/") as granian,
    ):
        for number, path in enumerate(PAGES.values()):
            with urllib.request.urlopen(site + path) as answer:
                body = answer.read()
            file = Path(folder, f"{number}.html")
            file.write_bytes(body)
            Path(folder, f"{number}.html.gz").write_bytes(gzip.compress(body, 6))
        config = Path(folder, "nginx.conf")
        config.write_text(NGINX.format(folder=folder, port=nginx_port))
        static = f"http://127.0.0.1:{nginx_port}"
        with served([nginx, "-c", str(config)], f"{static}/0.html") as limit:
            for number, (name, path) in enumerate(PAGES.items()):
                for encoding in ("gzip", "identity"):
                    row(
                        wrk,
                        name,
                        encoding,
                        granian,
                        site + path,
                        limit,
                        f"{static}/{number}.html",
                    )


def row(wrk, name, encoding, granian, address, limit, static):
    """Measure the site and then nginx with one page, and print both lines."""
    rate, cost = measure(wrk, granian, address, encoding)
    most, least = measure(wrk, limit, static, encoding)
    for label, url, one, other in ((name, address, rate, cost), ("  nginx", static, most, least)):
        request = urllib.request.Request(url, headers={"Accept-Encoding": encoding})
        with urllib.request.urlopen(request) as answer:
            size = len(answer.read())
            used = answer.headers.get("Content-Encoding", "ingen")
        print(f"{label:20}{used:10}{size:>8}{one:>10.0f}{one / most:>10.3f}{other:>13.0f}")


if __name__ == "__main__":
    main()
