"""Parts of the places that are kept for an organisation: nobody else has one, and its roster grows within them."""

import pytest
from django.db import IntegrityError, transaction

from events import errors, roster_errors
from events.forms.registering import RegisterForm
from events.forms.rosters import RosterFileForm
from events.models import Quota, Registration
from events.roster_sheet import lines_of, read_roster
from events.services import rosters, sessions
from events.services.locks import lock_session
from events.services.sessions import QuotaPlan
from tests import eventing, people, rostering
from tests.rostering import bring, rows

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def school():
    return rostering.school()


@pytest.fixture
def by(school):
    return rostering.teacher(school)


@pytest.fixture
def turn(school):
    """Two places for whoever comes alone, three that are kept."""
    parts = (QuotaPlan("个人", 2, 0, "Alone"), QuotaPlan("学院", 3, 0, "School", organisation=school))
    return rostering.session(5, quotas=parts)


def brought(user, organisation, turn, size):
    """More people onto the roster, as a programme above does it."""
    part = turn.quotas.get(name="学院")
    with transaction.atomic():
        session = lock_session(turn.pk)
        lines = lines_of(session, part, read_roster(rostering.file(*rows(size))))
        return rosters.bring_people(
            actor=user, organisation=organisation, session=session, quota=part, lines=lines
        )


def test_nobody_comes_alone_into_a_kept_part(turn):
    (alone,) = people.crowd(1)
    with pytest.raises(errors.QuotaOfAnOrganisation):
        eventing.register(alone, turn, "学院")
    assert [
        each.name for each in RegisterForm(session=turn, person=alone.person).fields["quota"].queryset
    ] == ["个人"]


def test_another_organisation_brings_nobody_into_it(turn):
    other = rostering.school()
    with pytest.raises(errors.QuotaOfAnOrganisation):
        bring(rostering.teacher(other), other, turn, *rows(1), quota="学院")
    form = RosterFileForm(user=rostering.teacher(other), session=turn)
    assert [each.name for each in form.fields["quota"].queryset] == ["个人"]


def test_the_database_itself_lets_nobody_else_in(turn):
    (alone,) = people.crowd(1)
    with pytest.raises(IntegrityError, match="registration_in_a_part_that_is_theirs"):
        Registration.objects.create(session=turn, quota=turn.quotas.get(name="学院"), person=alone.person)


def test_an_organisation_has_one_part_of_a_session(turn, school):
    with pytest.raises(errors.QuotaNameTaken):
        sessions.add_quota(
            actor=people.officer(), session=turn, plan=QuotaPlan("另一份", 1, organisation=school)
        )
    assert turn.quotas.count() == 2


def test_its_roster_begins_and_grows_within_the_part(by, school, turn):
    first = brought(by, school, turn, 2)
    again = brought(by, school, turn, 1)
    assert (first.pk, again.seats, again.roster.count()) == (again.pk, 3, 3)
    with pytest.raises(errors.PartyTooLarge):
        brought(by, school, turn, 1)
    assert Quota.objects.get(organisation=school).taken == 3


def test_who_waits_for_another_part_is_not_overtaken_by_it(by, school, turn):
    crowd = people.crowd(3)
    for each in crowd:
        eventing.wait(each, turn, "个人")
    one = brought(by, school, turn, 1)
    assert one.state == State.REGISTERED
    assert brought(by, school, turn, 2).seats == 3
    assert rosters.remove_person(actor=by, person=one.roster.first()).seats == 2
    assert rosters.add_person(actor=by, registration=one, cells=rostering.cells()).seats == 3


def test_where_parts_share_their_room_who_waits_goes_first(by, school):
    parts = (QuotaPlan("个人", 4, 0, "Alone"), QuotaPlan("学院", 3, 0, "School", organisation=school))
    turn, crowd = rostering.session(5, quotas=parts), people.crowd(5)
    one = brought(by, school, turn, 1)
    for each in crowd:
        eventing.wait(each, turn, "个人")
    with pytest.raises(roster_errors.RosterWouldOvertake):
        brought(by, school, turn, 1)
    with transaction.atomic(), pytest.raises(IntegrityError, match="never_grows_past_the_queue"):
        Registration.objects.filter(pk=one.pk).update(seats=2)
