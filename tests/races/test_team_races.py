"""One team for a person and event, and a team's size, at one instant; and what holds them."""

import pytest
from django.db import connection

from events.models import Team, TeamMember
from events.services.teams import forming
from tests import people, teaming
from tests.racing import CROWD, at_once, outcome

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WALL = "team_one_for_a_person_and_event"


def _teams(count, **fields):
    made = teaming.event(**fields)
    return made, [
        teaming.team(made, user, f"第{number}队") for number, user in enumerate(people.crowd(count))
    ]


def _joins(teams, user):
    me = people.User.objects.get(pk=user.pk)
    return at_once(lambda n: forming.join_team(actor=me, code=teams[n].code))


def test_one_person_who_joins_64_teams_is_in_one():
    made, teams = _teams(CROWD)
    user = people.applicant("多队")
    assert outcome(_joins(teams, user)) == {"Team": 1, "InAnotherTeam": CROWD - 1}
    assert TeamMember.objects.live().filter(event=made, person=user.person).count() == 1


@pytest.mark.control
def test_without_the_index_one_person_is_in_many():
    """Negative control: locks of teams hold nobody in one."""
    made, teams = _teams(CROWD)
    user = people.applicant("多队")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {WALL}")
    try:
        _joins(teams, user)
        assert TeamMember.objects.live().filter(event=made, person=user.person).count() > 1
    finally:
        TeamMember.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE UNIQUE INDEX {WALL} ON events_teammember (event_id, person_id) WHERE left_at IS NULL"
            )


def test_of_64_who_join_one_team_of_five_four_are_in():
    _made, [team] = _teams(1, most=5)
    crowd = people.crowd(CROWD)
    answers = at_once(lambda n: forming.join_team(actor=crowd[n], code=team.code))
    assert outcome(answers) == {"Team": 4, "TeamFull": CROWD - 4}
    assert Team.objects.get().members.live().count() == 5
