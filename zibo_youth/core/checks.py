"""
Start-up checks: a database that would break what the portal promises is refused.

The append-only audit, the constraints and the two roles protect nothing when
the portal connects as a superuser or as the owner of its tables, and a booking
that was confirmed must survive a power cut.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.utils.translation import gettext_lazy as _

# One row: what the role in use may do, and what the server does with a commit.
QUESTIONS = """
SELECT role.rolsuper,
       role.rolbypassrls,
       role.rolcreaterole,
       EXISTS (
           SELECT FROM pg_class AS thing
           WHERE thing.relkind IN ('r', 'p')
             AND thing.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
             AND pg_has_role(role.oid, thing.relowner, 'MEMBER')
       ) OR pg_has_role(role.oid, database.datdba, 'MEMBER'),
       current_setting('synchronous_commit') = 'off',
       current_setting('fsync') = 'off'
FROM pg_roles AS role, pg_database AS database
WHERE role.rolname = current_user AND database.datname = current_database()
"""

OWNER = "zibo_youth.database.owner"
ANSWERS = (
    ("superuser", _("数据库角色是超级用户，可绕过一切约束。请在 DATABASE_URL 中改用 zibo_app。")),
    ("bypassrls", _("数据库角色带有 BYPASSRLS。请执行 ALTER ROLE … NOBYPASSRLS。")),
    ("createrole", _("数据库角色带有 CREATEROLE。请执行 ALTER ROLE … NOCREATEROLE。")),
    (
        "owner",
        _("数据库角色拥有数据表或数据库，可停用触发器。请在 DATABASE_URL 中改用 zibo_app。"),
    ),
    ("synchronous_commit", _("数据库的 synchronous_commit 为 off，断电会丢失已确认的预订。请改回 on。")),
    ("fsync", _("数据库的 fsync 为 off，断电会损坏数据。请改回 on。")),
)


def database_dangers(alias: str = "default") -> list[Error]:
    """What is wrong with the database that this process would serve from; empty when nothing is."""
    with connections[alias].cursor() as cursor:
        cursor.execute(QUESTIONS)
        found = cursor.fetchone()
    return [
        Error(str(sentence), id=f"zibo_youth.database.{name}")
        for wrong, (name, sentence) in zip(found, ANSWERS, strict=True)
        if wrong
    ]


@register(Tags.database)
def database_is_safe(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """
    Part of ``manage.py check --database default`` where the settings ask for it.

    ``migrate`` runs this check too, and must run as the owner: owning the tables
    is refused only where people are served, in refuse_unsafe_database.
    """
    if not settings.REFUSE_UNSAFE_DATABASE or "default" not in (databases or ()):
        return []
    return [danger for danger in database_dangers() if danger.id != OWNER]


def refuse_unsafe_database() -> None:
    """
    Called when the web server, a worker or beat starts, under production settings.

    Raises ImproperlyConfigured with one line per danger. The connection is closed
    again, so that no forked process inherits it.
    """
    if not settings.REFUSE_UNSAFE_DATABASE:
        return
    try:
        dangers = database_dangers()
    finally:
        connections["default"].close()
    if dangers:
        raise ImproperlyConfigured("\n".join(f"{danger.id}: {danger.msg}" for danger in dangers))
