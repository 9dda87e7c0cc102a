"""青年驿站 in the admin; importing a module registers its pages."""

from . import (
    extra_nights,
    lounges,
    nights,
    outcomes,
    parties,
    partners,
    places,
    policies,
    refusals,
    rehousings,
    stays,
    strikes,
)

__all__ = [
    "extra_nights",
    "lounges",
    "nights",
    "outcomes",
    "parties",
    "partners",
    "places",
    "policies",
    "refusals",
    "rehousings",
    "stays",
    "strikes",
]
