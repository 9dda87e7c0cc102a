"""待办队列 (work queues) of the volunteers on the dashboard of the admin."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues
from zibo_youth.core.calendar import now

from .models import HourClaim, NoShow, RequirementItem, TeamMember
from .querysets import RequirementItemQuerySet, TeamMemberQuerySet

# How long a proof or a request may wait before it is late (assumed: 5 days).
LATE_AFTER = timedelta(days=5)


def _items(user: User) -> RequirementItemQuerySet:
    rows: RequirementItemQuerySet = RequirementItem.objects.managed_by(user)
    return rows.to_check()


def _members(user: User) -> TeamMemberQuerySet:
    rows: TeamMemberQuerySet = TeamMember.objects.managed_by(user)
    return rows.asked()


PROOFS = queues.register(
    queues.WorkQueue(
        key="volunteers.proofs",
        label=_("待核验志愿者资质"),
        count=lambda user: _items(user).count(),
        overdue=lambda user: _items(user).filter(submitted_at__lt=now() - LATE_AFTER).count(),
        url=lambda user: reverse("volunteer_proofs"),
        may_see=lambda user: policy.may(user, "volunteers.check_item"),
    )
)
MEMBERS = queues.register(
    queues.WorkQueue(
        key="volunteers.members",
        label=_("待审核入队申请"),
        count=lambda user: _members(user).count(),
        overdue=lambda user: _members(user).filter(asked_at__lt=now() - LATE_AFTER).count(),
        url=lambda user: reverse("volunteer_members"),
        may_see=lambda user: policy.may(user, "volunteers.decide_member"),
    )
)
APPEALS = queues.register(
    queues.WorkQueue(
        key="volunteers.no_show_appeals",
        label=_("未到岗申诉"),
        count=lambda user: NoShow.objects.managed_by(user).appealed().count(),
        overdue=lambda user: (
            NoShow.objects.managed_by(user).appealed().filter(appealed_at__lt=now() - LATE_AFTER).count()
        ),
        url=lambda user: reverse("admin:volunteers_noshow_changelist") + "?state__exact=appealed",
        may_see=lambda user: policy.may(user, "volunteers.decide_noshow"),
    )
)
CLAIMS = queues.register(
    queues.WorkQueue(
        key="volunteers.hour_claims",
        label=_("待答复的时长补记申请"),
        count=lambda user: HourClaim.objects.managed_by(user).asked().count(),
        overdue=lambda user: (
            HourClaim.objects.managed_by(user).asked().filter(asked_at__lt=now() - LATE_AFTER).count()
        ),
        url=lambda user: f"{reverse('volunteer_hour_desk')}#claims",
        may_see=lambda user: policy.may(user, "volunteers.record_hours"),
    )
)
