"""The demonstration of the Hope Rooms: built through the services, as the portal's own role, once."""

from collections import Counter

import pytest

from hope_rooms import demo
from hope_rooms.models import Access, AccessGrant, ChildRecord, Concern, HopeRoom
from tests import people


@pytest.fixture
def loaded(db):
    people.city_staff()
    for district in ("zhangdian", "huantai"):
        people.officer(district)
    said = []
    demo.load(said.append)
    return said


def test_cases_stand_from_nomination_to_the_survey(loaded):
    states = Counter(HopeRoom.objects.values_list("state", flat=True))

    assert states == {"nominated": 3, "screening": 3, "ineligible": 1, "surveying": 4}
    assert demo.is_loaded()
    assert loaded[-1] == "希望小屋：11 份档案"


def test_one_request_waits_and_one_emergency_is_to_be_reviewed(loaded):
    assert AccessGrant.objects.to_decide().count() == 1
    assert AccessGrant.objects.to_review().count() == 1
    assert Access.objects.filter(basis="grant", is_writing=False).count() == 2


def test_nothing_of_a_child_stands_in_plain_words(loaded):
    assert "孩示" not in str(list(HopeRoom.objects.values())) + str(list(Access.objects.values()))
    assert not [row for row in ChildRecord.objects.all() if "孩示" in row.sealed]


def test_one_concern_was_reported_and_closed(loaded):
    concern = Concern.objects.get()
    assert (concern.state, concern.subject) == ("closed", None)
    assert concern.calls.count() == 1
