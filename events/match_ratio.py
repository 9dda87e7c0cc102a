"""男女比例 (the ratio): women and men who hold a place at a session, for the public page."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q

from zibo_youth.accounts.models import Person

from .models import Session
from .querysets import SessionQuerySet

HELD = Q(registrations__state__in=("offered", "registered"))
WOMAN, MAN = Person.Gender.FEMALE, Person.Gender.MALE


@dataclass(frozen=True, slots=True)
class Balance:
    """How many of each hold a place; which side is short, beyond the ratio that the city set."""

    women: int
    men: int

    @property
    def short_of(self) -> str:
        """women, men, or nobody."""
        most = settings.EVENTS["match_ratio"]
        if self.men > self.women * most:
            return "women"
        return "men" if self.women > self.men * most else ""


def with_balance(sessions: SessionQuerySet) -> SessionQuerySet:
    """Sessions that carry the numbers for `balance_of`, in one statement."""
    counted: SessionQuerySet = sessions.annotate(
        women=Count("registrations", filter=HELD & Q(registrations__person__gender=WOMAN)),
        men=Count("registrations", filter=HELD & Q(registrations__person__gender=MAN)),
    )
    return counted


def balance_of(session: Session) -> Balance:
    """Of a session that `with_balance` gave."""
    return Balance(women=session.women, men=session.men)  # type: ignore[attr-defined]
