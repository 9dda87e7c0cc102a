"""候补: in the order of coming, to whoever may serve and is free, for so many hours."""

from datetime import timedelta

import pytest
from django.db import connections, transaction

from tests import shifting, volunteering
from tests.shifting import accept, clock, sign_off, sign_up, wait
from volunteers.errors import SignupMoved
from volunteers.models import Shift, Signup
from volunteers.services import offers, places, signups
from volunteers.shift_errors import OfferLapsed, ShiftCollidesWith, ShiftFull, SignUpStopped
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import Busy
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def full(days=3, capacity=1, hours=3, start=9):
    """A full shift and who has its last seat."""
    turn = volunteering.shift(starts_at=clock(start, days), hours=hours, capacity=capacity)
    return turn, [sign_up(volunteering.volunteer(), turn) for _ in range(capacity)]


def states(*rows):
    return [Signup.objects.get(pk=row.pk).state for row in rows]


def test_a_place_that_comes_free_is_offered_to_the_first_and_held_for_twelve_hours():
    turn, (holder,) = full()
    first, second = wait(volunteering.volunteer(), turn), wait(volunteering.volunteer(), turn)
    assert states(first, second) == ["standby", "standby"]
    sign_off(holder)
    offered = Signup.objects.get(pk=first.pk)
    assert (offered.state, offered.seat) == ("offered", 1)
    assert abs(offered.offer_until - now() - timedelta(hours=12)) < timedelta(minutes=1)
    with pytest.raises(ShiftFull):
        sign_up(volunteering.volunteer(), turn)
    assert accept(offered).state == "signed_up"
    told = Notice.objects.filter(to=first.volunteer.person).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["volunteers.standby_offer", "volunteers.signup_confirmed"]


def test_on_the_last_day_an_offer_holds_two_hours_and_never_past_the_start():
    turn, _held = full()
    for before, length in ((24, 2), (25, 12), (1, 1)):
        at = turn.starts_at - timedelta(hours=before)
        assert places.offer_end(turn, at) - at == timedelta(hours=length)


def test_declined_or_lapsed_it_goes_to_the_next_and_the_first_is_told():
    turn, (holder,) = full()
    first, second, third = (wait(volunteering.volunteer(), turn) for _ in range(3))
    sign_off(holder)
    offers.decline_offer(actor=shifting.user_of(first.volunteer), signup=first)
    assert states(first, second, third) == ["declined", "offered", "standby"]
    second.refresh_from_db()
    with standing_at(second.offer_until):
        with pytest.raises(OfferLapsed):
            accept(second)
        assert offers.lapse_offers(at=now()) == 1
        assert offers.lapse_offers(at=now()) == 0
    assert states(first, second, third) == ["declined", "declined", "offered"]
    assert Notice.objects.get(kind="volunteers.offer_lapsed").to == second.volunteer.person
    with pytest.raises(SignupMoved):
        accept(second)


def test_whoever_is_not_free_or_not_eligible_is_passed_over_and_keeps_the_place_in_the_line():
    turn, (holder,) = full()
    busy, unfit, free = (wait(volunteering.volunteer(), turn) for _ in range(3))
    elsewhere = volunteering.shift(starts_at=clock(10), hours=3)
    sign_up(busy.volunteer, elsewhere)
    unfit.volunteer.teams.all()
    type(unfit.volunteer).objects.filter(pk=unfit.volunteer.pk).update(state="left", left_at=now())
    sign_off(holder)
    assert states(busy, unfit, free) == ["standby", "standby", "offered"]


def test_whoever_becomes_free_is_asked_at_the_next_look():
    turn, (holder,) = full()
    waiting = wait(volunteering.volunteer(), turn)
    elsewhere = sign_up(waiting.volunteer, volunteering.shift(starts_at=clock(10), hours=3))
    sign_off(holder)
    assert offers.settle_shifts(at=now()) == 0
    sign_off(elsewhere)
    assert offers.settle_shifts(at=now()) == 1
    assert states(waiting) == ["offered"]


def test_an_offer_holds_the_time_of_its_volunteer_and_is_judged_again_when_accepted():
    turn, (holder,) = full()
    waiting = wait(volunteering.volunteer(), turn)
    sign_off(holder)
    with pytest.raises(ShiftCollidesWith):
        sign_up(waiting.volunteer, volunteering.shift(starts_at=clock(10), hours=3))
    for days in (40, 5):
        past = volunteering.shift(starts_at=now() - timedelta(days=days))
        shifting.no_show(volunteering.signup(past, waiting.volunteer, state="no_show", seat=None, cap=None))
    with pytest.raises(SignUpStopped):
        accept(waiting)
    assert states(waiting) == ["offered"]


def test_the_control_without_the_second_judgement_it_is_accepted(monkeypatch):
    turn, (holder,) = full()
    waiting = wait(volunteering.volunteer(), turn)
    sign_off(holder)
    Shift.objects.filter(pk=turn.pk).update(state="suspended")
    monkeypatch.setattr(offers, "obstacles", lambda diary, shift: [])
    assert accept(waiting).state == "signed_up"


def test_a_newcomer_goes_behind_those_who_wait_also_when_more_room_is_made():
    turn, _held = full()
    waiting = wait(volunteering.volunteer(), turn)
    Shift.objects.filter(pk=turn.pk).update(capacity=2)
    with pytest.raises(ShiftFull):
        sign_up(volunteering.volunteer(), turn)
    assert states(waiting) == ["standby"]  # the refusal took the offer back with it
    assert offers.settle_shifts(at=now()) == 1
    assert states(waiting) == ["offered"]


def test_standby_ends_at_any_time_and_a_place_that_is_free_is_offered_on_joining():
    turn, _held = full()
    waiting = wait(volunteering.volunteer(), turn)
    with standing_at(turn.sign_off_until + timedelta(hours=1)):
        assert sign_off(waiting).state == "signed_off"
    free = volunteering.shift(starts_at=clock(14))
    assert wait(volunteering.volunteer(), free).state == "offered"


@pytest.mark.django_db(transaction=True)
def test_who_is_held_by_another_act_is_not_overtaken_by_a_newcomer():
    turn, _held = full()
    waiting = wait(volunteering.volunteer(), turn)
    Shift.objects.filter(pk=turn.pk).update(capacity=2)
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM volunteers_volunteer WHERE id = %s FOR NO KEY UPDATE", [waiting.volunteer_id]
            )
        with pytest.raises(Busy):
            sign_up(volunteering.volunteer(), turn)
        with transaction.atomic():
            assert places.settle(signups.lock_shift(turn.pk)) == 1
    finally:
        other.close()
    assert states(waiting) == ["standby"]
