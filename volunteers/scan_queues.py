"""待办队列 (work queue): shifts that are over and wait for a review, on the dashboard of the admin."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues
from zibo_youth.core.calendar import before_workdays, now

from .models import Shift
from .querysets import ShiftQuerySet

REVIEW = "volunteers.review_attendance"


def _shifts(user: User) -> ShiftQuerySet:
    shifts: ShiftQuerySet = Shift.objects.within(policy.reach(user, REVIEW).office())
    return shifts


def _late(user: User) -> int:
    hours = 24 * settings.VOLUNTEERS["review_workdays"]
    return _shifts(user).to_review(before_workdays(now(), hours)).count()


TO_REVIEW = queues.register(
    queues.WorkQueue(
        key="volunteers.to_review",
        label=_("待审核的志愿服务班次"),
        count=lambda user: _shifts(user).to_review(now()).count(),
        overdue=_late,
        url=lambda user: f"{reverse('volunteer_desk')}#to-review",
        may_see=lambda user: policy.may(user, REVIEW),
    )
)
