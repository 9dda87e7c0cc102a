"""安全行动 in the admin: read here; services move what is under way."""

from . import enterprises

__all__ = [
    "enterprises",
]
