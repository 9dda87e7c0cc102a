"""健康检查 (health): what the load balancer asks. Booleans only; nothing here names a host or a version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import redis
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from zibo_youth.notifications.pulse import pulse
from zibo_youth.settings import env

PATIENCE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Readiness:
    """Ready means that bookings can be written; degraded means that notices wait."""

    database: bool
    migrations: bool
    redis: bool
    notices: bool

    @property
    def is_ready(self) -> bool:
        """Redis carries jobs only: the site lives without it."""
        return self.database and self.migrations

    @property
    def is_degraded(self) -> bool:
        """Up, but the messages are late."""
        return self.is_ready and not (self.redis and self.notices)


def readiness() -> Readiness:
    """Ask each part, within a second in all."""
    database = _database_answers()
    migrations = database and _migrated()
    return Readiness(database, migrations, redis=_redis_answers(), notices=migrations and _notices_go_out())


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except DatabaseError:
        return False


def _migrated() -> bool:
    """Reading every migration takes 100 ms, and a finished migration stays finished: a yes is remembered."""
    try:
        return _migrated_once()
    except (_NotYetError, DatabaseError):
        return False


class _NotYetError(Exception):
    """Keeps a "no" out of the cache."""


@cache
def _migrated_once() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _NotYetError
    return True


def _notices_go_out() -> bool:
    """Beat, broker and worker turn, and no message waits for long."""
    try:
        return pulse().is_healthy
    except DatabaseError:
        return False


def _redis_answers() -> bool:
    if not env.REDIS_URL:
        return False
    client = redis.Redis.from_url(
        env.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
