"""推荐: anybody may name somebody else, nobody is considered without the own word, hours are final ones."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests import electing, hours, people, volunteering
from tests.people import signed_in
from volunteers.award_errors import (
    AlreadyRecommended,
    MustRecuse,
    NominationMoved,
    NominationUnfit,
    PanelHasAnswered,
    TooManyRecommendations,
)
from volunteers.election_errors import CandidateUnfit
from volunteers.models import AwardNomination, Congress
from volunteers.services import awards, candidates, panel, recommending
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
State = AwardNomination.State


@pytest.fixture
def city():
    return people.city_staff()


def name(actor, category, subject):
    return recommending.recommend_another(
        actor=actor, category=category, subject=subject, citation="常年照看邻里老人"
    )


def asked(kind):
    return Notice.objects.filter(kind=f"volunteers.{kind}")


def test_whom_somebody_names_is_asked_and_shown_to_nobody_before(city):
    season = electing.season()
    prize, one, neighbour = electing.category(season), volunteering.volunteer(), people.applicant()
    named = name(neighbour, prize, one)

    assert (named.state, named.minutes, named.is_public) == (State.ASKED, 0, True)
    assert asked("award_asked").get().to == one.person
    desk = reverse("volunteer_award_desk", args=[season.code])
    admin = reverse("admin:volunteers_awardnomination_changelist")
    client = signed_in(city)
    assert one.person.full_name not in client.get(desk).content.decode()
    assert str(prize) not in client.get(admin).content.decode()
    with pytest.raises(NominationMoved):
        awards.accept_nomination(actor=city, nomination=named)

    for stranger in (neighbour, city, volunteering.user_of(volunteering.volunteer())):
        with pytest.raises(NotAllowed):
            recommending.take_up(actor=stranger, nomination=named)
    recommending.take_up(actor=volunteering.user_of(one), nomination=named)
    awards.accept_nomination(actor=city, nomination=named)
    assert one.person.full_name in client.get(desk).content.decode()


def test_a_no_is_told_to_nobody_and_the_same_person_does_not_ask_again():
    season = electing.season()
    prize, one, neighbour = electing.category(season), volunteering.volunteer(), people.applicant()
    named = name(neighbour, prize, one)
    recommending.decline(actor=volunteering.user_of(one), nomination=named)
    assert not asked("nomination_decided").exists()
    with pytest.raises(AlreadyRecommended):
        name(neighbour, prize, one)
    other = name(people.applicant(), prize, one)
    recommending.take_up(actor=volunteering.user_of(one), nomination=other)
    with pytest.raises(NominationMoved):
        recommending.take_up(actor=volunteering.user_of(one), nomination=named)


def test_what_strangers_name_keeps_no_organisation_from_recommending(city):
    season = electing.season()
    prize, team, one = electing.category(season), volunteering.organisation(), volunteering.volunteer()
    electing.joined([one], team)
    waiting = name(people.applicant(), prize, one)
    by_team = recommending.recommend(
        actor=people.leader(team), category=prize, subject=one, citation="事迹", recommender=team
    )
    with pytest.raises(AlreadyRecommended):
        recommending.take_up(actor=volunteering.user_of(one), nomination=waiting)
    awards.refuse_nomination(actor=city, nomination=by_team, reason="材料不全")
    again = recommending.recommend(
        actor=people.leader(team), category=prize, subject=one, citation="补齐材料", recommender=team
    )
    assert again.state == State.SUBMITTED


def test_an_organisation_answers_for_itself_and_for_its_project():
    season = electing.season()
    team = volunteering.organisation()
    leader, project = people.leader(team), volunteering.project(team)
    collective, of_projects = electing.category(season, "collective"), electing.category(season, "project")
    of_team, of_project = (
        name(people.applicant(), prize, subject)
        for prize, subject in ((collective, team), (of_projects, project))
    )
    assert {notice.to for notice in asked("award_asked")} == {leader.person}
    with pytest.raises(NotAllowed):
        recommending.take_up(actor=people.leader(volunteering.organisation()), nomination=of_team)
    page = signed_in(leader).get(reverse("volunteer_recommended")).content.decode()
    assert project.title in page
    address = reverse("volunteer_award_answer_for_organisation", args=[of_project.pk])
    signed_in(leader).post(address, {"act": "decline"})
    recommending.take_up(actor=leader, nomination=of_team)
    states = AwardNomination.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.SUBMITTED, State.DECLINED]


def test_how_many_one_person_names_and_not_oneself():
    season = electing.season()
    prize, neighbour = electing.category(season), people.applicant()
    with pytest.raises(NominationUnfit):
        name(neighbour, prize, volunteering.volunteer(neighbour))
    with pytest.raises(NominationUnfit):
        name(neighbour, prize, volunteering.organisation())
    for _ in range(3):
        name(neighbour, prize, volunteering.volunteer())
    with pytest.raises(TooManyRecommendations):
        name(neighbour, prize, volunteering.volunteer())


def test_the_page_tells_a_stranger_nothing_of_whom_it_names(settings):
    season = electing.season()
    prize, one = electing.category(season, min_hours=100), volunteering.volunteer()
    client, page = signed_in(people.applicant()), reverse("volunteer_recommend_another", args=[season.code])
    told = {"category": prize.pk, "citation": "邻里互助", "volunteer_no": one.volunteer_no}
    for full_name in ("张三丰", ""):
        answer = client.post(page, told | {"full_name": full_name})
        assert answer.status_code == 200
        assert one.person.full_name not in answer.content.decode()
    assert (
        "没有编号和姓名都相符的在册志愿者"
        in client.post(page, told | {"full_name": "张三丰"}).content.decode()
    )
    answer = client.post(page, told | {"full_name": one.person.full_name})
    assert (answer.status_code, answer.url) == (302, season.get_absolute_url())
    with pytest.raises(NominationUnfit):
        recommending.take_up(actor=volunteering.user_of(one), nomination=AwardNomination.objects.get())


def test_nobody_who_has_not_answered_is_before_the_panel(city):
    season = electing.season()
    named = name(people.applicant(), electing.category(season), volunteering.volunteer())
    for _ in range(3):
        electing.member(season)
    awards.open_review(actor=city, season=season)
    named.refresh_from_db()
    assert named.state == State.DECLINED


# --- hours ------------------------------------------------------------------------------------


def test_only_final_hours_of_the_ledger_count_and_they_stay_as_they_were(city, settings):
    """Three hours of each entry; those that are not final yet move nobody, and no row is moved later."""
    post, one = volunteering.post(), volunteering.volunteer()
    stand, recommend = _ways_to_be_named(city, post, one)
    hours.entry(post, one, state="confirmed", day_ago=3)
    for act, refusal in ((stand, CandidateUnfit), (recommend, NominationUnfit)):
        with pytest.raises(refusal) as told:
            act()
        assert "已生效服务时长 0 小时" in str(told.value)
    hours.entry(post, one, state="final", day_ago=2)
    provisional = hours.entry(post, one, state="confirmed", day_ago=1)
    assert provisional.state == "confirmed"
    with pytest.raises(CandidateUnfit) as told:
        stand()
    assert "已生效服务时长 6 小时，须满 20 小时" in str(told.value)
    settings.VOLUNTEERS = settings.VOLUNTEERS | {"candidate_hours": 6}
    rows = [stand(), recommend()]
    hours.entry(post, one, state="final", day_ago=5)
    for row in rows:
        _is_frozen(row, 360)


def _ways_to_be_named(city, post, one):
    """As a candidate of the organisation of the post, and for an award by oneself."""
    electing.joined([one], post.project.organiser)
    held = electing.congress(state=Congress.State.NOMINATING, notice_until=None)
    unit, office = electing.unit(held, post.project.organiser), electing.office(held)
    prize = electing.category(electing.season(), min_hours=3)
    return (
        lambda: candidates.name_candidate(
            actor=city, unit=unit, office=office, volunteer_no=one.volunteer_no, statement="服务"
        ),
        lambda: recommending.recommend(
            actor=volunteering.user_of(one), category=prize, subject=one, citation="事迹"
        ),
    )


def _is_frozen(row, minutes):
    row.refresh_from_db()
    assert (row.minutes, row.hours * 60) == (minutes, minutes)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(minutes=6000)


def test_half_hours_are_told_as_they_are_counted(city):
    season = electing.season()
    named = electing.nomination(electing.category(season), state="submitted", minutes=1170)
    page = reverse("volunteer_award_nomination", args=[named.pk])
    assert "19.5 小时" in signed_in(city).get(page).content.decode()
    assert "1170" not in signed_in(city).get(page).content.decode()
    short = electing.nomination(electing.category(season, min_hours=20), state="submitted", minutes=1170)
    with pytest.raises(NominationUnfit) as told:
        awards.accept_nomination(actor=city, nomination=short)
    assert "已生效服务时长 19.5 小时，须满 20 小时" in str(told.value)


# --- recusal ----------------------------------------------------------------------------------


def test_a_member_does_not_score_who_serves_in_the_same_team_whoever_recommends(city):
    """The nominee recommends oneself: no organisation stands in the nomination, and the team is the same."""
    season = electing.season()
    prize, team = electing.category(season), volunteering.organisation()
    [mate] = electing.joined([volunteering.volunteer()], team)
    own, free = electing.nomination(prize, mate), electing.nomination(prize)
    [judge] = electing.joined([volunteering.volunteer()], team)
    seat = electing.member(season, volunteering.user_of(judge))
    for _ in range(2):
        electing.member(season)
    awards.open_review(actor=city, season=season)
    assert {each.nomination_id: each.recusal for each in seat.scores.all()} == {own.pk: "organisation"}
    with pytest.raises(MustRecuse):
        panel.score(actor=seat.user, member=seat, nomination=own, points=100)
    panel.score(actor=seat.user, member=seat, nomination=free, points=80)
    page = reverse("volunteer_panel", args=[season.code])
    assert mate.person.full_name in signed_in(seat.user).get(page).content.decode()


def test_the_ranking_is_read_when_all_have_answered_and_then_nobody_joins_the_panel(city):
    season = electing.season(state="review")
    named = electing.nomination(electing.category(season))
    seats = [electing.member(season) for _ in range(3)]
    desk = reverse("volunteer_award_desk", args=[season.code])
    scores = reverse("admin:volunteers_panelscore_changelist")
    client = signed_in(city)
    for seat in seats:
        page = client.get(desk).content.decode()
        assert "交齐之后才显示排名" in page
        assert "平均分" not in page
        panel.score(actor=seat.user, member=seat, nomination=named, points=77)
        assert ">77<" not in client.get(scores).content.decode()
    assert "77.00" in client.get(desk).content.decode()
    late = people.applicant()
    with pytest.raises(PanelHasAnswered):
        panel.seat_member(actor=city, season=season, mobile=late.mobile)
    electing.nomination(electing.category(season))
    assert panel.seat_member(actor=city, season=season, mobile=late.mobile).season == season
