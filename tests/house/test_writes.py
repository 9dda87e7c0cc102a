"""Only services write (design.md §1): an ORM write or an SQL statement that writes stands in a service, or is named here."""

import ast
import re

import pytest

from tests.house import sources

ORM = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "abulk_create",
    "acreate",
    "asave",
    "_raw_delete",
}
SQL = re.compile(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE)\b")

# Where writing is the trade: services, the models' own creators, rows of a new database, demonstration data.
WRITERS = re.compile(r"/(services|models|management|demo)(/|\.py$)")
NO_ROWS = "no rows: {}"
ALLOWED = {
    "zibo_youth/notifications/outbox.py": "notify: the outbox row of the caller's transaction",
    "zibo_youth/notifications/channels/sms.py": "the text message that a delivery leaves behind",
    "zibo_youth/core/moves.py": "the one UPDATE of a step, which services take by it",
    "zibo_youth/accounts/one_time.py": "the key of the act that it guards, in the act's transaction",
    "zibo_youth/accounts/second_factor.py": "the demonstration's own, refused everywhere else",
    "zibo_youth/accounts/limits.py": "counters: one atomic statement each",
    "zibo_youth/accounts/scoped_admin/scoped.py": NO_ROWS.format(
        "formset.save(commit=False) builds rows for a service"
    ),
    "zibo_youth/articles/admin.py": NO_ROWS.format("formset.save(commit=False) builds rows for a service"),
    "zibo_youth/settings/base.py": NO_ROWS.format("a dict of settings"),
    "zibo_youth/embedded/preparation.py": NO_ROWS.format("a digest"),
    "zibo_youth/core/uploads.py": NO_ROWS.format("pictures and PDFs"),
    "zibo_youth/core/private_files.py": NO_ROWS.format("files"),
    "zibo_youth/reports/exports/workbook.py": NO_ROWS.format("the file of a workbook"),
    "stations/api/booking.py": NO_ROWS.format("a digest, and files of a refused request"),
}


def writes_in(source: str) -> list[int]:
    """The lines of a source that write."""
    found = []
    for node in ast.walk(ast.parse(source)):
        call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ORM
        sql = isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
        if call or sql:
            found.append(node.lineno)
    return sorted(set(found))


def writers() -> dict[str, list[int]]:
    plain = [name for name in sources.modules(*sources.PORTAL) if not WRITERS.search(name)]
    return {name: lines for name in plain if (lines := writes_in(sources.text(name)))}


def test_only_services_write():
    strangers = {name: lines for name, lines in writers().items() if name not in ALLOWED}
    assert strangers == {}


def test_the_list_of_exceptions_names_nobody_who_needs_none():
    assert set(ALLOWED) - set(writers()) == set()


@pytest.mark.parametrize(
    "source",
    ["stay.save()", "Stay.objects.filter(pk=1).update(state='x')", "SQL = 'DELETE FROM stations_stay'"],
)
def test_the_control_a_write_is_found(source):
    assert writes_in(source) == [1]


def test_the_control_a_read_is_none():
    assert writes_in("Stay.objects.filter(pk=1).exists()\nSQL = 'SELECT 1 FROM stations_stay'") == []
