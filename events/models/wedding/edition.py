from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.wedding_querysets import OfWeddingQuerySet, WeddingQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .words import WEDDING_NEXT, SelectionMethod, WeddingState

# 民法典 1047: the lowest ages at which anybody marries.
LEGAL_AGE_MAN, LEGAL_AGE_WOMAN = 22, 20


def _day_of(moment: str) -> Func:
    return Func(
        F(moment),
        template="(%(expressions)s AT TIME ZONE 'Asia/Shanghai')::date",
        output_field=models.DateField(),
    )


def _days_in_order() -> Q:
    return Q(opens_at__lt=F("closes_at")) & Q(held_on__gte=_day_of("closes_at"))


def _ages_are_legal() -> Q:
    """Never below the law, and the highest not below the lowest."""
    legal = Q(age_from_man__gte=LEGAL_AGE_MAN, age_from_woman__gte=LEGAL_AGE_WOMAN)
    return legal & Q(age_to__gte=F("age_from_man")) & Q(age_to__gte=F("age_from_woman"), age_to__lte=120)


def _organisation(verbose_name: Any, **options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=verbose_name, **options
    )


@audited(exclude=["taken"])
class Wedding(models.Model):
    """
    集体婚礼 (collective wedding): one edition (届), on one day, at the places of its programme.

    Ages are full years on ``held_on``, both ends included; ``places`` and ``taken`` count couples (对):
    the trigger of the couples counts, and never above ``places``, whoever writes. ``married_from`` and
    ``married_until`` bound the certificate's date where an edition asks for it. ``table_seats`` is how
    many sit at one table; a couple is never parted from its guests.
    """

    State = WeddingState
    Method = SelectionMethod
    NEXT = WEDDING_NEXT

    public_id = models.UUIDField(_("婚礼编号"), default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("届次"))
    held_on = models.DateField(_("婚礼日期"))
    opens_at = models.DateTimeField(_("报名开始"))
    closes_at = models.DateTimeField(_("报名截止"))
    places = models.PositiveSmallIntegerField(_("新人名额（对）"))
    taken = models.IntegerField(_("已占名额"), default=0, editable=False)
    organiser = _organisation(_("承办单位"))
    reporting_org = _organisation(_("填报单位"), limit_choices_to={"is_reporting": True})
    contact_phone = models.CharField(_("联系电话"), max_length=30)
    conditions = models.TextField(_("参加条件"), max_length=2000)
    conditions_en = models.TextField(_("英文参加条件"), max_length=4000, blank=True)
    gift = models.CharField(_("新婚礼包"), max_length=200, blank=True)
    gift_en = models.CharField(_("英文新婚礼包"), max_length=300, blank=True)
    officiant = models.CharField(_("主婚人"), max_length=60, blank=True)
    witness = models.CharField(_("证婚人"), max_length=60, blank=True)
    age_from_man = models.PositiveSmallIntegerField(_("男方最低年龄"), default=LEGAL_AGE_MAN)
    age_from_woman = models.PositiveSmallIntegerField(_("女方最低年龄"), default=LEGAL_AGE_WOMAN)
    age_to = models.PositiveSmallIntegerField(_("最高年龄"))
    married_from = models.DateField(_("领证日期不早于"), null=True, blank=True)
    married_until = models.DateField(_("领证日期不晚于"), null=True, blank=True)
    method = models.CharField(_("遴选办法"), max_length=8, choices=SelectionMethod)
    guests_most = models.PositiveSmallIntegerField(_("每对亲友人数上限"), default=4)
    table_seats = models.PositiveSmallIntegerField(_("每桌座位"), default=10)
    state = models.CharField(
        pgettext_lazy("集体婚礼", "状态"),
        max_length=10,
        choices=WeddingState,
        default=WeddingState.DRAFT,
        editable=False,
    )

    objects = WeddingQuerySet.as_manager()

    class Meta:
        verbose_name = _("集体婚礼")
        verbose_name_plural = pgettext_lazy("复数", "集体婚礼")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="wedding_number_used_once"),
            models.CheckConstraint(condition=_days_in_order(), name="wedding_days_in_order"),
            models.CheckConstraint(condition=_ages_are_legal(), name="wedding_ages_are_legal"),
            models.CheckConstraint(
                condition=Q(married_from__isnull=True)
                | Q(married_until__isnull=True)
                | Q(married_until__gte=F("married_from")),
                name="wedding_certificate_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("places")), name="wedding_never_overfull"
            ),
            models.CheckConstraint(condition=Q(places__range=(1, 500)), name="wedding_has_room_for_somebody"),
            models.CheckConstraint(
                condition=Q(guests_most__lte=20, table_seats__gte=F("guests_most") + 2),
                name="wedding_table_seats_a_couple_with_its_guests",
            ),
        ]
        triggers = [moves_as_allowed("wedding_moves_as_allowed", WEDDING_NEXT)]

    def __str__(self) -> str:
        return str(self.local_title)

    def get_absolute_url(self) -> str:
        return reverse("wedding", args=[self.public_id])

    @property
    def local_title(self) -> str:
        return _("淄博市第 %(number)s 届青年集体婚礼") % {"number": self.number}

    @property
    def local_conditions(self) -> str:
        return self._said("conditions")

    @property
    def local_gift(self) -> str:
        return self._said("gift")

    def _said(self, name: str) -> str:
        english = str(getattr(self, f"{name}_en"))
        return english if get_language() == "en" and english else str(getattr(self, name))

    @property
    def left(self) -> int:
        """Places that no couple holds."""
        return self.places - self.taken

    @property
    def is_scored(self) -> bool:
        return self.method == SelectionMethod.SCORING


class WeddingTransition(Transition):
    """婚礼流转 (transition of an edition)."""

    wedding = models.ForeignKey(
        Wedding, models.PROTECT, related_name="transitions", verbose_name=_("集体婚礼")
    )

    objects = OfWeddingQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("集体婚礼流转")
        verbose_name_plural = pgettext_lazy("复数", "集体婚礼流转")

    @property
    def label(self) -> str:
        """The state that it led to."""
        return str(WeddingState(self.to_state).label)
