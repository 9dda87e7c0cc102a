from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.patrol_querysets import HazardTicketQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.private_files import private_storage
from zibo_youth.core.states import moves_as_allowed

from .patrol import PatrolPoint
from .patrol_log import PatrolLog


class TicketState(models.TextChoices):
    """From what a team saw to what a second person found mended."""

    REPORTED = "reported", pgettext_lazy("隐患", "待交办")
    ASSIGNED = "assigned", pgettext_lazy("隐患", "已交办")
    RECTIFYING = "rectifying", pgettext_lazy("隐患", "整改中")
    RECTIFIED = "rectified", pgettext_lazy("隐患", "待核查")
    VERIFIED = "verified", pgettext_lazy("隐患", "已销号")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("隐患", "核查未通过")
    DISMISSED = "dismissed", pgettext_lazy("隐患", "不成立")


TICKET_NEXT: Mapping[str, tuple[str, ...]] = {
    TicketState.REPORTED: (TicketState.ASSIGNED, TicketState.DISMISSED),
    TicketState.ASSIGNED: (TicketState.RECTIFYING,),
    TicketState.RECTIFYING: (TicketState.RECTIFIED,),
    TicketState.RECTIFIED: (TicketState.VERIFIED, TicketState.NOT_ACCEPTED),
    TicketState.NOT_ACCEPTED: (TicketState.RECTIFYING,),
}
CLOSED = (TicketState.VERIFIED, TicketState.DISMISSED)


def _state_agrees() -> Q:
    assigned, begun, mended, decided = (
        Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
        for name in ("assigned", "begun", "rectified", "decided")
    )
    unassigned, unbegun, unmended, undecided = (
        Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
        for name in ("assigned", "begun", "rectified", "decided")
    )
    fresh = unassigned & unbegun & unmended
    done = assigned & begun & mended & decided
    return (
        (Q(state="reported") & fresh & undecided)
        | (Q(state="dismissed") & fresh & decided & ~Q(reason=""))
        | (Q(state="assigned") & assigned & unbegun & unmended & undecided)
        | (Q(state="rectifying") & assigned & begun & unmended & undecided)
        | (Q(state="rectified") & assigned & begun & mended & undecided)
        | (Q(state="verified") & done)
        | (Q(state="not_accepted") & done & ~Q(reason=""))
    )


def _moment(label: object) -> models.DateTimeField:
    return models.DateTimeField(label, null=True, blank=True, editable=False)  # type: ignore[arg-type]


def _somebody(label: object) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,  # type: ignore[arg-type]
        editable=False,
    )


@audited()
class HazardTicket(models.Model):
    """
    隐患单 (hazard ticket): something dangerous at the water, who must mend it, by which day, and who looked.

    It rests on an entry of a patrol's log. Whoever verifies is not who reported it mended
    (`hazard_ticket_verified_by_another_person`). Pictures are rebuilt and private; nobody's
    face is in them.
    """

    State = TicketState
    NEXT = TICKET_NEXT

    log = models.OneToOneField(PatrolLog, models.PROTECT, related_name="ticket", verbose_name=_("巡护日志"))
    grade = models.CharField(_("风险等级"), max_length=6, choices=PatrolPoint.Risk)
    description = models.CharField(_("隐患情况"), max_length=200)
    photo = models.FileField(
        _("现场照片"), upload_to="patrol/", storage=private_storage, blank=True, editable=False
    )
    department = models.CharField(_("责任部门"), max_length=60)
    due_on = models.DateField(_("整改期限"))
    state = models.CharField(
        pgettext_lazy("隐患", "状态"),
        max_length=12,
        choices=State,
        default=State.REPORTED,
        editable=False,
    )
    reported_at = models.DateTimeField(_("上报时间"), auto_now_add=True)
    assigned_at = _moment(_("交办时间"))
    assigned_by = _somebody(_("交办人"))
    begun_at = _moment(_("开始整改时间"))
    begun_by = _somebody(pgettext_lazy("隐患", "开始整改登记人"))
    rectified_at = _moment(_("整改完成时间"))
    rectified_by = _somebody(_("整改登记人"))
    measures = models.CharField(_("整改措施"), max_length=200, blank=True, editable=False)
    proof = models.FileField(
        _("整改照片"), upload_to="patrol/", storage=private_storage, blank=True, editable=False
    )
    decided_at = _moment(pgettext_lazy("隐患", "核查时间"))
    decided_by = _somebody(pgettext_lazy("隐患", "核查人"))
    reason = models.CharField(pgettext_lazy("隐患", "核查意见"), max_length=200, blank=True, editable=False)

    objects = HazardTicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患单")
        verbose_name_plural = pgettext_lazy("复数", "隐患单")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=_state_agrees(), name="hazard_ticket_state_agrees_with_times"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(rectified_by__isnull=True)
                | ~Q(decided_by=F("rectified_by")),
                name="hazard_ticket_verified_by_another_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=~Q(state__in=["verified", "dismissed"]),
                name="hazard_ticket_open_by_due_day",
            )
        ]
        triggers = [moves_as_allowed("hazard_ticket_moves_as_allowed", TICKET_NEXT)]

    def __str__(self) -> str:
        return f"{self.log.point} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("patrol_ticket", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    def is_overdue(self, on: date) -> bool:
        """Open, and its day is over."""
        return self.is_open and self.due_on < on
