"""
逐日核对 (day by day): what a line holds, gives and has drawn on every day on which something changes.

Two readings stand beside each other: what the line says it gave, and what the lines below say they hold.
The database refuses an entry that would break this (`credit_line_holds_what_it_gives_on_every_day`); the
page shows it for every day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import connection

from .models import CreditLine


@dataclass(frozen=True, slots=True)
class LineDay:
    """
    From ``day`` on, until the next one. Amounts in yuan.

    ``held_below``: the limits of the lines below, summed from their own entries.
    """

    day: date
    limit: Decimal
    allotted: Decimal
    drawn: Decimal
    held_below: Decimal

    @property
    def left(self) -> Decimal:
        return self.limit - self.allotted - self.drawn

    @property
    def agrees(self) -> bool:
        """Whether the two readings are one, and neither exceeds the limit."""
        return self.allotted == self.held_below and self.left >= 0


DAYS = """
WITH changes AS (
    SELECT day, limit_change, allotted_change, drawn_change, 0.00 AS below
    FROM loans_lineentry WHERE line_id = %(line)s
    UNION ALL
    SELECT entry.day, 0.00, 0.00, 0.00, entry.limit_change
    FROM loans_lineentry AS entry JOIN loans_creditline AS child ON child.id = entry.line_id
    WHERE child.parent_id = %(line)s
)
SELECT day, sum(sum(limit_change)) OVER by_day, sum(sum(allotted_change)) OVER by_day,
       sum(sum(drawn_change)) OVER by_day, sum(sum(below)) OVER by_day
FROM changes GROUP BY day WINDOW by_day AS (ORDER BY day) ORDER BY day
"""


def days_of(line: CreditLine) -> list[LineDay]:
    """Every day on which the line or one below it changes; nothing changes between them."""
    with connection.cursor() as sql:
        sql.execute(DAYS, {"line": line.pk})
        return [LineDay(*row) for row in sql.fetchall()]


def least_left(line: CreditLine, since: date) -> LineDay:
    """The day from ``since`` on when least is left; before the first entry nothing is there at all."""
    nothing = Decimal("0.00")
    found = days_of(line)
    start = [replace(each, day=since) for each in found if each.day <= since][-1:]
    ahead = [each for each in found if each.day > since]
    first = start or [LineDay(since, nothing, nothing, nothing, nothing)]
    return min([*first, *ahead], key=lambda each: each.left)
