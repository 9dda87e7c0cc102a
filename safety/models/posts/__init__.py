"""Rows of the model posts: the year with its rules, the teams, how they are judged, names that stand."""

from .judging import PostObjection, PostScore, PostSheet
from .keeping import EnterpriseAccident, PostCheck
from .post import PostRevision, PostTransition, SafetyPost
from .round import PostCriterion, PostForm, PostQuota, PostReviewer, PostRound

__all__ = [
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
]
