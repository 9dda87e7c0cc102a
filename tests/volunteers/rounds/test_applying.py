"""招募报名: places go in the order of coming, pool by pool, and what comes free goes to the next."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import people, rounding, volunteering
from volunteers.errors import VolunteerLeft, VolunteerMissing
from volunteers.models import Application, Pool, Round
from volunteers.round_errors import (
    AlreadyApplied,
    ApplicationMoved,
    RoundForOthers,
    RoundNotOpen,
    RoundOfferOver,
    RoundOver,
    RoundWithoutPools,
    TooYoungForRound,
)
from volunteers.services import applications, round_due, rounds
from volunteers.services.registration import leave
from volunteers.services.round_places import first_duty
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def test_sixty_press_for_twenty_places_in_three_pools():
    """Scenario 22 in small: exactly as many offers as places, no pool over its quota, the others in order."""
    of = rounding.call(12, 6, shared=2)
    first, second, _shared = of.pools.counted()
    crowd = [*rounding.students(first, 20), *rounding.students(second, 20), *rounding.students(None, 20)]

    made = rounding.apply(of, *crowd)

    assert [each.number for each in made] == list(range(1, 61))
    assert rounding.states(of).count("offered") == 20
    assert [pool.taken for pool in of.pools.counted()] == [12, 6, 2]
    waiting = of.applications.waiting()
    assert [each.number for each in waiting] == [each.number for each in made if each.state == "waitlisted"]
    assert len(waiting) == 40
    assert Notice.objects.filter(kind="volunteers.round_offer").count() == 20
    assert Notice.objects.filter(kind="volunteers.waitlisted").count() == 40


def test_an_offer_that_is_not_taken_goes_to_the_next_of_its_pool():
    of = rounding.call(1, 1)
    first, second = of.pools.counted()
    held, _other = rounding.apply(of, *rounding.students(first, 1), *rounding.students(second, 1))
    of_second, of_first = rounding.apply(of, *rounding.students(second, 1), *rounding.students(first, 1))
    late = held.offer_until

    assert round_due.lapse_offers(at=late - timedelta(seconds=1)) == 0
    with standing_at(late):
        assert round_due.lapse_offers(at=late) == 1
        assert round_due.lapse_offers(at=late) == 0  # the other pool's lapses a moment later
    for each in (held, of_first, of_second):
        each.refresh_from_db()

    assert held.state == "expired"
    assert (of_first.state, of_first.pool_id) == ("offered", first.pk)
    assert of_second.state == "waitlisted"
    assert Notice.objects.filter(kind="volunteers.round_offer_lapsed", to=held.volunteer.person).count() == 1


def test_an_open_place_goes_to_the_next_of_all_and_a_university_keeps_its_own():
    of = rounding.call(2, shared=1)
    own, _shared = of.pools.counted()
    strangers = rounding.apply(of, *rounding.students(None, 3))
    assert [each.state for each in strangers] == ["offered", "waitlisted", "waitlisted"]
    students = rounding.apply(of, *rounding.students(own, 3))
    assert [each.state for each in students] == ["offered", "offered", "waitlisted"]

    applications.decline(actor=volunteering.user_of(strangers[0].volunteer), application=strangers[0])
    applications.decline(actor=volunteering.user_of(students[0].volunteer), application=students[0])

    assert rounding.states(of) == ["declined", "offered", "waitlisted", "declined", "offered", "offered"]
    assert of.applications.get(number=6).pool == own


def test_places_that_a_university_leaves_flow_to_everybody_at_the_hour():
    of = rounding.call(3, shared=1)
    rounding.apply(of, *rounding.students(None, 4))
    assert rounding.states(of) == ["offered", *["waitlisted"] * 3]

    with standing_at(of.flows_at - timedelta(seconds=1)):
        assert round_due.deal_due(at=now()) == 0
    with standing_at(of.flows_at):
        assert round_due.deal_due(at=now()) == 3
        assert round_due.deal_due(at=now()) == 0

    assert rounding.states(of) == ["offered"] * 4
    assert sorted(pool.taken for pool in of.pools.counted()) == [1, 3]


def test_the_hour_at_which_places_flow_is_the_first_fixed_one_after_the_close():
    of = rounding.call(shared=1)

    assert of.closes_at <= of.flows_at < of.closes_at + timedelta(days=1)


def test_once_every_place_is_accepted_the_next_are_the_reserve_and_come_first():
    of = rounding.call(shared=10, bench_percent=15)
    made = rounding.apply(of, *rounding.students(None, 14))

    for application in made[:10]:
        rounding.accept(application)

    assert rounding.states(of)[10:] == ["bench", "bench", "waitlisted", "waitlisted"]
    made[3].refresh_from_db()
    applications.withdraw(actor=volunteering.user_of(made[3].volunteer), application=made[3])
    assert rounding.states(of)[10:] == ["offered", "bench", "waitlisted", "waitlisted"]


def test_offers_are_short_on_the_last_day_and_never_reach_into_the_work():
    of = rounding.call(shared=1)
    [offered] = rounding.apply(of, *rounding.students(None, 1))
    assert timedelta(hours=11, minutes=59) < offered.offer_until - offered.applied_at <= timedelta(hours=12)

    day = rounding.call(shared=1, serves_from=today() + timedelta(days=4))
    begin = first_duty(day)
    assert day.offer_ends(begin - timedelta(hours=24), begin) == begin - timedelta(hours=22)
    assert day.offer_ends(begin - timedelta(hours=1), begin) == begin


def test_an_offer_is_accepted_in_time_or_not_at_all():
    of = rounding.call(shared=2)
    one, two = rounding.apply(of, *rounding.students(None, 2))

    assert rounding.accept(one).state == "accepted"
    with standing_at(two.offer_until), pytest.raises(RoundOfferOver):
        rounding.accept(two)
    with pytest.raises(ApplicationMoved):
        applications.decline(actor=volunteering.user_of(one.volunteer), application=one)


def test_an_offer_is_told_again_two_hours_before_its_end_and_once():
    of = rounding.call(shared=1)
    [offered] = rounding.apply(of, *rounding.students(None, 1))
    soon = offered.offer_until - timedelta(hours=2)

    assert round_due.remind_offers(at=soon - timedelta(seconds=1)) == 0
    assert round_due.remind_offers(at=soon) == 1
    round_due.remind_offers(at=soon + timedelta(minutes=5))

    assert Notice.objects.filter(kind="volunteers.round_offer_ends").count() == 1


def test_nobody_applies_twice_too_early_too_late_unregistered_or_too_young():
    of = rounding.call(shared=5)
    [one] = rounding.students(None, 1)
    rounding.apply(of, one)
    with pytest.raises(AlreadyApplied):
        rounding.apply(of, one)
    with pytest.raises(VolunteerMissing):
        applications.apply(actor=people.applicant(), round=of)
    [two] = rounding.students(None, 1)
    for moment in (of.opens_at - timedelta(seconds=1), of.closes_at):
        with standing_at(moment), pytest.raises(RoundNotOpen):
            rounding.apply(of, two)
    child = volunteering.volunteer(people.applicant(age=15))
    grown = rounding.event()
    volunteering.post(rounding.event(), staffing="round")
    grown.posts.update(role=volunteering.ServiceRole.objects.filter(min_age=18).first())
    with pytest.raises(TooYoungForRound):
        rounding.apply(rounding.call(shared=1, project=grown), child)
    with pytest.raises(RoundForOthers):
        rounding.apply(rounding.call(2), two)
    leave(actor=two.user, volunteer=two)
    with pytest.raises(VolunteerLeft):
        rounding.apply(of, two)
    assert of.applications.count() == 1


def test_whoever_leaves_the_volunteers_gives_the_place_to_the_next():
    of = rounding.call(shared=1)
    one, two = rounding.students(None, 2)
    rounding.apply(of, one, two)

    leave(actor=one.user, volunteer=one)

    assert rounding.states(of) == ["withdrawn", "offered"]


def test_a_round_opens_with_places_and_in_time_and_closes_and_settles_by_the_clock():
    of = rounding.draft()
    with pytest.raises(RoundWithoutPools):
        rounds.open_round(actor=SYSTEM, round=of)
    late = rounding.draft(serves_from=today() + timedelta(days=2))
    rounding.pools(late, shared=1)
    with pytest.raises(RoundOver):
        rounds.open_round(actor=SYSTEM, round=late)

    of = rounding.call(shared=1)
    one, two = rounding.apply(of, *rounding.students(None, 2))
    rounding.accept(one)
    assert round_due.close_due(at=of.closes_at - timedelta(seconds=1)) == 0
    assert round_due.close_due(at=of.closes_at) == 1
    assert round_due.settle_due(on=of.serves_from - timedelta(days=1)) == 0
    assert round_due.settle_due(on=of.serves_from) == 1
    of.refresh_from_db()
    assert of.state == "settled"
    assert rounding.states(of) == ["accepted", "refused"]
    assert Notice.objects.filter(kind="volunteers.round_result", to=two.volunteer.person).exists()


def test_a_round_that_is_called_off_takes_every_place_back():
    of = rounding.call(shared=2)
    made = rounding.apply(of, *rounding.students(None, 3))
    rounding.accept(made[0])

    rounds.cancel_round(actor=SYSTEM, round=of, reason="活动延期")

    assert rounding.states(of) == ["released", "released", "refused"]


def test_only_those_who_organise_open_and_only_oneself_answers():
    team = volunteering.organisation()
    of = rounding.draft(rounding.event(team))
    rounding.pools(of, shared=1)
    with pytest.raises(NotAllowed):
        rounds.open_round(actor=people.leader(volunteering.organisation()), round=of)
    rounds.open_round(actor=people.leader(team), round=of)
    one, two = rounding.students(None, 2)
    [held] = rounding.apply(of, one)
    for act in (applications.accept, applications.decline, applications.withdraw):
        with pytest.raises(NotAllowed):
            act(actor=two.user, application=held)
    leader = people.leader(team)
    own = rounding.serving(leader)
    [mine] = rounding.apply(rounding.call(shared=1, project=of.project), own)
    with pytest.raises(NotAllowed):
        applications.release(actor=leader, application=mine, note="不行")
    assert applications.release(actor=leader, application=held, note="证件不符").state == "released"


def test_the_database_itself_refuses_the_seat_after_the_last_and_a_pool_of_another_round():
    of, other = rounding.call(shared=1), rounding.call(shared=1)
    [pool], [foreign] = of.pools.all(), other.pools.all()
    one, two = rounding.students(None, 2)
    held = {"round": of, "state": "offered", "offer_until": now(), "pool": pool, "home_pool": pool}
    walls = [
        ({"seat": 2, "cap": 1}, "application_seat_exists"),
        ({"seat": 2, "cap": 2}, "application_cap_is_the_pools"),
        ({"seat": 1, "cap": 1, "pool": foreign}, "application_seat_is_of_the_round"),
        ({"seat": 1, "cap": 1, "home_pool": foreign}, "application_home_is_of_the_round"),
        ({"seat": 1, "cap": 1, "offer_until": None}, "application_offer_has_its_deadline"),
        ({"seat": None, "cap": None, "pool": None}, "application_state_agrees_with_seat"),
    ]
    for fields, wall in walls:
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            Application.objects.create(**held | {"volunteer": one, "number": 1} | fields)
    Application.objects.create(**held, volunteer=one, number=1, seat=1, cap=1)
    with pytest.raises(IntegrityError, match="application_one_volunteer_per_seat"), transaction.atomic():
        Application.objects.create(**held, volunteer=two, number=2, seat=1, cap=1)
    Pool.objects.filter(pk=pool.pk).update(quota=3)
    assert Application.objects.get().cap == 3
    Application.objects.update(seat=3)
    with pytest.raises(IntegrityError, match="application_seat_exists"), transaction.atomic():
        Pool.objects.filter(pk=pool.pk).update(quota=2)


def test_the_database_itself_refuses_a_seed_without_a_list_and_a_draw_without_its_promise():
    of = rounding.call(shared=1, method="draw")
    with pytest.raises(IntegrityError, match="round_draw_goes_in_order"), transaction.atomic():
        Round.objects.filter(pk=of.pk).update(drawn_at=now())
    with pytest.raises(IntegrityError, match="round_of_draw_commits_to_its_seed"), transaction.atomic():
        Round.objects.filter(pk=of.pk).update(seed_hash="")
