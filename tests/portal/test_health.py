"""健康检查: who is asked, and what counts as ready."""

import pytest
from django.db import OperationalError, connection

from zibo_youth.settings import env

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def test_a_process_that_answers_is_alive_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"alive": True}


def test_without_redis_it_is_ready_but_degraded(client, monkeypatch):
    monkeypatch.setattr(env, "REDIS_URL", NOBODY_LISTENS)

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "degraded": True,
        "database": True,
        "migrations": True,
        "redis": False,
        "notices": False,
    }


def test_without_a_database_it_is_not_ready(client, monkeypatch):
    def refused():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refused)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["ready"] is False


def test_a_missing_migration_is_not_ready(client, monkeypatch):
    from zibo_youth import health

    health._migrated_once.cache_clear()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: ["one"])

    assert client.get("/readyz").status_code == 503
    monkeypatch.undo()
    assert client.get("/readyz").status_code == 200
