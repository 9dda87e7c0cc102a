"""待办队列 (work queues) of matchmaking: profiles that wait for a review, reports that wait for the city."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues

from .models import MatchProfile, MatchReport


def profiles_to_review(user: User) -> Any:
    """Waiting profiles of the office's events, but not one's own."""
    return MatchProfile.objects.managed_by(user).to_review().exclude(person=user.person_id)


def reports_to_answer(user: User) -> Any:
    """Open reports."""
    return MatchReport.objects.managed_by(user).waiting()


def register_match_queues() -> None:
    """Called once, when the app is ready."""
    queues.register(
        queues.WorkQueue(
            key="events.match_profiles",
            label=_("待审核的相亲资料"),
            count=lambda user: profiles_to_review(user).count(),
            url=lambda user: reverse("match_reviews"),
            may_see=lambda user: policy.may(user, "events.review_match"),
        )
    )
    queues.register(
        queues.WorkQueue(
            key="events.match_reports",
            label=_("待处理的相亲会举报"),
            count=lambda user: reports_to_answer(user).count(),
            url=lambda user: reverse("match_reports"),
            may_see=lambda user: policy.may(user, "events.answer_matchreport"),
        )
    )
