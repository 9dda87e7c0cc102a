"""Teams and contests: formed by their people, scored to the hundredth, told at one instant, corrected in the open."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, InternalError, transaction

from events import team_errors
from events.contests import places_of, teams_in
from events.models import Event, Score, Team, TeamMember, TeamRule
from events.services.teams import contests, forming
from events.standings import kept, standings
from tests import eventing, people, teaming
from tests.teaming import score
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
State = Team.State


def shown(part):
    return [
        (place.team.name, place.standing.rank, str(place.standing.shown), place.standing.advances)
        for place in places_of(part)
    ]


# --- teams -----------------------------------------------------------------------------------------


def test_a_team_is_founded_joined_by_its_code_and_handed_in():
    made, (captain, mate) = teaming.event(least=2), people.crowd(2)
    team = forming.found_team(actor=captain, event=made, name=" 淄博  一队 ")
    with pytest.raises(team_errors.TeamTooSmall):
        forming.enter_team(actor=captain, team=team)
    forming.join_team(actor=mate, code=team.code)
    assert (forming.enter_team(actor=captain, team=team).state, team.name) == (State.ENTERED, "淄博 一队")


def test_one_person_is_in_one_team_of_an_event_and_no_team_has_too_many():
    made, crowd = teaming.event(most=2), people.crowd(5)
    first = teaming.team(made, crowd[0], "甲", crowd[1])
    second = teaming.team(made, crowd[2], "乙")
    for user in crowd[:2]:
        with pytest.raises(team_errors.InAnotherTeam):
            forming.join_team(actor=user, code=second.code)
        with pytest.raises(team_errors.InAnotherTeam):
            forming.found_team(actor=user, event=made, name="丙")
    with pytest.raises(team_errors.TeamFull):
        forming.join_team(actor=crowd[3], code=first.code)
    with pytest.raises(team_errors.TeamNameTaken):
        forming.found_team(actor=crowd[3], event=made, name="甲")
    other = teaming.event()
    assert forming.found_team(actor=crowd[0], event=other, name="甲").state == State.FORMING


def test_who_leaves_is_free_and_with_too_few_a_team_forms_again():
    made, (captain, mate) = teaming.event(least=2), people.crowd(2)
    team = teaming.team(made, captain, "", mate)
    with pytest.raises(team_errors.CaptainStays):
        forming.leave_team(actor=captain, team=team)
    assert forming.leave_team(actor=mate, team=team).state == State.FORMING
    with pytest.raises(team_errors.NotInTheTeam):
        forming.leave_team(actor=mate, team=team)
    forming.join_team(actor=mate, code=team.code)
    forming.leave_team(actor=captain, team=team, person=mate.person)
    with pytest.raises(NotAllowed):
        forming.leave_team(actor=mate, team=team, person=captain.person)
    forming.withdraw_team(actor=captain, team=team)
    assert TeamMember.objects.live().count() == 0
    with pytest.raises(team_errors.TeamMoved):
        forming.join_team(actor=mate, code=team.code)


def test_only_the_captain_hands_in_and_nothing_changes_after_the_last_moment():
    made, (captain, mate) = teaming.event(), people.crowd(2)
    team = teaming.team(made, captain, "", mate)
    for act in (forming.enter_team, forming.withdraw_team):
        with pytest.raises(NotAllowed):
            act(actor=mate, team=team)
    TeamRule.objects.update(closes_at=now())
    with pytest.raises(team_errors.TeamsClosed):
        forming.leave_team(actor=mate, team=team)
    with pytest.raises(team_errors.NoTeams):
        forming.found_team(actor=mate, event=eventing.event(), name="x")


def test_whoever_leaves_the_portal_leaves_their_team():
    made, (captain, mate) = teaming.event(), people.crowd(2)
    team = teaming.team(made, captain, "", mate)
    forming.end_teams_of([mate.person_id])
    assert team.members.live().count() == 1
    forming.end_teams_of([captain.person_id])
    team.refresh_from_db()
    assert (team.state, team.members.live().count()) == (State.WITHDRAWN, 0)


def test_the_database_itself_holds_one_team_for_a_person_and_the_size():
    made, (captain, mate, third) = teaming.event(most=2), people.crowd(3)
    team = teaming.team(made, captain, "甲", mate)
    other = teaming.team(made, third, "乙")
    with pytest.raises(IntegrityError, match="team_one_for_a_person_and_event"), transaction.atomic():
        TeamMember.objects.create(team=other, event=made, person=mate.person)
    with pytest.raises(IntegrityError, match="team_never_has_too_many"), transaction.atomic():
        TeamMember.objects.create(team=team, event=made, person=third.person)
    with pytest.raises(IntegrityError, match="team_rule_sizes_in_order"), transaction.atomic():
        TeamRule.objects.update(members_max=0)
    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        TeamMember.objects.filter(team=team).update(team=other)


# --- standings -------------------------------------------------------------------------------------


def told(**scores):
    return {
        number: [Decimal(value) for value in given.split()] for number, given in enumerate(scores.values(), 1)
    }


def test_equal_means_are_equal_share_a_rank_and_go_on_together():
    lines = standings(
        told(a="90.10 90.20 90.30", b="90.20 90.20 90.20", c="90.19 90.20 90.20", d="95"), advance=2
    )
    assert [(line.key, line.rank, line.advances) for line in lines] == [
        (4, 1, True),
        (1, 2, True),
        (2, 2, True),
        (3, 4, False),
    ]
    assert lines[1].mean == Fraction(902, 10)


def test_dropped_scores_do_not_count_and_something_is_always_left():
    given = [Decimal(value) for value in ("1", "90", "91", "100")]
    assert kept(given, 1, 1) == [Decimal(90), Decimal(91)]
    assert kept(given[:2], 1, 1) == given[:2]
    assert [str(line.shown) for line in standings({1: given}, high=1, low=1)] == ["90.50"]
    assert [str(line.shown) for line in standings({1: [Decimal("0.01"), Decimal(0)]})] == ["0.01"]


# --- contests --------------------------------------------------------------------------------------


def contest(teams=3, judges=2, **fields):
    made, crowd = teaming.event(), people.crowd(teams)
    entered = [teaming.team(made, user, f"第{number}队") for number, user in enumerate(crowd, 1)]
    return made, entered, [teaming.judge(made) for _ in range(judges)], teaming.part(made, **fields)


def filled(part, teams, judges, values):
    for team, line in zip(teams, values, strict=True):
        for by, value in zip(judges, line.split(), strict=True):
            score(by, part, team, value)


def test_a_round_is_told_at_one_instant_when_every_score_is_there():
    made, teams, judges, part = contest(advance=1)
    filled(part, teams[:2], judges, ["90.25 80.75", "85.50 85.50"])
    browser = people.signed_in(None)
    page = f"/events/{made.public_id}/standings/"
    assert "第1队" not in browser.get(page).content.decode()
    with pytest.raises(team_errors.ScoresMissing) as refusal:
        contests.publish_round(actor=people.officer(), part=part)
    assert "还缺 2 个评分" in str(refusal.value)
    filled(part, teams[2:], judges, ["70 71"])
    contests.publish_round(actor=people.officer(), part=part)
    assert shown(part) == [
        ("第1队", 1, "85.50", True),
        ("第2队", 1, "85.50", True),
        ("第3队", 3, "70.50", False),
    ]
    assert "第1队" in browser.get(page).content.decode()
    assert Notice.objects.filter(kind="events.round_published").count() == 3
    with pytest.raises(team_errors.RoundNotOpen):
        contests.publish_round(actor=people.officer(), part=part)
    with pytest.raises(team_errors.RoundNotOpen):
        score(judges[0], part, teams[0], "1")


def test_the_best_go_on_and_only_they_are_scored_in_the_next_round():
    made, teams, judges, part = contest(judges=1, advance=1)
    final = teaming.part(made)
    with pytest.raises(team_errors.RoundBefore):
        score(judges[0], final, teams[0], "90")
    filled(part, teams, judges, ["90", "80", "70"])
    contests.publish_round(actor=people.officer(), part=part)
    assert teams_in(final) == [teams[0]]
    with pytest.raises(team_errors.NotInTheRound):
        score(judges[0], final, teams[1], "90")
    score(judges[0], final, teams[0], "95.55")
    with pytest.raises(team_errors.RoundGoesOn):
        contests.correct_score(
            actor=people.officer(), score=part.scores.first(), value=Decimal(1), reason="抄错"
        )


@pytest.mark.parametrize("value", ["-0.01", "100.01", "90.005", "NaN", "Infinity", "1e9"])
def test_a_score_is_exact_and_within_its_range(value):
    _made, teams, judges, part = contest(judges=1)
    with pytest.raises(team_errors.ScoreWrong):
        score(judges[0], part, teams[0], value)


def test_a_judge_scores_once_and_nobody_else_does():
    _made, teams, judges, part = contest(judges=1)
    score(judges[0], part, teams[0], "90.01")
    with pytest.raises(team_errors.ScoreGiven):
        score(judges[0], part, teams[0], "91")
    with pytest.raises(NotAllowed):
        score(people.officer(), part, teams[0], "91")
    foreign = teaming.team(teaming.event(), people.applicant("别处"))
    with pytest.raises(team_errors.NotInTheRound):
        score(judges[0], part, foreign, "91")


def test_nobody_judges_where_they_compete_and_a_judge_is_named_once():
    made, by = teaming.event(), people.officer()
    member = people.applicant("队员")
    teaming.team(made, member)
    judge = teaming.judge(made)
    with pytest.raises(team_errors.JudgeInATeam):
        contests.name_judge(actor=by, event=made, mobile=member.mobile)
    with pytest.raises(team_errors.JudgeInATeam):
        forming.found_team(actor=judge, event=made, name="评委队")
    with pytest.raises(team_errors.JudgeThere):
        contests.name_judge(actor=by, event=made, mobile=judge.mobile)
    with pytest.raises(team_errors.JudgeUnknown):
        contests.name_judge(actor=by, event=made, mobile="+8613900009999")
    with pytest.raises(NotAllowed):
        contests.name_judge(actor=people.officer(of="huantai"), event=made, mobile=judge.mobile)
    with pytest.raises(team_errors.NobodyCompetes):
        contests.publish_round(actor=by, part=teaming.part(teaming.event()))


def test_a_correction_reverses_with_a_reason_that_everybody_reads():
    made, teams, judges, part = contest(teams=2, judges=1)
    filled(part, teams, judges, ["90", "80"])
    contests.publish_round(actor=people.officer(), part=part)
    wrong = part.scores.get(team=teams[1])
    with pytest.raises(team_errors.CorrectionReasonMissing):
        contests.correct_score(actor=people.officer(), score=wrong, value=Decimal(95), reason=" ")
    contests.correct_score(actor=people.officer(), score=wrong, value=Decimal("95.5"), reason="录入错误")
    assert shown(part)[0][:3] == ("第2队", 1, "95.50")
    page = people.signed_in(None).get(f"/events/{made.public_id}/standings/").content.decode()
    assert "80.00 → 95.50 · 录入错误" in page
    with pytest.raises(team_errors.ScoreGone):
        contests.correct_score(actor=people.officer(), score=wrong, value=Decimal(1), reason="再改")


def test_the_database_itself_keeps_scores_as_they_were_given():
    _made, teams, judges, part = contest(teams=2, judges=1)
    one = score(judges[0], part, teams[0], "90")
    told = {"round": part, "team": teams[1], "judge": one.judge}
    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        Score.objects.filter(pk=one.pk).update(value=1)
    with pytest.raises(IntegrityError, match="score_between_0_and_100"), transaction.atomic():
        Score.objects.create(**told, value=Decimal("100.01"))
    with pytest.raises(IntegrityError, match="score_given_once_by_a_judge"), transaction.atomic():
        Score.objects.create(**told | {"team": teams[0]}, value=1)
    with pytest.raises(IntegrityError, match="score_reversed_with_a_reason"), transaction.atomic():
        Score.objects.filter(pk=one.pk).update(reversed_at=now())
    with pytest.raises(IntegrityError, match="contest_round_published_at_an_instant"), transaction.atomic():
        type(part).objects.filter(pk=part.pk).update(state="published")
    with pytest.raises(IntegrityError, match="contest_round_drops_a_few"), transaction.atomic():
        type(part).objects.filter(pk=part.pk).update(drop_low=4)
    type(part).objects.filter(pk=part.pk).update(state="published", published_at=now())
    with pytest.raises(IntegrityError, match="score_only_while_the_round_is_open"), transaction.atomic():
        Score.objects.create(**told, value=1)


# --- pages -----------------------------------------------------------------------------------------


def test_a_captain_and_a_mate_by_their_telephones():
    made, (captain, mate) = teaming.event(), people.crowd(2)
    one, other = people.signed_in(captain), people.signed_in(mate)
    here = f"/events/{made.public_id}/team/"
    assert "入队口令" in one.post(here, {"name": "张店队"}, follow=True).content.decode()
    team = Team.objects.get()
    assert "我同意加入" in other.get(f"/events/teams/join/{team.code}/").content.decode()
    assert "您已入队" in other.post(f"/events/teams/join/{team.code}/", follow=True).content.decode()
    assert "您已在这个活动" in other.post(f"/events/teams/join/{team.code}/", follow=True).content.decode()
    member = TeamMember.objects.get(person=mate.person)
    for wrong in (
        {"act": "promote"},
        {"act": "remove", "member": "x"},
        {"act": "remove", "member": "999999"},
    ):
        assert one.post(here, wrong).status_code == 404
    one.post(here, {"act": "remove", "member": member.pk})
    one.post(here, {"act": "enter"})
    team.refresh_from_db()
    assert (team.state, team.members.live().count()) == (State.ENTERED, 1)
    assert people.signed_in(mate).get("/events/teams/join/NOBODY99/").status_code == 404


def test_a_judge_and_the_desk_by_their_pages():
    made, teams, (judge,), _part = contest(teams=1, judges=1)
    browser, desk = people.signed_in(judge), people.signed_in(people.officer())
    here = f"/events/{made.public_id}/judging/"
    for wrong in ({"team": teams[0].pk, "value": "101"}, {"team": teams[0].pk, "value": "x"}, {"team": "x"}):
        assert browser.post(here, wrong).status_code == 200
    assert (
        "评分已记录"
        in browser.post(here, {"team": teams[0].pk, "value": "88.88"}, follow=True).content.decode()
    )
    assert people.signed_in(people.applicant("外人")).get(here).status_code == 404
    office = f"/events/desk/{made.public_id}/contest/"
    given = Score.objects.get()
    fix = {"act": "correct", "correct-score": given.pk, "correct-value": "90", "correct-reason": "听错"}
    assert desk.post(office, fix).status_code == 302
    assert desk.post(office, {"act": "publish", "publish-number": 9}).status_code == 200
    assert desk.post(office, {"act": "publish", "publish-number": 1}).status_code == 302
    assert desk.post(office, {"act": "judge", "judge-mobile": "13900009999"}).status_code == 200
    assert desk.post(office, {"act": "round", "round-name": "决赛", "round-advance": 0}).status_code == 200
    assert "90.00" in people.signed_in(None).get(f"/events/{made.public_id}/standings/").content.decode()
    assert Event.objects.get(pk=made.pk).rounds.get().state == "published"
