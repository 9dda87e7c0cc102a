"""The safety action for tests: enterprises of nobody, and who works there."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from django.db.models import Model
from stdnum.cn import uscc as codes

from safety.models import Enterprise, WorkArea
from safety.services.enterprises import Described, register_enterprise
from tests import people
from zibo_youth.accounts.models import Organisation, User

_serial = itertools.count(1)
SINCE = date(2021, 1, 1)


def uscc() -> str:
    """A code of no company: the right check character, and the place code of no county."""
    first = f"91370399MC{next(_serial):07d}"
    return first + codes.calc_check_digit(first)


def described(**told: Any) -> Described:
    """An enterprise as an officer writes it down."""
    chosen: dict[str, Any] = {"uscc": uscc(), "name": "淄博示安化工有限公司", "sector": "chemicals"}
    chosen |= {"since": SINCE, "workers": 100, "young_workers": 40}
    return Described(**chosen | told)


def enterprise(of: str = "zhangdian", **told: Any) -> Enterprise:
    """One of a district, taken in by its officer."""
    district = Organisation.objects.get(code=of)
    return register_enterprise(actor=people.officer(of), district=district, told=described(**told))


def work_area(of: Enterprise, name: str = "一车间") -> WorkArea:
    """A part of it."""
    return WorkArea.objects.create(enterprise=of, name=name)


def safety_officer(of: Enterprise, name: str = "康安") -> User:
    """Who answers for safety there."""
    return people.staff(name, of.organisation, "safety_officer")


def bureau() -> Organisation:
    """The emergency bureau of the city."""
    made = {"name": "市应急管理局", "kind": Organisation.Kind.DEPARTMENT}
    return Organisation.objects.get_or_create(code="emergency", defaults=made)[0]


def emergency_officer(name: str = "江急") -> User:
    """Who is on duty there."""
    return people.staff(name, bureau(), "emergency_officer")


def rows_of(code: str) -> dict[type[Model], Model]:
    """One row of every table of the register."""
    made = enterprise(code, name=f"淄博示安{code}有限公司")
    return {Enterprise: made, WorkArea: work_area(made)}
