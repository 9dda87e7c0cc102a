"""Rosters for tests: files as a school sends them, sessions that take them, and who brings the people."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.db.models import Model

from events.models import Registration, RosterPerson, Session
from events.services import rosters
from tests import eventing, people
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today

_serial = count(1)
HEAD = "姓名,出生日期,证件号码后四位,性别,手机号,监护人姓名,监护人电话,与本人关系"


def school(of: str = "zhangdian") -> Organisation:
    """A university in a district."""
    number = next(_serial)
    made: Organisation = Organisation.objects.create(
        code=f"school-{number}",
        name=f"示例学院{number}",
        kind=Organisation.Kind.UNIVERSITY,
        reporting_org=Organisation.objects.get(code=of),
    )
    return made


def teacher(of: Organisation) -> User:
    """Who may bring the people of an organisation."""
    return people.leader(of)


def row(name: str, *, born: str = "2003-04-05", last4: str = "", rest: str = ",,,,") -> str:
    """One line of the file."""
    return f"{name},{born},{last4 or f'{next(_serial) % 10_000:04d}'},{rest}"


def minor(name: str, *, guardian: bool = True, **fields: Any) -> str:
    """Fifteen, with a guardian or without."""
    born = f"{today().year - 15}-01-01"
    return row(name, born=born, rest=",,张母,13800000000,母亲" if guardian else ",,,,", **fields)


def file(*rows: str, alphabet: str = "utf-8-sig", head: str = HEAD) -> bytes:
    return "\r\n".join((head, *rows, "")).encode(alphabet)


def rows(size: int) -> list[str]:
    return [row(f"学生{chr(0x4E00 + number)}") for number in range(size)]


def session(capacity: int = 10, *, most: int = 60, **fields: Any) -> Session:
    return eventing.session(capacity, roster_most=most, **fields)


def preview(user: User, organisation: Organisation, turn: Session, content: bytes, quota: str = "") -> Any:
    part = eventing.quota_of(turn, quota)
    return rosters.preview_roster(
        actor=user, organisation=organisation, session=turn, quota=part, content=content
    )


def bring(
    user: User, organisation: Organisation, turn: Session, *lines: str, quota: str = "", **how: Any
) -> Registration:
    """Shown and registered at once."""
    shown = preview(user, organisation, turn, file(*lines), quota)
    return rosters.upload_roster(actor=user, sealed=shown.sealed, **how)


def cells(name: str = "新同学", **fields: str) -> dict[str, str]:
    """One person as the form sends them."""
    told = {"full_name": name, "birth_date": "2002-02-02", "id_last4": f"{next(_serial) % 10_000:04d}"}
    return told | fields


def rows_of(user: User, of: str = "zhangdian") -> dict[type[Model], Model]:
    """A person on a roster that a user brings."""
    turn, organisation = session(of=of), school(of)
    one = Registration.objects.create(
        session=turn, quota=turn.quotas.get(), person=user.person, organisation=organisation
    )
    one.transitions.create(actor=user, to_state=one.state)
    made = RosterPerson.objects.create(
        registration=one,
        session=turn,
        number=1,
        full_name="名册甲",
        birth_date="2003-04-05",
        id_last4="0012",
        guardian_name="张母",
        guardian_mobile="+8613800000000",
        relation="母亲",
        mark="m" * 64,
    )
    return {RosterPerson: made}
