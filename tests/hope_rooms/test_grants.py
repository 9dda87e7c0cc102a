"""查阅授权: asked for and decided by another, taken in an emergency and looked at by another, always with an end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.errors import AccessRefused, DecidedByAnother, GrantMoved, GrantTooLong, ReasonMissing
from hope_rooms.models import AccessGrant
from hope_rooms.services import grants, guard
from tests import hoping
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed


@pytest.fixture
def child(city):
    return hoping.nominated(city).child


def asked(until=0, **other):
    given = {"data_class": DataClass.HOME, "purpose": Purpose.SUPERVISION, "reason": "督导抽查"} | other
    return grants.Asked(**given, until_on=today() + timedelta(until))


def test_a_request_opens_nothing_until_somebody_else_has_granted_it(city, child):
    grant = grants.ask_access(actor=city.city_staff, child=child, asked=asked())
    with pytest.raises(AccessRefused):
        guard.read(city.city_staff, child, Part.HOME, purpose=Purpose.SUPERVISION)

    grants.decide_access(actor=city.director, grant=grant, grants=True, answer="")

    assert guard.read(city.city_staff, child, Part.HOME, purpose=Purpose.SUPERVISION).parts
    with pytest.raises(AccessRefused):
        guard.read(city.city_staff, child, Part.NUMBER, purpose=Purpose.SUPERVISION)


def test_nobody_decides_about_the_own_request(city, child):
    grant = grants.ask_access(actor=city.director, child=child, asked=asked())

    with pytest.raises(DecidedByAnother):
        grants.decide_access(actor=city.director, grant=grant, grants=True, answer="")
    assert grants.decide_access(actor=city.lead, grant=grant, grants=True, answer="").state == "granted"


def test_a_refusal_says_why_and_a_decision_is_taken_once(city, child):
    grant = grants.ask_access(actor=city.city_staff, child=child, asked=asked())
    with pytest.raises(ReasonMissing):
        grants.decide_access(actor=city.director, grant=grant, grants=False, answer=" ")

    grants.decide_access(actor=city.director, grant=grant, grants=False, answer="与职责无关")

    with pytest.raises(GrantMoved):
        grants.decide_access(actor=city.lead, grant=grant, grants=True, answer="")


@pytest.mark.parametrize("days", [-1, 31])
def test_a_request_ends_within_a_month(city, child, days):
    with pytest.raises(GrantTooLong):
        grants.ask_access(actor=city.city_staff, child=child, asked=asked(days))


def test_a_request_says_why(city, child):
    with pytest.raises(ReasonMissing):
        grants.ask_access(actor=city.city_staff, child=child, asked=asked(reason=" "))


def test_a_foreign_district_does_not_even_ask(city, child):
    with pytest.raises(NotAllowed):
        grants.ask_access(actor=city.foreign_officer, child=child, asked=asked())


def test_revoked_it_opens_nothing_more(city, child):
    grant = grants.ask_access(actor=city.city_staff, child=child, asked=asked())
    grants.decide_access(actor=city.director, grant=grant, grants=True, answer="")
    grants.revoke_access(actor=city.lead, grant=grant, reason="抽查结束")

    with pytest.raises(AccessRefused):
        guard.read(city.city_staff, child, Part.HOME, purpose=Purpose.SUPERVISION)


def test_an_emergency_opens_everything_of_one_child_for_four_hours(city, child):
    grant = grants.take_emergency(actor=city.town_officer, child=child, reason="孩子发烧，要告诉医生")

    assert grant.ends_at - grant.starts_at == timedelta(hours=4)
    assert guard.read(city.town_officer, child, Part.NUMBER, purpose=Purpose.SAFEGUARDING).parts
    other = hoping.nominated(city).child
    with pytest.raises(AccessRefused):
        guard.read(city.town_officer, other, Part.NUMBER, purpose=Purpose.SAFEGUARDING)


def test_an_emergency_is_looked_at_by_somebody_else_in_words_and_once(city, child):
    grant = grants.take_emergency(actor=city.deputy, child=child, reason="接到报告")
    assert list(AccessGrant.objects.to_review()) == [grant]
    with pytest.raises(DecidedByAnother):
        grants.review_emergency(actor=city.deputy, grant=grant, answer="属实")
    with pytest.raises(ReasonMissing):
        grants.review_emergency(actor=city.lead, grant=grant, answer="")

    grants.review_emergency(actor=city.lead, grant=grant, answer="属实")

    assert not AccessGrant.objects.to_review().exists()
    with pytest.raises(GrantMoved):
        grants.review_emergency(actor=city.lead, grant=grant, answer="属实")


def test_the_database_itself_ends_an_emergency_after_four_hours(city, child):
    grant = grants.take_emergency(actor=city.officer, child=child, reason="接到报告")

    with pytest.raises(IntegrityError, match="access_grant_emergency_lasts_four_hours"), transaction.atomic():
        AccessGrant.objects.filter(pk=grant.pk).update(ends_at=now() + timedelta(hours=5))
