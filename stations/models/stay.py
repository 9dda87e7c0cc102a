from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import StayQuerySet, StayTransitionQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.calendar import now
from zibo_youth.core.states import moves_as_allowed

from .policy import Purpose
from .stay_conditions import approved_as_asked, first_approval_says_when, proof_says_why, times_agree

# Foreign keys here go without an index of their own where a constraint below begins
# with the same column, or where nobody looks up by it: every index is paid per night.


@deconstructible(path="stations.models.stay.StayReference")
class StayReference(Func):
    """受理编号: YZ, the day, and a number that never comes twice. PostgreSQL writes it."""

    function = "stations_stay_reference"
    output_field = models.CharField(max_length=24)


class State(models.TextChoices):
    """The states of a stay; the words are those of the glossary (reference/domain.md §2.2)."""

    DRAFT = "draft", _("草稿")
    WAITING = "waiting", _("候补中")
    OFFERED = "offered", _("候补到床位")
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


class Asked(models.TextChoices):
    """补正内容: what a reviewer may ask for, each by the field that the answer changes."""

    PURPOSE = "purpose", _("来淄事由")
    PURPOSE_DETAIL = "purpose_detail", _("单位、岗位或活动")
    EVIDENCE = "evidence", _("证明材料")
    CONTACT_MOBILE = "contact_mobile", _("联系手机")


NEXT: Mapping[str, tuple[str, ...]] = {
    State.DRAFT: (State.SUBMITTED, State.WAITING, State.EXPIRED),
    State.WAITING: (State.OFFERED, State.WITHDRAWN, State.EXPIRED),
    State.OFFERED: (State.SUBMITTED, State.WITHDRAWN, State.EXPIRED),
    State.SUBMITTED: (State.APPROVED, State.RETURNED, State.REJECTED, State.WITHDRAWN, State.EXPIRED),
    State.RETURNED: (State.SUBMITTED, State.WITHDRAWN, State.EXPIRED),
    State.APPROVED: (State.CHECKED_IN, State.CANCELLED, State.NO_SHOW),
    State.CHECKED_IN: (State.CHECKED_OUT,),
    State.NO_SHOW: (State.APPROVED,),
}

# States that hold a bed and count against the allowance.
LIVE = (State.OFFERED, State.SUBMITTED, State.RETURNED, State.APPROVED, State.CHECKED_IN)
# States in which a stay is over without anybody having slept.
LAPSED = (State.REJECTED, State.WITHDRAWN, State.CANCELLED, State.NO_SHOW, State.EXPIRED)
# States whose guest has not come yet: their dates, and before the review their bed, may still change.
EXPECTED = (State.SUBMITTED, State.RETURNED, State.APPROVED)


