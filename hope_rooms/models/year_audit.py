from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.querysets import YearAuditQuerySet


class YearAudit(models.Model):
    """
    年度合规审计材料 (audit pack): a year's looks at children's data, in counts (网络保护条例 37).

    Made once for each year, on the first night from 2 January, and kept as it was then.
    """

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    numbers = models.JSONField(_("数字"), editable=False)
    made_at = models.DateTimeField(_("生成时间"), auto_now_add=True)

    objects = YearAuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度合规审计材料")
        verbose_name_plural = pgettext_lazy("复数", "年度合规审计材料")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)
