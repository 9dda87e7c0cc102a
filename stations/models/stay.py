from __future__ import annotations

import uuid
from collections.abc import Mapping

import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import (
    EvidenceQuerySet,
    PlacementQuerySet,
    RoomNightQuerySet,
    StayNightQuerySet,
    StayQuerySet,
    StayTransitionQuerySet,
    SuspensionQuerySet,
)
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited

from .policy import Purpose

# Foreign keys here go without an index of their own where a constraint below begins
# with the same column, or where nobody looks up by it: every index is paid per night.


@deconstructible(path="stations.models.stay.StayReference")
class StayReference(Func):
    """受理编号: YZ, the day, and a number that never comes twice. PostgreSQL writes it."""

    function = "stations_stay_reference"
    output_field = models.CharField(max_length=24)


def private_storage() -> Storage:
    return storages["private"]


class State(models.TextChoices):
    """The states of a stay; the words are those of the glossary (reference/domain.md §2.2)."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", pgettext_lazy("状态", "退回补正")
    APPROVED = "approved", _("待入住")
    CHECKED_IN = "checked_in", _("入住中")
    CHECKED_OUT = "checked_out", _("已退房")
    REJECTED = "rejected", pgettext_lazy("状态", "不予通过")
    WITHDRAWN = "withdrawn", _("已撤回")
    CANCELLED = "cancelled", _("已取消")
    NO_SHOW = "no_show", _("未入住")
    EXPIRED = "expired", _("已过期")


NEXT: Mapping[str, tuple[str, ...]] = {
    State.DRAFT: (State.SUBMITTED, State.EXPIRED),
    State.SUBMITTED: (State.APPROVED, State.RETURNED, State.REJECTED, State.WITHDRAWN, State.EXPIRED),
    State.RETURNED: (State.SUBMITTED, State.WITHDRAWN, State.EXPIRED),
    State.APPROVED: (State.CHECKED_IN, State.CANCELLED, State.NO_SHOW),
    State.CHECKED_IN: (State.CHECKED_OUT,),
}

# States that hold a bed and count against the allowance.
LIVE = (State.SUBMITTED, State.RETURNED, State.APPROVED, State.CHECKED_IN)
# States in which a stay is over without anybody having slept.
LAPSED = (State.REJECTED, State.WITHDRAWN, State.CANCELLED, State.NO_SHOW, State.EXPIRED)


def _times_agree() -> Q:
    """Which timestamps each state has: a stay cannot say one thing and show another."""
    never = Q(checked_in_at__isnull=True, checked_out_at__isnull=True)
    open_ = never & Q(ended_at__isnull=True)
    handed_in, decided = Q(submitted_at__isnull=False), Q(decided_at__isnull=False)
    return (
        (Q(state=State.DRAFT) & open_ & Q(submitted_at__isnull=True, decided_at__isnull=True))
        | (Q(state=State.SUBMITTED) & open_ & handed_in)
        | (Q(state__in=[State.RETURNED, State.APPROVED]) & open_ & handed_in & decided)
        | (Q(state=State.CHECKED_IN, checked_in_at__isnull=False, checked_out_at__isnull=True) & decided)
        | (Q(state=State.CHECKED_OUT, checked_in_at__isnull=False, checked_out_at__isnull=False) & decided)
        | (
            Q(state__in=[State.REJECTED, State.CANCELLED, State.NO_SHOW], ended_at__isnull=False)
            & never
            & decided
        )
        | (Q(state__in=[State.WITHDRAWN, State.EXPIRED], ended_at__isnull=False) & never)
    )


@audited(inserts=False)
class Stay(models.Model):
    """
    入住单 (stay): one guest's request for a bed over some nights, from draft to check-out.

    Nights exist from submission on (`StayNight`); a stay that lapses gives them
    back. ``policy`` is the version that admitted it.
    """

    State = State
    Purpose = Purpose
    NEXT = NEXT

    class RoomWish(models.TextChoices):
        ANY = "any", _("均可")
        SHARED = "shared", _("多人间")
        SINGLE = "single", _("单人间")

    class Reason(models.TextChoices):
        """Why a stay was returned, rejected or given up; the applicant reads these words."""

        EVIDENCE_UNCLEAR = "evidence_unclear", _("证明材料不清晰或不完整，请重新上传")
        PURPOSE_UNCLEAR = "purpose_unclear", _("来淄事由说明不清，请补充单位、岗位或活动名称")
        CONTACT_WRONG = "contact_wrong", _("联系方式有误，请核对")
        NOT_ELIGIBLE = "not_eligible", _("不符合入住条件")
        FALSE_STATEMENT = "false_statement", _("申报信息与核实情况不符")
        STATION_UNAVAILABLE = "station_unavailable", _("驿站临时无法接待")
        PLANS_CHANGED = "plans_changed", _("行程有变")
        FOUND_LODGING = "found_lodging", _("已另有住处")
        OTHER = "other", pgettext_lazy("理由", "其他")

    reference = models.CharField(
        _("受理编号"), max_length=24, unique=True, editable=False, db_default=StayReference()
    )
    guest = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="stays", verbose_name=_("入住青年")
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("提交账号")
    )
    station = models.ForeignKey(
        "stations.Station", models.PROTECT, related_name="stays", db_index=False, verbose_name=_("驿站")
    )
    policy = models.ForeignKey(
        "stations.StayPolicy",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("适用政策"),
    )
    arrival = models.DateField(_("入住日期"))
    departure = models.DateField(_("离店日期"))
    room_wish = models.CharField(_("房间意愿"), max_length=8, choices=RoomWish, default=RoomWish.ANY)
    purpose = models.CharField(_("来淄事由"), max_length=20, choices=Purpose, blank=True)
    purpose_detail = models.CharField(_("单位、岗位或活动"), max_length=120, blank=True)
    declared_non_native = models.BooleanField(_("声明为非淄博籍"), default=False)
    referral_channel = models.ForeignKey(
        "stations.ReferralChannel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stays",
        verbose_name=_("得知渠道"),
    )
    evidence = models.ManyToManyField(
        "stations.Evidence", blank=True, related_name="stays", verbose_name=_("证明材料")
    )
    contact_mobile = models.CharField(_("联系手机"), max_length=20, blank=True)
    arrival_time = models.TimeField(_("预计到达时间"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("入住单", "状态"),
        max_length=12,
        choices=State,
        default=State.DRAFT,
        db_default=State.DRAFT,
    )
    check_in_code = models.CharField(_("入住码"), max_length=6, blank=True, db_default="")
    review_due_at = models.DateTimeField(_("审核期限"), null=True, blank=True)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("办理入住时间"), null=True, blank=True)
    checked_out_at = models.DateTimeField(_("退房时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("入住单")
        verbose_name_plural = _("入住单")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["station", "arrival"], name="stay_by_station_and_arrival"),
            models.Index(
                fields=["review_due_at"], condition=Q(state="submitted"), name="stay_waiting_by_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["guest"], condition=Q(state="draft"), name="stay_one_draft_per_guest"
            ),
            models.UniqueConstraint(
                fields=["station", "check_in_code"],
                condition=Q(state="approved") & ~Q(check_in_code=""),
                name="stay_code_names_one_guest",
            ),
            models.UniqueConstraint(fields=["id", "guest"], name="stay_guest_is_referable"),
            models.CheckConstraint(condition=Q(departure__gt=F("arrival")), name="stay_lasts_a_night"),
            models.CheckConstraint(condition=_times_agree(), name="stay_state_agrees_with_times"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.EXPIRED])
                | (~Q(purpose="") & Q(policy__isnull=False)),
                name="stay_beyond_draft_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.CHECKED_IN]) | ~Q(check_in_code=""),
                name="stay_approved_has_a_code",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="stay_moves_as_allowed",
                field="state",
                transitions=[(old, new) for old, targets in NEXT.items() for new in targets],
            )
        ]

    def __str__(self) -> str:
        return self.reference or str(_("入住单"))

    def get_absolute_url(self) -> str:
        return reverse("stay", args=[self.reference])

    @property
    def length(self) -> int:
        """How many nights the stay asks for."""
        return (self.departure - self.arrival).days

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())


class StayTransition(Transition):
    """入住单流转 (transition of a stay)."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="transitions", verbose_name=_("入住单"))

    objects = StayTransitionQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("入住单流转")
        verbose_name_plural = _("入住单流转")


