from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lounge_querysets import OfVisitQuerySet

from .lounge_visit import LoungeVisit

ALONE = Q(group_size=1, group_number__isnull=True)
IN_A_GROUP = Q(group_size__gte=2, group_number__isnull=False, group_number__gte=1)


def _apart(number: str) -> list[tuple[Func, str]]:
    """One person, one number, and two weeks that have a day in common: this may not be twice."""
    return [
        (Func("person", template="int8range(%(expressions)s, %(expressions)s, '[]')"), "&&"),
        (Func(number, template="int4range(%(expressions)s, %(expressions)s, '[]')"), "&&"),
        (Func("date", template="daterange(%(expressions)s, %(expressions)s + 7)"), "&&"),
    ]


class LoungeCoupon(models.Model):
    """
    周时长券 (coupon): one half hour of a person's rolling week in lounges, all lounges together.

    Two coupons of a person with one ``number`` lie seven days apart, and no number
    is greater than the policy's half hours: so no seven days in a row hold more
    than those. ``group_number`` does the same for half hours booked for a group.
    Both caps are the policy's, held to it by composite foreign keys. Coupons that
    calendar weeks had dealt before, and that are too many by this rule, say so.
    """

    visit = models.ForeignKey(
        LoungeVisit, models.CASCADE, related_name="coupons", verbose_name=_("会客厅预约")
    )
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="+", db_index=False, verbose_name=_("预约人")
    )
    date = models.DateField(pgettext_lazy("会客厅预约", "日期"))
    slot = models.PositiveSmallIntegerField(_("当日第几个半小时"))
    number = models.PositiveSmallIntegerField(_("七天内的券号"))
    group_size = models.PositiveSmallIntegerField(_("人数"))
    group_number = models.PositiveSmallIntegerField(_("七天内的团队券号"), null=True, blank=True)
    policy = models.ForeignKey(
        "stations.StayPolicy", models.PROTECT, related_name="+", db_index=False, verbose_name=_("适用政策")
    )
    cap = models.PositiveSmallIntegerField(_("每周小时数上限"))
    group_cap = models.PositiveSmallIntegerField(_("每周团队小时数上限"))
    by_calendar_week = models.BooleanField(_("按自然周发的旧券"), default=False, db_default=False)

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("会客厅周时长券")
        verbose_name_plural = pgettext_lazy("复数", "会客厅周时长券")
        ordering = ["date", "slot"]
        constraints = [
            # Checked at the end of a statement: re-dealing swaps numbers in one UPDATE.
            ExclusionConstraint(
                name="lounge_coupon_number_once_in_seven_days",
                expressions=_apart("number"),
                deferrable=Deferrable.IMMEDIATE,
            ),
            ExclusionConstraint(
                name="lounge_coupon_group_number_once_in_seven_days",
                expressions=_apart("group_number"),
                condition=Q(group_number__isnull=False),
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.UniqueConstraint(
                fields=["person", "date", "slot"], name="lounge_coupon_one_place_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & (Q(number__lte=F("cap") * 2) | Q(by_calendar_week=True)),
                name="lounge_coupon_within_weekly_hours",
            ),
            models.CheckConstraint(
                condition=ALONE
                | IN_A_GROUP & (Q(group_number__lte=F("group_cap") * 2) | Q(by_calendar_week=True)),
                name="lounge_coupon_within_group_hours",
            ),
        ]
        triggers = [
            # Two that look for each other's number would each wait for the other.
            pgtrigger.Trigger(
                name="lounge_coupons_of_a_person_queue",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="PERFORM FROM accounts_person WHERE id = NEW.person_id FOR NO KEY UPDATE; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.slot}"
