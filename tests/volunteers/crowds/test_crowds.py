"""群众活动: counted without names by one person, confirmed by another, voided and never overwritten; IN05."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from tests import crowding, people, volunteering
from volunteers.crowd_errors import (
    ConfirmedByAnother,
    CrowdMoved,
    NobodyCame,
    NotHeldYet,
    OrganiserReportsNowhere,
    TellsOfSomebody,
    VoidReasonMissing,
)
from volunteers.models import CrowdSession
from volunteers.services import crowds
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return volunteering.organisation("zichuan")


def figures(month=None, district=None):
    period = (month or Month.of(today() - timedelta(1))).period
    return tuple(int(kpi(code).total(period, district).part) for code in ("IN05-1", "IN05-2"))


# --- counting --------------------------------------------------------------------------------


def test_a_session_counts_when_a_second_person_has_confirmed_it_and_until_it_is_voided(team):
    leader, officer = people.leader(team), people.officer("zichuan")
    session = crowding.recorded(team, leader)
    assert (session.visitors, figures()) == (400, (0, 0))

    with pytest.raises(ConfirmedByAnother):
        crowds.confirm_session(actor=leader, session=session)
    crowds.confirm_session(actor=people.leader(team), session=session)
    assert figures() == (1, 400)
    assert figures(district=team.reporting_org_id) == (1, 400)
    assert figures(district=Organisation.objects.get(code="huantai").pk) == (0, 0)
    with pytest.raises(CrowdMoved):
        crowds.confirm_session(actor=officer, session=session)

    crowds.void_session(actor=officer, session=session, reason="重复登记")
    assert figures() == (0, 0)
    with pytest.raises(CrowdMoved):
        crowds.void_session(actor=officer, session=session, reason="重复登记")


def test_by_the_day_it_was_held_and_of_exam_relief_alone(team):
    first = today().replace(day=1)
    before = first - timedelta(1)
    crowding.confirmed(team, held_on=before, students=10, parents=5)
    crowding.confirmed(team, held_on=before, kind="water_safety")
    crowding.confirmed(team, held_on=first, students=7, parents=0)
    assert figures(Month.of(before)) == (1, 15)
    assert figures(Month.of(first)) == (1, 7)


def test_the_rows_behind_the_figures_are_listed_and_name_nobody(team):
    session = crowding.confirmed(team)
    for code in ("IN05-1", "IN05-2"):
        one = kpi(code)
        assert not one.is_manual
        [row] = one.rows(Month.of(session.held_on).period, team.reporting_org_id)
        shown = [str(column.read(row)) for column in one.facts.columns]
        assert shown == ["考前减压讲座", str(team), "第一中学报告厅", str(session.held_on), "300", "100"]


def test_there_is_no_place_for_a_name_and_a_remark_takes_no_number_of_anybody(team):
    told = {field.name for field in fields(crowds.Count)}
    assert told == {
        *("kind", "title", "title_en", "organiser", "place", "held_on", "students", "parents", "remark"),
        *("consents", "companions", "returned"),
    }
    for words in ("联系 13900001234", "0533-123 4567", "证件 370399200001010011"):
        with pytest.raises(TellsOfSomebody):
            crowding.recorded(team, remark=words)
    assert crowding.recorded(team, remark="三个年级 12 个班，分两场").remark


def test_what_cannot_be_is_refused_with_a_reason(team):
    leader = people.leader(team)
    for wrong, refusal in (
        ({"held_on": today() + timedelta(1)}, NotHeldYet),
        ({"students": 0, "parents": 0}, NobodyCame),
        ({"students": 20_001}, NobodyCame),
    ):
        with pytest.raises(refusal):
            crowding.recorded(team, leader, **wrong)
    city = Organisation.objects.get(code="city")
    with pytest.raises(OrganiserReportsNowhere):
        crowding.recorded(city, people.city_staff())
    assert crowding.recorded(team, leader, students=0, parents=20).visitors == 20


# --- who ------------------------------------------------------------------------------------


def test_who_counts_confirms_and_voids(team):
    strangers = (people.leader(volunteering.organisation("huantai")), people.officer("huantai"))
    for actor in (*strangers, people.applicant(), people.administrator()):
        with pytest.raises(NotAllowed):
            crowding.recorded(team, actor)
    session = crowding.recorded(team)
    for actor in strangers:
        with pytest.raises(NotAllowed):
            crowds.confirm_session(actor=actor, session=session)
    assert crowds.confirm_session(actor=people.city_staff(), session=session).state == "confirmed"
    with pytest.raises(NotAllowed):  # what counts already is the district's to take back
        crowds.void_session(actor=people.leader(team), session=session, reason="写错")
    waiting = crowding.recorded(team)
    with pytest.raises(VoidReasonMissing):
        crowds.void_session(actor=people.leader(team), session=waiting, reason="  ")
    assert crowds.void_session(actor=people.leader(team), session=waiting, reason="写错").state == "voided"


def test_a_correction_voids_and_counts_anew_and_waits_for_a_second_person(team):
    officer = people.officer("zichuan")
    wrong = crowding.confirmed(team)
    right = crowds.correct_session(
        actor=officer, session=wrong, count=crowding.count(team, students=30), reason="多写一个零"
    )
    wrong.refresh_from_db()
    assert (wrong.state, wrong.reason, right.corrects) == ("voided", "多写一个零", wrong)
    assert figures() == (0, 0)
    crowds.confirm_session(actor=people.leader(team), session=right)
    assert figures() == (1, 130)
    other = crowding.confirmed(team, held_on=date(2021, 5, 20))
    with pytest.raises(NotHeldYet):
        crowds.correct_session(
            actor=officer,
            session=other,
            count=crowding.count(team, held_on=today() + timedelta(1)),
            reason="日期写错",
        )
    other.refresh_from_db()
    assert other.state == "confirmed"  # all or nothing


# --- whatever writes it -----------------------------------------------------------------------


def test_the_database_holds_the_second_person_the_numbers_and_the_moves(team):
    leader, officer = people.leader(team), people.officer("zichuan")
    rows = CrowdSession.objects.filter(pk=crowding.recorded(team, leader).pk)
    for changes, wall in (
        ({"confirmed_by": leader}, "crowd_session_confirmed_by_another_person"),
        ({"confirmed_by": None}, "crowd_session_state_agrees_with_times"),
    ):
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            rows.update(state="confirmed", confirmed_at=now(), **changes)
    with pytest.raises(InternalError), transaction.atomic():
        rows.update(students=1)
    with pytest.raises(InternalError), transaction.atomic():
        rows.delete()
    rows.update(state="confirmed", confirmed_at=now(), confirmed_by=officer)
    with pytest.raises(InternalError), transaction.atomic():
        rows.update(state="recorded", confirmed_at=None, confirmed_by=None)


# --- pages ------------------------------------------------------------------------------------


def test_a_leader_counts_and_another_confirms_by_page(team):
    leader, second = people.leader(team), people.leader(team)
    mine, theirs = people.signed_in(leader), people.signed_in(second)
    new = reverse("crowd_session_new")
    told = {
        "kind": "exam_relief",
        "title": "护航讲座",
        "organiser": team.pk,
        "place": "体育馆",
        "held_on": str(today()),
        "students": "500",
        "parents": "20",
        "remark": "电话 13900000000",
    }
    assert "请去掉" in mine.post(new, told).content.decode()
    other = volunteering.organisation("huantai")
    assert mine.post(new, told | {"organiser": other.pk, "remark": ""}).status_code == 200
    page = mine.post(new, told | {"remark": ""}).url
    assert "登记的人不能确认" in mine.get(page).content.decode()
    assert "人次无误，确认" not in mine.get(page).content.decode()
    assert "登记的人不能确认" in mine.post(page, {"act": "confirm"}).content.decode()
    assert "人次无误，确认" in theirs.get(page).content.decode()
    assert theirs.post(page, {"act": "confirm"}).url == page
    assert figures(Month.of(today())) == (1, 520)
    assert "作废" not in theirs.get(page).content.decode()

    officer = people.signed_in(people.officer("zichuan"))
    assert "护航讲座" in officer.get(reverse("crowd_sessions")).content.decode()
    session = CrowdSession.objects.get()
    correct = reverse("crowd_session_correct", args=[session.pk])
    assert 'value="500"' in officer.get(correct).content.decode()
    assert "必填" in officer.post(correct, told | {"remark": ""}).content.decode()
    right = officer.post(correct, told | {"remark": "", "students": "50", "reason": "多写一个零"})
    assert right.url == CrowdSession.objects.get(state="recorded").get_absolute_url()
    assert officer.get(correct).status_code == 404
    assert people.signed_in(people.officer("huantai")).get(page).status_code == 404


@pytest.mark.parametrize("act", [{}, {"act": "strange"}])
def test_a_button_that_the_page_does_not_have_voids_nothing(team, act):
    leader = people.leader(team)
    session = crowding.recorded(team, leader)
    answer = people.signed_in(leader).post(session.get_absolute_url(), {"reason": "误点"} | act)
    session.refresh_from_db()
    assert (answer.status_code, session.state) == (404, "recorded")
