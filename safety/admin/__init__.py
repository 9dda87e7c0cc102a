"""安全行动 in the admin: read here; services move what is under way."""

from . import enterprises, quizzes

__all__ = [
    "enterprises",
    "quizzes",
]
