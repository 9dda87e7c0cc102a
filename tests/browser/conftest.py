"""One server, one city and one Chromium for all browser tests of a process; each test brings its own people."""

from __future__ import annotations

import os

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from pytest_django.live_server_helper import LiveServer

from tests import chromium
from tests.browser.city import City, forget_photos, found_city
from tests.browser.visitor import Visitor, visitor

# Chromium asks nobody outside, and runs as root in a container.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium.find()
    assert path, f"no Chromium; get one: {chromium.HOW_TO_GET}"
    return browser_type_launch_args | {"executable_path": path, "args": FLAGS}


@pytest.fixture
def own_files():
    """Instead of the one for all tests: the files of the city last as long as its rows."""


@pytest.fixture(scope="package")
def database(django_test_environment, django_db_modify_db_settings, django_db_blocker, worker_id):
    """
    A database for the browser tests alone.

    The server sees what is committed only, and emptying every table after each
    test would cost more than the test: here people and stays are added, and nobody
    else's test meets them.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's event loop runs in this thread
    with django_db_blocker.unblock():
        before = connection.settings_dict["TEST"]["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"browser_{worker_id}"
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
        yield
        teardown_databases(made, verbosity=0)
        connection.settings_dict["TEST"]["NAME"] = before


@pytest.fixture(scope="package")
def city(database, tmp_path_factory) -> City:
    private = settings.STORAGES["private"] | {
        "OPTIONS": {"location": str(tmp_path_factory.mktemp("private")), "base_url": None}
    }
    with override_settings(STORAGES=settings.STORAGES | {"private": private}):
        yield found_city()
        forget_photos()


@pytest.fixture(scope="package")
def server(city) -> str:
    """The address of the portal, with its real middleware, headers and static files."""
    live = LiveServer("127.0.0.1")
    yield live.url
    live.stop()


@pytest.fixture
def visit(browser, server):
    """
    Open a browser of somebody's own: ``visit(language="en", script=False, user=officer)``.

    Whatever went wrong in it unseen (console, CSP, a failed file) fails the test at its end.
    """
    opened: list[Visitor] = []

    def open_one(**options) -> Visitor:
        opened.append(visitor(browser, server, **options))
        return opened[-1]

    yield open_one
    troubles = [trouble for one in opened for trouble in one.watch.troubles]
    for one in opened:
        one.context.close()
    assert not troubles, "\n".join(dict.fromkeys(troubles))