@audited(inserts=False)
class Stay(models.Model):
    """
    入住单 (stay): one guest's request for a bed over some nights, from draft to check-out.

    Nights exist from submission on (`StayNight`); a stay that lapses gives them
    back. ``policy`` is the version that admitted it.
    """

    State = State
    Purpose = Purpose
    Asked = Asked
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

    class ReviewException(models.TextChoices):
        """Why one person was enough where the policy asks for two: each exception has a name."""

        WALK_IN = "walk_in", _("现场入住，前台当面核对")

    class IdProof(models.TextChoices):
        """代替身份证的证明: what a desk may look at when the card is not there."""

        TEMPORARY_CARD = "temporary_card", _("临时居民身份证")
        DIGITAL_ID = "digital_id", _("电子身份证或网络身份凭证")
        POLICE_PROOF = "police_proof", _("公安机关出具的身份证明")

    # The temporary card is a card; the others tell who somebody is until the card is seen.
    UNTIL_THE_CARD = (IdProof.DIGITAL_ID, IdProof.POLICE_PROOF)

    class PinReason(models.TextChoices):
        """Why a stay keeps its very bed. A code and no words of one's own: these would tell of a person."""

        ACCESSIBILITY = "accessibility", _("无障碍需要")
        TOGETHER = "together", _("与同行者同住")
        PROMISED = "promised", _("床位已告知客人")
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
    bed_pinned_for = models.CharField(
        _("固定床位"), max_length=16, choices=PinReason, blank=True, default="", db_default=""
    )
    queued_at = models.DateTimeField(_("加入候补时间"), null=True, blank=True)
    offer_until = models.DateTimeField(_("候补床位保留至"), null=True, blank=True)
    held_until = models.DateTimeField(_("填写时床位保留至"), null=True, blank=True)
    review_due_at = models.DateTimeField(_("审核期限"), null=True, blank=True)
    release_at = models.DateTimeField(_("超期未审放开床位的时间"), null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("经办审核人"),
    )
    # Written with the approval, and held to the policy by a composite foreign key; a booking writes none.
    two_reviewers = models.BooleanField(_("须两人审核"), null=True, blank=True)
    first_approver = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("初审人"),
    )
    first_approved_at = models.DateTimeField(_("初审时间"), null=True, blank=True)
    second_approver = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("复核人"),
    )
    review_exception = models.CharField(
        _("一人审核的例外"), max_length=16, choices=ReviewException, blank=True, default="", db_default=""
    )
    asked = ArrayField(
        models.CharField(max_length=16, choices=Asked),
        default=list,
        db_default=[],
        blank=True,
        verbose_name=_("要求补正的内容"),
    )
    answer_due_at = models.DateTimeField(_("补正期限"), null=True, blank=True)
    answered_at = models.DateTimeField(_("补正时间"), null=True, blank=True)
    review_left = models.DurationField(_("停表时剩余的审核时间"), null=True, blank=True)
    id_proof = models.CharField(
        _("代替身份证的证明"), max_length=16, choices=IdProof, blank=True, default="", db_default=""
    )
    id_proof_reason = models.CharField(
        _("没带身份证的原因"), max_length=120, blank=True, default="", db_default=""
    )
    card_seen_at = models.DateTimeField(_("证件补验时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("办理入住时间"), null=True, blank=True)
    checked_out_at = models.DateTimeField(_("退房时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("入住单")
        verbose_name_plural = pgettext_lazy("复数", "入住单")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["station", "arrival"], name="stay_by_station_and_arrival"),
            # What a month's report counts; a booking writes none of it.
            models.Index(
                fields=["checked_in_at"],
                include=["station", "guest"],
                condition=Q(checked_in_at__isnull=False),
                name="stay_by_check_in",
            ),
            models.Index(
                fields=["departure"],
                condition=Q(checked_in_at__isnull=False),
                name="stay_served_by_departure",
            ),
            models.Index(
                fields=["review_due_at"], condition=Q(state="submitted"), name="stay_waiting_by_due"
            ),
            models.Index(
                fields=["station", "queued_at", "id"],
                condition=Q(state="waiting"),
                name="stay_queue_in_order",
            ),
            models.Index(
                fields=["answer_due_at"], condition=Q(state="returned"), name="stay_returned_by_due"
            ),
            models.Index(
                fields=["held_until"], condition=Q(held_until__isnull=False), name="stay_holds_by_end"
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
            models.UniqueConstraint(
                fields=["guest", "station", "arrival", "departure"],
                condition=Q(state="waiting"),
                name="stay_waits_once_for_the_same_nights",
            ),
            models.UniqueConstraint(fields=["id", "guest"], name="stay_guest_is_referable"),
            models.CheckConstraint(condition=Q(departure__gt=F("arrival")), name="stay_lasts_a_night"),
            models.CheckConstraint(condition=times_agree(), name="stay_state_agrees_with_times"),
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(state="draft"), name="stay_hold_is_a_drafts"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.EXPIRED])
                | (~Q(purpose="") & Q(policy__isnull=False)),
                name="stay_beyond_draft_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | (~Q(asked=[]) & Q(review_left__isnull=False)),
                name="stay_returned_asks_for_something",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.CHECKED_IN]) | ~Q(check_in_code=""),
                name="stay_approved_has_a_code",
            ),
            models.CheckConstraint(
                condition=approved_as_asked(), name="stay_approved_by_whom_its_policy_asks"
            ),
            models.CheckConstraint(condition=proof_says_why(), name="stay_without_the_card_says_why"),
            models.CheckConstraint(
                condition=first_approval_says_when(), name="stay_first_approval_says_when"
            ),
        ]
        triggers = [moves_as_allowed("stay_moves_as_allowed", NEXT)]

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

    @property
    def is_held(self) -> bool:
        """Whether a bed is kept for this draft at this moment."""
        return self.held_until is not None and self.held_until > now()

    @property
    def seconds_held(self) -> int:
        """How long the bed is kept still."""
        return max(round((self.held_until - now()).total_seconds()), 0) if self.held_until else 0

    @property
    def bed_pinned(self) -> bool:
        """Whether no re-dealing may move this stay."""
        return bool(self.bed_pinned_for)

    @property
    def is_card_due(self) -> bool:
        """Whether the guest came in without the card, and it is still to be looked at."""
        return self.id_proof in self.UNTIL_THE_CARD and self.card_seen_at is None

    @property
    def asked_words(self) -> list[str]:
        """What was asked for last, in words, in the order of the form."""
        return [str(choice.label) for choice in Asked if choice in self.asked]

    @property
    def referred_by(self) -> str:
        """推荐单位: the partner whose code was handed in with it; blank without one."""
        return next((code.partner.name for code in self.referral_codes.all()), "")

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())


class StayTransition(Transition):
    """入住单流转 (transition of a stay)."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="transitions", verbose_name=_("入住单"))

    objects = StayTransitionQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("入住单流转")
        verbose_name_plural = pgettext_lazy("复数", "入住单流转")
