"""The tables that test databases are copied from are those of the migrations as they are now."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.tables import digest

MIGRATION = "bodies/migrations/0001_initial.py"


@pytest.fixture
def checkout(tmp_path):
    for path, text in {
        MIGRATION: "from django.db import migrations\nimport organisation.sorting\n",
        "organisation/sorting.py": "ORDER = 1\n",
        "organisation/rules.py": "LIMIT = 1\n",
        "portal/settings.py": "INSTALLED_APPS = []\n",
        "requirements.lock": "django==5.2\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    "path", [MIGRATION, "organisation/sorting.py", "portal/settings.py", "requirements.lock"]
)
def test_what_the_tables_follow_from_makes_them_anew(checkout, path):
    before = digest(checkout)
    with open(checkout / path, "a") as file:
        file.write("# changed\n")
    assert digest(checkout) != before


def test_a_migration_more_makes_them_anew(checkout):
    before = digest(checkout)
    (checkout / "bodies/migrations/0002_more.py").write_text("")
    assert digest(checkout) != before


def test_other_code_leaves_them(checkout):
    before = digest(checkout)
    (checkout / "organisation/rules.py").write_text("LIMIT = 2\n")
    assert digest(checkout) == before


@pytest.mark.django_db
def test_every_migration_is_done_in_the_tests_database():
    call_command("migrate", check_unapplied=True, verbosity=0)
    assert connection.introspection.table_names()
