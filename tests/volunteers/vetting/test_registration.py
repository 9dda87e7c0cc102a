"""注册: from 14 on, with a number of one's own; teams let in by their leaders; leaving keeps what was served."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from tests import people, volunteering
from tests.people import signed_in
from volunteers.errors import (
    AlreadyInTeam,
    AlreadyVolunteer,
    BirthDateUnknown,
    GraduationWithoutUniversity,
    MemberMoved,
    ReasonMissing,
    TooYoungToVolunteer,
    VolunteerLeft,
    VolunteerStillServes,
)
from volunteers.models import Signup, Skill, TeamMember, Volunteer
from volunteers.services import registration, teams
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def register(user, **told):
    district = Organisation.objects.get(code="zhangdian")
    return registration.register(actor=user, person=user.person, reporting_org=district, **told)


def born_years_ago(years, days=0):
    """Who completes so many years in ``days`` days."""
    turns = today() + timedelta(days=days)
    day = 28 if (turns.month, turns.day) == (2, 29) else turns.day
    return people.applicant(born=date(turns.year - years, turns.month, day))


def test_a_volunteer_has_a_number_and_what_they_told():
    user = people.applicant()
    university = volunteering.organisation(kind="university")
    skills = list(Skill.objects.all()[:2])

    volunteer = register(
        user,
        university=university,
        graduates_on=today() + timedelta(400),
        skills=skills,
        availability=["weekend_day"],
        introduction=" 会手语 ",
    )

    assert volunteer.volunteer_no.startswith(f"ZB{today():%Y}")
    assert list(volunteer.skills.all()) == sorted(skills, key=lambda skill: skill.code)
    assert (volunteer.introduction, volunteer.availability) == ("会手语", ["weekend_day"])
    assert Notice.objects.filter(to=user.person, kind="volunteers.registered").exists()


def test_nobody_is_a_volunteer_twice_and_the_second_leaves_nothing():
    user = people.applicant()
    first = register(user)
    with pytest.raises(AlreadyVolunteer):
        register(user)
    assert list(Volunteer.objects.all()) == [first]


def test_whoever_is_14_today_may_register_and_whoever_is_tomorrow_may_not():
    assert register(born_years_ago(14)).pk
    with pytest.raises(TooYoungToVolunteer) as refusal:
        register(born_years_ago(14, days=1))
    assert "年满 14 周岁" in str(refusal.value)


def test_an_age_that_nobody_knows_is_no_age():
    user = people.applicant()
    user.person.birth_date = None
    with pytest.raises(BirthDateUnknown):
        register(user)


def test_a_graduation_needs_a_university_by_the_database_too():
    user = people.applicant()
    with pytest.raises(GraduationWithoutUniversity):
        register(user, graduates_on=today())
    with pytest.raises(IntegrityError, match="volunteer_graduates_from_a_university"):
        volunteering.volunteer(user, graduates_on=today())


def test_nobody_registers_another():
    with pytest.raises(NotAllowed):
        registration.register(
            actor=people.applicant(),
            person=people.applicant().person,
            reporting_org=Organisation.objects.get(code="zhangdian"),
        )


def test_leaving_ends_teams_and_standby_and_coming_back_keeps_the_number():
    volunteer = volunteering.volunteer()
    user = volunteering.user_of(volunteer)
    waiting = volunteering.signup(volunteering.shift(), volunteer, state="standby", seat=None, cap=None)
    member = teams.ask_to_join(actor=user, volunteer=volunteer, team=volunteering.organisation())

    registration.leave(actor=user, volunteer=volunteer)

    waiting.refresh_from_db()
    member.refresh_from_db()
    assert (volunteer.state, waiting.state, member.state) == ("left", "signed_off", "left")
    with pytest.raises(VolunteerLeft):
        teams.ask_to_join(actor=user, volunteer=volunteer, team=member.team)
    number = volunteer.volunteer_no
    assert registration.come_back(actor=user, volunteer=volunteer).volunteer_no == number


def test_nobody_leaves_while_somebody_counts_on_them():
    volunteer = volunteering.volunteer()
    signup = volunteering.signup(volunteering.shift(), volunteer)
    with pytest.raises(VolunteerStillServes):
        registration.leave(actor=volunteering.user_of(volunteer), volunteer=volunteer)
    assert Signup.objects.get(pk=signup.pk).state == "signed_up"


# --- teams -----------------------------------------------------------------------------------


@pytest.fixture
def asked():
    volunteer, team = volunteering.volunteer(), volunteering.organisation()
    leader = people.leader(team)
    user = volunteering.user_of(volunteer)
    return teams.ask_to_join(actor=user, volunteer=volunteer, team=team), leader, user


def test_a_leader_lets_in_and_the_volunteer_is_told(asked):
    member, leader, user = asked
    assert Notice.objects.filter(to=leader.person, kind="volunteers.member_asked").exists()
    assert teams.admit_member(actor=leader, member=member).state == "active"
    assert Notice.objects.filter(to=user.person, kind="volunteers.member_decided").exists()
    with pytest.raises(MemberMoved):
        teams.refuse_member(actor=leader, member=member, reason="名额已满")


def test_a_refusal_says_why_and_may_be_asked_again(asked):
    member, leader, user = asked
    with pytest.raises(ReasonMissing):
        teams.refuse_member(actor=leader, member=member, reason=" ")
    teams.refuse_member(actor=leader, member=member, reason="本队只收大学生")
    assert teams.ask_to_join(actor=user, volunteer=member.volunteer, team=member.team).state == "asked"


def test_a_team_is_asked_once_at_a_time(asked):
    member, _leader, user = asked
    with pytest.raises(AlreadyInTeam):
        teams.ask_to_join(actor=user, volunteer=member.volunteer, team=member.team)
    assert TeamMember.objects.count() == 1


def test_a_leader_of_another_team_decides_nothing_and_a_leader_nothing_of_their_own(asked):
    member, leader, _user = asked
    with pytest.raises(NotAllowed):
        teams.admit_member(actor=people.leader(volunteering.organisation()), member=member)
    own = TeamMember.objects.create(volunteer=volunteering.volunteer(leader), team=member.team)
    with pytest.raises(NotAllowed):
        teams.admit_member(actor=leader, member=own)


def test_pages_register_a_person_and_let_them_join(client_of_a_newcomer, asked):
    client, user = client_of_a_newcomer
    district = Organisation.objects.get(code="zhangdian")
    assert client.get("/volunteers/me/").url == "/volunteers/register/"
    answer = client.post("/volunteers/register/", {"reporting_org": district.pk, "availability": ["holiday"]})
    assert answer.url == "/volunteers/me/"
    page = client.get("/volunteers/me/").content.decode()
    assert Volunteer.objects.get(person=user.person).volunteer_no in page
    member, leader, _user = asked
    assert client.post("/volunteers/me/teams/", {"team": member.team_id}).url == "/volunteers/me/"
    desk = signed_in(leader)
    mine = TeamMember.objects.get(volunteer__person=user.person)
    assert (
        desk.post(f"/volunteers/desk/members/{mine.pk}/", {"act": "admit"}).url == "/volunteers/desk/members/"
    )
    assert TeamMember.objects.get(pk=mine.pk).state == "active"


@pytest.fixture
def client_of_a_newcomer():
    user = people.applicant()
    return signed_in(user), user
