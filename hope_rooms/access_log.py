"""
查阅日志 (access log) of one child, for the guardian who asks who has read what (未成年人网络保护条例 36).

A reader is told by the office or the right, never by a private name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zibo_youth.accounts.models import Membership

from .data_classes import DataClass, Purpose
from .models import Access, AccessGrant, Child, ReadingRight

# In an office somebody asks or breaks the glass; the others are named to a child by themselves.
FROM_AN_OFFICE = (AccessGrant.Kind.ASKED, AccessGrant.Kind.EMERGENCY)
Basis = Access.Basis


@dataclass(frozen=True, slots=True)
class Line:
    """One look, as a guardian reads it."""

    at: datetime
    reader: str
    purpose: str
    what: str


def lines_of(child: Child) -> list[Line]:
    """Every look at the child's record, the newest first."""
    rows = Access.objects.filter(child=child).select_related("user", "grant").order_by("-at", "-pk")
    looks = list(rows)
    held = _offices(look.user.person_id for look in looks if look.user)
    return [Line(look.at, _reader(look, held), _purpose(look), _what(look)) for look in looks]


def _offices(people: Iterable[int | None]) -> dict[int, list[Membership]]:
    """What these people hold and held, those offices first that read."""
    rows = Membership.objects.filter(person__in={person for person in people if person})
    reading = set(ReadingRight.objects.values_list("role", flat=True))
    found: dict[int, list[Membership]] = {}
    for office in sorted(rows.select_related("organisation"), key=lambda each: each.role not in reading):
        found.setdefault(office.person_id, []).append(office)
    return found


def _reader(look: Access, held: dict[int, list[Membership]]) -> str:
    return " · ".join(_words_of(look, held))


def _words_of(look: Access, held: dict[int, list[Membership]]) -> Iterator[str]:
    if look.basis == Basis.SYSTEM:
        yield look.get_basis_display()
        return
    if look.grant:
        yield look.grant.get_kind_display()
    if look.grant and look.grant.kind not in FROM_AN_OFFICE:
        return
    day = localdate(look.at)
    person = look.user.person_id if look.user else None
    offices = held.get(person, []) if person else []
    yield next((str(each) for each in offices if _is_held(each, day)), _("工作人员"))


def _is_held(office: Membership, day: date) -> bool:
    return office.from_on <= day and (office.until_on is None or office.until_on >= day)


def _purpose(look: Access) -> str:
    words = str(Purpose(look.purpose).label)
    return _("%(purpose)s（登记或修改）") % {"purpose": words} if look.is_writing else words


def _what(look: Access) -> str:
    return str(look.get_part_display() if look.part else DataClass(look.data_class).label)
