"""待办队列 (work queues) of the Hope Rooms on the dashboard of the admin."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues

from .models import AccessGrant, GuardianRequest
from .querysets import AccessGrantQuerySet, GuardianRequestQuerySet


def _grants(user: User) -> AccessGrantQuerySet:
    found: AccessGrantQuerySet = AccessGrant.objects.managed_by(user)
    return found


def _requests(user: User) -> GuardianRequestQuerySet:
    found: GuardianRequestQuerySet = GuardianRequest.objects.managed_by(user)
    return found


def register_queues() -> None:
    """Called once, when the app is ready."""
    queues.register(
        queues.WorkQueue(
            key="hope_rooms.emergencies",
            label=_("待复核的紧急查阅"),
            count=lambda user: _grants(user).to_review().count(),
            overdue=lambda user: _grants(user).review_overdue().count(),
            url=lambda user: reverse("hope_emergencies"),
            may_see=lambda user: policy.may(user, "hope_rooms.review_emergency"),
        )
    )
    queues.register(
        queues.WorkQueue(
            key="hope_rooms.requests",
            label=_("待答复的监护人要求"),
            count=lambda user: _requests(user).waiting().count(),
            overdue=lambda user: _requests(user).overdue().count(),
            url=lambda user: reverse("hope_requests"),
            may_see=lambda user: policy.may(user, "hope_rooms.answer_request"),
        )
    )