class RoomNight(models.Model):
    """
    房间夜 (room-night): the gender that sleeps in a room on one night.

    Every bed-night of the room points here with its guest's gender, so a second
    gender has no row to point at. The room's mode comes along by a composite
    foreign key, so a men's room never turns into a women's night.
    """

    room = models.ForeignKey(
        "stations.Room",
        models.CASCADE,
        related_name="nights",
        db_constraint=False,
        db_index=False,
        verbose_name=_("房间"),
    )
    date = models.DateField(pgettext_lazy("住宿", "日期"))
    gender = models.PositiveSmallIntegerField(_("性别"))
    gender_mode = models.CharField(_("房间类型"), max_length=8)

    objects = RoomNightQuerySet.as_manager()

    class Meta:
        verbose_name = _("房间夜")
        verbose_name_plural = _("房间夜")
        ordering = ["room", "date"]
        constraints = [
            models.UniqueConstraint(fields=["room", "date"], name="room_night_one_gender_per_room"),
            models.UniqueConstraint(fields=["room", "date", "gender"], name="room_night_gender_is_referable"),
            models.CheckConstraint(condition=Q(gender__in=[1, 2]), name="room_night_gender_is_known"),
            models.CheckConstraint(
                condition=Q(gender_mode__in=["flexible", "single"])
                | Q(gender_mode="male", gender=1)
                | Q(gender_mode="female", gender=2),
                name="room_night_fits_the_rooms_mode",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.date}"


@audited(inserts=False, updates=False)
class StayNight(models.Model):
    """
    入住夜次 (bed-night): one guest, one bed, one night.

    The house rules live in these constraints and nowhere else, so the booking
    page, the admin, an import and the shell all meet the same walls. ``number``
    is the guest's n-th free night of the calendar year; ``cap`` is the policy's
    limit, held to it by a composite foreign key, so the night after the last
    free one cannot be written by any code path.
    """

    stay = models.ForeignKey(
        Stay, models.CASCADE, related_name="nights", db_constraint=False, verbose_name=_("入住单")
    )
    guest = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="station_nights",
        db_constraint=False,
        db_index=False,
        verbose_name=_("入住青年"),
    )
    gender = models.PositiveSmallIntegerField(_("性别"))
    bed = models.ForeignKey(
        "stations.Bed",
        models.PROTECT,
        related_name="nights",
        db_constraint=False,
        db_index=False,
        verbose_name=_("床位"),
    )
    room = models.ForeignKey(
        "stations.Room",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("房间"),
    )
    date = models.DateField(pgettext_lazy("住宿", "日期"))
    number = models.PositiveSmallIntegerField(_("第几晚"))
    policy = models.ForeignKey(
        "stations.StayPolicy",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("适用政策"),
    )
    cap = models.PositiveSmallIntegerField(_("免费晚数上限"))
    allowance_year = models.GeneratedField(
        expression=ExtractYear("date"),
        output_field=models.IntegerField(),
        db_persist=True,
        verbose_name=_("计算年度"),
    )

    objects = StayNightQuerySet.as_manager()

    class Meta:
        verbose_name = _("入住夜次")
        verbose_name_plural = _("入住夜次")
        ordering = ["date"]
        indexes = [models.Index(fields=["room", "date"], name="stay_night_by_room_and_date")]
        constraints = [
            models.UniqueConstraint(fields=["bed", "date"], name="stay_night_one_guest_per_bed"),
            models.UniqueConstraint(fields=["guest", "date"], name="stay_night_one_bed_per_guest"),
            models.UniqueConstraint(
                fields=["guest", "allowance_year", "number"], name="stay_night_number_used_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=F("cap")), name="stay_night_within_free_nights"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.bed_id}"


class Evidence(models.Model):
    """证明材料 (evidence): a file that shows why somebody comes; rebuilt, private, served after a check."""

    class Kind(models.TextChoices):
        INTERVIEW_NOTICE = "interview_notice", _("面试通知")
        JOB_FAIR_INVITATION = "job_fair_invitation", _("招聘会邀请")
        BUSINESS_INVITATION = "business_invitation", _("商务考察邀请")
        ACADEMIC_INVITATION = "academic_invitation", _("学术活动邀请")
        INTERNSHIP_OFFER = "internship_offer", _("实习通知")
        STUDENT_CARD = "student_card", _("学生证")
        DIPLOMA = "diploma", _("毕业证")

    public_id = models.UUIDField(_("文件编号"), default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="evidence", verbose_name=_("所属人员")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传账号")
    )
    kind = models.CharField(_("材料种类"), max_length=24, choices=Kind)
    file = models.FileField(_("文件"), upload_to="evidence/", storage=private_storage)
    original_name = models.CharField(_("原文件名"), max_length=120)
    content_type = models.CharField(_("文件类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("证明材料")
        verbose_name_plural = _("证明材料")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="evidence_is_picture_or_pdf",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.original_name}"

    def get_absolute_url(self) -> str:
        return reverse("evidence", args=[self.public_id])


@audited()
class Suspension(models.Model):
    """暂停资格 (suspension): a person may hand in no request until a day; liftable with a reason."""

    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="suspensions", verbose_name=_("人员")
    )
    from_on = models.DateField(_("暂停起"))
    until_on = models.DateField(_("暂停至（当日恢复）"))
    reason = models.CharField(_("原因"), max_length=200)
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("解除人"),
    )
    lift_reason = models.CharField(_("解除理由"), max_length=200, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("暂停资格")
        verbose_name_plural = _("暂停资格")
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="suspension_lasts_a_day"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lift_reason="")
                | (Q(lifted_at__isnull=False) & ~Q(lift_reason="")),
                name="suspension_lifted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.until_on}"


@audited()
class Placement(models.Model):
    """签约就业 (placement): a guest signed with an employer of the city."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="placements", verbose_name=_("入住单"))
    employer = models.CharField(_("用人单位"), max_length=80)
    signed_on = models.DateField(_("签约日期"))
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("证明材料")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("签约就业")
        verbose_name_plural = _("签约就业")
        ordering = ["-signed_on"]
        constraints = [
            models.UniqueConstraint(fields=["stay", "employer"], name="placement_once_per_stay_and_employer"),
        ]

    def __str__(self) -> str:
        return f"{self.employer} {self.signed_on}"
