"""What a rule refuses is kept: one row a person, station, day and rule, of refused acts alone, and never in their way."""

import logging
import uuid
from datetime import timedelta

import pytest
from django.db import Error, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stations import services
from stations.errors import BedTaken, NotEligible
from stations.models import Refusal
from stations.party_errors import PartyRoomTaken
from stations.refusal_words import WORDS
from stations.services import referrals
from tests import people
from tests.houses import book, house, rule, soon
from tests.stations.api.calls import Caller, body
from tests.stations.test_desk_guests import stated, walk_in
from tests.stations.test_queue import draft
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.own_data import everything_about
from zibo_youth.accounts.services import erasing, let_go_in_time
from zibo_youth.core import afterwards
from zibo_youth.core.calendar import now, standing_at, today

pytestmark = pytest.mark.django_db
TOO_FAR = 300


@pytest.fixture
def station(db):
    return house("male:1")


@pytest.fixture
def full(station):
    return book(people.applicant(), station)


def kept():
    return sorted(Refusal.objects.values_list("code", "way"))


def refused(user, station, **changes):
    with pytest.raises((NotEligible, BedTaken)) as refusal:
        book(user, station, **changes)
    return refusal.value


def test_one_row_for_each_rule_with_its_code_and_nothing_of_the_person(guest, station):
    refused(guest, station, arrival=soon(TOO_FAR), purpose="tourism", nights=3)

    assert kept() == [("purpose", "page"), ("too_far", "page")]
    row = Refusal.objects.first()
    assert (row.station, row.person, row.day, row.nights) == (station, guest.person, today(), 3)
    assert guest.person.id_index not in row.mark


def test_the_same_again_is_the_same_row_another_rule_day_or_house_is_another(guest, station):
    for _ in range(20):
        refused(guest, station, arrival=soon(TOO_FAR))
    refused(guest, station, arrival=soon(TOO_FAR + 1), nights=1)
    assert kept() == [("too_far", "page")]

    refused(guest, station, purpose="tourism")
    refused(guest, house(), arrival=soon(TOO_FAR))
    refused(people.applicant(), station, arrival=soon(TOO_FAR))
    with standing_at(now() + timedelta(days=1)):
        refused(guest, station, arrival=soon(TOO_FAR))
    assert Refusal.objects.count() == 5


def test_a_full_house_counts(guest, station, full):
    refused(guest, station)
    assert kept() == [("bed_gone", "page")]


def test_who_waits_was_not_refused(guest, station, full):
    services.submit_or_wait(actor=guest, stay=draft(guest, station))
    assert kept() == []


def test_who_is_refused_the_place_in_the_queue_was(guest, station, full):
    rule(max_waiting=0)
    with pytest.raises(services.waiting.TooManyWaiting):
        services.submit_or_wait(actor=guest, stay=draft(guest, station))
    assert kept() == [("too_many_waiting", "page")]


def test_a_bed_that_cannot_be_held_was_refused(guest, station, full):
    with pytest.raises(BedTaken):
        services.hold_bed(actor=guest, stay=draft(guest, station))
    assert kept() == [("bed_gone", "page")]


def test_with_a_referral_code_around_it_the_row_stays_when_all_of_it_goes(guest, station, monkeypatch):
    with pytest.raises(BedTaken):
        services.hand_in_referred(
            actor=guest, referral="ABCD", hand_in=lambda: (_ for _ in ()).throw(BedTaken())
        )
    assert kept() == []  # nobody had asked for anything
    with pytest.raises(NotEligible):
        referrals.hand_in_referred(
            actor=guest, referral="ABCD", hand_in=lambda: book(guest, station, soon(TOO_FAR))
        )
    assert kept() == [("too_far", "page")]


def test_a_room_for_people_who_belong_together_that_there_is_not(guest, station):
    for arrival, refusal in ((soon(), PartyRoomTaken), (soon(TOO_FAR), NotEligible)):
        with pytest.raises(refusal):
            services.begin_party(
                actor=guest,
                person=guest.person,
                station=station,
                arrival=arrival,
                departure=arrival + timedelta(days=1),
                size=2,
                relation="couple",
            )
    assert kept() == [("party_room_gone", "page"), ("too_far", "page")]


# --- the three ways ---------------------------------------------------------------------------


