"""青年驿站 in the admin; importing a module registers its pages."""

from . import lounges, nights, outcomes, partners, places, policies, rehousings, stays, strikes

__all__ = [
    "lounges",
    "nights",
    "outcomes",
    "partners",
    "places",
    "policies",
    "rehousings",
    "stays",
    "strikes",
]
