from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.counselling_querysets import CounsellingNoteQuerySet, CounsellorQuerySet
from volunteers.models import Volunteer
from zibo_youth.core.audit import audited

from .child import Child, not_deleted_while_held
from .child_visit import ChildVisit


@audited()
class Counsellor(models.Model):
    """
    心理疏导人员 (counsellor): whom the centre has named for one child, on which qualification.

    A volunteer who meets what company of children asks for, and who is none of the pair: a session takes
    place while both adults of the pair are there (reference/welfare.md S1, S4).
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="counsellors", verbose_name=_("儿童档案"))
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+", verbose_name=_("志愿者"))
    qualification = models.CharField(_("资质依据（证书名称和编号）"), max_length=120)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("指定人")
    )
    named_at = models.DateTimeField(_("指定时间"), auto_now_add=True)
    ended_at = models.DateTimeField(
        pgettext_lazy("心理疏导人员", "结束时间"), null=True, blank=True, editable=False
    )
    end_reason = models.CharField(_("结束理由"), max_length=200, blank=True, editable=False)

    objects = CounsellorQuerySet.as_manager()

    class Meta:
        verbose_name = _("心理疏导人员")
        verbose_name_plural = pgettext_lazy("复数", "心理疏导人员")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_at__isnull=True), name="counsellor_one_stands_per_child"
            ),
            models.CheckConstraint(
                condition=~Q(qualification=""), name="counsellor_rests_on_a_qualification"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="counsellor_ended_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child.code} · {self.volunteer.volunteer_no}"

    @property
    def stands(self) -> bool:
        return self.ended_at is None


class CounsellingNote(models.Model):
    """
    心理疏导记录 (counselling note): of one session; sealed (S4), added to and never changed.

    Row-level security shows it to who wrote it while they are the child's counsellor, and to the
    safeguarding lead, in a transaction that has written down who reads (decision 0067). No grant and no
    emergency of another kind opens it.
    """

    # Made here and not by the database: the seal is bound to it, and writing reads nothing back.
    public_id = models.UUIDField(_("记录标识"), primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", verbose_name=_("儿童档案"))
    visit = models.ForeignKey(
        ChildVisit, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("单数", "走访")
    )
    sealed = models.TextField(_("密文"), editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填写人")
    )
    written_at = models.DateTimeField(pgettext_lazy("心理疏导记录", "填写时间"), auto_now_add=True)

    objects = CounsellingNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("心理疏导记录")
        verbose_name_plural = pgettext_lazy("复数", "心理疏导记录")
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(sealed=""), name="counselling_note_says_something")
        ]
        triggers = [
            not_deleted_while_held("counselling_note_stays_while_held"),
            pgtrigger.Protect(name="counselling_note_is_never_changed", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return str(self.child)

    @property
    def context(self) -> str:
        """What the seal is bound to."""
        return f"hope_rooms_counsellingnote.sealed.{self.pk}"
