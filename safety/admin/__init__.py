"""安全行动 in the admin: read here; services move what is under way."""

from . import campaigns, enterprises, hazards, posts, quizzes

__all__ = [
    "campaigns",
    "enterprises",
    "hazards",
    "posts",
    "quizzes",
]
