"""Erasing, holding and answering at one instant: what is held is whole, and one answer counts."""

import pytest

from hope_rooms.models import ChildErasure, ChildHold, ChildRecord, GuardianRequest
from hope_rooms.services import forgetting, holds, requests
from hope_rooms.services.forgetting import Cause, Erasing, Extent
from tests import hoping, people
from tests.racing import at_once, outcome
from zibo_youth.accounts.policy import SYSTEM

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 12
ALL = Erasing(Extent.ALL, Cause.LEFT)


@pytest.fixture
def child(city):
    return hoping.nominated(city).child


def test_what_is_held_is_whole_and_what_is_erased_was_not_held(city, child):
    def act(number):
        if number % 2:
            return holds.place_hold(actor=city.lead, child=child, reason="示函")
        return forgetting.forget(SYSTEM, child, ALL)

    found = outcome(at_once(act, CROWD))

    hold = ChildHold.objects.get()
    erasures = ChildErasure.objects.filter(child=child)
    assert found["ChildHold"] == 1
    assert found["ChildHoldStands"] == CROWD / 2 - 1
    assert found["ChildErasure"] + found["ChildHeld"] == CROWD / 2
    assert ChildRecord.objects.filter(child=child).count() == (0 if erasures else 3)
    assert not erasures.filter(erased_at__gt=hold.placed_at).exists()


def answering(city, asked):
    officers = [people.officer(city.here.code) for _number in range(CROWD)]
    return outcome(
        at_once(
            lambda number: requests.refuse_request(actor=officers[number], request=asked, answer=f"{number}"),
            CROWD,
        )
    )


def test_of_twelve_answers_to_one_request_one_counts(city, child):
    asked = requests.record_request(actor=city.town_officer, child=child, wish=hoping.wish())

    assert answering(city, asked) == {"GuardianRequest": 1, "RequestMoved": CROWD - 1}


def test_the_control_an_answer_that_reads_and_then_writes_is_given_more_than_once(city, child, monkeypatch):
    def loosely(actor, request, to, answer):
        request = GuardianRequest.objects.get(pk=request.pk)
        request.answer = answer
        request.save(update_fields=["answer"])
        return request

    asked = requests.record_request(actor=city.town_officer, child=child, wish=hoping.wish())
    GuardianRequest.objects.filter(pk=asked.pk).update(
        state="done", answer="一", answered_on=asked.asked_on, answered_by=city.officer.person
    )
    monkeypatch.setattr(requests, "_answered", loosely)

    assert answering(city, asked)["GuardianRequest"] == CROWD
