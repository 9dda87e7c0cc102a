"""
我的数据 (my data): everything that names a person, as one document (PIPL article 45).

Each programme adds its part in ``AppConfig.ready``; the house knows no programme.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zibo_youth.core.calendar import now

from .models import ApiToken, ConsentRecord, ErasureRequest, IdentityReveal, Membership, Person, User

Part = Callable[[User], Any]
_parts: dict[str, Part] = {}


def add_part(name: str, part: Part) -> None:
    """Register what a programme holds about a person; ``part`` gives lists and dicts that JSON can write."""
    if name in _parts:
        raise ValueError(f"own data part {name!r} is registered twice")
    _parts[name] = part


def everything_about(user: User) -> dict[str, Any]:
    """The whole document."""
    person = user.person
    return {
        "exported_at": now(),
        "account": {"mobile": user.mobile, "email": user.email, "joined": user.date_joined},
        "person": _person(person) if person else None,
        "memberships": list(
            Membership.objects.filter(person=person).values(
                "organisation__name", "role", "from_on", "until_on"
            )
        ),
        "consents": list(
            ConsentRecord.objects.of(user).values(
                "scope", "text__version", "given_at", "withdrawn_at", "withdrawal_reason", "channel"
            )
        ),
        "closing_requests": list(
            ErasureRequest.objects.filter(person=person).values(
                *("way", "state", "asked_at", "due_at", "answer_by", "decided_at", "reason")
            )
        ),
        "document_reveals": list(IdentityReveal.objects.filter(person=person).values("at", "reason")),
        "api_tokens": list(
            ApiToken.objects.filter(user=user).values("label", "created_at", "last_used_on", "revoked_at")
        ),
    } | {name: part(user) for name, part in _parts.items()}


def _person(person: Person) -> dict[str, Any]:
    told = (
        *("full_name", "mobile", "id_type", "id_number", "birth_date", "gender", "education"),
        *("university", "graduation_year", "native_place", "emergency_contact", "emergency_mobile"),
        *("identity_state", "verified_at", "created_at"),
    )
    return {name: getattr(person, name) for name in told}
