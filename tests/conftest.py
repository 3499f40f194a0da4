"""Data that many tests share."""

import datetime

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import override_settings
from hypothesis import HealthCheck, settings

from portal.loading import load
from tests import tables
from tests.prepared import Prepared

# The day that the demo data of the tests is laid out around.
ANCHOR = datetime.date(2026, 2, 6)

# How fast a machine makes an example up, or tries it, says nothing of what is tried.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The test database is a copy of one that has the tables already, where there is one."""
    made = tables.template()
    if made:
        connection.settings_dict["TEST"] |= {"TEMPLATE": made, "MIGRATE": False}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, dropped at the end also when a second connection to it is open: while a
    browser is driven there is an event loop in the thread, and Django opens one of its own."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied():
    """Lets tests that commit empty the tables afterwards, also those that refuse to be emptied."""
    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(self, statements):
        own = ["SET session_replication_role = replica", "SET session_replication_role = origin"]
        return flush(self, [own[0], *statements, own[1]] if statements else statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """A password is kept so that guessing it takes long. These need no such protection."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def quick_pdfs(request, monkeypatch):
    """Publishing in tests stores a few bytes in place of a PDF, which takes half a second to make;
    not in those marked `real_pdf`."""
    if "real_pdf" not in request.keywords:
        monkeypatch.setattr(
            "documents.actions.printing.pdf_of", lambda text: f"%PDF- {text.title}".encode()
        )


@pytest.fixture
def own_shelf(tmp_path, settings):
    """A folder of the test's own for the files that are sent in. Returns it."""
    own = {"attachments": settings.STORAGES["attachments"] | {"OPTIONS": {"location": tmp_path}}}
    settings.STORAGES = settings.STORAGES | own
    return tmp_path


@pytest.fixture(scope="session")
def prepared(django_db_setup, django_db_blocker):
    """Databases with fixture sets, which take longer to load than most modules to run."""
    with django_db_blocker.unblock():
        databases = Prepared(connection.settings_dict["NAME"])
    yield databases
    with django_db_blocker.unblock():
        databases.drop()


def loaded(prepared, blocker, name, *, demo=False):
    """A database with a fixture set; what is done there is taken back afterwards."""

    def fill():
        return load([name], on=ANCHOR, demo=demo, pdfs=False)

    with blocker.unblock(), prepared.shown(f"{name}_demo" if demo else name, fill) as report:
        yield report


@pytest.fixture(scope="module")
def sydostra(prepared, django_db_blocker):
    """What the sources state, and nothing else."""
    yield from loaded(prepared, django_db_blocker, "sydostra")


@pytest.fixture(scope="module")
def demo_data(prepared, django_db_blocker):
    """What the sources state, and the invented people and groups."""
    yield from loaded(prepared, django_db_blocker, "sydostra", demo=True)


@pytest.fixture(scope="module")
def sodra(prepared, django_db_blocker):
    """What is stated of another healthcare region, and nothing else."""
    yield from loaded(prepared, django_db_blocker, "sodra")


@pytest.fixture(scope="module")
def sodra_demo(prepared, django_db_blocker):
    """The same, and the invented people and forums."""
    yield from loaded(prepared, django_db_blocker, "sodra", demo=True)


@pytest.fixture
def sql(db):
    """Runs raw SQL and returns the rows, if it gives any."""

    def run(statement: str, *values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    return run
