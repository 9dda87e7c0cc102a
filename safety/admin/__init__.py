"""安全行动 in the admin: read here; services move what is under way."""

from . import campaigns, enterprises

__all__ = [
    "campaigns",
    "enterprises",
]
