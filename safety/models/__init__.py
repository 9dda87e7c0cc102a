"""安全行动: who is under supervision; campaigns, model posts, hazards, training and quizzes stand beside."""

from .enterprise import Enterprise, WorkArea

__all__ = [
    "Enterprise",
    "WorkArea",
]
