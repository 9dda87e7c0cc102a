"""How long marks of devices are kept: until nobody may still ask whether two people used one telephone."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def forget_devices(rows: QuerySet[Any]) -> int:
    """Empty them; the results stay."""
    return int(rows.update(device=""))
