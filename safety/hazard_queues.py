"""待办队列 (work queues): hazards for the district and the city, for the enterprise, and for the bureau."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues
from zibo_youth.core.calendar import now

from .hazard_querysets import HazardReportQuerySet
from .models import HazardReport


def _rows(user: User) -> HazardReportQuerySet:
    rows: HazardReportQuerySet = HazardReport.objects.managed_by(user)
    return rows


def _address(state: str) -> str:
    return f"{reverse('hazards')}?state={state}"


def register_hazard_queues() -> None:
    """Called once, when the app is ready."""
    queues.register(
        queues.WorkQueue(
            key="safety.hazards_to_decide",
            label=_("待办理的隐患"),
            count=lambda user: _rows(user).to_decide().count(),
            url=lambda user: _address("decide"),
            may_see=lambda user: policy.may(user, "safety.review_hazard"),
        )
    )
    queues.register(
        queues.WorkQueue(
            key="safety.hazards_to_mend",
            label=_("待整改的隐患"),
            count=lambda user: _rows(user).to_mend().count(),
            overdue=lambda user: _rows(user).overdue(now()).count(),
            url=lambda user: _address("open"),
            may_see=lambda user: policy.may(user, "safety.rectify_hazard"),
        )
    )
    queues.register(
        queues.WorkQueue(
            key="safety.hazards_of_the_bureau",
            label=_("重大隐患"),
            count=lambda user: _rows(user).filter(state="mirrored").count(),
            url=lambda user: _address("mirrored"),
            may_see=lambda user: policy.may(user, "safety.mirror_hazard"),
        )
    )
