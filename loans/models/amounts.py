"""金额与利率的字段 (fields): one width for all money, one for all rates."""

from __future__ import annotations

from typing import Any

from django.db import models


def in_yuan(verbose_name: Any, **options: Any) -> models.DecimalField[Any, Any]:
    """An amount of money: exact, to the cent, below a trillion yuan."""
    return models.DecimalField(verbose_name, max_digits=14, decimal_places=2, **options)


def a_year(verbose_name: Any, **options: Any) -> models.DecimalField[Any, Any]:
    """A rate a year: 0.0435 for 4.35 %."""
    return models.DecimalField(verbose_name, max_digits=8, decimal_places=6, **options)
