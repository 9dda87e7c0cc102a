from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.pairing_querysets import OfPairingQuerySet, PairingQuerySet, PairMemberQuerySet
from volunteers.models import Post, Volunteer
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .child import Child


class PairingState(models.TextChoices):
    """From the wish for company to the farewell (reference/welfare.md §5.4)."""

    REQUESTED = "requested", pgettext_lazy("结对", "待配对")
    PROPOSED = "proposed", pgettext_lazy("结对", "已提名")
    AGREED = "agreed", pgettext_lazy("结对", "家庭已同意")
    INTRODUCED = "introduced", pgettext_lazy("结对", "已见面")
    ACTIVE = "active", pgettext_lazy("结对", "陪伴中")
    PAUSED = "paused", pgettext_lazy("结对", "暂停")
    AT_RISK = "at_risk", pgettext_lazy("结对", "陪伴中断风险")
    REMATCHING = "rematching", pgettext_lazy("结对", "重新配对")
    CLOSING = "closing", pgettext_lazy("结对", "告别中")
    CLOSED = "closed", pgettext_lazy("结对", "已结束")


P = PairingState
PAIRING_NEXT: Mapping[str, tuple[str, ...]] = {
    P.REQUESTED: (P.PROPOSED, P.CLOSED),
    # Back to the choice of adults: the family or the child said no.
    P.PROPOSED: (P.AGREED, P.REQUESTED, P.CLOSED),
    P.AGREED: (P.INTRODUCED, P.REQUESTED, P.CLOSED),
    P.INTRODUCED: (P.ACTIVE, P.REQUESTED, P.CLOSED),
    P.ACTIVE: (P.PAUSED, P.AT_RISK, P.REMATCHING, P.CLOSING),
    P.PAUSED: (P.ACTIVE, P.REMATCHING, P.CLOSING),
    P.AT_RISK: (P.ACTIVE, P.PAUSED, P.REMATCHING, P.CLOSING),
    P.REMATCHING: (P.PROPOSED, P.CLOSING),
    P.CLOSING: (P.CLOSED,),
}
# In these two adults look after the child, and the clock of visits runs.
VISITING = (P.ACTIVE, P.AT_RISK)
# In these two adults are named.
NAMED = (P.PROPOSED, P.AGREED, P.INTRODUCED, P.ACTIVE, P.PAUSED, P.AT_RISK)
# How many children one adult looks after at most; the database counts seats (welfare §5.4).
SEATS = 4


@audited()
class Pairing(models.Model):
    """
    结对 (pairing): two adults who visit one child together, from the request to the farewell.

    Class S1: it names no child but by the code. ``post`` is the volunteers' post at which each
    visit is a shift: its team looks after the pair, its role says what the adults must meet.
    ``every_days`` overrides the days between later visits.
    """

    State = PairingState
    NEXT = PAIRING_NEXT

    child = models.ForeignKey(Child, models.PROTECT, related_name="pairings", verbose_name=_("儿童档案"))
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        related_name="+",
        verbose_name=_("陪伴岗位"),
        limit_choices_to={"role__is_with_children": True},
    )
    state = models.CharField(
        pgettext_lazy("结对", "状态"), max_length=12, choices=State, default=State.REQUESTED, editable=False
    )
    state_since = models.DateTimeField(_("进入当前状态的时间"), auto_now_add=True, editable=False)
    every_days = models.PositiveSmallIntegerField(_("走访间隔（天）"), null=True, blank=True)
    unrelated_on = models.DateField(_("声明互非亲属的日期"), null=True, blank=True, editable=False)
    introduced_on = models.DateField(_("见面日期"), null=True, blank=True, editable=False)
    started_on = models.DateField(_("陪伴开始日期"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("结束日期"), null=True, blank=True, editable=False)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("结对")
        verbose_name_plural = pgettext_lazy("复数", "结对")
        ordering = ["child__code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=~Q(state="closed"), name="pairing_one_living_per_child"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NAMED) | Q(unrelated_on__isnull=False),
                name="pairing_adults_declared_that_they_are_unrelated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "paused", "at_risk"])
                | Q(introduced_on__isnull=False, started_on__isnull=False),
                name="pairing_visits_after_it_was_introduced",
            ),
            models.CheckConstraint(
                condition=Q(every_days__isnull=True) | Q(every_days__range=(7, 60)),
                name="pairing_visits_every_week_to_two_months",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | ~Q(state="closed") & Q(closed_on__isnull=True),
                name="pairing_closed_says_when",
            ),
        ]
        triggers = [moves_as_allowed("pairing_moves_as_allowed", PAIRING_NEXT)]

    def __str__(self) -> str:
        return f"{self.child.code} · {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("pairing", args=[self.pk])

    @property
    def visits_now(self) -> bool:
        return self.state in VISITING


