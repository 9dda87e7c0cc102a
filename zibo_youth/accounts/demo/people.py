"""
Plainly invented people: surname + 例 or 示 + a number, documents of prefectures that do not exist.

Place codes end in 9901 under a real province (41 99 01 …): the check digit is
right and the number is nobody's. Telephones begin with 154, which no carrier uses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from zibo_youth.accounts import identity, services
from zibo_youth.accounts.models import ConsentRecord, ConsentText, Person, User
from zibo_youth.core.calendar import standing_at

from .accounts import NUMBERS

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
DIGITS = "〇一二三四五六七八九"
PROVINCES = {
    "13": "河北省",
    "14": "山西省",
    "21": "辽宁省",
    "32": "江苏省",
    "34": "安徽省",
    "36": "江西省",
    "41": "河南省",
    "42": "湖北省",
    "61": "陕西省",
    "62": "甘肃省",
}
SCHOOLS = (
    "山东理工大学",
    "中国石油大学（华东）",
    "青岛科技大学",
    "曲阜师范大学",
    "山东大学",
    "中国海洋大学",
    "山东财经大学",
    "齐鲁工业大学",
    "淄博职业学院",
    "山东工业职业学院",
)
COLLEGES = ("淄博职业学院", "山东工业职业学院")
Education = Person.Education


@dataclass(frozen=True, slots=True)
class Invented:
    """One person before the portal knows them."""

    mobile: str
    full_name: str
    id_number: str
    gender: int
    details: dict[str, Any]


class Crowd:
    """An endless crowd of different people; the same seed gives the same people in the same order."""

    def __init__(self, mark: str, rng: Random, block: int) -> None:
        self.mark, self.rng, self.block = mark, rng, block
        self.serial = 0

    def __iter__(self) -> Iterator[Invented]:
        while True:
            yield self.invent(gender=1 + self.serial % 2)

    def invent(self, *, gender: int, full_name: str = "", mobile: str = "") -> Invented:
        self.serial += 1
        rng, number = self.rng, self.serial
        province = rng.choice(list(PROVINCES))
        born = date(1995, 1, 1) + timedelta(days=rng.randrange(6 * 365))
        first = f"{province}9901{born:%Y%m%d}{number % 499 * 2 + (1 if gender == 1 else 2):03d}"
        return Invented(
            mobile=mobile or f"{NUMBERS}{self.block:03d}{number:05d}",
            full_name=full_name or f"{SURNAMES[number % len(SURNAMES)]}{self.mark}{in_chinese(number)}",
            id_number=first + identity.check_character(first),
            gender=gender,
            details=self._details(province, born),
        )

    def _details(self, province: str, born: date) -> dict[str, Any]:
        rng = self.rng
        school = rng.choice(SCHOOLS)
        education = (
            Education.COLLEGE
            if school in COLLEGES
            else rng.choice([Education.BACHELOR, Education.BACHELOR, Education.MASTER])
        )
        return {
            "education": education,
            "university": school,
            "graduation_year": born.year + {"college": 21, "bachelor": 22, "master": 25}[education],
            "native_place": PROVINCES[province],
            "emergency_contact": "示例亲友",
            "emergency_mobile": f"{NUMBERS}99{rng.randrange(1_000_000):06d}",
        }


def in_chinese(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def register(person: Invented, *, at: datetime) -> User:
    """The way everybody goes: log in, agree, state the identity; told as of ``at``."""
    with standing_at(at):
        user = services.waiting_account(mobile=person.mobile)
        services.open_account(user=user)
        for scope in ConsentText.AT_A_DESK:
            services.give_consent(user, scope)
        user.person = services.state_identity(
            actor=user,
            full_name=person.full_name,
            id_type=Person.IdType.MAINLAND,
            id_number=person.id_number,
            **person.details,
        )
    backdate_person(user, at)
    return user


def backdate_person(user: User, at: datetime) -> None:
    """An account, its person and its consents, of one moment; the demonstration alone calls this."""
    User.objects.filter(pk=user.pk).update(date_joined=at)
    Person.objects.filter(pk=user.person_id or 0).update(created_at=at)
    ConsentRecord.objects.filter(user=user).update(given_at=at)
