"""
儿童信息的内容 (what the parts hold), as plain values; sealed as one text each.

Only what the programme needs (PIPL 6): no photograph of the child, no parents' documents. None of them prints
itself: a log line or a traceback that takes one along tells nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import age_on

from .data_classes import Part

Gender = Person.Gender


class FamilyKind(models.TextChoices):
    """Which of the three families it is (reference/domain.md §1.6)."""

    FORMER_REGISTERED_POOR = "former_registered_poor", _("原建档立卡家庭")
    LOW_INCOME = "low_income", _("低保家庭")
    DISABLED = "disabled_family", _("残疾人家庭")


class HardshipKind(models.TextChoices):
    """困境类型 (kind of difficulty), reference/domain.md §2.4."""

    ORPHAN = "orphan", _("孤儿")
    UNSUPPORTED = "unsupported", _("事实无人抚养儿童")
    KEY_CHILD = "key_child", pgettext_lazy("困境类型", "重点困境儿童")


@dataclass(frozen=True, slots=True, repr=False)
class _Told:
    """A part as text and back; unknown keys of another version are left out."""

    def as_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=str, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Self:
        told: dict[str, Any] = json.loads(text)
        return cls(**{field.name: told[field.name] for field in fields(cls) if field.name in told})


@dataclass(frozen=True, slots=True, repr=False)
class ChildPerson(_Told):
    """本人 (S2): what the child is called, how old, in which grade."""

    full_name: str
    born_on: str
    gender: int = Gender.UNKNOWN
    school: str = ""
    grade: str = ""

    @property
    def birth_date(self) -> date:
        return date.fromisoformat(self.born_on)

    def age_on(self, day: date) -> int:
        return age_on(self.birth_date, day)

    @property
    def given_name(self) -> str:
        """What a paired volunteer calls the child: without the family name where it has one."""
        return self.full_name[1:] if len(self.full_name) > 1 else self.full_name


@dataclass(frozen=True, slots=True, repr=False)
class ChildHome(_Told):
    """住址和监护人 (S3)."""

    address: str
    guardian_name: str
    guardian_relation: str
    guardian_mobile: str


@dataclass(frozen=True, slots=True, repr=False)
class ChildHardship(_Told):
    """困境情况 (S3): which family, which hardship; words only where the kind does not say enough."""

    family_kind: str
    hardship_kind: str
    words: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ChildNumber(_Told):
    """证件号码 (S4)."""

    id_number: str


@dataclass(frozen=True, slots=True, repr=False)
class ChildHealth(_Told):
    """健康情况 (S4): what a visitor must know to be of no harm."""

    words: str


Told = ChildPerson | ChildHome | ChildHardship | ChildNumber | ChildHealth
KIND_OF: dict[Part, type[Told]] = {
    Part.PERSON: ChildPerson,
    Part.HOME: ChildHome,
    Part.HARDSHIP: ChildHardship,
    Part.NUMBER: ChildNumber,
    Part.HEALTH: ChildHealth,
}
PART_OF: dict[type[Told], Part] = {kind: part for part, kind in KIND_OF.items()}
