"""How long what is known of a child is kept (`accounts.terms`), each child let go by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from hope_rooms.models import ChildErasure, ChildHold, Concern, HopeRoom
from hope_rooms.models.room import OVER
from hope_rooms.rights_errors import ChildHeld
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.terms import Term

from .concerns.keeping import forget_words_of
from .forgetting import Cause, Erasing, Extent, forget

log = structlog.get_logger(__name__)
INELIGIBLE = (HopeRoom.State.INELIGIBLE,)


def _due(states: Sequence[str], extents: Sequence[str]) -> Callable[[datetime], QuerySet[Any]]:
    """Rooms that have been in such a state for so long, of whose child so much was not erased since."""
    erased = ChildErasure.objects.filter(
        child=OuterRef("child"), extent__in=extents, erased_at__gte=OuterRef("state_since")
    )

    def due(before: datetime) -> QuerySet[Any]:
        held = ChildHold.objects.standing().filter(child=OuterRef("child"))
        rooms = HopeRoom.objects.filter(state__in=states, state_since__lt=before)
        return rooms.filter(~Exists(erased), ~Exists(held))

    return due


def _let_go(states: Sequence[str], erasing: Erasing) -> Callable[[QuerySet[Any]], int]:
    def let_go(rooms: QuerySet[Any]) -> int:
        return sum(_forget_one(number, states, erasing) for number in rooms.values_list("pk", flat=True))

    return let_go


def _forget_one(number: int, states: Sequence[str], erasing: Erasing) -> int:
    """Whom a hold reached meanwhile, or who came back, stays; a failure keeps no other child waiting."""
    try:
        with transaction.atomic():
            rooms = HopeRoom.objects.select_for_update(no_key=True, of=("self",)).select_related("child")
            room = rooms.filter(pk=number, state__in=states).first()
            if room is None:
                return 0
            forget(SYSTEM, room.child, erasing)
    except ChildHeld:
        return 0
    except Exception:
        log.exception("child_not_forgotten", room=number)
        return 0
    return 1


TERMS = [
    Term(
        key="child_ineligible",
        what=_("不符合条件的儿童：信息、材料、监护人姓名和核对依据"),
        since=_("结论为不符合条件"),
        then=_("删除，证件号码只留摘要，再次提报时能认出"),
        source="假定（welfare.md §7：30 天）",
        due=_due(INELIGIBLE, Extent.values),
        let_go=_let_go(INELIGIBLE, Erasing(Extent.DETAIL, Cause.INELIGIBLE)),
    ),
    Term(
        key="child_left",
        what=_("离开项目的儿童：全部信息、材料、走访记录和证件号码摘要"),
        since=_("结项、取消、退出或不符合条件"),
        then=_("删除，只留编号、日期和统计"),
        source="儿童信息告知书（第 1 版）：三年；welfare.md §7",
        due=_due(OVER, [Extent.ALL]),
        let_go=_let_go(OVER, Erasing(Extent.ALL, Cause.LEFT)),
    ),
    Term(
        key="concern_words",
        what=_("关切：书面情况、处理意见和受理编号"),
        since=_("孩子满 21 周岁（依法保留的除外）"),
        then=_("删除，只留编号、日期和经过"),
        source="welfare.md §7：至孩子满 21 周岁",
        due=lambda before: Concern.objects.past_keeping(localdate(before)),
        let_go=forget_words_of,
        of=("subject",),
    ),
]