class PairingTransition(Transition):
    """结对流转 (transition of a pairing). Its note tells of work, never of the child."""

    pairing = models.ForeignKey(
        Pairing, models.CASCADE, related_name="transitions", verbose_name=pgettext_lazy("单数", "结对")
    )

    objects = OfPairingQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("结对流转")
        verbose_name_plural = pgettext_lazy("复数", "结对流转")


@audited()
class PairMember(models.Model):
    """
    结对志愿者 (member of a pair): one adult and one child, on a seat of the adult's.

    The seat goes from 1 to four and is unique while it is held: a fifth child is unwritable.
    """

    pairing = models.ForeignKey(
        Pairing, models.PROTECT, related_name="members", verbose_name=pgettext_lazy("单数", "结对")
    )
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+", verbose_name=_("志愿者"))
    seat = models.PositiveSmallIntegerField(_("第几个孩子"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("提名时间"), auto_now_add=True)
    ended_at = models.DateTimeField(pgettext_lazy("结对", "离开时间"), null=True, blank=True, editable=False)

    objects = PairMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("结对志愿者")
        verbose_name_plural = pgettext_lazy("复数", "结对志愿者")
        ordering = ["pairing", "id"]
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "seat"], name="pair_member_one_child_per_seat"),
            models.CheckConstraint(
                condition=Q(seat__isnull=True, ended_at__isnull=False)
                | Q(seat__range=(1, SEATS), ended_at__isnull=True),
                name="pair_member_has_four_children_at_most",
            ),
            models.UniqueConstraint(
                fields=["pairing", "volunteer"],
                condition=Q(ended_at__isnull=True),
                name="pair_member_once_per_pairing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing.child.code} · {self.volunteer.volunteer_no}"


class PairingPause(models.Model):
    """
    暂停 (pause): from a day until a day the clock of visits stands still; asked by one, agreed by another.

    ``ended_on`` is the first day on which visits run again.
    """

    pairing = models.ForeignKey(
        Pairing, models.PROTECT, related_name="pauses", verbose_name=pgettext_lazy("单数", "结对")
    )
    reason = models.CharField(_("理由"), max_length=200)
    until_on = models.DateField(_("预计恢复日期"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("同意人"),
        editable=False,
    )
    from_on = models.DateField(pgettext_lazy("暂停", "开始日期"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("恢复日期"), null=True, blank=True, editable=False)

    objects = OfPairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("结对暂停")
        verbose_name_plural = pgettext_lazy("复数", "结对暂停")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"], condition=Q(ended_on__isnull=True), name="pairing_pause_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, from_on__isnull=True)
                | Q(agreed_by__isnull=False, from_on__isnull=False) & ~Q(agreed_by=F("asked_by")),
                name="pairing_pause_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(from_on__isnull=False, ended_on__gte=F("from_on")),
                name="pairing_pause_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pairing_pause_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.pairing.child.code} · {self.until_on}"


class Escalation(models.Model):
    """
    走访催办 (escalation): one rung of the ladder, climbed once for one window of visits.

    ``opened_on`` names the window (the last counted visit, or the start), which a pause does not
    change; ``step`` is the day before (negative) or after the due date. Whoever is asked to
    acknowledges, and that stops nothing above.
    """

    class Receiver(models.TextChoices):
        PAIR = "pair", _("结对志愿者")
        PAIR_AND_LEADER = "pair_leader", _("结对志愿者和负责人")
        LEADER = "leader", _("志愿服务队负责人")
        DISTRICT = "district", _("区县管理员")
        DIRECTOR = "director", _("志愿者行动指导中心主任")
        NOBODY = "nobody", _("无人在岗")

    pairing = models.ForeignKey(
        Pairing, models.PROTECT, related_name="escalations", verbose_name=pgettext_lazy("单数", "结对")
    )
    opened_on = models.DateField(_("本轮起算日期"))
    due_on = models.DateField(_("应走访日期"))
    step = models.SmallIntegerField(_("距应走访日期天数"))
    level = models.PositiveSmallIntegerField(_("催办级别"))
    receiver = models.CharField(_("催办对象"), max_length=12, choices=Receiver)
    is_late = models.BooleanField(_("补发（并入汇总）"), default=False)
    at = models.DateTimeField(pgettext_lazy("催办", "时间"), auto_now_add=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("确认人"),
        editable=False,
    )
    acknowledged_at = models.DateTimeField(_("确认时间"), null=True, blank=True, editable=False)
    visit_by = models.DateField(_("承诺走访日期"), null=True, blank=True, editable=False)

    objects = OfPairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("走访催办")
        verbose_name_plural = pgettext_lazy("复数", "走访催办")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "opened_on", "step"], name="escalation_climbed_once_per_window"
            ),
            models.CheckConstraint(condition=Q(level__lte=5), name="escalation_has_six_levels"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, visit_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False, visit_by__isnull=False),
                name="escalation_acknowledged_with_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing.child.code} · L{self.level}"
