"""换届: from the call to the announcement, and every step that is refused on the way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import electing, people, volunteering
from volunteers.election_errors import (
    AlreadyDelegate,
    AlreadyNamed,
    AlreadyVoted,
    BallotSpoilt,
    BoxDisagrees,
    CandidateUnfit,
    CongressElsewhere,
    CongressIncomplete,
    NobodyLeft,
    NoNoticeNow,
    NoQuorum,
    NotOnTheRoll,
    ObjectionAnswered,
    PassphrasesAlike,
    PassphrasesWrong,
    QuotaFull,
    RoundElsewhere,
    RoundRunning,
)
from volunteers.models import BallotRound, Candidate, Congress, Delegate, Turnout
from volunteers.services import balloting, candidates, congress, objections
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return people.city_staff()


@pytest.fixture(autouse=True)
def few_hours(settings):
    settings.VOLUNTEERS = settings.VOLUNTEERS | {"candidate_hours": 0}


def later(days):
    return standing_at(now() + timedelta(days=days))


def called(city):
    """A congress with a unit of three delegates, and two candidates of its four volunteers."""
    held = electing.congress(state=Congress.State.DRAFT, notice_until=None)
    unit, office = electing.unit(held, team := volunteering.organisation(), quota=3), electing.office(held)
    leader, crowd = people.leader(team), electing.joined(volunteering.crowd(4), team)
    congress.open_nominations(actor=city, congress=held)
    for one in crowd[:3]:
        congress.name_delegate(actor=leader, unit=unit, volunteer_no=one.volunteer_no)
    for one in crowd[:2]:
        candidates.name_candidate(
            actor=leader, unit=unit, office=office, volunteer_no=one.volunteer_no, statement="多年服务"
        )
    return held, crowd


def told(kind):
    return Notice.objects.filter(kind=f"volunteers.{kind}").count()


def test_from_the_call_to_the_notice(city):
    held, crowd = called(city)
    with pytest.raises(CongressIncomplete):
        congress.open_notice(actor=city, congress=held)
    first, second = held.candidates.all()
    candidates.admit_candidate(actor=city, candidate=first)
    candidates.admit_candidate(actor=city, candidate=second)
    congress.open_notice(actor=city, congress=held)
    objection = objections.object_to_candidate(actor=crowd[3].user, candidate=second, text="事迹与事实不符")
    with later(6):
        with pytest.raises(CongressIncomplete):
            congress.open_session(actor=city, congress=held)
        with pytest.raises(NoNoticeNow):
            objections.object_to_candidate(actor=crowd[3].user, candidate=first, text="迟到的异议")

    objections.answer_objection(actor=city, objection=objection, is_upheld=True, answer="异议成立")
    with pytest.raises(ObjectionAnswered):
        objections.answer_objection(actor=city, objection=objection, is_upheld=False, answer="又一次")
    with pytest.raises(CongressIncomplete):
        congress.open_session(actor=city, congress=held)
    with later(6):
        assert congress.open_session(actor=city, congress=held).state == Congress.State.SESSION
    second.refresh_from_db()
    assert (second.state, second.reason, told("delegate_named")) == (Candidate.State.STRUCK, "异议成立", 3)


def test_from_the_roll_to_the_announcement(city):
    office = electing.session(present=0, absent=3, names=1)
    held = office.congress
    [unit] = held.units.all()
    congress.call_unit(actor=city, unit=unit, present=[str(each.pk) for each in office.delegates])
    opened = electing.open_round(office, city)
    with pytest.raises(RoundRunning):
        congress.call_unit(actor=city, unit=unit, present=[])
    with pytest.raises(RoundRunning):
        congress.announce(actor=city, congress=held)
    with pytest.raises(RoundRunning):
        electing.open_round(office, city)
    first, second, silent = office.delegates
    electing.vote(opened, first, 0)
    electing.vote(opened, second, 0)
    electing.vote(opened, silent)
    counted = electing.count(opened, city)

    assert [(name.votes, name.is_elected) for name in counted.names.all()] == [(2, True)]
    congress.announce(actor=city, congress=held)
    held.refresh_from_db()
    assert (held.state, held.starts_on) == (Congress.State.ANNOUNCED, today())
    assert (told("ballot_open"), told("result_announced")) == (3, 3)


def test_delegates_stay_within_the_quota_and_are_named_once(city):
    held = electing.congress(state=Congress.State.DRAFT, notice_until=None)
    unit, other = electing.unit(held, quota=1), electing.unit(held)
    first, second = electing.joined(volunteering.crowd(2), unit.organisation)
    electing.joined([first, second], other.organisation)
    named = congress.name_delegate(actor=city, unit=unit, volunteer_no=first.volunteer_no)

    with pytest.raises(QuotaFull):
        congress.name_delegate(actor=city, unit=unit, volunteer_no=second.volunteer_no)
    with pytest.raises(AlreadyDelegate):
        congress.name_delegate(actor=city, unit=other, volunteer_no=first.volunteer_no)
    with pytest.raises(NotAllowed):
        congress.name_delegate(
            actor=people.leader(volunteering.organisation()), unit=other, volunteer_no=second.volunteer_no
        )
    congress.remove_delegate(actor=city, delegate=named)
    assert congress.name_delegate(actor=city, unit=unit, volunteer_no=second.volunteer_no).number == 1


def test_who_may_stand_is_told_reason_by_reason(city, settings):
    settings.VOLUNTEERS = settings.VOLUNTEERS | {"candidate_hours": 20}
    held = electing.congress(state=Congress.State.NOMINATING, notice_until=None)
    unit, office = electing.unit(held), electing.office(held)
    young = volunteering.volunteer(people.applicant(age=17))
    grown = volunteering.volunteer()
    electing.joined([young, grown], unit.organisation)

    def name(one):
        return candidates.name_candidate(
            actor=city, unit=unit, office=office, volunteer_no=one.volunteer_no, statement="服务"
        )

    with pytest.raises(CandidateUnfit) as refusal:
        name(young)
    assert str(refusal.value) == "不符合候选人条件：未满 18 周岁；已生效服务时长 0 小时，须满 20 小时"

    settings.VOLUNTEERS = settings.VOLUNTEERS | {"candidate_hours": 0}
    name(grown)
    assert told("candidate_named") == 1
    with pytest.raises(AlreadyNamed):
        name(grown)


def test_a_round_opens_with_exactly_two_thirds_and_not_with_one_fewer(city):
    office = electing.session(present=4, absent=2)
    opened = electing.open_round(office, city)
    assert (opened.delegates, opened.present) == (6, 4)

    short = electing.session(present=3, absent=2)
    with pytest.raises(NoQuorum) as refusal:
        electing.open_round(short, city)
    assert str(refusal.value) == "应到 5 人，实到 3 人，不足法定人数，不能开始投票"
    assert not short.rounds.exists()


def test_a_delegate_votes_once_on_the_roll_and_within_the_seats(city):
    office = electing.session(present=2, absent=1, names=3, seats=2)
    opened = electing.open_round(office, city)
    here, other, absent = office.delegates

    with pytest.raises(NotOnTheRoll):
        electing.vote(opened, absent, 0)
    with pytest.raises(BallotSpoilt):
        electing.vote(opened, here, 0, 1, 2)
    with pytest.raises(BallotSpoilt):
        electing.vote(opened, here, 3)
    with pytest.raises(NotAllowed):
        balloting.cast_ballot(actor=other.user, delegate=here, ballot_round=opened, choices=[0])
    stranger = electing.session().delegates[0]
    with pytest.raises(NotOnTheRoll):
        electing.vote(opened, stranger, 0)
    electing.vote(opened, here, 0, 1)
    with pytest.raises(AlreadyVoted):
        electing.vote(opened, here, 2)
    balloting.close_round(actor=city, ballot_round=opened)
    with pytest.raises(RoundElsewhere):
        electing.vote(opened, other, 0)
    assert Turnout.objects.filter(round=opened).count() == 1


def test_two_passphrases_open_the_box_and_nothing_else_does(city):
    office = electing.session()
    with pytest.raises(PassphrasesAlike):
        balloting.open_round(actor=city, office=office, first="the same words", second="the same words")
    opened = electing.open_round(office, city)
    for delegate in office.delegates:
        electing.vote(opened, delegate, 1)
    balloting.close_round(actor=city, ballot_round=opened)

    for pair in ((electing.FIRST, "wrong passphrase"), (electing.SECOND, electing.FIRST)):
        with pytest.raises(PassphrasesWrong):
            balloting.count_round(actor=city, ballot_round=opened, first=pair[0], second=pair[1])
    void = balloting.void_round(actor=city, ballot_round=opened)
    assert (void.state, bytes(void.box), bytes(void.public_key)) == ("void", b"", b"")
    assert electing.open_round(office, city).number == 2


def test_a_box_with_more_or_fewer_ballots_than_voters_is_not_counted(city):
    office = electing.session()
    opened = electing.open_round(office, city)
    electing.vote(opened, office.delegates[0], 0)
    Turnout.objects.create(round=opened, congress=opened.congress, delegate=office.delegates[1])
    with pytest.raises(BoxDisagrees):
        electing.count(opened, city)
    opened.refresh_from_db()
    assert opened.state == BallotRound.State.CLOSED


def test_what_no_round_has_filled_is_voted_on_again(city):
    office = electing.session(present=3, names=3, seats=1)
    first = electing.open_round(office, city)
    for delegate in office.delegates[:2]:
        electing.vote(first, delegate, 1)
    electing.count(first, city)
    assert [name.is_elected for name in first.names.all()] == [False, True, False]

    office = electing.session(present=2, names=3, seats=2)
    first = electing.open_round(office, city)
    electing.vote(first, office.delegates[0], 0, 1)
    electing.vote(first, office.delegates[1], 0, 2)
    electing.count(first, city)
    second = electing.open_round(office, city)
    assert second.seats == 1
    assert [name.candidate for name in second.names.all()] == office.named[1:]

    office = electing.session(present=2, names=3, seats=1)
    first = electing.open_round(office, city)
    for delegate in office.delegates:
        electing.vote(first, delegate, 0)
    electing.count(first, city)
    with pytest.raises(NobodyLeft):
        electing.open_round(office, city)


def test_equal_votes_above_half_tie(city):
    office = electing.session(present=5, names=4, seats=2)
    opened = electing.open_round(office, city)
    ballots = ((0, 1), (0, 1), (0, 2), (0, 2), (1, 2))
    for delegate, ballot in zip(office.delegates, ballots, strict=True):
        electing.vote(opened, delegate, *ballot)
    electing.count(opened, city)

    assert [(name.votes, name.is_elected, name.is_tied) for name in opened.names.all()] == [
        (4, True, False),
        (3, False, True),
        (3, False, True),
        (0, False, False),
    ]
    again = electing.open_round(office, city)
    assert [name.candidate for name in again.names.all()] == office.named[1:3]


def test_only_the_city_runs_a_congress():
    office = electing.session()
    held = office.congress
    for stranger in (people.officer(), people.leader(volunteering.organisation()), people.administrator()):
        for act in (
            lambda who: electing.open_round(office, who),
            lambda who: congress.announce(actor=who, congress=held),
            lambda who: congress.cancel(actor=who, congress=held),
            lambda who: congress.call_roll(actor=who, delegate=office.delegates[0], is_present=False),
        ):
            with pytest.raises(NotAllowed):
                act(stranger)


def test_a_congress_that_is_cancelled_leaves_no_box_behind(city):
    office = electing.session()
    opened = electing.open_round(office, city)
    electing.vote(opened, office.delegates[0], 0)
    congress.cancel(actor=city, congress=office.congress)

    opened.refresh_from_db()
    assert (opened.state, bytes(opened.box)) == (BallotRound.State.VOID, b"")
    with pytest.raises(CongressElsewhere):
        congress.announce(actor=city, congress=office.congress)


def test_a_candidate_withdraws_until_the_session_begins(city):
    office = electing.session()
    named = office.named[0]
    with pytest.raises(CongressElsewhere):
        candidates.withdraw_candidacy(actor=volunteering.user_of(named.volunteer), candidate=named)
    early = electing.congress(state=Congress.State.NOTICE, notice_until=today())
    [one] = electing.candidates(electing.office(early), electing.unit(early), 1)
    candidates.withdraw_candidacy(actor=volunteering.user_of(one.volunteer), candidate=one)
    assert one.state == Candidate.State.WITHDRAWN


def test_the_number_of_a_delegate_is_held_by_the_table():
    unit = electing.unit(electing.congress(), quota=1)
    [one] = electing.delegates(unit, 1)
    for changes in ({"number": 2}, {"cap": 5}, {"number": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegate.objects.filter(pk=one.pk).update(**changes)
