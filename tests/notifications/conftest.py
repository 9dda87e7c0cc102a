"""One stay, the people around it, and what the carrier was asked to send."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Model
from django.utils import timezone

from stations.models import Station, Stay, StayPolicy
from zibo_youth.accounts.models import Area, Membership, Organisation, Person, User
from zibo_youth.notifications import nudge
from zibo_youth.notifications.channels import sms


@pytest.fixture(autouse=True)
def nudged(monkeypatch) -> list[int]:
    """The numbers that would have been published; no test reaches a broker by accident."""
    numbers: list[int] = []
    monkeypatch.setattr(nudge, "about", numbers.append)
    return numbers


@pytest.fixture
def posted(monkeypatch) -> list[dict[str, str]]:
    """What the carrier was asked to send, in order."""
    posts: list[dict[str, str]] = []

    def post(**message: str) -> str:
        posts.append(message)
        return f"receipt-{len(posts)}"

    monkeypatch.setattr(sms, "_backend_post", post)
    return posts


def made(model: type[Model], key: dict, **values):
    return model._default_manager.get_or_create(**key, defaults=values)[0]


@pytest.fixture
def district(db) -> Organisation:
    city = made(Area, {"code": "t-city"}, name="测试市", kind="city", position=900)
    area = made(Area, {"code": "t-district"}, name="测试区", kind="district", parent=city, position=901)
    return made(
        Organisation,
        {"code": "test-district"},
        name="测试区团委",
        kind="district",
        area=area,
        is_reporting=True,
    )


@pytest.fixture
def station(district) -> Station:
    operator = made(Organisation, {"code": "test-operator"}, name="测试运营方", kind="operator")
    return made(
        Station,
        {"code": "test-station"},
        name="测试驿站",
        name_en="Test Station",
        area=district.area,
        reporting_org=district,
        operator=operator,
        address="测试路 1 号",
        phone="0533-0000000",
        opened_on=date(2020, 11, 1),
    )


@pytest.fixture
def guest(db) -> Person:
    person = Person.objects.create(full_name="测试青年", mobile="+8613900000001")
    User.objects.create_user("+8613900000001", person=person)
    return person


def officer_of(organisation: Organisation, role: str, mobile: str) -> Person:
    person = Person.objects.create(full_name="测试干事", mobile=mobile)
    User.objects.create_user(mobile, person=person, is_staff=True)
    Membership.objects.create(person=person, organisation=organisation, role=role, from_on=date(2020, 1, 1))
    return person


def make_stay(guest: Person, station: Station, state: str, arrival: date, **values) -> Stay:
    policy = made(StayPolicy, {"effective_from": date(2019, 1, 1)}, source="测试")
    then = timezone.now()
    times = {"submitted_at": then} | ({} if state == "submitted" else {"decided_at": then})
    if state in ("approved", "checked_in"):
        values |= {"check_in_code": "384217", "two_reviewers": False}
    if state == "checked_in":
        times["checked_in_at"] = then
    return Stay.objects.create(
        guest=guest,
        booked_by=guest.users.get(),
        station=station,
        policy=policy,
        arrival=arrival,
        departure=arrival + timedelta(days=2),
        purpose="job_seeking",
        state=state,
        **(times | values),
    )


@pytest.fixture
def stay(guest, station) -> Stay:
    return make_stay(guest, station, "approved", timezone.localdate() + timedelta(days=5))
