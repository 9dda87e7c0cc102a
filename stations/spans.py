"""Spans of days inside PostgreSQL."""

from __future__ import annotations

from django.db.models import Func, IntegerField


class NightsOutside(Func):
    """How many days of a span lie outside other spans, which may overlap each other or be none."""

    template = """(SELECT coalesce(sum(upper(span) - lower(span)), 0)
        FROM unnest(datemultirange(%(expressions)s, '{}'::datemultirange)) AS span)"""
    arg_joiner = ") - coalesce("
    output_field = IntegerField()
