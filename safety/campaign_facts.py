"""What trainings say of an enterprise beside a judgement (`safety.facts`): who came of whom it sent."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.core.calendar import at

from .facts import FactSource, Measured, register_fact
from .models import Enterprise
from .take_up import TakeUp, training_of


def _of(enterprise: Enterprise, first: date, last: date) -> TakeUp:
    start, end = at(first, time.min), at(last + timedelta(days=1), time.min)
    return training_of(enterprise.organisation, start, end)


def people_trained(enterprise: Enterprise, first: date, last: date) -> Measured | None:
    """到场人次 of those entered; nothing where nobody was sent."""
    told = _of(enterprise, first, last)
    return Measured(told.came, told.entered) if told.entered else None


def hours_trained(enterprise: Enterprise, first: date, last: date) -> Measured | None:
    """Whole hours inside together, rounded down; nothing where nobody was sent."""
    told = _of(enterprise, first, last)
    return Measured(told.minutes // 60) if told.entered else None


def register_campaign_facts() -> None:
    """Called once, when the app is ready."""
    register_fact(
        FactSource(key="training_people", label=_("安全培训到场"), unit=_("人次"), read=people_trained)
    )
    register_fact(
        FactSource(
            key="training_hours",
            label=_("安全培训在场时长"),
            unit=pgettext_lazy("安全培训", "小时"),
            read=hours_trained,
        )
    )
