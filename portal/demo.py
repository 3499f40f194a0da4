"""How the demo runs on one's own machine: its region, its environment, its database, its server."""

import argparse
import os
import re
import secrets
import sys

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.demo_accounts import make_sign_ins
from portal.embedded import DATA, ROOT, named_server
from portal.env import SettingError

REGION = "sydostra"
PORT = 8000


def available_regions() -> list[str]:
    """Return the names that REGION may have: the folders of fixtures/ that hold facts."""
    folders = (ROOT / "fixtures").glob("*/")
    return sorted(
        folder.name
        for folder in folders
        if re.fullmatch(r"[a-z][a-z0-9_]*", folder.name) and any(folder.glob("*.toml"))
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `manage.py demo`."""
    parser.add_argument("--port", default=str(PORT), help=f"port på 127.0.0.1 (annars {PORT})")
    parser.add_argument("--region", default=REGION, help=f"mapp i fixtures/ (annars {REGION})")
    parser.add_argument("--reset", action="store_true", help="börja om med en tom databas")


def checked_region(region: str) -> str:
    """Return `region` if there is one by that name, else raise SettingError."""
    regions = available_regions()
    if region not in regions:
        raise SettingError(
            f"REGION={region} finns inte. Att välja på: {', '.join(regions) or 'inga ännu'}."
        )
    return region


def database_name(region: str) -> str:
    """Return the name of the demo's database for a region; each has its own."""
    return f"portal_{region}"


def demo_server():
    """Return the checkout's embedded server for the demo, not started."""
    return named_server("demo")


def prepare_environment(arguments: list[str]) -> None:
    """Set what the demo assumes and the caller has not set, before settings are read.

    Nothing is started. Raises SettingError for a region that does not exist.
    """
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    add_arguments(parser)
    try:
        options, _ = parser.parse_known_args(arguments)
    except argparse.ArgumentError:
        options = parser.parse_args([])  # the command itself reports what is wrong
    region = checked_region(options.region)
    defaults = {
        "DEMO": "1",
        "HTTPS": "0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "EMBEDDED_DATABASE": "1",
        "DATABASE_URL": demo_server().url(database_name(region)),
    }
    for name, value in defaults.items():
        os.environ[name] = os.environ.get(name) or value
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key()


def secret_key() -> str:
    """Return the demo's secret key, made at the first call and kept in `.data/`."""
    path = DATA / "secret_key"
    path.parent.mkdir(exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def join_embedded_database() -> str:
    """Start or join the demo's server for as long as this process lives; returns the address.

    Raises EmbeddedDatabaseError.
    """
    server = demo_server()
    server.start()
    name = database_name(REGION)
    server.create_database(name)
    return server.url(name)


def fill(region: str, out) -> None:
    """Make the database ready to show: tables, facts, invented people, collected static files.

    What is already there is left as it is. `out` is told what goes on.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        out.write("Skapar tabeller …\n")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("load_fixtures", region, "--demo", "--unless-loaded", stdout=out)
    make_sign_ins()
    fill_in_addresses()
    make_work()
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()


def fill_in_addresses() -> None:
    """Give the demo the addresses that the sources don't state, where they are missing: the staff
    office's own, and the one that readers' remarks go to."""
    from bodies.models import Body
    from organisation.models import HealthcareRegion

    functions = (Body.Function.STAFF_OFFICE, Body.Function.SECRETARIAT)
    office = Body.objects.filter(function__in=functions, email="").first()
    if office:
        office.email = f"{office.path.rpartition('/')[2]}@demo.example"
        office.save()
    region = HealthcareRegion.objects.get()
    if not region.feedback_email:
        region.feedback_email = "webbplatsen@demo.example"
        region.save()


def make_work() -> None:
    """Let the demo's accounts have something under way, where they haven't."""
    from portal.demo_work import make_work

    make_work()


def granian_command(port: int, *, workers: int = 2) -> list[str]:
    """Return the command that serves the site on 127.0.0.1 as it is served in production."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "portal.wsgi:application"),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "2", "--log-level", "warning"),
        *("--working-dir", str(ROOT)),
    ]
