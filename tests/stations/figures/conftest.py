"""Three houses, two of one district, and a fortnight in them."""

import pytest

from stations import services
from stations.models import Closure, Station
from tests import people
from tests.houses import book, house, rule
from tests.stations.figures.spans import DAY
from zibo_youth.core.calendar import (
    today,
)


@pytest.fixture
def station():
    return house("male:3 female:3 single:1")


@pytest.fixture
def other():
    return house("flexible:4")


@pytest.fixture
def far():
    return house("flexible:2", "huantai")


@pytest.fixture
def officer():
    return people.officer("zhangdian")


@pytest.fixture
def lived_in(station, other, far, officer):
    """A fortnight with guests of either gender, every purpose, a no-show, a closure over a taken bed."""
    rule(lead_days=0, max_stays_per_window=20)
    purposes = ["job_seeking", "business_scouting", "academic_exchange", "internship", "job_seeking"]
    made = []
    for place, purpose in enumerate(purposes):
        user = people.applicant(gender=people.FEMALE if place % 2 else people.MALE)
        house_of = other if place == 3 else station
        made.append(book(user, house_of, today() + place * DAY, nights=2, purpose=purpose))
    book(people.applicant(), far, today(), nights=3)
    services.approve_stay(actor=officer, stay=made[0])
    services.admit_guest(actor=officer, stay=made[0], is_seen=True)
    Closure.objects.create(
        station=station,
        room=made[1].nights.first().room,
        from_on=today() + DAY,
        until_on=today() + 3 * DAY,
        reason="维修",
    )
    Closure.objects.create(
        station=other, from_on=today() + 8 * DAY, until_on=today() + 10 * DAY, reason="检修"
    )
    Station.objects.filter(pk=far.pk).update(closed_on=today() + 5 * DAY)
    return made
