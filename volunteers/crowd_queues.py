"""待办队列 (work queue): sessions that wait for a second person, on the dashboard of the admin."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues
from zibo_youth.core.calendar import now

from .crowd_querysets import CrowdSessionQuerySet
from .models import CrowdSession
from .queues import LATE_AFTER

CONFIRM = "volunteers.confirm_crowdsession"


def _waiting(user: User) -> CrowdSessionQuerySet:
    rows: CrowdSessionQuerySet = CrowdSession.objects.within(policy.reach(user, CONFIRM).office())
    return rows.to_confirm()


TO_CONFIRM = queues.register(
    queues.WorkQueue(
        key="volunteers.crowd_sessions",
        label=_("待确认的活动场次"),
        count=lambda user: _waiting(user).count(),
        overdue=lambda user: _waiting(user).filter(recorded_at__lt=now() - LATE_AFTER).count(),
        url=lambda user: reverse("crowd_sessions"),
        may_see=lambda user: policy.may(user, CONFIRM),
    )
)
