"""巡护: three to five of age, a leader, two rolls; what an alert stops, and what it leaves."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import patrolling, people, scanning, shifting, volunteering
from volunteers import tasks
from volunteers.errors import TooYoungForRole
from volunteers.models import PatrolShift, Post, ServiceRole, Shift, Signup
from volunteers.patrol_errors import (
    AlertLifted,
    AlertStands,
    AreaUnderAlert,
    LeaderMissing,
    LeaderNotSignedUp,
    NotAtWatersEdge,
    NotConfirmed,
    PatrolMoved,
    PatrolPlanned,
    PatrolTeamSize,
    PatrolTooEarly,
    PointsMissing,
    SomebodyAtTheWater,
    TeamTooSmall,
)
from volunteers.scan_errors import DoorShut
from volunteers.services import alerts, door_scans, patrols, rolls, shifts
from volunteers.shift_errors import ShiftNotOpen
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
SURE = {"is_line_only": True, "is_phones_charged": True}


@pytest.fixture
def officer():
    return people.officer("zichuan")


@pytest.fixture
def taihe():
    """太河水库, in 淄川."""
    return patrolling.area(volunteering.organisation("zichuan"), name="太河水库", name_en="Taihe Reservoir")


def told(kind):
    return set(Notice.objects.filter(kind=f"volunteers.{kind}").values_list("to", flat=True))


def state(shift):
    return Shift.objects.get(pk=shift.pk).state


def led(patrol, count=3):
    """So many are there, and the first leads."""
    team = patrolling.here(patrol, count)
    leader = people.leader(patrol.shift.post.project.organiser)
    patrols.name_leader(actor=leader, patrol=patrol, leader=team[0])
    return team, leader


# --- scenario 26 -----------------------------------------------------------------------------


def test_a_thunder_alert_suspends_the_open_shifts_of_taihe_and_tells_the_teams(taihe, officer):
    running = patrolling.patrol(taihe, starts_at=now() - timedelta(minutes=30))
    coming = patrolling.patrol(taihe, starts_at=now() + timedelta(days=1))
    over = patrolling.patrol(taihe, starts_at=now() - timedelta(hours=5))
    elsewhere = patrolling.patrol(patrolling.area(taihe.organiser))
    (at_water, *_rest), leader = led(running)
    awaited = volunteering.signup(coming.shift, volunteering.volunteer())
    stranger = volunteering.signup(elsewhere.shift, volunteering.volunteer())
    came_at = at_water.checked_in_at

    alert = alerts.issue_alert(actor=officer, area=taihe, kind="thunder")

    assert [state(each.shift) for each in (running, coming, over, elsewhere)] == [
        *("suspended", "suspended", "open", "open")
    ]
    teams = {at_water.volunteer.person_id, awaited.volunteer.person_id}
    assert teams | {leader.person_id, officer.person_id} <= told("alert_issued")
    assert stranger.volunteer.person_id not in told("alert_issued")
    at_water.refresh_from_db()
    assert (at_water.state, at_water.checked_in_at) == ("checked_in", came_at)

    alerts.lift_alert(actor=officer, alert=alert)

    # Nobody goes back into what had begun; the served minutes end with the check-out, as ever.
    assert [state(each.shift) for each in (running, coming)] == ["suspended", "open"]
    assert awaited.volunteer.person_id in told("alert_lifted")


def test_under_an_alert_nobody_signs_up_and_after_it_they_do(taihe, officer):
    coming = patrolling.patrol(taihe, starts_at=now() + timedelta(days=1))
    newcomer = volunteering.volunteer()
    patrolling.fit(newcomer)
    alert = alerts.issue_alert(actor=officer, area=taihe, kind="thunder")
    with pytest.raises(ShiftNotOpen):
        shifting.sign_up(newcomer, coming.shift)
    with pytest.raises(AlertStands):
        alerts.issue_alert(actor=officer, area=taihe, kind="thunder")
    alerts.lift_alert(actor=officer, alert=alert)
    assert shifting.sign_up(newcomer, coming.shift).state == "signed_up"
    with pytest.raises(AlertLifted):
        alerts.lift_alert(actor=officer, alert=alert)


def test_at_17_nobody_is_rostered_at_the_waters_edge_by_any_path(taihe):
    patrol = patrolling.patrol(taihe)
    day = patrol.shift.starts_at.date()
    born = date(day.year - 17, day.month, 1)
    child = volunteering.volunteer(people.applicant(name="未成年", born=born))
    patrolling.fit(child)
    with pytest.raises(TooYoungForRole):
        shifting.sign_up(child, patrol.shift)
    for way in ("standby", "offered", "signed_up"):
        seat = {"seat": None, "cap": None} if way == "standby" else {"offer_until": now()}
        with pytest.raises(IntegrityError, match="too young"), transaction.atomic():
            volunteering.signup(patrol.shift, child, state=way, **seat)
    # Taking the flag from the role, or the role from the post, is refused while there are patrols.
    for change in (
        lambda: ServiceRole.objects.filter(code="water-patrol").update(is_at_waters_edge=False),
        lambda: Post.objects.filter(pk=patrol.post_id).update(role=ServiceRole.objects.get(code="general")),
    ):
        with pytest.raises(IntegrityError, match="patrol_shift_"), transaction.atomic():
            change()


def test_under_an_alert_everybody_leaves_and_nobody_comes(officer):
    begin = now() - timedelta(minutes=10)
    of = scanning.turn(role="water-patrol", starts_at=begin, sign_off_until=begin)
    late = volunteering.signup(of.shift, volunteering.volunteer())
    area = patrolling.area(of.shift.post.project.organiser)
    patrols.plan_patrol(actor=of.leader, shift=of.shift, area=area, points=list(area.points.all()))
    patrolling.fit(of.signup.volunteer, late.volunteer)
    key = scanning.key(of.shift, now())
    door_scans.pass_door(actor=of.user, signup=of.fresh(), key=key)
    alerts.issue_alert(actor=of.leader, area=area, kind="thunder")
    key = scanning.key(of.shift, now())
    with pytest.raises(DoorShut):
        door_scans.pass_door(actor=shifting.user_of(late.volunteer), signup=late, key=key)
    with pytest.raises(DoorShut):
        rolls.mark(actor=of.leader, signup=late, kind="in")
    out = scanning.key(of.shift, now(), "out")
    assert door_scans.pass_door(actor=of.user, signup=of.fresh(), key=out).state == "checked_out"


def test_with_two_alerts_the_area_opens_when_the_last_is_lifted(taihe, officer):
    patrol = patrolling.patrol(taihe, starts_at=now() + timedelta(days=1))
    stopped_by_hand = patrolling.patrol(taihe, starts_at=now() + timedelta(days=2))
    leader = people.leader(taihe.organiser)
    shifts.suspend_shift(actor=leader, shift=stopped_by_hand.shift, reason="道路施工")
    thunder = alerts.issue_alert(actor=officer, area=taihe, kind="thunder")
    flood = alerts.issue_alert(actor=officer, area=taihe, kind="flood")

    alerts.lift_alert(actor=officer, alert=thunder)
    assert state(patrol.shift) == "suspended"
    assert not told("alert_lifted")
    with pytest.raises(AreaUnderAlert):
        shifts.resume_shift(actor=leader, shift=patrol.shift)
    under_alert = patrolling.patrol(taihe, starts_at=now() + timedelta(days=3))
    assert state(under_alert.shift) == "suspended"

    alerts.lift_alert(actor=officer, alert=flood)
    assert [state(each.shift) for each in (patrol, under_alert, stopped_by_hand)] == [
        *("open", "open", "suspended")
    ]


def test_an_alert_is_for_those_who_keep_the_water(taihe, officer):
    for actor in (people.officer("huantai"), people.leader(volunteering.organisation()), people.applicant()):
        with pytest.raises(NotAllowed):
            alerts.issue_alert(actor=actor, area=taihe, kind="heat")
    alert = alerts.issue_alert(actor=people.leader(taihe.organiser), area=taihe, kind="heat")
    with pytest.raises(NotAllowed):
        alerts.lift_alert(actor=people.officer("huantai"), alert=alert)


# --- the team and its rolls ------------------------------------------------------------------


def test_a_patrol_is_of_three_to_five_at_the_waters_edge(taihe):
    leader, points = people.leader(taihe.organiser), list(taihe.points.all())
    for room in (2, 6):
        shift = patrolling.shift(taihe.organiser, capacity=room)
        with pytest.raises(PatrolTeamSize):
            patrols.plan_patrol(actor=leader, shift=shift, area=taihe, points=points)
    dry = volunteering.shift(volunteering.post(volunteering.project(taihe.organiser)))
    with pytest.raises(NotAtWatersEdge):
        patrols.plan_patrol(actor=leader, shift=dry, area=taihe, points=points)
    patrol = patrolling.patrol(taihe, starts_at=now() + timedelta(days=2))
    with pytest.raises(PatrolPlanned):
        patrols.plan_patrol(actor=leader, shift=patrol.shift, area=taihe, points=points)
    other = patrolling.area(taihe.organiser)
    with pytest.raises(PointsMissing):
        patrols.plan_patrol(actor=leader, shift=dry, area=other, points=points)
    with pytest.raises(PatrolTeamSize):
        shifts.change_shift(actor=leader, shift=patrol.shift, plan=shifting.plan(patrol.shift, capacity=6))
    shifts.change_shift(actor=leader, shift=patrol.shift, plan=shifting.plan(patrol.shift, capacity=4))
    assert PatrolShift.objects.get(pk=patrol.pk).team == 4


def test_a_team_goes_when_it_is_counted_and_ends_when_all_are_out(taihe):
    patrol = patrolling.patrol(taihe)
    team, leader = led(patrol, 2)
    with pytest.raises(NotConfirmed):
        patrols.begin_patrol(actor=leader, patrol=patrol, is_line_only=False, is_phones_charged=True)
    with pytest.raises(TeamTooSmall):
        patrols.begin_patrol(actor=leader, patrol=patrol, **SURE)
    team += patrolling.here(patrol, 1)
    with standing_at(now() - timedelta(hours=2)), pytest.raises(PatrolTooEarly):
        patrols.begin_patrol(actor=leader, patrol=patrol, **SURE)
    with pytest.raises(NotAllowed):
        patrols.begin_patrol(actor=shifting.user_of(team[1].volunteer), patrol=patrol, **SURE)
    first = shifting.user_of(team[0].volunteer)
    begun = patrols.begin_patrol(actor=first, patrol=patrol, **SURE)
    assert (begun.state, begun.counted_in) == ("under_way", 3)
    with pytest.raises(PatrolMoved):
        patrols.name_leader(actor=leader, patrol=patrol, leader=team[1])

    with pytest.raises(SomebodyAtTheWater) as red:
        patrols.end_patrol(actor=first, patrol=patrol)
    assert "还有 3 人" in str(red.value)
    Signup.objects.filter(shift=patrol.shift).update(state="checked_out", checked_out_at=now())
    ended = patrols.end_patrol(actor=first, patrol=patrol)
    assert (ended.state, ended.counted_out) == ("ended", 3)
    with pytest.raises(PatrolMoved):
        patrols.end_patrol(actor=first, patrol=patrol)


def test_a_team_does_not_go_without_its_leader_or_under_an_alert(taihe, officer):
    patrol = patrolling.patrol(taihe)
    patrolling.here(patrol, 3)
    leader = people.leader(taihe.organiser)
    with pytest.raises(LeaderMissing):
        patrols.begin_patrol(actor=leader, patrol=patrol, **SURE)
    other = patrolling.patrol(taihe, starts_at=now() + timedelta(days=1))
    foreign = volunteering.signup(other.shift, volunteering.volunteer())
    with pytest.raises(LeaderNotSignedUp):
        patrols.name_leader(actor=leader, patrol=patrol, leader=foreign)
    absent = volunteering.signup(patrol.shift, volunteering.volunteer())
    patrols.name_leader(actor=leader, patrol=patrol, leader=absent)
    with pytest.raises(LeaderMissing):
        patrols.begin_patrol(actor=leader, patrol=patrol, **SURE)
    alerts.issue_alert(actor=officer, area=taihe, kind="flood")
    with pytest.raises(AreaUnderAlert):
        patrols.begin_patrol(actor=leader, patrol=patrol, **SURE)


def test_whatever_writes_it_a_patrol_begins_with_three_and_a_leader(taihe):
    patrol = patrolling.patrol(taihe)
    rows = PatrolShift.objects.filter(pk=patrol.pk)
    for wrong in ({"counted_in": 2}, {"is_line_only": False}, {"leader": None}, {"is_phones_charged": False}):
        team = Signup.objects.filter(shift=patrol.shift).first() or patrolling.here(patrol, 1)[0]
        whole = {"counted_in": 3, "leader": team} | SURE
        with (
            pytest.raises(IntegrityError, match="patrol_shift_state_agrees_with_rolls"),
            transaction.atomic(),
        ):
            rows.update(state="under_way", began_at=now(), **(whole | wrong))
    assert rows.update(state="under_way", began_at=now(), **whole) == 1


def test_half_an_hour_after_the_end_somebody_asks_for_the_team_once(taihe, officer):
    patrol = patrolling.patrol(taihe, starts_at=now() - timedelta(minutes=30))
    team, leader = led(patrol)
    patrols.begin_patrol(actor=leader, patrol=patrol, **SURE)
    early, late = (patrol.shift.ends_at + timedelta(minutes=n) for n in (29, 30))
    assert tasks.tell_of_unended_patrols(early.isoformat()) == 0
    assert tasks.tell_of_unended_patrols(late.isoformat()) == 1
    assert tasks.tell_of_unended_patrols(late.isoformat()) == 0
    people_told = {team[0].volunteer.person_id, leader.person_id, officer.person_id}
    assert people_told <= told("patrol_not_closed")
    assert team[1].volunteer.person_id not in told("patrol_not_closed")


# --- pages -----------------------------------------------------------------------------------


def test_the_public_reads_risk_signs_and_whom_to_call_and_no_name(taihe, officer, client):
    patrol = patrolling.patrol(taihe)
    (first, *_rest), _leader = led(patrol)
    alerts.issue_alert(actor=officer, area=taihe, kind="thunder")
    words = client.get(reverse("patrol_areas")).content.decode()
    for said in ("太河水库", "风险高", "没有警示牌", "水利局", taihe.phone, "雷暴预警生效中"):
        assert said in words
    assert first.volunteer.person.full_name not in words
    assert first.volunteer.volunteer_no not in words


def test_the_desk_issues_and_lifts_and_the_leader_calls_the_roll_by_page(taihe, officer):
    patrol = patrolling.patrol(taihe)
    team, _leader = led(patrol)
    page = reverse("patrol", args=[patrol.shift.public_id])
    first, second = (people.signed_in(shifting.user_of(one.volunteer)) for one in team[:2])
    assert "出队清点" in first.get(page).content.decode()
    assert team[1].volunteer.volunteer_no not in second.get(page).content.decode()
    assert people.signed_in(people.applicant()).get(page).status_code == 404
    for unknown in ({}, {"act": "start"}):
        assert first.post(page, SURE | unknown).status_code == 404
    assert "请逐项确认" in first.post(page, {"act": "begin"}).content.decode()
    assert first.post(page, {"act": "begin"} | SURE).status_code == 302
    assert "还没有签退" in first.get(page).content.decode()
    assert "还有 3 人没有签退" in first.post(page, {"act": "end"}).content.decode()

    desk = people.signed_in(officer)
    assert "正在巡护" in desk.get(reverse("patrol_desk")).content.decode()
    ask = reverse("patrol_issue_alert", args=[taihe.pk])
    assert desk.post(ask, {"kind": "thunder"}).url == reverse("patrol_desk")
    assert "雷暴预警生效中" in second.get(page).content.decode()
    alert = taihe.alerts.get()
    assert desk.post(reverse("patrol_lift_alert", args=[alert.pk])).url == reverse("patrol_desk")
    assert "雷暴预警生效中" not in second.get(page).content.decode()


def test_a_leader_plans_a_patrol_and_names_who_leads_by_page(taihe):
    shift = patrolling.shift(taihe.organiser)
    signup = volunteering.signup(shift, volunteering.volunteer())
    client = people.signed_in(people.leader(taihe.organiser))
    plan = reverse("patrol_plan", args=[shift.public_id])
    assert client.post(plan, {"area": taihe.pk}).status_code == 302
    patrol = PatrolShift.objects.get(shift=shift)
    assert patrol.points.count() == 2
    assert (
        client.post(reverse("patrol_leader", args=[shift.public_id]), {"leader": signup.pk}).status_code
        == 302
    )
    patrol.refresh_from_db()
    assert patrol.leader == signup
