"""评选: from the recommendation to the decision; who must not score does not, and nobody is passed over."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests import electing, people, volunteering
from tests.people import signed_in
from volunteers.award_errors import (
    AlreadyRecommended,
    AlreadyScored,
    AlreadySeated,
    MustRecuse,
    NobodyBehindTheNumber,
    NominationMoved,
    NominationUnfit,
    OverQuota,
    RankPassedOver,
    RecommendationsOver,
    SeasonElsewhere,
    SeasonIncomplete,
)
from volunteers.errors import ReasonMissing
from volunteers.models import AwardNomination, AwardSeason, PanelScore, TeamMember
from volunteers.services import awards, objections, panel, recommending
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
State = AwardSeason.State


@pytest.fixture
def city():
    return people.city_staff()


def later(days):
    return standing_at(now() + timedelta(days=days))


def reviewed(points, quota=1, members=3):
    """A season before its panel; one nomination for each list of scores."""
    season = electing.season(state=State.REVIEW)
    prize = electing.category(season, quota=quota)
    seats = [electing.member(season) for _ in range(members)]
    named = [electing.nomination(prize) for _ in points]
    for nomination, scores in zip(named, points, strict=True):
        for seat, score in zip(seats, scores, strict=False):
            panel.score(actor=seat.user, member=seat, nomination=nomination, points=score)
    return season, seats, named


def test_from_the_call_to_the_panel(city):
    season = electing.season(state=State.DRAFT)
    with pytest.raises(SeasonIncomplete):
        awards.open_recommendations(actor=city, season=season)
    prize = electing.category(season)
    awards.open_recommendations(actor=city, season=season)
    one = volunteering.volunteer()
    named = recommending.recommend(
        actor=volunteering.user_of(one), category=prize, subject=one, citation="长期陪伴老人"
    )
    with pytest.raises(SeasonIncomplete):
        awards.open_review(actor=city, season=season)
    awards.accept_nomination(actor=city, nomination=named)
    with pytest.raises(SeasonIncomplete):
        awards.open_review(actor=city, season=season)
    for name in ("评委甲", "评委乙", "评委丙"):
        panel.seat_member(actor=city, season=season, mobile=people.applicant(name=name).mobile)
    awards.open_review(actor=city, season=season)
    assert Notice.objects.filter(kind="volunteers.panel_asked").count() == 3


def test_from_the_scores_to_the_decision(city):
    season, _seats, [named, other] = reviewed([[90] * 3, [80] * 3])
    one = named.volunteer
    awards.propose(actor=city, season=season, chosen=[named.pk])
    with pytest.raises(SeasonIncomplete):
        awards.announce_awards(actor=city, season=season)
    with later(15):
        awards.announce_awards(actor=city, season=season)
    for nomination, state in ((named, "awarded"), (other, "not_chosen")):
        nomination.refresh_from_db()
        assert nomination.state == state
    assert (named.place, named.shown_name) == (1, one.person.masked_name)
    awards.consent_to_name(actor=volunteering.user_of(one), nomination=named, may_be_named=True)
    assert named.shown_name == one.person.full_name
    assert Notice.objects.filter(kind="volunteers.nomination_decided").count() == 2


def test_who_may_recommend_whom(city):
    season = electing.season()
    prize, team_prize = electing.category(season, min_hours=0), electing.category(season, "collective")
    team = volunteering.organisation()
    leader, own, foreign = people.leader(team), volunteering.volunteer(), volunteering.volunteer()
    TeamMember.objects.create(volunteer=own, team=team, state="active", decided_at=now(), decided_by=leader)

    def recommend(actor, category, subject, by):
        return recommending.recommend(
            actor=actor, category=category, subject=subject, citation="事迹", recommender=by
        )

    recommend(leader, prize, own, team)
    recommend(leader, team_prize, team, team)
    with pytest.raises(AlreadyRecommended):
        recommend(leader, prize, own, team)
    with pytest.raises(NominationUnfit):
        recommend(leader, prize, foreign, team)
    with pytest.raises(NominationUnfit):
        recommend(leader, prize, team, team)
    with pytest.raises(NotAllowed):
        recommend(people.leader(volunteering.organisation()), prize, own, team)
    with pytest.raises(NotAllowed):
        recommend(volunteering.user_of(own), prize, foreign, None)
    strict = electing.category(season, min_hours=100)
    with pytest.raises(NominationUnfit) as refusal:
        recommend(leader, strict, own, team)
    assert "已生效服务时长 0 小时，须满 100 小时" in str(refusal.value)
    with later(11), pytest.raises(RecommendationsOver):
        recommend(leader, electing.category(season), own, team)


def test_a_refusal_says_why_and_a_decision_is_made_once(city):
    named = electing.nomination(electing.category(electing.season()), state="submitted")
    with pytest.raises(ReasonMissing):
        awards.refuse_nomination(actor=city, nomination=named, reason=" ")
    awards.refuse_nomination(actor=city, nomination=named, reason="材料不全")
    with pytest.raises(NominationMoved):
        awards.accept_nomination(actor=city, nomination=named)
    with pytest.raises(NotAllowed):
        awards.accept_nomination(actor=people.officer(), nomination=named)


# --- recusal ----------------------------------------------------------------------------------


def test_a_member_does_not_score_oneself_nor_the_own_organisation(city):
    season = electing.season()
    prize, team = electing.category(season), volunteering.organisation()
    judge = people.leader(team)
    one = volunteering.volunteer()
    by_team = electing.nomination(prize, one, recommender=team)
    own = electing.nomination(prize, volunteering.volunteer(judge))
    free = electing.nomination(prize)
    seat = electing.member(season, judge)
    for _ in range(2):
        electing.member(season)
    awards.open_review(actor=city, season=season)

    told = {score.nomination_id: score.recusal for score in seat.scores.all()}
    assert told == {by_team.pk: "organisation", own.pk: "self"}
    for nomination in (by_team, own):
        with pytest.raises(MustRecuse):
            panel.score(actor=judge, member=seat, nomination=nomination, points=100)
    panel.recuse(actor=judge, member=seat, nomination=free, why="relative")
    with pytest.raises(AlreadyScored):
        panel.score(actor=judge, member=seat, nomination=free, points=100)
    assert not PanelScore.objects.given().filter(member=seat).exists()


def test_the_table_itself_lets_nobody_score_after_a_recusal_or_change_a_score():
    season, [seat, *_], [named] = reviewed([[]])
    recused = PanelScore.objects.create(season=season, member=seat, nomination=named, recusal="relative")
    walls = {
        "panel_score_once_per_member": lambda: PanelScore.objects.create(
            season=season, member=seat, nomination=named, points=100
        ),
        "panel_score_is_final": lambda: PanelScore.objects.filter(pk=recused.pk).update(points=9, recusal=""),
        "final": lambda: PanelScore.objects.filter(pk=recused.pk).delete(),
    }
    for write in walls.values():
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    other = electing.member(electing.season(state=State.REVIEW))
    for wrong in ({"points": 101}, {"points": None}, {"points": 5, "recusal": "self"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PanelScore.objects.create(
                season=season, member=electing.member(season), nomination=named, **wrong
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelScore.objects.create(season=season, member=other, nomination=named, points=5)


def test_a_member_scores_with_the_own_seat_only_and_while_the_review_runs(city):
    season, [seat, other, _], [named] = reviewed([[]])
    with pytest.raises(NotAllowed):
        panel.score(actor=other.user, member=seat, nomination=named, points=50)
    stranger = electing.nomination(electing.category(electing.season()))
    with pytest.raises(SeasonElsewhere):
        panel.score(actor=seat.user, member=seat, nomination=stranger, points=50)
    AwardSeason.objects.filter(pk=season.pk).update(state=State.CANCELLED)
    with pytest.raises(SeasonElsewhere):
        panel.score(actor=seat.user, member=seat, nomination=named, points=50)


def test_a_seat_is_taken_once_by_somebody_who_is_there(city):
    season = electing.season()
    judge = people.applicant(name="评委丁")
    panel.seat_member(actor=city, season=season, mobile=judge.mobile)
    with pytest.raises(AlreadySeated):
        panel.seat_member(actor=city, season=season, mobile=judge.mobile)
    with pytest.raises(NobodyBehindTheNumber):
        panel.seat_member(actor=city, season=season, mobile="+8613900009999")


# --- ranking and quota ------------------------------------------------------------------------


def test_nothing_is_proposed_before_every_member_has_answered(city):
    season, seats, named = reviewed([[90, 80]])
    with pytest.raises(SeasonIncomplete):
        awards.propose(actor=city, season=season, chosen=[named[0].pk])
    panel.recuse(actor=seats[2].user, member=seats[2], nomination=named[0], why="other")
    awards.propose(actor=city, season=season, chosen=[named[0].pk])
    season.refresh_from_db()
    assert season.state == State.NOTICE


def test_the_proposal_keeps_the_quota_and_passes_nobody_over(city):
    season, _seats, [best, middle, last] = reviewed([[90] * 3, [80] * 3, [70] * 3], quota=2)
    with pytest.raises(RankPassedOver):
        awards.propose(actor=city, season=season, chosen=[best.pk, last.pk])
    with pytest.raises(OverQuota):
        awards.propose(actor=city, season=season, chosen=[best.pk, middle.pk, last.pk])
    awards.propose(actor=city, season=season, chosen=[best.pk, middle.pk])
    for place, nomination in ((1, best), (2, middle)):
        nomination.refresh_from_db()
        assert (nomination.state, nomination.place) == ("proposed", place)
    for wrong in ({"place": 3}, {"place": 1}, {"place": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AwardNomination.objects.filter(pk=middle.pk).update(**wrong)


def test_equal_means_share_a_rank_and_either_may_be_chosen(city):
    season, _seats, [first, second] = reviewed([[90] * 3, [95, 90, 85]])
    lines = awards.standings(first.category)
    assert [(line.rank, line.is_tied) for line in lines] == [(1, True), (1, True)]
    awards.propose(actor=city, season=season, chosen=[second.pk])


def test_an_objection_that_holds_takes_the_award_away(city):
    season, _seats, [named] = reviewed([[90] * 3])
    awards.propose(actor=city, season=season, chosen=[named.pk])
    named.refresh_from_db()
    objection = objections.object_to_award(
        actor=volunteering.user_of(volunteering.volunteer()), nomination=named, text="不属实"
    )
    with later(15), pytest.raises(SeasonIncomplete):
        awards.announce_awards(actor=city, season=season)
    objections.answer_objection(actor=city, objection=objection, is_upheld=True, answer="属实，取消")
    with later(15):
        awards.announce_awards(actor=city, season=season)
    named.refresh_from_db()
    assert (named.state, named.place, named.reason) == ("struck", None, "属实，取消")


def test_the_public_reads_a_masked_name_until_it_is_decided(city):
    season, _seats, [named] = reviewed([[90] * 3])
    AwardNomination.objects.update(may_be_named=True)
    awards.propose(actor=city, season=season, chosen=[named.pk])
    person, address = named.volunteer.person, season.get_absolute_url()

    page = signed_in(None).get(address).content.decode()
    assert person.masked_name in page
    assert person.full_name not in page
    with later(15):
        awards.announce_awards(actor=city, season=season)
    assert person.full_name in signed_in(None).get(address).content.decode()
    AwardNomination.objects.update(may_be_named=False)
    assert person.full_name not in signed_in(None).get(address).content.decode()
