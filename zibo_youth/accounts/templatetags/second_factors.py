"""The demonstration's authenticators, beside its telephone."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from zibo_youth.accounts import second_factor

register = template.Library()


@register.inclusion_tag("components/demo_codes.html")
def demo_second_factors() -> dict[str, Any]:
    """动态口令 of every staff account, in the demonstration only."""
    return {"codes": second_factor.demo_codes() if settings.DEMO else []}
