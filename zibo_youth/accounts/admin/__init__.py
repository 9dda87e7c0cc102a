"""People, organisations and traces in the admin; importing a module registers its pages."""

from . import consents, machines, organisations, people, reviews, traces, users

__all__ = ["consents", "machines", "organisations", "people", "reviews", "traces", "users"]
