"""业务日期 (business date): the one home of the question which day the loans are at; not the clock's."""

from __future__ import annotations

from datetime import date

from zibo_youth.core.calendar import today

from .models import BusinessDay


def business_date() -> date:
    """The last day whose facts are written; before the first run, today."""
    return BusinessDay.objects.values_list("day", flat=True).first() or today()
