"""Spans of days inside PostgreSQL."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.models import F, Func, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least


class NightsOutside(Func):
    """How many days of a span lie outside other spans, which may overlap each other or be none."""

    template = """(SELECT coalesce(sum(upper(span) - lower(span)), 0)
        FROM unnest(datemultirange(%(expressions)s, '{}'::datemultirange)) AS span)"""
    arg_joiner = ") - coalesce("
    output_field = IntegerField()


class AllSpans(Func):
    """Spans, or an empty set of them: beside others in `NightsOutside` none may be unknown."""

    template = "coalesce(%(expressions)s, '{}'::datemultirange)"


def standing(start: date, end: date) -> Func:
    """The days of a half-open span on which a bed's house is open at all."""
    opened, closed = F("room__station__opened_on"), F("room__station__closed_on")
    last = Least(Coalesce(closed, Value(end)), Value(end))
    return Func(Greatest(opened, Value(start)), last, function="daterange")


def spans_of(rows: QuerySet[Any], group: str, *span_is: Any) -> Subquery:
    """Spans of some rows together, as a column of the query around them; half-open unless said otherwise."""
    span = Func(*span_is, function="daterange", output_field=DateRangeField())
    return Subquery(rows.order_by().values(group).values_list(Func(span, function="range_agg")))
