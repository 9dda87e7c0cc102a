"""``manage.py`` in a second terminal finds the demonstration of its clone, and only where one runs."""

import shutil

import pytest

from zibo_youth.embedded import servers


@pytest.fixture
def own(monkeypatch):
    """Servers of this test in place of the clone's, not started yet."""
    base = servers.make_throwaway_folder()
    found = servers.throwaway_servers(base, durable=False, given={})
    monkeypatch.setattr(servers, "demo_servers", lambda _var: found)
    yield found
    found.down()
    shutil.rmtree(base, ignore_errors=True)


def test_nothing_is_found_where_no_demonstration_runs(own):
    assert servers.running_demo() == {}


def test_a_running_demonstration_is_found_in_its_application_role(own):
    own.up()

    found = servers.running_demo()

    assert found["DATABASE_URL"] == own.cluster.url("zibo_app")
    assert found["REDIS_URL"] == own.broker.url


def test_an_image_without_the_wheels_finds_nothing_and_goes_on(monkeypatch):
    def no_wheels(_var):
        raise servers.EmbeddedError("the package is missing")

    monkeypatch.setattr(servers, "demo_servers", no_wheels)

    assert servers.running_demo() == {}
