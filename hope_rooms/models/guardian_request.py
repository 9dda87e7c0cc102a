from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.querysets import GuardianRequestQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.calendar import today
from zibo_youth.core.states import moves_as_allowed

from .child import Child


class RequestState(models.TextChoices):
    """From the guardian's wish to its answer; a refusal is an answer in writing."""

    OPEN = "open", pgettext_lazy("监护人要求", "待答复")
    DONE = "done", pgettext_lazy("监护人要求", "已办理")
    REFUSED = "refused", pgettext_lazy("监护人要求", "不予办理")


REQUEST_NEXT: Mapping[str, tuple[str, ...]] = {
    RequestState.OPEN: (RequestState.DONE, RequestState.REFUSED),
}


@audited()
class GuardianRequest(models.Model):
    """
    监护人要求 (request): to see, to have a copy of, to correct or to delete a child's data (网络保护条例 34).

    Written down by an office on the day it came; who the guardian is was checked on a document, and stands
    in the sealed record. ``answer``: what was done, or why not, as the guardian has it in writing.
    """

    State = RequestState
    NEXT = REQUEST_NEXT

    class Kind(models.TextChoices):
        VIEW = "view", _("查看")
        COPY = "copy", _("复制")
        CORRECT = "correct", _("更正")
        DELETE = "delete", _("删除")

    class Channel(models.TextChoices):
        VISIT = "visit", _("当面提出")
        PAPER = "paper", _("书面提出")
        PHONE = "phone", _("电话提出")

    child = models.ForeignKey(Child, models.PROTECT, related_name="requests", verbose_name=_("儿童档案"))
    kind = models.CharField(pgettext_lazy("监护人要求", "类别"), max_length=8, choices=Kind)
    channel = models.CharField(_("提出方式"), max_length=8, choices=Channel)
    asked_on = models.DateField(_("提出日期"))
    about = models.CharField(_("要求的内容"), max_length=200, blank=True)
    due_on = models.DateField(pgettext_lazy("监护人要求", "答复期限"), editable=False)
    state = models.CharField(
        pgettext_lazy("监护人要求", "状态"),
        max_length=8,
        choices=RequestState,
        default=RequestState.OPEN,
        editable=False,
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    answer = models.CharField(_("书面答复"), max_length=300, blank=True, editable=False)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("答复人"),
        editable=False,
    )

    objects = GuardianRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("监护人要求")
        verbose_name_plural = pgettext_lazy("复数", "监护人要求")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "kind"],
                condition=Q(state="open"),
                name="guardian_request_open_once_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")), name="guardian_request_is_due_after_it_came"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_on__isnull=True, answered_by__isnull=True, answer="")
                | ~Q(state="open") & Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="guardian_request_is_answered_in_writing",
            ),
            models.CheckConstraint(
                condition=~Q(kind="delete", state="done") | ~Q(answered_by=F("recorded_by")),
                name="guardian_request_to_delete_takes_two_people",
            ),
        ]
        triggers = [moves_as_allowed("guardian_request_moves_as_allowed", REQUEST_NEXT)]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("hope_request", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def days_left(self) -> int:
        """Until the last day of the answer; below zero it is late."""
        due: date = self.due_on
        return (due - today()).days
