"""希望小屋 in the admin: codes, what was agreed, who read; what tells of a child is no page."""

from . import accesses, children, pairings, rooms

__all__ = ["accesses", "children", "pairings", "rooms"]
