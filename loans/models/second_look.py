"""两人复核 (a second look): what one person wrote down counts once another has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LookState(models.TextChoices):
    """Written down by one, confirmed by another; what was wrong is withdrawn and written anew."""

    RECORDED = "recorded", pgettext_lazy("两人复核", "待复核")
    CONFIRMED = "confirmed", pgettext_lazy("两人复核", "已复核")
    WITHDRAWN = "withdrawn", pgettext_lazy("两人复核", "已撤销")


LOOK_NEXT: Mapping[str, tuple[str, ...]] = {
    LookState.RECORDED: (LookState.CONFIRMED, LookState.WITHDRAWN),
    LookState.CONFIRMED: (LookState.WITHDRAWN,),
}


def looks_agree() -> Q:
    """The state, and who looked when."""
    seen = Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
    unseen = Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
    gone = Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason="")
    standing = Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, reason="")
    return (
        (Q(state="recorded") & unseen & standing)
        | (Q(state="confirmed") & seen & standing)
        | (Q(state="withdrawn") & (unseen | seen) & gone)
    )


def seen_by_another() -> Q:
    """Nobody confirms the own row."""
    return Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("recorded_by"))


def no_later_than_recorded(day: str) -> Q:
    """A day that had come, in Shanghai, when it was written down."""
    recorded_on: Func = Func(
        F("recorded_at"),
        template="(%(expressions)s AT TIME ZONE 'Asia/Shanghai')::date",
        output_field=models.DateField(),
    )
    return Q(**{f"{day}__lte": recorded_on})


def _by(verbose_name: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=verbose_name,
    )


class SeenTwice(models.Model):
    """两人复核 (abstract): the state of a row, and who wrote it down, confirmed it, withdrew it and why."""

    State = LookState
    NEXT = LOOK_NEXT

    state = models.CharField(
        pgettext_lazy("两人复核", "状态"),
        max_length=10,
        choices=LookState,
        default=LookState.RECORDED,
        editable=False,
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("登记人"),
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    confirmed_by = _by(_("复核人"))
    confirmed_at = models.DateTimeField(_("复核时间"), null=True, blank=True, editable=False)
    withdrawn_by = _by(_("撤销人"))
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True, editable=False)
    reason = models.CharField(_("撤销理由"), max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True
