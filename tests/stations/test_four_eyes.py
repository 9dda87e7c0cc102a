"""Two reviewers: where the policy asks for it, one approves, another approves again, and the guest waits."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stations import services
from stations.case_errors import SecondReviewerNeeded, TwoReviewsMissing
from stations.errors import WrongState
from stations.models import Stay, StayPolicy
from tests import people
from tests.houses import book, house, rule, soon
from tests.stations.test_desk_guests import by_phone, walk_in
from zibo_youth.accounts.models import Membership, User
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def station(db):
    return house("flexible:3")


@pytest.fixture
def first(station):
    return people.operator(station.operator, "甲审核")


@pytest.fixture
def second(station):
    return people.operator(station.operator, "乙审核")


@pytest.fixture
def two(db):
    return rule(two_reviewers=True)


@pytest.fixture
def stay(two, guest, station):
    return book(guest, station)


def fresh(stay):
    return Stay.objects.get(pk=stay.pk)


def approve(actor, stay):
    return services.approve_stay(actor=actor, stay=fresh(stay))


def told(stay):
    return Notice.objects.filter(kind="stations.stay_approved", to=stay.guest).count()


def queue(user, whose):
    page = people.signed_in(user).get(reverse("desk"), {"review": whose})
    return [stay.pk for stay in page.context["waiting"]]


def test_the_control_one_reviewer_is_enough_where_no_policy_asks_for_two(guest, station, first):
    stay = approve(first, book(guest, station))
    assert (stay.state, stay.two_reviewers, stay.first_approver) == ("approved", False, None)


def test_one_approves_another_approves_again(stay, first, second):
    services.take_case(actor=first, stay=fresh(stay))
    due = fresh(stay).review_due_at

    kept = approve(first, stay)

    assert (kept.state, kept.first_approver, kept.reviewer) == ("submitted", first.person, None)
    assert (kept.review_due_at, kept.nights.count(), kept.check_in_code) == (due, 2, "")
    assert told(stay) == 0
    passed = approve(second, stay)
    assert (passed.state, passed.second_approver, told(stay)) == ("approved", second.person, 1)
    moves = stay.transitions.order_by("pk").values_list("reason", "to_state", "actor")
    assert list(moves)[-2:] == [
        ("first_approved", "submitted", first.pk),
        ("", "approved", second.pk),
    ]


def test_nobody_is_both_whatever_the_log_in(stay, first):
    other = User.objects.create_user(people.mobile_number(), person=first.person, is_staff=True)
    approve(first, stay)
    for again in (first, other):
        with pytest.raises(SecondReviewerNeeded):
            approve(again, stay)
        with pytest.raises(SecondReviewerNeeded):
            services.take_case(actor=again, stay=fresh(stay))
    assert fresh(stay).state == "submitted"


def test_the_guest_is_neither(stay, first, station, guest):
    Membership.objects.create(
        person=guest.person, organisation=station.operator, role="station_operator", from_on=people.LONG_AGO
    )
    own = User.objects.create_user(people.mobile_number(), person=guest.person, is_staff=True)
    for _round in range(2):
        with pytest.raises(NotAllowed):
            approve(own, stay)
        approve(people.officer(), stay)
    assert fresh(stay).state == "approved"


def test_the_second_may_send_it_back_and_both_see_the_answer(stay, first, second, guest):
    approve(first, stay)
    services.return_stay(actor=second, stay=fresh(stay), reason="contact_wrong")
    assert fresh(stay).first_approver is None

    services.resubmit_stay(actor=guest, stay=fresh(stay), contact_mobile="+8613900000001")

    assert approve(second, stay).state == "submitted"
    assert approve(first, stay).state == "approved"


def test_the_second_may_reject_it(stay, first, second):
    approve(first, stay)
    services.reject_stay(actor=second, stay=fresh(stay), reason="not_eligible")
    assert (fresh(stay).state, told(stay)) == ("rejected", 0)


def test_changed_dates_take_the_first_approval_away_and_fewer_nights_do_not(stay, first, second, guest):
    approve(first, stay)
    services.shorten_stay(actor=guest, stay=fresh(stay), departure=soon(6))
    assert fresh(stay).first_approver == first.person

    services.change_dates(actor=guest, stay=fresh(stay), arrival=soon(8), departure=soon(9))

    assert (fresh(stay).first_approver, fresh(stay).first_approved_at) == (None, None)
    assert approve(second, stay).state == "submitted"


def test_an_approval_by_one_does_not_move_to_days_that_ask_for_two(guest, station, first):
    stay = approve(first, book(guest, station))
    StayPolicy.objects.create(source="新政策", effective_from=soon(10), two_reviewers=True)

    with pytest.raises(TwoReviewsMissing):
        services.change_dates(actor=guest, stay=fresh(stay), arrival=soon(12), departure=soon(13))

    assert (fresh(stay).arrival, fresh(stay).nights.count()) == (soon(), 2)


def test_an_approval_by_two_moves_to_days_that_ask_for_one(stay, first, second, guest):
    StayPolicy.objects.create(source="新政策", effective_from=soon(10))
    approve(first, stay)
    approve(second, stay)
    moved = services.change_dates(actor=guest, stay=fresh(stay), arrival=soon(12), departure=soon(13))
    assert (moved.state, moved.two_reviewers, moved.arrival) == ("approved", False, soon(12))


def test_an_operator_alone_lets_a_walk_in_in_and_the_exception_has_a_name(two, station, first):
    stay = walk_in(first, station)
    assert (stay.state, stay.two_reviewers, stay.review_exception) == ("checked_in", True, "walk_in")


def test_a_caller_waits_for_the_second_reviewer(two, station, first, second):
    stay = by_phone(first, station)
    assert (stay.state, stay.first_approver, told(stay)) == ("submitted", first.person, 0)
    assert approve(second, stay).state == "approved"


# --- the wall ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "wall"),
    [
        ({}, "stay_approved_by_whom_its_policy_asks"),
        ({"two_reviewers": False}, "stay_review_rule_is_the_policys"),
        ({"two_reviewers": True}, "stay_approved_by_whom_its_policy_asks"),
        ({"two_reviewers": True, "first": "first"}, "stay_approved_by_whom_its_policy_asks"),
        (
            {"two_reviewers": True, "first": "first", "second": "first"},
            "stay_approved_by_whom_its_policy_asks",
        ),
        (
            {"two_reviewers": True, "first": "first", "second": "guest"},
            "stay_approved_by_whom_its_policy_asks",
        ),
    ],
)
def test_the_database_itself_refuses_an_approval_without_two(stay, first, guest, written, wall):
    who = {"first": first.person, "guest": guest.person, None: None}
    values = {
        "two_reviewers": written.get("two_reviewers"),
        "first_approver": who[written.get("first")],
        "second_approver": who[written.get("second")],
        "first_approved_at": stay.submitted_at if "first" in written else None,
    }
    now = {"state": "approved", "decided_at": stay.submitted_at, "check_in_code": "384217"}
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        Stay.objects.filter(pk=stay.pk).update(**now, **values)


def test_the_database_itself_keeps_the_policy_of_an_approved_stay(stay, first, second, two):
    approve(first, stay)
    approve(second, stay)
    with pytest.raises(IntegrityError, match="stay_review_rule_is_the_policys"), transaction.atomic():
        StayPolicy.objects.filter(pk=two.pk).update(two_reviewers=False)


# --- the pages --------------------------------------------------------------------------------


def test_the_desk_shows_whose_turn_it_is(stay, first, second, guest):
    page = reverse("desk_stay", args=[stay.reference])
    assert "初审通过" in people.signed_in(first).get(page).content.decode()
    assert "待复核" not in people.signed_in(second).get(reverse("desk")).content.decode()

    answer = people.signed_in(first).post(
        reverse("desk_act", args=[stay.reference, "approve"]), {"one_time_key": uuid.uuid4().hex}, follow=True
    )

    shown = answer.content.decode()
    assert "初审已通过，等另一位审核人复核。" in shown
    assert "您已通过初审" in shown
    assert {"approve", "take"} & answer.context["acts"] == set()
    assert queue(second, "second") == queue(second, "pool") == [stay.pk]
    assert "复核通过" in (own := people.signed_in(second).get(page).content.decode())
    assert "甲审核" in own
    told = people.signed_in(guest).get(reverse("stay", args=[stay.reference])).content.decode()
    assert "初审" not in told
    assert "等待审核" in told


def test_the_list_of_the_admin_has_the_queue(stay, first, second):
    approve(first, stay)
    page = people.signed_in(second).get(reverse("admin:stations_stay_changelist"), {"work": "second"})
    assert [row.pk for row in page.context["cl"].result_list] == [stay.pk]
    assert "待复核" in page.content.decode()
    people.signed_in(second).post(
        reverse("admin:stations_stay_changelist"), {"action": "approve", "_selected_action": [stay.pk]}
    )
    assert fresh(stay).state == "approved"


def test_what_is_decided_is_approved_by_nobody(stay, first, second):
    approve(first, stay)
    services.reject_stay(actor=second, stay=fresh(stay), reason="not_eligible")
    with pytest.raises(WrongState):
        approve(second, stay)
