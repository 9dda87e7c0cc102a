from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.querysets import MachineTokenQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.calendar import today
from zibo_youth.core.scope import Reach

from .organisation import Organisation

LONGEST = timedelta(days=366)


class MachineScope(models.TextChoices):
    """授权范围: what a machine may ask for."""

    READ_REPORTS = "reports:read", _("读取月报数据")


def every_scope() -> list[str]:
    return list(MachineScope.values)


@audited(exclude=["digest", "last_used_on"])
class MachineToken(models.Model):
    """
    系统对接令牌 (machine token): the key of another system, which is no person and holds no office.

    It reads what its scopes name, of its organisation: the city's reads all,
    a district's its own. Its secret is shown once and kept as a keyed digest.
    """

    Scope = MachineScope

    name = models.CharField(_("系统名称"), max_length=40)
    contact = models.CharField(_("联系科室"), max_length=60, help_text=_("科室和电话，停用前通知"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        limit_choices_to=Q(kind="city") | Q(is_reporting=True),
        verbose_name=_("数据范围"),
        help_text=_("团市委可读全市，区县只可读本区县"),
    )
    scopes = ArrayField(
        models.CharField(max_length=20, choices=MachineScope),
        default=every_scope,
        verbose_name=_("授权范围"),
    )
    expires_on = models.DateField(_("有效期至"), help_text=_("当天仍有效，最长一年"))
    digest = models.CharField(_("摘要"), max_length=64, unique=True, editable=False)
    hint = models.CharField(_("令牌末四位"), max_length=4, editable=False)
    issued_on = models.DateField(_("发放日期"), default=today, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("发放人"),
    )
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)

    objects = MachineTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("系统对接令牌")
        verbose_name_plural = pgettext_lazy("复数", "系统对接令牌")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("issued_on"), expires_on__lte=F("issued_on") + LONGEST),
                name="machine_token_lasts_a_year_at_most",
                violation_error_message=_("有效期自今天起，最长一年"),
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gt=0),
                name="machine_token_may_do_something",
                violation_error_message=_("请至少选择一项授权范围"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"

    @property
    def reach(self) -> Reach:
        """Whose rows it reads."""
        if self.organisation.kind == Organisation.Kind.CITY:
            return Reach(everything=True)
        return Reach(districts=frozenset({self.organisation_id}))
