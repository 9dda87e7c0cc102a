"""希望小屋 in the admin: codes, what was agreed, who read, who paid; what tells of a child is no page."""

from . import accesses, children, money, pairings, rooms

__all__ = ["accesses", "children", "money", "pairings", "rooms"]
