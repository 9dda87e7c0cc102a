"""一个时点 (one moment): reads of the database that all see the same rows, whatever others commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# A long file is written while the snapshot stands: its connection says nothing for some time.
AS_LONG_AS_IT_TAKES = """
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL statement_timeout = '120s';
SET LOCAL idle_in_transaction_session_timeout = '240s'
"""


@contextmanager
def one_moment() -> Iterator[None]:
    """
    Every read of the block is of one moment: a change is in all of them or in none.

    Nothing can be written in the block. Inside a transaction that has begun, that one's own view holds.
    """
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        if is_first:
            with connection.cursor() as cursor:
                cursor.execute(AS_LONG_AS_IT_TAKES)
        yield
