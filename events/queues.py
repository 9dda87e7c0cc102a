"""待办队列 (work queue): registrations that wait for an officer, on the dashboard of the admin."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues

from .models import RegistrationReview
from .querysets import RegistrationReviewQuerySet

DECIDE = "events.decide_registration"


def _waiting(user: User) -> RegistrationReviewQuerySet:
    rows: RegistrationReviewQuerySet = RegistrationReview.objects.within(policy.reach(user, DECIDE).office())
    return rows.open()


def register_queues() -> None:
    """Called once, when the app is ready."""
    queues.register(
        queues.WorkQueue(
            key="events.reviews",
            label=_("待审核的报名"),
            count=lambda user: _waiting(user).count(),
            overdue=lambda user: _waiting(user).filter(state="overdue").count(),
            url=lambda user: reverse("event_reviews"),
            may_see=lambda user: policy.may(user, DECIDE),
        )
    )
