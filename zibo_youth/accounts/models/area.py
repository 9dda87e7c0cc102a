from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from zibo_youth.accounts.querysets import AreaQuerySet


class Area(models.Model):
    """
    区域 (area): the city, a district or county, a functional zone, or a town.

    Districts and towns carry codes of GB/T 2260. The three zones have none (the
    national list of 2023 gives them no number), so theirs are local and cannot
    meet an official code. An area locates; who reports is `reporting_org`.
    """

    class Kind(models.TextChoices):
        CITY = "city", _("市")
        DISTRICT = "district", _("区县")
        ZONE = "zone", _("功能区")
        TOWN = "town", _("镇街")

    class Scheme(models.TextChoices):
        GB2260 = "gb2260", _("国家标准代码")
        LOCAL = "local", _("本地代码")

    code = models.CharField(_("代码"), max_length=12, unique=True)
    code_scheme = models.CharField(_("代码体系"), max_length=8, choices=Scheme, default=Scheme.GB2260)
    name = models.CharField(_("名称"), max_length=40)
    kind = models.CharField(pgettext_lazy("区域", "类别"), max_length=8, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级区域")
    )
    position = models.PositiveSmallIntegerField(_("排序"), default=0)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("区域")
        verbose_name_plural = pgettext_lazy("复数", "区域")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="city", parent__isnull=True) | ~models.Q(kind="city"),
                name="area_city_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        # Districts and zones have an English name in the catalogue; towns keep their own.
        return pgettext("区域", self.name)

    @property
    def district(self) -> "Area":
        """The district, county or zone that this area is or lies in."""
        return self.parent if self.kind == self.Kind.TOWN and self.parent else self
