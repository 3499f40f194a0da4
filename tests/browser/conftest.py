"""The served site, and Chromium with one context for each way to look at it."""

import os
from pathlib import Path

import pytest

from tests.browser.accounts import Accounts
from tests.browser.looking import Looker
from tests.browser.served import served
from tests.portal.identity_provider import CLIENT, SECRET, IdentityProvider, new_key

# The same engine twice. The first has no windows to draw, which halves what a page costs.
CHROMIUMS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The parts of a date field stand in the order of the browser's own language, and Debian's
    # Chromium is sure to have this one only.
    "--lang=en-US",
]


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """A folder that the workers of the run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def identity_provider():
    """A region's sign-in, that the served site knows."""
    provider = IdentityProvider(new_key())
    yield provider
    provider.stop()


@pytest.fixture(scope="session")
def database(testrun_uid):
    """The name of the served site's database."""
    return f"demo_{testrun_uid}"


@pytest.fixture(scope="session")
def site(run_folder, database, identity_provider):
    """The address of the served site, filled with the sources' facts and the invented people."""
    knows = {
        "OIDC_PROVIDERS": "prov",
        "OIDC_PROV_NAME": "Region Exempel",
        "OIDC_PROV_SERVER_URL": identity_provider.issuer,
        "OIDC_PROV_CLIENT_ID": CLIENT,
        "OIDC_PROV_CLIENT_SECRET": SECRET,
    }
    with served(run_folder, database, knows) as address:
        yield address


@pytest.fixture(scope="session")
def sodra_site(run_folder, database):
    """The address of a site of another healthcare region, on the same code."""
    with served(run_folder, f"{database}_sodra", region="sodra") as address:
        yield address


@pytest.fixture
def accounts(database):
    """Accounts of the served site that no other test uses."""
    return Accounts(database)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = next((each for each in CHROMIUMS if each.exists()), None)
    if not chromium:
        reason = f"{CHROMIUMS[0]} saknas. På Debian: apt-get install {CHROMIUMS[0].name}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code and
    # then refuses the database to every later test of the worker.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return browser_type_launch_args | {"executable_path": str(chromium), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def looker(browser, site):
    """Opens pages; the contexts are kept for the next test that looks in the same way."""
    looker = Looker(browser, site)
    yield looker
    looker.close()


@pytest.fixture
def look(looker):
    """`look(path, combination)` opens a page, closed after the test. See `looking.Looker`."""
    opened = []

    def open_page(path, combination="1280-light", **options):
        page = looker.open(path, combination, **options)
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.fixture
def visit(looker):
    """As `look`, in tabs that are kept for the next test. See `looking.Looker.visit`."""
    visited = []

    def visit_page(path, combination="1280-light", **options):
        page = looker.visit(path, combination, **options)
        visited.append(page)
        return page

    yield visit_page
    for page in visited:
        looker.leave(page)
