"""
Named people for tests: each builder gives one plainly invented person, ready to act.

The numbers are made for the test that asks for them: right check digit, a place
code of no county (37039x), so that no living person's number is ever written here.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from django.test import Client

from stations.models import Evidence
from zibo_youth.accounts import identity, services
from zibo_youth.accounts.models import ConsentRecord, ConsentText, Membership, Organisation, Person, User
from zibo_youth.accounts.second_factor import give_demo_devices
from zibo_youth.core.calendar import now, today

MALE, FEMALE = Person.Gender.MALE.value, Person.Gender.FEMALE.value
# Places of no county: nine of them, since one place has an order for 499 of a day and a gender only.
PLACES_OF_NOBODY = [f"37039{number}" for number in range(9, 0, -1)]
LONG_AGO = date(2020, 11, 1)

_serial = itertools.count(1)


def mobile_number() -> str:
    """A number that no carrier gives out (1390000xxxx)."""
    return f"+861390{next(_serial):07d}"


def id_number(*, born: date = date(1998, 3, 5), gender: int = MALE, place: str = "") -> str:
    """A valid document number of nobody; each call gives another one."""
    turn, order = divmod(next(_serial), 499)
    place = place or PLACES_OF_NOBODY[turn % len(PLACES_OF_NOBODY)]
    first = f"{place}{born:%Y%m%d}{order * 2 + (1 if gender == MALE else 2):03d}"
    return first + identity.check_character(first)


def newcomer(*, mobile: str | None = None) -> User:
    """An account that has logged in once and told nothing about itself."""
    user = User.objects.create_user(mobile or mobile_number())
    services.open_account(user=user)
    return user


def signed_in(user: User | None, **options: Any) -> Client:
    """A browser of the user's own; of nobody's where there is none."""
    client = Client(**options)
    if user:
        client.force_login(user)
    return client


def applicant(
    name: str = "陈一帆",
    gender: int = MALE,
    *,
    born: date | None = None,
    age: int = 24,
    mobile: str | None = None,
    **details: Any,
) -> User:
    """A young person from elsewhere with a stated identity and every consent that a stay needs."""
    user = newcomer(mobile=mobile)
    born = born or today().replace(day=1) - timedelta(days=366 * age)
    _agree(user)
    user.person = services.state_identity(
        actor=user,
        full_name=name,
        id_type=Person.IdType.MAINLAND,
        id_number=id_number(born=born, gender=gender),
        **details,
    )
    return user


def _agree(*users: User) -> None:
    """What a guest agrees to, in the words in force, in two statements: nearly every test needs it."""
    in_force = ConsentText.objects.filter(scope__in=ConsentText.AT_A_DESK, effective_from__lte=today())
    texts = in_force.order_by("scope", "-version").distinct("scope")
    ConsentRecord.objects.bulk_create(
        ConsentRecord(user=user, text=text, scope=text.scope) for text in texts for user in users
    )


def crowd(size: int, genders: tuple[int, ...] = (MALE,)) -> list[User]:
    """Many applicants in a few statements, each with an identity, every consent and a piece of evidence."""
    born = today().replace(day=1) - timedelta(days=366 * 24)
    persons = Person.objects.bulk_create(
        Person(
            full_name=f"访客{number}",
            mobile=mobile_number(),
            gender=genders[number % len(genders)],
            birth_date=born,
            identity_state=Person.IdentityState.STATED,
            id_index=f"crowd-{next(_serial)}",
            id_last4="0000",
        )
        for number in range(size)
    )
    users = User.objects.bulk_create(User(mobile=person.mobile, person=person) for person in persons)
    _agree(*users)
    Evidence.objects.bulk_create(
        Evidence(
            person=user.person,
            uploaded_by=user,
            kind=Evidence.Kind.INTERVIEW_NOTICE,
            file="evidence/notice.png",
            original_name="面试通知.png",
            content_type="image/png",
            size=1000,
            sha256="0" * 64,
        )
        for user in users
    )
    return users


def officer(of: str = "zhangdian", name: str = "周宁") -> User:
    """A district officer of one of the eleven reporting organisations."""
    return staff(name, Organisation.objects.get(code=of), Membership.Role.DISTRICT_OFFICER)


def operator(of: Organisation, name: str = "孙立") -> User:
    """Who runs the desk of an operating organisation."""
    return staff(name, of, Membership.Role.STATION_OPERATOR)


def named(user: User) -> User:
    """Who told the portal who they are."""
    number = id_number()
    _agree(user)
    services.state_identity(
        actor=user, full_name=user.person.full_name, id_type=Person.IdType.MAINLAND, id_number=number
    )
    return user


def leader(of: Organisation, name: str = "郑领") -> User:
    """Who leads the volunteers of an organisation."""
    return staff(name, of, Membership.Role.VOLUNTEER_LEADER)


def city_staff(name: str = "李青") -> User:
    return staff(name, Organisation.objects.get(code="city"), Membership.Role.CITY_STAFF)


def administrator(name: str = "王管") -> User:
    return staff(name, Organisation.objects.get(code="city"), Membership.Role.ADMINISTRATOR)


def staff(name: str, organisation: Organisation, role: str) -> User:
    """A member of staff with an office held for long, and with the second factor that opens the doors."""
    [user] = colleagues((name, organisation, role))
    return user


def colleagues(*offices: tuple[str, Organisation, str]) -> list[User]:
    """Many of them, each by name, organisation and office, in as few statements as one: nearly every test has some."""
    persons = Person.objects.bulk_create(
        Person(full_name=name, mobile=mobile_number()) for name, _of, _role in offices
    )
    users = [
        User(mobile=person.mobile, person=person, is_staff=True, mobile_verified_at=now())
        for person in persons
    ]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(person=person, organisation=of, role=role, from_on=LONG_AGO)
        for person, (_name, of, role) in zip(persons, offices, strict=True)
    )
    give_demo_devices(users)
    return users
