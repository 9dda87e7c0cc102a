from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.refusal_querysets import RefusalQuerySet


class Refusal(models.Model):
    """
    未通过规则 (refusal): a rule refused a request on a day; one row a person, station, day and rule.

    Of the person's values nothing is kept, only which rule it was and what was asked for. ``mark`` tells
    that it was the same human on the same day, by a keyed hash of the document and the day; with the
    person it goes when the account is closed or the term is over (docs/decisions/0042). A person whom a desk
    was about to register is refused together with the registration: such a row has a mark and no person.
    """

    class Way(models.TextChoices):
        PAGE = "page", pgettext_lazy("未通过规则", "网页")
        API = "api", pgettext_lazy("未通过规则", "接口")
        DESK = "desk", pgettext_lazy("未通过规则", "前台")

    station = models.ForeignKey(
        "stations.Station",
        models.PROTECT,
        related_name="refusals",
        db_index=False,  # the unique constraint begins with it
        verbose_name=_("驿站"),
    )
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="refusals",
        verbose_name=_("申请人"),
    )
    day = models.DateField(pgettext_lazy("未通过规则", "日期"))
    code = models.CharField(pgettext_lazy("未通过规则", "规则代码"), max_length=40)
    arrival = models.DateField(_("申请的入住日期"))
    nights = models.PositiveSmallIntegerField(_("申请的晚数"))
    way = models.CharField(pgettext_lazy("未通过规则", "途径"), max_length=4, choices=Way)
    mark = models.CharField(_("当日标记"), max_length=64, editable=False)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("未通过规则")
        verbose_name_plural = pgettext_lazy("复数", "未通过规则")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "day", "code", "mark"],
                name="refusal_once_a_person_station_day_and_code",
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(mark=""), name="refusal_names_rule_and_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.day}"
