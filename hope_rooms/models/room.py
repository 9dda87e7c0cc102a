from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.querysets import HopeRoomQuerySet, OfRoomQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .child import Child


class RoomState(models.TextChoices):
    """From the list of a village to the farewell (reference/welfare.md §5.1)."""

    NOMINATED = "nominated", pgettext_lazy("希望小屋", "摸排")
    SCREENING = "screening", pgettext_lazy("希望小屋", "资格核对")
    INELIGIBLE = "ineligible", pgettext_lazy("希望小屋", "不符合条件")
    SURVEYING = "surveying", pgettext_lazy("希望小屋", "实地勘察")
    ON_HOLD = "on_hold", pgettext_lazy("希望小屋", "暂缓")
    PROPOSED = "proposed", pgettext_lazy("希望小屋", "待评审")
    DISTRICT_APPROVED = "district_approved", pgettext_lazy("希望小屋", "区县已同意")
    APPROVED = "approved", pgettext_lazy("希望小屋", "已批准")
    DESIGNING = "designing", pgettext_lazy("希望小屋", "一户一方案")
    FUNDED = "funded", pgettext_lazy("希望小屋", "资金已落实")
    BUILDING = "building", pgettext_lazy("希望小屋", "施工")
    SUSPENDED = "suspended", pgettext_lazy("希望小屋", "停工")
    BUILDER_DONE = "builder_done", pgettext_lazy("希望小屋", "完工待验收")
    TOWN_ACCEPTED = "town_accepted", pgettext_lazy("希望小屋", "镇街已验收")
    DISTRICT_ACCEPTED = "district_accepted", pgettext_lazy("希望小屋", "区县已验收")
    RECTIFYING = "rectifying", pgettext_lazy("希望小屋", "整改")
    AIRING = "airing", pgettext_lazy("希望小屋", "通风检测")
    HANDED_OVER = "handed_over", pgettext_lazy("希望小屋", "已交付")
    IN_CARE = "in_care", pgettext_lazy("希望小屋", "陪伴中")
    CLOSED = "closed", pgettext_lazy("希望小屋", "已结项")
    CANCELLED = "cancelled", pgettext_lazy("希望小屋", "已取消")
    WITHDRAWN = "withdrawn", pgettext_lazy("希望小屋", "家庭退出")


S = RoomState
LEAVING = (S.WITHDRAWN, S.CANCELLED)
ROOM_NEXT: Mapping[str, tuple[str, ...]] = {
    S.NOMINATED: (S.SCREENING, S.WITHDRAWN),
    S.SCREENING: (S.SURVEYING, S.INELIGIBLE, S.WITHDRAWN),
    S.INELIGIBLE: (S.SCREENING,),
    S.SURVEYING: (S.PROPOSED, S.ON_HOLD, S.INELIGIBLE, S.WITHDRAWN),
    S.ON_HOLD: (S.SURVEYING, *LEAVING),
    # Back to the survey: the panel asks for something that is missing.
    S.PROPOSED: (S.DISTRICT_APPROVED, S.SURVEYING, S.INELIGIBLE, S.WITHDRAWN),
    S.DISTRICT_APPROVED: (S.APPROVED, S.SURVEYING, S.WITHDRAWN),
    S.APPROVED: (S.DESIGNING, *LEAVING),
    S.DESIGNING: (S.FUNDED, *LEAVING),
    S.FUNDED: (S.BUILDING, *LEAVING),
    S.BUILDING: (S.SUSPENDED, S.BUILDER_DONE, *LEAVING),
    S.SUSPENDED: (S.BUILDING, *LEAVING),
    S.BUILDER_DONE: (S.TOWN_ACCEPTED, S.RECTIFYING),
    S.TOWN_ACCEPTED: (S.DISTRICT_ACCEPTED, S.RECTIFYING),
    # The city's acceptance opens the windows.
    S.DISTRICT_ACCEPTED: (S.AIRING, S.RECTIFYING),
    # To the level that found it wanting, and to no other.
    S.RECTIFYING: (S.BUILDER_DONE, S.TOWN_ACCEPTED, S.DISTRICT_ACCEPTED, S.AIRING),
    S.AIRING: (S.HANDED_OVER, S.RECTIFYING),
    S.HANDED_OVER: (S.IN_CARE, S.CLOSED),
    S.IN_CARE: (S.CLOSED,),
    S.CLOSED: (S.IN_CARE,),
}
# Before it is decided that a room is built; while it is; with the child in it.
ASKING = (S.NOMINATED, S.SCREENING, S.SURVEYING, S.ON_HOLD, S.PROPOSED, S.DISTRICT_APPROVED)
MAKING = (
    *(S.APPROVED, S.DESIGNING, S.FUNDED, S.BUILDING, S.SUSPENDED, S.BUILDER_DONE),
    *(S.TOWN_ACCEPTED, S.DISTRICT_ACCEPTED, S.RECTIFYING, S.AIRING),
)
LIVED_IN = (S.HANDED_OVER, S.IN_CARE)
OVER = (S.INELIGIBLE, S.CLOSED, S.CANCELLED, S.WITHDRAWN)


