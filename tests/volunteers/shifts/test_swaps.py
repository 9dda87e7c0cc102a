"""换班: the place changes hands with the taker's own yes, or stays where it is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import volunteering
from tests.shifting import clock, sign_off, sign_up, user_of, wait
from volunteers.models import Signup, Swap
from volunteers.services import swaps
from volunteers.shift_errors import NoSuchTaker, NotSwappable, ShiftCollidesWith, SwapAsked, SwapMoved
from zibo_youth.core.calendar import standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def ask(signup, taker=None):
    number = taker.volunteer_no.lower() if taker else ""
    return swaps.ask_swap(actor=user_of(signup.volunteer), signup=signup, number=number)


@pytest.fixture
def held():
    turn = volunteering.shift(starts_at=clock(9), capacity=2)
    sign_up(volunteering.volunteer(), turn)
    return sign_up(volunteering.volunteer(), turn)


def test_the_seat_changes_hands_after_the_deadline_too(held):
    taker = volunteering.volunteer()
    with standing_at(held.shift.sign_off_until + timedelta(hours=1)):
        swap = ask(held, taker)
        taken = swaps.accept_swap(actor=user_of(taker), swap=swap)
    held.refresh_from_db()
    assert (held.state, held.seat, taken.state, taken.seat) == ("signed_off", None, "signed_up", 2)
    assert taken.volunteer == taker
    assert (swap.state, swap.taker) == ("accepted", taker)
    assert Notice.objects.get(kind="volunteers.swap_accepted").to == held.volunteer.person
    with pytest.raises(SwapMoved):
        swaps.accept_swap(actor=user_of(taker), swap=swap)


def test_what_keeps_the_taker_from_it_leaves_everything_as_it_was(held):
    taker = volunteering.volunteer()
    sign_up(taker, volunteering.shift(starts_at=clock(10)))
    swap = ask(held, taker)
    with pytest.raises(ShiftCollidesWith):
        swaps.accept_swap(actor=user_of(taker), swap=swap)
    swap.refresh_from_db()
    held.refresh_from_db()
    assert (swap.state, swap.taker, held.state, held.seat) == ("asked", None, "signed_up", 2)


def test_nobody_takes_over_who_was_not_asked(held):
    asked, other = volunteering.volunteer(), volunteering.volunteer()
    swap = ask(held, asked)
    for act in (swaps.accept_swap, swaps.decline_swap):
        with pytest.raises(NotAllowed):
            act(actor=user_of(other), swap=swap)
    assert not Swap.objects.visible_to(user_of(other)).exists()
    assert Swap.objects.visible_to(user_of(asked)).get() == swap


def test_asked_of_the_standby_list_the_first_who_says_yes_has_it(held):
    first, second = wait(volunteering.volunteer(), held.shift), wait(volunteering.volunteer(), held.shift)
    swap = ask(held)
    assert Notice.objects.filter(kind="volunteers.swap_asked").count() == 2
    taken = swaps.accept_swap(actor=user_of(second.volunteer), swap=swap)
    assert taken.seat == 2
    assert [Signup.objects.get(pk=row.pk).state for row in (first, second)] == ["standby", "signed_off"]
    stranger = volunteering.volunteer()
    again = ask(taken)
    with pytest.raises(NotAllowed):
        swaps.accept_swap(actor=user_of(stranger), swap=again)


def test_asking_has_its_own_rules(held):
    for number in ("ZB0000", held.volunteer.volunteer_no):
        with pytest.raises(NoSuchTaker):
            swaps.ask_swap(actor=user_of(held.volunteer), signup=held, number=number)
    swap = ask(held, volunteering.volunteer())
    with pytest.raises(SwapAsked):
        ask(held)
    swaps.decline_swap(actor=user_of(swap.asked), swap=swap)
    assert Notice.objects.get(kind="volunteers.swap_declined").to == held.volunteer.person
    again = ask(held, swap.asked)
    swaps.withdraw_swap(actor=user_of(held.volunteer), swap=again)
    with pytest.raises(NotSwappable):
        ask(wait(volunteering.volunteer(), held.shift))


def test_a_swap_ends_with_its_place_and_with_the_start_of_the_shift(held):
    swap = ask(held, volunteering.volunteer())
    sign_off(held)
    swap.refresh_from_db()
    assert swap.state == "withdrawn"
    other = sign_up(volunteering.volunteer(), held.shift)
    late = ask(other, volunteering.volunteer())
    with standing_at(held.starts_at):
        assert swaps.lapse_swaps(at=held.starts_at) == 1
    late.refresh_from_db()
    assert late.state == "lapsed"


def test_walls_a_swap_is_with_another_and_of_ones_own_place(held):
    other = volunteering.volunteer()
    for wrong, wall in (
        ({"giver": held.volunteer, "asked": held.volunteer}, "swap_is_with_another"),
        ({"giver": other}, "swap_giver_holds_the_signup"),
        ({"giver": held.volunteer, "state": "accepted"}, "swap_state_agrees_with_taker"),
    ):
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            Swap.objects.create(signup=held, **wrong)
