"""异常查阅: each week's refusals, looks at night and days of many children, each found and told once."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import InternalError, connection, transaction

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import AccessRefused
from hope_rooms.models import AccessAttempt, LookAnomaly
from hope_rooms.services import guard
from hope_rooms.services.look_watch import find_anomalies
from hope_rooms.tasks import find_look_anomalies
from tests import hoping
from zibo_youth.core.calendar import at, today
from zibo_youth.notifications.models import Notice

MONDAY = today() - timedelta(days=today().weekday() + 7)
NEXT = MONDAY + timedelta(days=7)
WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture
def child(city):
    return hoping.nominated(city).child


@pytest.fixture(autouse=True)
def few(settings):
    settings.HOPE_ROOMS = settings.HOPE_ROOMS | {"children_a_day": 2}


def as_owner(statement, *values):
    """Only the owner of the tables writes a look at a time of choice."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(statement, values)
        cursor.execute("SET ROLE zibo_app")


def looked(user, child, when):
    as_owner(
        "INSERT INTO hope_rooms_access (child_id, user_id, basis, data_class, part, purpose, note, is_writing, at)"
        " VALUES (%s, %s, 'office', 2, '', 'care', '', false, %s)",
        *(child.pk, user.pk, when),
    )


def refused(user, child, when):
    row = AccessAttempt.objects.create(child=child, user=user, data_class=4, purpose="care")
    as_owner("UPDATE hope_rooms_accessattempt SET at = %s WHERE id = %s", when, row.pk)


def found():
    rows = LookAnomaly.objects.order_by("kind", "pk")
    return [(row.kind, row.user, row.number, row.on) for row in rows]


def told():
    return set(Notice.objects.filter(kind="hope_rooms.looks_to_review").values_list("to", flat=True))


def test_a_quiet_week_has_none_and_nobody_is_told(city, child):
    looked(city.officer, child, at(WEDNESDAY, time(10)))

    assert find_anomalies(before=NEXT) == 0
    assert found() == []
    assert told() == set()


@pytest.mark.parametrize(("hour", "is_night"), [(21, False), (22, True), (0, True), (5, True), (6, False)])
def test_a_look_at_night_is_asked_about(city, child, hour, is_night):
    looked(city.officer, child, at(WEDNESDAY, time(hour)))

    find_anomalies(before=NEXT)

    assert found() == ([("night", city.officer, 1, None)] if is_night else [])


def test_night_is_of_this_city_and_not_of_the_database(city, child):
    looked(city.officer, child, datetime.combine(WEDNESDAY, time(15), tzinfo=ZoneInfo("UTC")))

    assert find_anomalies(before=NEXT) == 1


def test_refused_attempts_are_counted_by_person(city, child):
    for _number in range(2):
        refused(city.finance, child, at(WEDNESDAY, time(9)))
    refused(city.city_staff, child, at(WEDNESDAY, time(9)))

    find_anomalies(before=NEXT)

    counted = {user: number for kind, user, number, _on in found()}
    assert counted == {city.finance: 2, city.city_staff: 1}


def test_more_children_in_a_day_than_is_usual_and_not_more_looks(city):
    three = [hoping.nominated(city).child for _number in range(3)]
    for child in three:
        looked(city.officer, child, at(WEDNESDAY, time(10)))
    for child in three[:2] * 4:
        looked(city.lead, child, at(WEDNESDAY, time(10)))
    for number, child in enumerate(three):
        looked(city.director, child, at(WEDNESDAY + timedelta(days=number), time(10)))

    find_anomalies(before=NEXT)

    assert found() == [("many", city.officer, 3, WEDNESDAY)]


@pytest.mark.parametrize("when", [at(MONDAY, time.min) - timedelta(seconds=1), at(NEXT, time.min)])
def test_the_weeks_before_and_after_are_not_in_it(city, child, when):
    looked(city.officer, child, when)

    assert find_anomalies(before=NEXT + timedelta(days=3)) == 0


def test_run_again_it_finds_and_tells_nothing_more(city, child):
    refused(city.finance, child, at(WEDNESDAY, time(9)))

    assert find_look_anomalies(NEXT.isoformat()) == 1
    assert find_look_anomalies(NEXT.isoformat()) == 0

    assert told() == {city.lead.person_id}
    assert Notice.objects.filter(kind="hope_rooms.looks_to_review").count() == 1


def test_what_is_about_the_lead_the_deputy_hears_too(city, child):
    looked(city.lead, child, at(WEDNESDAY, time(23)))

    find_anomalies(before=NEXT)

    assert told() == {city.lead.person_id, city.deputy.person_id}


def test_without_a_lead_the_deputy_is_told(city, child):
    city.lead.person.memberships.update(until_on=today() - timedelta(days=1))
    refused(city.finance, child, at(WEDNESDAY, time(9)))

    find_anomalies(before=NEXT)

    assert told() == {city.deputy.person_id}


def test_a_look_that_is_refused_now_stands_in_the_list_of_this_week(city, child):
    with pytest.raises(AccessRefused):
        guard.read(city.finance, child, Part.HOME, purpose=Purpose.CARE)

    find_anomalies(before=NEXT + timedelta(days=7))

    assert ("refused", city.finance, 1, None) in found()


def test_what_was_found_is_changed_by_nobody(city, child):
    row = LookAnomaly.objects.create(week=MONDAY, user=city.lead, kind="night", number=1)

    with pytest.raises(InternalError, match="look_anomaly_only_grows"), transaction.atomic():
        LookAnomaly.objects.filter(pk=row.pk).update(number=2)
    with pytest.raises(InternalError, match="look_anomaly_only_grows"), transaction.atomic():
        row.delete()


def test_only_those_who_guard_read_the_list(city, child):
    LookAnomaly.objects.create(week=MONDAY, user=city.officer, kind="night", number=1)

    readers = ("lead", "deputy", "director", "officer", "finance", "city_staff", "town_officer")
    counts = {name: LookAnomaly.objects.managed_by(getattr(city, name)).count() for name in readers}

    assert counts == dict.fromkeys(readers, 0) | {"lead": 1, "deputy": 1}
