"""待办队列 (work queues): cases by the step that this office does next, requests, visits."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues

from .models import (
    AccessGrant,
    ChildAnswer,
    ChildVisit,
    Gift,
    GoodsGift,
    GuardianRequest,
    HopeRoom,
    StockTake,
)
from .models.room import RoomState as S

# What a case waits for, and the right of whoever does it.
STAGES = (
    (S.NOMINATED, "hope_rooms.screen_child", _("待开始资格核对的孩子")),
    (S.SCREENING, "hope_rooms.screen_child", _("资格核对中的孩子")),
    (S.PROPOSED, "hope_rooms.approve_in_district", _("待区县评审的小屋")),
    (S.DISTRICT_APPROVED, "hope_rooms.approve_in_city", _("待市级评审的小屋")),
    (S.DESIGNING, "hope_rooms.allocate_gift", _("待落实资金的小屋")),
    (S.BUILDER_DONE, "hope_rooms.accept_in_town", _("待镇街验收的小屋")),
    (S.TOWN_ACCEPTED, "hope_rooms.accept_in_district", _("待区县验收的小屋")),
    (S.DISTRICT_ACCEPTED, "hope_rooms.accept_in_city", _("待市级验收的小屋")),
    (S.AIRING, "hope_rooms.hand_over_room", _("待交付的小屋")),
)


def _grants(user: User) -> Any:
    return AccessGrant.objects.managed_by(user).exclude(person_id=user.person_id)


def _requests(user: User) -> Any:
    return GuardianRequest.objects.managed_by(user)


def _visits(user: User) -> Any:
    return ChildVisit.objects.managed_by(user).filter(state=ChildVisit.State.REPORTED)


def _queue(state: str, action: str, label: str | Promise) -> queues.WorkQueue:
    """Rooms of one stage; the list that it leads to shows exactly these."""
    return queues.WorkQueue(
        key=f"hope_rooms.{state}",
        label=label,
        count=lambda user: HopeRoom.objects.managed_by(user).filter(state=state).count(),
        url=lambda user: f"{reverse('hope_cases')}?state={state}",
        may_see=lambda user: policy.may(user, action),
    )


OF_STAGES = [queues.register(_queue(*stage)) for stage in STAGES]
GRANTS = queues.register(
    queues.WorkQueue(
        key="hope_rooms.grants",
        label=_("待批准的查阅申请"),
        count=lambda user: _grants(user).to_decide().count(),
        url=lambda user: f"{reverse('hope_grants')}#to-decide",
        may_see=lambda user: policy.may(user, "hope_rooms.decide_access"),
    )
)
EMERGENCIES = queues.register(
    queues.WorkQueue(
        key="hope_rooms.emergencies",
        label=_("待复核的紧急查阅"),
        count=lambda user: AccessGrant.objects.managed_by(user).to_review().count(),
        overdue=lambda user: AccessGrant.objects.managed_by(user).review_overdue().count(),
        url=lambda user: reverse("hope_emergencies"),
        may_see=lambda user: policy.may(user, "hope_rooms.review_emergency"),
    )
)
REQUESTS = queues.register(
    queues.WorkQueue(
        key="hope_rooms.requests",
        label=_("待答复的监护人要求"),
        count=lambda user: _requests(user).waiting().count(),
        overdue=lambda user: _requests(user).overdue().count(),
        url=lambda user: reverse("hope_requests"),
        may_see=lambda user: policy.may(user, "hope_rooms.answer_request"),
    )
)
UNHAPPY = queues.register(
    queues.WorkQueue(
        key="hope_rooms.unhappy",
        label=_("孩子连续不开心"),
        count=lambda user: ChildAnswer.objects.managed_by(user).unhappy().count(),
        url=lambda user: reverse("hope_unhappy"),
        may_see=lambda user: policy.may(user, "hope_rooms.look_after_answer"),
    )
)
VISITS = queues.register(
    queues.WorkQueue(
        key="hope_rooms.visits",
        label=_("待审核的走访"),
        count=lambda user: _visits(user).count(),
        url=lambda user: f"{reverse('admin:hope_rooms_childvisit_changelist')}?state__exact=reported",
        may_see=lambda user: policy.may(user, "hope_rooms.review_visit"),
    )
)
CHANGES = queues.register(
    queues.WorkQueue(
        key="hope_rooms.purpose_changes",
        label=_("待核准的用途变更"),
        count=lambda user: Gift.objects.managed_by(user).to_decide_by(user).count(),
        url=lambda user: f"{reverse('hope_gifts')}?changing",
        may_see=lambda user: policy.may(user, "hope_rooms.decide_purpose_change"),
    )
)
GOODS = queues.register(
    queues.WorkQueue(
        key="hope_rooms.goods",
        label=_("待查验或接收的实物"),
        count=lambda user: GoodsGift.objects.managed_by(user).waiting().count(),
        url=lambda user: f"{reverse('hope_goods')}?waiting",
        may_see=lambda user: policy.may(user, "hope_rooms.keep_gifts"),
    )
)
TAKES = queues.register(
    queues.WorkQueue(
        key="hope_rooms.takes",
        label=_("待另一个人确认的盘点"),
        count=lambda user: StockTake.objects.managed_by(user).to_finalise_by(user).count(),
        url=lambda user: f"{reverse('hope_stock_takes')}?waiting",
        may_see=lambda user: policy.may(user, "hope_rooms.finalise_stock_take"),
    )
)
