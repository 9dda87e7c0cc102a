"""希望小屋 in the admin: codes, what was agreed, built and paid; what tells of a child is no page."""

from . import accesses, building, children, concerns, money, pairings, rights, rooms

__all__ = ["accesses", "building", "children", "concerns", "money", "pairings", "rights", "rooms"]
