"""Calls about another bed: one's own proposals, answered once per key, and nobody else's."""

import pytest

from stations import services
from stations.models import Rehousing
from tests import people
from tests.houses import house
from tests.stations.api.calls import Caller
from tests.stations.closing import approved, fresh, in_house, shut
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db

REHOUSINGS = "/api/v1/rehousings/"


@pytest.fixture
def near(db):
    return house("male:1", code="zd-02")


@pytest.fixture
def moved(guest, near):
    station = house("male:1", code="zd-01")
    approved(guest, station)
    [made] = shut(station)
    return made


def answer(api, moved, how, key=""):
    headers = {"idempotency-key": key} if key else {}
    return api.client.post(f"{REHOUSINGS}{moved.held.reference}/{how}/", headers=headers)


def test_the_list_says_from_where_to_where_why_and_until_when(api, moved):
    [told] = api.get(REHOUSINGS).json()["results"]
    assert (told["station"]["code"], told["new_station"]["code"]) == ("zd-01", "zd-02")
    assert (told["reference"], told["stay"]) == (moved.held.reference, moved.stay.reference)
    assert (told["state"], told["cause"], told["from_on"]) == ("proposed", "closure", str(moved.from_on))
    assert told["departure"] == str(moved.stay.departure)
    assert told["answer_by"]
    assert (told["may_accept"], told["may_decline"]) == (True, True)


def test_a_bed_that_is_still_to_be_found_cannot_be_accepted(api, guest, near):
    approved(guest, near)
    [made] = shut(near)
    [told] = api.get(REHOUSINGS).json()["results"]
    assert (told["state"], told["may_accept"], told["may_decline"]) == ("to_arrange", False, False)
    refused = answer(api, made, "accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "rehousing_settled")


def test_a_yes(api, moved):
    told = answer(api, moved, "accept")
    assert (told.status_code, told.json()["state"], told.json()["may_accept"]) == (200, "accepted", False)
    assert fresh(moved).state == "accepted"


def test_a_no_and_then_a_yes(api, moved):
    assert answer(api, moved, "decline").json()["state"] == "declined"
    assert answer(api, moved, "decline").json()["code"] == "rehousing_settled"
    assert answer(api, moved, "accept").json()["state"] == "accepted"


def test_an_answer_sent_again_under_its_key_is_given_once_and_undoes_no_later_one(api, moved):
    first = answer(api, moved, "decline", "answer-0001")
    assert answer(api, moved, "accept", "answer-0002").json()["state"] == "accepted"

    assert answer(api, moved, "decline", "answer-0001").json() == first.json()
    assert fresh(moved).state == "accepted"
    assert answer(api, moved, "accept", "answer-0001").json()["code"] == "key_reused"
    assert answer(api, moved, "accept", "no").json()["code"] == "idempotency_key_bad"


@pytest.mark.control
def test_the_control_without_a_key_the_copy_is_refused(api, moved):
    answer(api, moved, "decline")
    assert answer(api, moved, "decline").status_code == 409


def test_the_rest_of_a_stay_is_answered_by_its_own_number(api, guest, near):
    station = house("male:1", code="zd-01")
    stay = in_house(guest, station, 3)
    [made] = shut(station, 1, 5)
    assert made.held.reference != stay.reference
    assert api.client.post(f"{REHOUSINGS}{stay.reference}/accept/").status_code == 404
    assert answer(api, made, "accept").json()["from_on"] > str(today())


def test_nobody_else_finds_it(moved):
    desk = people.operator(moved.station.operator)
    for stranger in (people.applicant(), desk, people.officer("zhangdian")):
        caller = Caller(stranger)
        assert caller.get(REHOUSINGS).json()["count"] == 0
        assert answer(caller, moved, "accept").status_code == 404
    assert Rehousing.objects.get().state == "proposed"
    services.arrange_as_proposed(actor=desk, rehousing=moved)
