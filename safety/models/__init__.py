"""安全行动: who is under supervision; campaigns, model posts, hazards, training and quizzes stand beside."""

from .enterprise import Enterprise, WorkArea
from .posts import (
    EnterpriseAccident,
    PostCheck,
    PostCriterion,
    PostForm,
    PostObjection,
    PostQuota,
    PostReviewer,
    PostRevision,
    PostRound,
    PostScore,
    PostSheet,
    PostTransition,
    SafetyPost,
)

__all__ = [
    "Enterprise",
    "EnterpriseAccident",
    "PostCheck",
    "PostCriterion",
    "PostForm",
    "PostObjection",
    "PostQuota",
    "PostReviewer",
    "PostRevision",
    "PostRound",
    "PostScore",
    "PostSheet",
    "PostTransition",
    "SafetyPost",
    "WorkArea",
]
