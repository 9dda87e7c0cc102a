from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.extra_nights_querysets import ExtraNightsQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed


class ExtraNightsState(models.TextChoices):
    """Asked by one member of staff; granted or refused by another; what nobody used may be taken back."""

    ASKED = "asked", pgettext_lazy("额外晚数", "待批")
    GRANTED = "granted", pgettext_lazy("额外晚数", "已批准")
    REFUSED = "refused", pgettext_lazy("额外晚数", "未批准")
    REVOKED = "revoked", pgettext_lazy("额外晚数", "已收回")


EXTRA_NIGHTS_NEXT: Mapping[str, tuple[str, ...]] = {
    ExtraNightsState.ASKED: (ExtraNightsState.GRANTED, ExtraNightsState.REFUSED),
    ExtraNightsState.GRANTED: (ExtraNightsState.REVOKED,),
}


@audited()
class ExtraNights(models.Model):
    """
    额外晚数 (extra nights): one named person may sleep some nights beyond the year's cap.

    A night beyond the cap points here by a composite foreign key at ``granted_nights``
    and ``until_on``: while nobody has granted it the wall stands where it stood, and
    afterwards it stands so many nights further for this person and year alone.
    Who asked and who granted are people, not log-ins. Taking it back leaves in
    ``granted_nights`` what slept and booked nights rest on.
    """

    State = ExtraNightsState
    NEXT = EXTRA_NIGHTS_NEXT

    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="extra_nights", verbose_name=_("人员")
    )
    station = models.ForeignKey(
        "stations.Station", models.PROTECT, related_name="+", verbose_name=_("提出的驿站")
    )
    nights = models.PositiveSmallIntegerField(_("额外晚数"))
    until_on = models.DateField(_("最后一晚"))
    year = models.GeneratedField(
        expression=ExtractYear("until_on"),
        output_field=models.IntegerField(),
        db_persist=True,
        verbose_name=_("计算年度"),
    )
    reason = models.CharField(pgettext_lazy("额外晚数", "理由"), max_length=200)
    state = models.CharField(
        pgettext_lazy("额外晚数", "状态"), max_length=8, choices=State, default=State.ASKED
    )
    asked_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    asked_at = models.DateTimeField(pgettext_lazy("额外晚数", "提出时间"), auto_now_add=True)
    granted_nights = models.PositiveSmallIntegerField(_("批准晚数"), default=0, editable=False)
    decided_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    decided_at = models.DateTimeField(pgettext_lazy("额外晚数", "审批时间"), null=True, blank=True)
    decision = models.CharField(pgettext_lazy("额外晚数", "审批意见"), max_length=200, blank=True)
    revoked_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("收回人")
    )
    revoked_at = models.DateTimeField(pgettext_lazy("额外晚数", "收回时间"), null=True, blank=True)
    revoke_reason = models.CharField(pgettext_lazy("额外晚数", "收回理由"), max_length=200, blank=True)

    objects = ExtraNightsQuerySet.as_manager()

    class Meta:
        verbose_name = _("额外晚数")
        verbose_name_plural = pgettext_lazy("复数", "额外晚数")
        ordering = ["-id"]
        constraints = [
            # The target of StayNight's composite foreign key.
            models.UniqueConstraint(
                fields=["id", "person", "year", "granted_nights", "until_on"],
                name="extra_nights_are_referable",
            ),
            models.UniqueConstraint(
                fields=["person", "year"],
                condition=Q(state__in=["asked", "granted"]) | Q(state="revoked", granted_nights__gte=1),
                name="extra_nights_once_a_year",
            ),
            models.CheckConstraint(condition=Q(nights__range=(1, 30)), name="extra_nights_between_1_and_30"),
            models.CheckConstraint(condition=~Q(reason=""), name="extra_nights_asked_with_a_reason"),
            # NULL is no answer, so every column is asked for before two are compared.
            models.CheckConstraint(
                condition=~Q(asked_by=F("person"))
                & (Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))),
                name="extra_nights_take_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", granted_nights=0, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decision="")
                    & (
                        Q(state="granted", granted_nights=F("nights"))
                        | Q(state="refused", granted_nights=0)
                        | Q(state="revoked", granted_nights__lt=F("nights"))
                    )
                ),
                name="extra_nights_state_agrees_with_decision",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="revoked", revoked_by__isnull=False, revoked_at__isnull=False)
                    & ~Q(revoke_reason="")
                )
                | (~Q(state="revoked") & Q(revoked_by__isnull=True, revoked_at__isnull=True)),
                name="extra_nights_taken_back_with_a_reason",
            ),
        ]
        triggers = [moves_as_allowed("extra_nights_move_as_allowed", EXTRA_NIGHTS_NEXT)]

    @property
    def taken_back_nights(self) -> int:
        """How many of the granted nights nobody had used when they were taken back."""
        return self.nights - self.granted_nights if self.state == self.State.REVOKED else 0

    def __str__(self) -> str:
        return f"{self.person} +{self.nights}"

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())
