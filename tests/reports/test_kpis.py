"""Indicators: each equals an independent recount in plain Python; the city is its districts where units add up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db.models import Count
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.figures import occupancy
from stations.models import Bed, Closure, Lounge, Placement, Station, Stay, StayNight
from tests.houses import house
from tests.reports import past
from zibo_youth.core.calendar import today
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.kpis import Kind, Kpi, ManualKpiHasNoRows, kpi, kpis, register
from zibo_youth.reports.periods import Month, Period, months_of

pytestmark = pytest.mark.django_db

MAY = Month(2021, 5)
COUNTED = ["ST01", "ST02", "ST03", "ST04", "ST05", "ST06", "ST07"]


@pytest.fixture
def units():
    return past.units()


@pytest.fixture
def town(units):
    """Two houses in 张店, one in 桓台, and six people who come and go."""
    houses = [
        house("flexible:3", opened_on=date(2020, 11, 1)),
        house("flexible:2", opened_on=date(2021, 5, 20)),
        house("flexible:3", of="huantai", opened_on=date(2020, 11, 1), closed_on=date(2021, 5, 25)),
    ]
    return houses, past.guests(6)


# --- the register -----------------------------------------------------------------------------


def test_every_indicator_of_the_sheet_is_there_once_in_order():
    codes = [one.code for one in kpis()]
    assert len(codes) == len(set(codes))
    assert [code for code in codes if code.startswith("ST0") and len(code) == 4] == COUNTED
    assert list(dict.fromkeys(code[:2] for code in codes)) == ["ST", "DV", "RU", "IN", "BU", "SA", "HR", "VO"]


def test_a_second_indicator_of_a_code_is_refused():
    with pytest.raises(ValueError, match="two indicators are called ST01"):
        register(kpi("ST01"))


def test_a_counted_share_without_a_whole_is_refused():
    with pytest.raises(ValueError, match="a share that is counted has a whole"):
        register(replace(kpi("ST05"), code="XX01", whole=None))


def test_what_is_reported_by_hand_has_no_rows():
    with pytest.raises(ManualKpiHasNoRows):
        kpi("BU05").rows(MAY.period)


# --- random facts, counted twice ----------------------------------------------------------------

VISIT = st.tuples(
    st.integers(0, 2), st.integers(0, 5), st.integers(-40, 60), st.integers(0, 23), st.booleans()
)


@settings(max_examples=12)
@given(visits=st.lists(VISIT, max_size=14))
def test_every_indicator_equals_a_recount_in_plain_python(units, town, visits):
    houses, guests = town
    told = []
    Placement.objects.all().delete()
    StayNight.objects.all().delete()
    Stay.objects.all().delete()
    for place, who, offset, hour, found_work in visits:
        day = MAY.first + timedelta(days=offset)
        stay = past.stayed(guests[who], houses[place], day, came_at=time(hour))
        signed_on = day + timedelta(days=20)
        if found_work:
            past.signed(stay, signed_on)
        told.append((houses[place], guests[who], day, signed_on if found_work else None))

    for month in (MAY.previous, MAY, MAY.plus(1)):
        arrived = [row for row in told if month.first <= row[2] < month.period.end]
        hired = [row for row in told if row[3] and month.first <= row[3] < month.period.end]
        assert_counted("ST02", month, units, len, arrived)
        assert_counted("ST03", month, units, lambda rows: len({row[1].pk for row in rows}), arrived)
        assert_counted("ST06", month, units, lambda rows: len({row[1].pk for row in rows}), hired)


def assert_counted(code, month, units, measure, rows):
    """By organisation, for the city, and behind the figure."""
    by_unit = defaultdict(list)
    for row in rows:
        by_unit[row[0].reporting_org_id].append(row)
    wanted = {unit.pk: Amount(Decimal(measure(by_unit[unit.pk]))) for unit in units.values()}
    one = kpi(code)
    assert one.by_organisation(month.period, list(wanted)) == wanted
    assert one.total(month.period) == Amount(Decimal(measure(rows)))
    assert {pk: one.total(month.period, pk) for pk in wanted} == wanted
    assert one.rows(month.period).count() == len(rows)
    if one.kind.adds_districts:
        assert sum((amount.part for amount in wanted.values()), Decimal(0)) == one.total(month.period).part


def test_distinct_people_are_counted_again_and_never_summed(units, town):
    houses, guests = town
    for place in houses:
        past.stayed(guests[0], place, date(2021, 5, 21))
    past.stayed(guests[0], houses[0], date(2021, 4, 10))
    people, everybody = kpi("ST03"), [unit.pk for unit in units.values()]

    by_unit = people.by_organisation(MAY.period, everybody)
    assert (
        sum(amount.part for amount in by_unit.values()) == 2
    )  # once in 张店 for its two houses, once in 桓台
    assert people.total(MAY.period) == Amount(Decimal(1))
    assert people.total(MAY.year_to_date) == Amount(Decimal(1))
    assert sum(amount.part for amount in people.by_month(2021).values()) == 2


@pytest.mark.control
def test_the_control_people_who_are_not_distinct_are_counted_thrice(town):
    houses, guests = town
    for place in houses:
        past.stayed(guests[0], place, date(2021, 5, 21))
    people = kpi("ST03")
    spoilt = replace(people, facts=replace(people.facts, measure=Count("guest")))
    assert spoilt.total(MAY.period) == Amount(Decimal(3))


def test_a_month_ends_at_midnight_in_shanghai(town):
    houses, guests = town
    past.stayed(guests[0], houses[0], date(2021, 5, 31), came_at=time(23, 59))
    past.stayed(guests[1], houses[0], date(2021, 6, 1), came_at=time(0, 0))
    visits = kpi("ST02")
    assert visits.total(MAY.period).part == 1
    assert visits.total(MAY.plus(1).period).part == 1


# --- stocks and shares ----------------------------------------------------------------------------


def test_a_stock_is_the_level_at_the_end_of_the_month_and_no_sum(units, town):
    stations = kpi("ST01")
    by_month = stations.by_month(2021)
    assert [int(by_month[month].part) for month in months_of(2021)][:6] == [2, 2, 2, 2, 2, 2]
    assert stations.by_organisation(MAY.period, [units["zhangdian"].pk, units["huantai"].pk]) == {
        units["zhangdian"].pk: Amount(Decimal(2)),
        units["huantai"].pk: Amount(Decimal(0)),
    }
    assert stations.to_date(MAY) == MAY.period


def test_a_lounge_counts_from_its_first_day_to_its_last(units):
    Lounge.objects.create(
        code="hkt-1",
        name="会客厅",
        area=units["zhangdian"].area,
        reporting_org=units["zhangdian"],
        operator=units["zhangdian"],
        address="人民西路1号",
        phone="0533-0000000",
        opened_on=date(2021, 5, 4),
        closed_on=date(2021, 8, 1),
    )
    by_month = kpi("ST07").by_month(2021)
    assert [int(amount.part) for amount in by_month.values()] == [0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0]


def test_the_rate_of_the_city_is_computed_from_its_parts(units, town):
    houses, guests = town
    bed = Bed.objects.filter(room__station=houses[0]).first()
    past.slept(past.stayed(guests[0], houses[0], date(2021, 5, 10), 3), bed)
    rate = kpi("ST05")

    by_unit = rate.by_organisation(MAY.period, [unit.pk for unit in units.values()])
    assert by_unit[units["zhangdian"].pk] == Amount(Decimal(3), Decimal(3 * 31 + 2 * 12))
    assert by_unit[units["huantai"].pk] == Amount(Decimal(0), Decimal(3 * 24))
    assert by_unit[units["gaoqing"].pk].value is None
    assert rate.total(MAY.period) == sum(by_unit.values(), Amount(Decimal(0), Decimal(0)))
    assert rate.total(MAY.period).value == Decimal("1.6")


@settings(max_examples=15)
@given(
    closures=st.lists(st.tuples(st.booleans(), st.integers(-5, 35), st.integers(1, 20)), max_size=4),
    span=st.tuples(st.integers(-10, 25), st.integers(0, 30)),
)
def test_offered_nights_are_those_of_the_operating_figures(town, closures, span):
    """Counted there night by night, here by spans: overlapping closures are taken off once."""
    place = town[0][0]
    Station.objects.filter(pk=place.pk).update(opened_on=date(2021, 5, 3), closed_on=date(2021, 5, 28))
    Closure.objects.all().delete()
    room = place.rooms.get()
    for of_house, offset, length in closures:
        begins = MAY.first + timedelta(days=offset)
        Closure.objects.create(
            station=place,
            room=None if of_house else room,
            from_on=begins,
            until_on=begins + timedelta(days=length),
            reason="检修",
        )
    start = MAY.first + timedelta(days=span[0])
    period = Period(start, start + timedelta(days=span[1]))
    by_night = occupancy([place.pk], period.start, period.end, today())
    offered = kpi("ST05").whole.total(period, place.reporting_org_id)
    others = 2 * len([n for n in by_night if n.date >= date(2021, 5, 20)])  # the second house of 张店
    assert offered == sum(night.offered for night in by_night) + others


# --- what a figure rests on -------------------------------------------------------------------------


def test_nights_are_those_of_the_month_wherever_their_stay_begins_and_ends(units, town):
    """A stay over the end of a month, and one that spans a whole month, lose no night of either."""
    (station, *_others), (guest, other, *_more) = town
    bed, second = Bed.objects.filter(room__station=station)[:2]
    past.slept(past.stayed(guest, station, date(2021, 4, 29), 4), bed)
    past.slept(past.stayed(other, station, date(2021, 4, 28), 6), second)

    slept = kpi("ST04")
    assert slept.total(MAY.previous.period) == Amount(Decimal(2 + 3))
    assert slept.total(MAY.period) == Amount(Decimal(2 + 3))
    assert slept.total(MAY.plus(1).period).part == 0


def test_a_fingerprint_knows_its_rows_and_no_order(units, town):
    houses, guests = town
    first = past.stayed(guests[0], houses[0], date(2021, 5, 6))
    past.stayed(guests[1], houses[1], date(2021, 5, 22))
    visits, zhangdian = kpi("ST02"), units["zhangdian"].pk

    before = visits.fingerprints(MAY.period, [zhangdian])[zhangdian]
    assert before.rows == 2
    assert visits.fingerprint(MAY.period) == before

    Stay.objects.filter(pk=first.pk).update(contact_mobile="+8615400000001")
    assert visits.fingerprint(MAY.period) == before
    other = past.stayed(guests[2], houses[0], date(2021, 5, 7))
    assert visits.fingerprint(MAY.period).rows == 3
    Stay.objects.filter(pk=first.pk).delete()
    changed = visits.fingerprint(MAY.period)
    assert (changed.rows, changed.digest == before.digest) == (2, False)
    assert other.pk


def test_a_fingerprint_of_people_sees_another_person_in_the_same_row(town):
    houses, guests = town
    stay = past.stayed(guests[0], houses[0], date(2021, 5, 6))
    visits, people = kpi("ST02").fingerprint(MAY.period), kpi("ST03").fingerprint(MAY.period)
    Stay.objects.filter(pk=stay.pk).update(guest=guests[1])
    assert kpi("ST02").fingerprint(MAY.period) == visits
    assert kpi("ST03").fingerprint(MAY.period) != people


def test_every_counted_indicator_opens_as_many_rows_as_its_proof_says(units, town):
    houses, guests = town
    stay = past.stayed(guests[0], houses[0], date(2021, 5, 21), 2)
    past.slept(stay, Bed.objects.filter(room__station=houses[0]).first())
    past.signed(stay, date(2021, 5, 25))
    everybody = [unit.pk for unit in units.values()]
    for one in kpis():
        if one.is_manual:
            continue
        proofs = one.fingerprints(MAY.period, everybody)
        assert {pk: one.rows(MAY.period, pk).count() for pk in everybody} == {
            pk: proof.rows for pk, proof in proofs.items()
        }
        for row in one.rows(MAY.period):
            assert [column.read(row) for column in one.facts.columns]


def test_the_rows_behind_a_figure_show_no_name_in_full(town):
    houses, guests = town
    past.stayed(guests[0], houses[0], date(2021, 5, 21))
    row = kpi("ST02").rows(MAY.period).get()
    shown = [str(column.read(row)) for column in kpi("ST02").facts.columns]
    assert guests[0].masked_name in shown
    assert not any(guests[0].full_name in cell for cell in shown)


def test_the_number_of_queries_does_not_grow_with_the_organisations(units, django_assert_num_queries):
    everybody = [unit.pk for unit in units.values()]
    for one in kpis():
        if not one.is_manual:
            with django_assert_num_queries(2 if one.kind is Kind.SHARE else 1):
                one.by_organisation(MAY.period, everybody)
            assert isinstance(one, Kpi)