@audited()
class HopeRoom(models.Model):
    """
    希望小屋 (Hope Room): a room built for one child in the own home, from nomination to farewell.

    Class S1: code, district, stage, and what was built. Where it stands is the child's address
    and lies in the sealed record. ``is_pre_system``: built before the portal, counted in no year's plan;
    ``legacy_no`` is its number in the ledger that was kept until then.
    ``failed_at``: the state to which a room in `rectifying` goes back, where the defect was found.
    """

    State = RoomState
    NEXT = ROOM_NEXT

    child = models.OneToOneField(Child, models.PROTECT, related_name="room", verbose_name=_("儿童档案"))
    state = models.CharField(
        pgettext_lazy("希望小屋", "状态"),
        max_length=20,
        choices=RoomState,
        default=RoomState.NOMINATED,
        editable=False,
    )
    state_since = models.DateTimeField(_("进入当前状态的时间"), auto_now_add=True, editable=False)
    failed_at = models.CharField(
        _("整改后重新验收"), max_length=20, choices=RoomState, blank=True, editable=False
    )
    is_pre_system = models.BooleanField(_("平台上线前建成"), default=False, editable=False)
    legacy_no = models.CharField(_("原台账编号"), max_length=24, blank=True, editable=False)
    area_m2 = models.DecimalField(_("面积（平方米）"), max_digits=5, decimal_places=1, null=True, blank=True)
    accepted_on = models.DateField(_("市级验收日期"), null=True, blank=True, editable=False)
    handed_over_at = models.DateTimeField(_("交付时间"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("结项时间"), null=True, blank=True, editable=False)

    objects = HopeRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("希望小屋")
        verbose_name_plural = pgettext_lazy("复数", "希望小屋")
        ordering = ["child__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="rectifying") & ~Q(failed_at="") | ~Q(state="rectifying") & Q(failed_at=""),
                name="hope_room_in_rectification_knows_where_it_failed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["airing", "handed_over", "in_care"])
                | Q(accepted_on__isnull=False)
                | Q(is_pre_system=True),
                name="hope_room_is_accepted_before_it_is_aired",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handed_over", "in_care"])
                | Q(handed_over_at__isnull=False)
                | Q(is_pre_system=True),
                name="hope_room_lived_in_was_handed_over",
            ),
            models.UniqueConstraint(
                fields=["legacy_no"],
                condition=~Q(legacy_no=""),
                name="hope_room_enters_once_from_the_old_ledger",
            ),
            models.CheckConstraint(
                condition=Q(is_pre_system=False, legacy_no="")
                | Q(is_pre_system=True, accepted_on__isnull=False) & ~Q(legacy_no=""),
                name="hope_room_built_before_has_its_old_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="hope_room_closed_says_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "state_since"], name="hope_room_by_state")]
        triggers = [moves_as_allowed("hope_room_moves_as_allowed", ROOM_NEXT)]

    def __str__(self) -> str:
        return self.child.code

    def get_absolute_url(self) -> str:
        return reverse("hope_case", args=[self.child.code])


class RoomTransition(Transition):
    """小屋流转 (transition of a room). Its note tells of work, never of the child."""

    room = models.ForeignKey(HopeRoom, models.CASCADE, related_name="transitions", verbose_name=_("希望小屋"))

    objects = OfRoomQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("小屋流转")
        verbose_name_plural = pgettext_lazy("复数", "小屋流转")
