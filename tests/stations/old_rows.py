"""Stays as an earlier migration left them, which a wall of today would not let in."""

from __future__ import annotations

from typing import Any

from django.db import connection

from stations.models import Stay


def behind(wall: str, stay: Stay, **as_it_was: Any) -> Stay:
    """The wall is taken away, for the rest of the test, and the stay becomes what it was."""
    with connection.cursor() as sql:
        sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
        sql.execute(f"ALTER TABLE stations_stay DROP CONSTRAINT {wall}")
    Stay.objects.filter(pk=stay.pk).update(**as_it_was)
    return stay


def migrated(statement: str) -> None:
    with connection.cursor() as sql:
        sql.execute(statement)


def raised(wall: str) -> None:
    """As its migration raises it: PostgreSQL looks at every row."""
    [constraint] = [each for each in Stay._meta.constraints if each.name == wall]
    with connection.schema_editor() as editor:
        editor.add_constraint(Stay, constraint)
