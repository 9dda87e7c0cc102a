"""Statements planned once per session: the same answers, one PREPARE, safe after a rollback and a new connection."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from zibo_youth.core.prepared import Prepared

SUM = Prepared(
    "test_sum_of_two",
    "SELECT %(a)s + %(b)s, %(a)s, %(word)s",
    {"a": "int", "b": "int", "word": "varchar"},
)
NOTHING = Prepared("test_no_row", "SELECT 1 WHERE %(a)s = 0", {"a": "int"})
CLASH = Prepared(
    "test_clash",
    'INSERT INTO accounts_counter (key, "window", count) VALUES (%(key)s, now(), %(count)s)',
    {"key": "varchar", "count": "int"},
)


def prepares(statements):
    return sum("PREPARE test_" in statement["sql"] for statement in statements)


@pytest.mark.django_db
def test_answers_with_the_first_row():
    assert SUM.one({"a": 1, "b": 2, "word": "床"}) == (3, 1, "床")
    assert SUM.one({"word": "it's 100%", "b": -2, "a": 2, "unused": 9}) == (0, 2, "it's 100%")
    assert NOTHING.one({"a": 1}) is None


@pytest.mark.django_db
def test_is_prepared_once_per_session_and_again_on_a_new_connection(transactional_db):
    connection.close()
    with CaptureQueriesContext(connection) as first:
        for number in range(3):
            assert SUM.one({"a": number, "b": 1, "word": ""})[0] == number + 1
    assert prepares(first) == 1
    connection.close()
    with CaptureQueriesContext(connection) as second:
        assert SUM.one({"a": 1, "b": 1, "word": ""}) == (2, 1, "")
    assert prepares(second) == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_prepared_in_a_transaction_that_was_undone_still_works():
    connection.close()
    with transaction.atomic():
        assert SUM.one({"a": 1, "b": 1, "word": ""})[0] == 2
        transaction.set_rollback(True)
    assert SUM.one({"a": 2, "b": 2, "word": ""})[0] == 4


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_fails_the_first_time_works_the_second_time():
    connection.close()
    with pytest.raises(IntegrityError), transaction.atomic():
        CLASH.one({"key": "x", "count": -1})
    with pytest.raises(IntegrityError), transaction.atomic():
        CLASH.one({"key": "x", "count": None})
    assert SUM.one({"a": 1, "b": 1, "word": ""})[0] == 2


@pytest.mark.django_db
def test_a_value_is_never_a_part_of_the_statement():
    hostile = "'); DROP TABLE stations_stay; --"
    assert SUM.one({"a": 0, "b": 0, "word": hostile}) == (0, 0, hostile)
