"""Cases in hand: who takes one, who decides it, and how it goes back to the pool."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stations import services
from stations.case_errors import CaseNotInHand, CaseTaken
from stations.errors import WrongState
from stations.models import Stay
from stations.services import cases, moves
from tests import people
from tests.houses import book, house, paper_of
from zibo_youth.accounts.models import Membership
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def station(db):
    return house("male:3")


@pytest.fixture
def first(station):
    return people.operator(station.operator, "甲审核")


@pytest.fixture
def second(station):
    return people.operator(station.operator, "乙审核")


@pytest.fixture
def stay(guest, station):
    return book(guest, station)


def fresh(stay):
    return Stay.objects.get(pk=stay.pk)


def take(actor, stay):
    return services.take_case(actor=actor, stay=fresh(stay))


def gone(user):
    """The office ends: the right to review here goes with it."""
    Membership.objects.filter(person=user.person).update(until_on=today() - timedelta(days=1))


def queue(user, whose):
    page = people.signed_in(user).get(reverse("desk"), {"review": whose})
    return [stay.pk for stay in page.context["waiting"]]


def test_who_takes_a_case_has_it_and_sees_it_as_the_own(first, second, stay, guest, station):
    other = book(people.applicant("乙"), station)
    take(first, stay)
    take(first, stay)

    assert (queue(first, "mine"), queue(second, "mine")) == ([stay.pk], [])
    assert queue(second, "pool") == [other.pk]
    assert sorted(queue(second, "")) == sorted([stay.pk, other.pk])
    assert stay.transitions.filter(reason="case_taken").count() == 1
    listed = people.signed_in(first).get(reverse("admin:stations_stay_changelist"), {"work": "mine"})
    assert [row.pk for row in listed.context["cl"].result_list] == [stay.pk]


@pytest.mark.parametrize(
    "decide",
    [
        lambda actor, stay: services.approve_stay(actor=actor, stay=stay),
        lambda actor, stay: services.return_stay(actor=actor, stay=stay, reason="contact_wrong"),
        lambda actor, stay: services.reject_stay(actor=actor, stay=stay, reason="not_eligible"),
        lambda actor, stay: services.take_case(actor=actor, stay=stay),
    ],
    ids=["approve", "return", "reject", "take"],
)
def test_what_one_has_in_hand_no_other_decides(first, second, stay, decide):
    take(first, stay)
    with pytest.raises(CaseTaken) as refusal:
        decide(second, fresh(stay))
    assert "甲审核" in str(refusal.value)
    assert (fresh(stay).state, fresh(stay).reviewer) == ("submitted", first)
    decide(first, fresh(stay))


@pytest.mark.control
def test_the_control_without_the_look_another_decides(first, second, stay, monkeypatch):
    take(first, stay)
    monkeypatch.setattr(moves, "refuse_anothers", lambda *_args: None)
    assert services.approve_stay(actor=second, stay=fresh(stay)).state == "approved"


def test_handed_back_it_is_anybodys(first, second, stay):
    take(first, stay)
    services.hand_back_case(actor=first, stay=fresh(stay))
    assert queue(second, "pool") == [stay.pk]
    assert services.approve_stay(actor=second, stay=fresh(stay)).state == "approved"
    with pytest.raises(CaseNotInHand):
        services.hand_back_case(actor=first, stay=stay)


def test_a_colleague_cannot_hand_it_back_the_district_can(first, second, stay, officer):
    take(first, stay)
    with pytest.raises(NotAllowed):
        services.hand_back_case(actor=second, stay=fresh(stay))
    with pytest.raises(NotAllowed):
        services.hand_back_case(actor=people.officer("huantai"), stay=fresh(stay))
    services.hand_back_case(actor=officer, stay=fresh(stay))
    assert fresh(stay).reviewer is None


@pytest.mark.parametrize("who", ["guest", "foreign"])
def test_who_may_not_review_takes_nothing(guest, stay, who):
    actor = guest if who == "guest" else people.officer("huantai")
    with pytest.raises(NotAllowed):
        take(actor, stay)


def test_nothing_is_taken_that_is_decided(first, stay):
    services.approve_stay(actor=first, stay=stay)
    with pytest.raises(WrongState):
        take(first, stay)


@pytest.mark.parametrize("way", ["job", "take", "decide"])
def test_without_the_right_the_case_is_in_the_pool(first, second, stay, way):
    take(first, stay)
    gone(first)
    if way == "job":
        services.remind_reviews(at=stay.submitted_at)
        assert queue(second, "pool") == [stay.pk]
    elif way == "take":
        assert take(second, stay).reviewer == second
    else:
        assert services.approve_stay(actor=second, stay=fresh(stay)).state == "approved"


def test_the_job_asks_for_all_rights_at_once(first, second, station, django_assert_num_queries):
    for name, reviewer in {"甲": first, "乙": second, "丙": first}.items():
        take(reviewer, book(people.applicant(name), station))
    with django_assert_num_queries(2):
        assert cases.return_orphans() == 0


def test_what_was_decided_at_this_moment_stays_as_it_is(first, stay):
    seen = take(first, stay)
    services.approve_stay(actor=first, stay=fresh(stay))
    gone(first)
    assert not cases._return_orphan(seen)
    assert (fresh(stay).reviewer, stay.transitions.last().to_state) == (first, "approved")


@pytest.mark.control
def test_the_control_without_the_look_at_the_state_a_decided_case_is_moved(first, stay, monkeypatch):
    monkeypatch.setattr(cases, "IN_REVIEW", Stay.State.values)
    with pytest.raises(AssertionError):
        test_what_was_decided_at_this_moment_stays_as_it_is(first, stay)
    assert fresh(stay).reviewer is None


def test_a_reminder_goes_to_who_has_the_case_and_else_to_all(first, second, stay, guest):
    half = stay.submitted_at + (stay.review_due_at - stay.submitted_at) / 2
    take(first, stay)
    services.remind_reviews(at=half + timedelta(minutes=1))
    assert reminded() == {first.person_id}
    services.hand_back_case(actor=first, stay=fresh(stay))
    services.remind_reviews(at=half + timedelta(minutes=2))
    assert reminded() == {first.person_id, second.person_id}


def reminded():
    return set(Notice.objects.filter(kind="stations.review_half_time").values_list("to", flat=True))


def test_an_unknown_choice_is_all(first, stay):
    page = people.signed_in(first).get(reverse("desk"), {"review": "nobody"})
    assert [row.pk for row in page.context["waiting"]] == [stay.pk]
    assert '<strong aria-current="true">全部</strong>' in page.content.decode()


@pytest.mark.control
def test_the_control_a_right_that_is_not_asked_for_keeps_the_case(first, second, stay, monkeypatch):
    take(first, stay)
    gone(first)
    monkeypatch.setattr(cases, "may_review", lambda *_args: True)
    assert cases.return_orphans() == 0
    with pytest.raises(CaseTaken):
        take(second, stay)


def test_an_answer_comes_back_to_the_reviewer_or_to_the_pool(first, second, stay, guest):
    services.return_stay(actor=first, stay=stay, reason="evidence_unclear")
    assert fresh(stay).reviewer == first
    gone(first)
    services.resubmit_stay(actor=guest, stay=stay, evidence=[paper_of(guest)])
    assert fresh(stay).reviewer is None
    assert queue(second, "pool") == [stay.pk]


def test_desk_shows_the_buttons_and_the_names(first, second, stay, officer, guest):
    desk = people.signed_in(first)
    address = reverse("desk_stay", args=[stay.reference])
    assert "由我经办" in desk.get(address).content.decode()
    desk.post(reverse("desk_act", args=[stay.reference, "take"]), {"one_time_key": "take"})
    assert fresh(stay).reviewer == first
    assert "退回公共队列" in desk.get(address).content.decode()
    colleague = people.signed_in(second).get(address).content.decode()
    assert "甲审核" in colleague
    assert "退回公共队列" not in colleague
    assert "退回公共队列" in people.signed_in(officer).get(address).content.decode()
    desk.post(reverse("desk_act", args=[stay.reference, "hand_back"]), {"one_time_key": "back"})
    assert fresh(stay).reviewer is None
    own = people.signed_in(guest).get(stay.get_absolute_url()).content.decode()
    assert "审核人接手" not in own, "who has it in hand is the desk's business"
