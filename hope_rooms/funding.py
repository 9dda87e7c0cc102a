"""资金落实 (funding): whether what was allocated to a room covers its budget."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum

from hope_rooms.models import Allocation, HopeRoom

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Funding:
    """In yuan: what the bill of materials asks for, and what gifts cover of it."""

    budget: Decimal
    allocated: Decimal

    @property
    def short(self) -> Decimal:
        return max(self.budget - self.allocated, ZERO)

    @property
    def is_whole(self) -> bool:
        """A room without a budget is not funded: nobody has planned it yet."""
        return self.budget > 0 and not self.short


def allocated_to(room: HopeRoom) -> Decimal:
    """What stands allocated to the room, less what went back into the pool; in yuan."""
    total = Allocation.objects.filter(room=room).aggregate(yuan=Sum(F("amount") - F("returned")))["yuan"]
    return total or ZERO


def covered(room: HopeRoom, *, budget: Decimal) -> bool:
    """Whether allocations cover 100 % of the budget (the sum of the room's bill of materials)."""
    return Funding(budget, allocated_to(room)).is_whole
