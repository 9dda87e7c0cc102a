"""What the demonstration tells is in the inbox; no telephone rings for it."""

from __future__ import annotations

from django.db.models import F

from .models import Notice


def hush() -> None:
    """Whatever the loading told counts as planned already: workers do not pick it up."""
    Notice.objects.unplanned().update(planned_at=F("created_at"))
