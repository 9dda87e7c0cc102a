"""青年驿站 in the admin; importing a module registers its pages."""

from . import nights, outcomes, places, policies, stays, strikes

__all__ = ["nights", "outcomes", "places", "policies", "stays", "strikes"]