def test_the_pages_tell_it_beforehand_and_it_is_kept(guest, station, full):
    client = people.signed_in(guest)

    def post(arrival):
        told = {"station": station.code, "arrival": arrival.isoformat(), "nights": "2"}
        return client.post(reverse("stay_dates"), told | {"one_time_key": uuid.uuid4().hex})

    assert post(soon(TOO_FAR)).context["form"].errors
    assert post(soon()).context["is_full"]
    assert kept() == [("bed_gone", "page"), ("too_far", "page")]
    assert post(soon() + timedelta(days=20)).status_code == 302
    assert Refusal.objects.count() == 2


def test_the_api_goes_back_whole_and_the_row_stays(guest, station):
    from tests.stations.places import evidence

    far = (today() + timedelta(days=TOO_FAR)).isoformat()
    answer = Caller(guest).book(body(evidence(guest), station=station.code, arrival=far))

    assert (answer.status_code, answer.json()["code"]) == (422, "too_far")
    assert kept() == [("too_far", "api")]


def test_at_the_desk_who_was_not_registered_is_one_row_without_a_person():
    station = house("male:1 female:1")
    operator = people.operator(station.operator)
    guest = stated()
    for nights in (20, 21):
        with pytest.raises(NotEligible):
            walk_in(operator, station, guest=guest, nights=nights)

    assert not Person.objects.filter(full_name=guest.full_name).exists()
    assert set(kept()) == {("cap_reached", "desk")}
    assert Refusal.objects.get().person is None


# --- never in the way ------------------------------------------------------------------------


def test_a_booking_that_ends_well_pays_nothing_for_it(guest, station):
    with CaptureQueriesContext(connection) as captured:
        book(guest, station)
    assert not any("stations_refusal" in query["sql"] for query in captured)
    assert kept() == []


@pytest.fixture
def failing(db):
    """The table takes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stations_refusal RENAME TO stations_refusal_away")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stations_refusal_away RENAME TO stations_refusal")


def test_the_guest_hears_the_refusal_while_the_table_fails(guest, station, failing, caplog):
    with caplog.at_level(logging.ERROR):
        refusal = refused(guest, station, arrival=soon(TOO_FAR))
    assert refusal.code == "too_far"
    assert "not remembered" in caplog.text
    assert book(guest, station).state == "submitted"


def test_the_control_without_the_catch_the_refusal_would_be_hidden(guest, station, failing, monkeypatch):
    monkeypatch.setattr(afterwards, "_do", lambda act: act())
    with pytest.raises(Error):
        book(guest, station, arrival=soon(TOO_FAR))


# --- whose it is, and how long ----------------------------------------------------------------


def test_an_erasure_leaves_the_row_without_the_person(guest, station):
    refused(guest, station, arrival=soon(TOO_FAR))
    before = Refusal.objects.get()

    erasing.erase(guest.person)

    after = Refusal.objects.get()
    assert (after.person, after.mark) == (None, f"gone-{after.pk}")
    assert (after.code, after.day, after.nights) == (before.code, before.day, before.nights)


def test_after_its_term_the_row_stays_and_names_nobody(guest, station):
    refused(guest, station, arrival=soon(TOO_FAR))
    let_go_in_time()
    assert Refusal.objects.get().person == guest.person

    with standing_at(now() + timedelta(days=367)):
        let_go_in_time()
    assert Refusal.objects.get().person is None
    assert Refusal.objects.get().mark.startswith("gone-")


def test_who_was_erased_meanwhile_is_not_named_again(guest, station):
    with afterwards.afterwards():
        refused(guest, station, arrival=soon(TOO_FAR))
        erasing.erase(guest.person)
    assert Refusal.objects.get().person is None


def test_the_district_and_the_city_see_it_nobody_else_does(guest, station):
    refused(guest, station, arrival=soon(TOO_FAR))

    def seen(user):
        return Refusal.objects.visible_to(user).count()

    assert [seen(people.officer("zhangdian")), seen(people.city_staff())] == [1, 1]
    assert [seen(people.officer("huantai")), seen(people.operator(station.operator)), seen(guest)] == [
        0,
        0,
        0,
    ]
    assert everything_about(guest)["stations"]["refusals"][0]["code"] == "too_far"


def test_every_code_that_is_kept_has_its_word(guest, station, full):
    refused(guest, station)
    refused(guest, station, arrival=soon(TOO_FAR), purpose="tourism")
    assert set(Refusal.objects.values_list("code", flat=True)) <= set(WORDS)
    assert max(map(len, WORDS)) <= Refusal._meta.get_field("code").max_length
