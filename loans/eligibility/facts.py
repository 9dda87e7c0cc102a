"""What the rules know of one application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from loans.models import LoanCall, ProductVersion
from zibo_youth.core.calendar import age_on


@dataclass(frozen=True, slots=True)
class Facts:
    """As it stands on ``day``; what nobody has told is None. Amounts in yuan."""

    version: ProductVersion
    call: LoanCall
    day: date
    birth_date: date | None
    founded_on: date | None
    amount: Decimal | None
    months: int | None
    documents: frozenset[str]
    required: tuple[str, ...]
    consents: bool

    @property
    def age(self) -> int | None:
        """周岁 on the day: a year is complete on the birthday itself (民法典 204)."""
        return age_on(self.birth_date, self.day) if self.birth_date else None

    @property
    def missing(self) -> list[str]:
        """Required papers that are not there."""
        return [kind for kind in self.required if kind not in self.documents]
