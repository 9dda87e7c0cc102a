"""How each invariant of the lounges is broken past its walls."""

from django.db import connection

from stations.models import LoungeClosure, LoungeCoupon, LoungeSlot, LoungeVisit, Strike
from tests import people
from tests.lounges import book, monday, zone


def drop(name):
    """Take a wall away, until the test's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = %s", [name])
        cursor.execute(f"ALTER TABLE {cursor.fetchone()[0]} DROP CONSTRAINT {name}")


def visit():
    return book(people.applicant(), zone(), monday(), 10, 1)


def copied(row, **changes):
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def given_twice(_world):
    drop("lounge_slot_one_visit_per_seat")
    copied(visit().slots.first())


def seat_of_air(_world):
    drop("lounge_slot_seat_exists")
    visit().slots.update(seat=2)


def half_hour_lost(_world):
    LoungeSlot.objects.filter(pk=visit().slots.first().pk).delete()


def cancelled_and_there(_world):
    LoungeVisit.objects.filter(pk=visit().pk).update(state="cancelled", ended_at="2026-01-01T00:00Z")


def a_long_week(_world):
    drop("lounge_coupon_within_weekly_hours")
    coupon = visit().coupons.first()
    for number in range(3, 15):
        copied(coupon, number=number, slot=number + 30)


def a_long_week_with_groups(_world):
    drop("lounge_coupon_within_group_hours")
    coupon = book(people.applicant(), zone(), monday(), 10, 1, group=2).coupons.first()
    for number in range(3, 11):
        copied(coupon, number=number, group_number=number, slot=number + 30)


def coupon_lost(_world):
    LoungeCoupon.objects.filter(pk=visit().coupons.first().pk).delete()


def closed_over(_world):
    found = visit()
    LoungeClosure.objects.create(
        lounge=found.lounge, zone=found.zone, from_at=found.starts_at, until_at=found.ends_at, reason="检修"
    )


def strike_of_nothing(_world):
    found = visit()
    Strike.objects.create(
        person=found.person,
        kind="lounge_no_show",
        occasion=f"visit-{found.pk}",
        operator=found.lounge.operator,
        reporting_org=found.lounge.reporting_org,
        happened_on=found.date,
    )


CONTROLS = {
    "lounge_half_hour_given_twice": given_twice,
    "lounge_seat_that_is_not_there": seat_of_air,
    "lounge_visit_without_its_half_hours": half_hour_lost,
    "lounge_visit_that_is_over_and_holds_half_hours": cancelled_and_there,
    "lounge_week_beyond_the_hours": a_long_week,
    "lounge_week_beyond_the_group_hours": a_long_week_with_groups,
    "lounge_visit_whose_coupons_are_not_its_half_hours": coupon_lost,
    "lounge_visit_awaited_in_a_closed_zone": closed_over,
    "lounge_no_show_without_its_strike": strike_of_nothing,
}
