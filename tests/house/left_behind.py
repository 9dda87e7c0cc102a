"""What bad input is asked of, and what it may leave behind: for pages and for calls."""

from __future__ import annotations

from stations import services
from tests.houses import soon
from tests.matrix.asking import World, row_counts, world

# What a refusal may leave behind: limits are counted before an input is looked at, and the
# guest's own draft keeps the fields that were right, of which the audit keeps a trace; what a rule
# refuses is kept (decision 0042).
LEFT = {"accounts_counter", "pghistory_context", "stations_stayevent", "stations_refusal"}


def stored() -> dict[str, int]:
    """How many rows each table has, but for those that a refusal may write."""
    return {table: rows for table, rows in row_counts().items() if table not in LEFT}


def world_with_a_draft() -> World:
    """The world of the matrix, whose guest has begun a booking."""
    found = world()
    guest = found.here.guest
    services.save_draft(
        actor=guest,
        guest=guest.person,
        station=found.here.station,
        arrival=soon(10),
        departure=soon(12),
        purpose="job_seeking",
        declared_non_native=True,
    )
    return found
