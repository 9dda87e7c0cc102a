"""The stairs of a concern that nobody takes on: lead, deputy, director, each told once (welfare.md S13)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hope_rooms.models import ConcernAlert
from hope_rooms.services.concerns import alerts, handling
from hope_rooms.tasks import watch_concerns
from tests import people, worrying
from tests.worrying import HANDLERS, levels, told_to
from zibo_youth.accounts.models import Membership, Organisation
from zibo_youth.notifications.models import Notice


def after(concern, **passed):
    return concern.reported_at + timedelta(**passed)


def test_lead_at_once_deputy_after_15_director_after_60_minutes_each_once(city, living, reporter):
    concern = worrying.reported(reporter)
    assert levels() == [("lead", "lead")]

    assert alerts.watch_concerns(at=after(concern, minutes=14, seconds=59)) == 0
    assert alerts.watch_concerns(at=after(concern, minutes=15)) == 1
    assert alerts.watch_concerns(at=after(concern, minutes=59)) == 0
    assert alerts.watch_concerns(at=after(concern, minutes=60)) == 1

    assert levels() == [("lead", "lead"), ("deputy", "deputy"), ("director", "director")]
    assert [told_to(getattr(city, who)) for who in HANDLERS] == [1, 1, 1]


def test_run_twice_it_sends_nothing_more(city, living, reporter):
    concern = worrying.reported(reporter)
    moment = after(concern, hours=3).isoformat()
    assert watch_concerns(at=moment) == 2
    before = Notice.objects.count()
    assert watch_concerns(at=moment) == 0
    assert (Notice.objects.count(), ConcernAlert.objects.count()) == (before, 3)


def test_what_was_taken_on_climbs_no_further(city, living, reporter):
    concern = worrying.acknowledged(reporter, city.lead)
    assert alerts.watch_concerns(at=after(concern, hours=2)) == 0
    assert levels() == [("lead", "lead")]


def test_a_level_is_written_once_by_the_database(city, living, reporter):
    concern = worrying.reported(reporter)
    with pytest.raises(IntegrityError, match="concern_alert_once_per_level"), transaction.atomic():
        ConcernAlert.objects.create(concern=concern, level="lead", receiver="lead")


def test_an_empty_office_falls_through_to_the_next(city, living, reporter):
    leave(city.lead)
    concern = worrying.reported(reporter)
    assert levels() == [("lead", "deputy")]
    leave(city.deputy)
    alerts.watch_concerns(at=after(concern, minutes=15))
    assert levels() == [("lead", "deputy"), ("deputy", "director")]
    assert told_to(city.director) == 1


def leave(user):
    Membership.objects.filter(person=user.person).delete()


def test_with_nobody_in_office_nothing_fails_and_whoever_comes_hears_at_the_next_look(city, living, reporter):
    for who in HANDLERS:
        leave(getattr(city, who))
    concern = worrying.reported(reporter)
    assert alerts.watch_concerns(at=after(concern, minutes=20)) == 0
    assert levels() == []

    new = people.staff("钱示任", Organisation.objects.get(code="city"), Membership.Role.CENTRE_DIRECTOR)
    assert alerts.watch_concerns(at=after(concern, minutes=25)) == 2
    assert told_to(new) == 2


def test_the_account_is_asked_for_once_after_a_day(city, living, reporter):
    concern = worrying.reported(reporter, words="")
    handling.acknowledge(actor=city.lead, concern=concern)
    assert alerts.watch_concerns(at=after(concern, hours=23)) == 0
    assert alerts.watch_concerns(at=after(concern, hours=25)) == 1
    assert alerts.watch_concerns(at=after(concern, hours=26)) == 0
    assert told_to(reporter, "concern_account_due") == told_to(city.lead, "concern_account_due") == 1


def test_with_the_account_there_nobody_is_asked(city, living, reporter):
    concern = worrying.acknowledged(reporter, city.lead)
    assert alerts.watch_concerns(at=after(concern, days=2)) == 0
