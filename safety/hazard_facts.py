"""What hazards say of an enterprise beside a judgement (`safety.facts`): how many were mended in time."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.core.calendar import at

from .facts import FactSource, Measured, register_fact
from .models import Enterprise, HazardReport


def mended_in_time(enterprise: Enterprise, first: date, last: date) -> Measured | None:
    """Confirmed as mended by the day they were due, of those reported; nothing where none was reported."""
    start, end = at(first, time.min), at(last + timedelta(days=1), time.min)
    rows = HazardReport.objects.valid().filter(
        enterprise=enterprise, reported_at__gte=start, reported_at__lt=end
    )
    in_time = Q(verified_at__isnull=False, fixed_at__lte=F("due_at"))
    told = rows.order_by().aggregate(all=Count("pk"), mended=Count("pk", filter=in_time))
    return Measured(told["mended"], told["all"]) if told["all"] else None


def register_hazard_facts() -> None:
    """Called once, when the app is ready."""
    unit = pgettext_lazy("隐患", "条")
    register_fact(FactSource(key="hazards_in_time", label=_("隐患按期整改"), unit=unit, read=mended_in_time))
