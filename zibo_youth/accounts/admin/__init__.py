"""People, organisations and traces in the admin; importing a module registers its pages."""

from . import consents, erasures, machines, organisations, people, reviews, traces, users

__all__ = ["consents", "erasures", "machines", "organisations", "people", "reviews", "traces", "users"]
