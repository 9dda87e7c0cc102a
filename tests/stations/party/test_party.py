"""同住: people who belong together ask for one room, and each says yes for the own person."""

from datetime import timedelta

import pytest

from stations import services
from stations.allocation import Guest, deal_anew
from stations.availability import openings_of
from stations.errors import BedNotFree, BedTaken, NotEligible
from stations.models import Bed, PartyMember, Refusal, RoomNight, Stay, StayNight
from stations.parties import rooms_for
from stations.party_errors import (
    AlreadyInParty,
    InvitationUsed,
    PartyAlreadyOpen,
    PartyDatesFixed,
    PartyOver,
    PartyRoomTaken,
)
from stations.services.parties import end_parties_of
from stations.services.redeal import house_of
from tests import people
from tests.houses import book, house, paper, rule, soon
from tests.stations.together import begin, place_of, say_yes, together
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def told(user):
    return list(Notice.objects.filter(to=user.person).values_list("kind", flat=True))


def broken():
    """Promises that do not hold; no file lies behind the papers of these tests."""
    return {name: rows for name, rows in verify().items() if rows and name != "file_row_without_its_file"}


# --- yes ------------------------------------------------------------------------------------


def test_nothing_is_taken_before_the_last_yes_and_everything_by_it(inn, he, she):
    party = begin(he, inn)
    say_yes(he, party, 1)
    assert not Stay.objects.exists()

    party = say_yes(she, party, 2)

    assert party.state == "booked"
    first, second = Stay.objects.order_by("party_places__place")
    assert (first.guest, second.guest) == (he.person, she.person)
    assert (first.booked_by, second.booked_by) == (he, she)
    assert {stay.state for stay in (first, second)} == {"submitted"}
    assert {night.room.gender_mode for night in StayNight.objects.all()} == {"party"}
    assert [first.nights.count(), second.nights.count()] == [2, 2]
    assert sorted(StayNight.objects.values_list("gender", flat=True)) == [1, 1, 2, 2]
    assert first.evidence.count() == 1
    assert told(he) == told(she) == ["stations.stay_submitted"]
    assert broken() == {}


def test_the_answers_are_of_no_more_use_in_the_party_once_the_stays_have_them(inn, he, she):
    together(he, she, inn)

    assert not PartyMember.objects.exclude(purpose_detail="", contact_mobile="").exists()
    assert not PartyMember.objects.filter(evidence__isnull=False).exists()
    assert set(Stay.objects.values_list("purpose_detail", flat=True)) == {"机械厂面试"}


def test_a_second_yes_changes_nothing(inn, he, she):
    party = begin(he, inn)
    say_yes(he, party, 1)
    say_yes(he, party, 1, purpose="internship")
    say_yes(she, party, 2)
    say_yes(she, party, 2)

    assert Stay.objects.count() == 2
    assert set(Stay.objects.values_list("purpose", flat=True)) == {"job_seeking"}


def test_three_of_a_family_have_a_room_of_three_and_not_one_of_two(he, she):
    inn = house("party:2 party:3")
    child = people.applicant("李小", people.FEMALE)
    party = begin(he, inn, size=3, relation="family")
    for number, user in enumerate((he, she, child), 1):
        assert Stay.objects.count() == 0
        party = say_yes(user, party, number)

    assert party.state == "booked"
    assert {night.room.name for night in StayNight.objects.all()} == {"102"}
    assert broken() == {}


def test_a_room_that_nobody_else_needs_is_the_smallest_that_is_large_enough(he, she):
    inn = house("party:4 party:2")
    assert [stay.nights.first().room.name for stay in together(he, she, inn)] == ["102", "102"]


# --- no -------------------------------------------------------------------------------------


def test_who_may_not_come_hears_why_and_the_others_hear_nothing(inn, he, she):
    party = begin(he, inn)
    say_yes(he, party, 1)

    with pytest.raises(NotEligible):
        say_yes(she, party, 2, declared_non_native=False)

    party.refresh_from_db()
    assert party.state == "open"
    assert place_of(party, 2).person is None
    assert told(he) == []


def test_what_became_of_one_meanwhile_takes_nothing_and_tells_no_name(inn, he, she):
    party = begin(he, inn)
    say_yes(he, party, 1)
    book(he, inn)  # a bed of the own, on the same nights

    party = say_yes(she, party, 2)

    assert (party.state, party.ended_for) == ("ended", "not_all")
    assert Stay.objects.filter(guest=she.person).count() == 0
    assert not RoomNight.objects.filter(room__gender_mode="party").exists()
    assert "stations.party_ended" in told(he)
    assert told(she) == ["stations.party_ended"]
    assert broken() == {}


def test_who_comes_second_to_the_last_room_takes_nothing(inn, he, she):
    late = [people.applicant("赵甲"), people.applicant("钱乙", people.FEMALE)]
    party = begin(late[0], inn)
    say_yes(late[0], party, 1)
    together(he, she, inn)

    party = say_yes(late[1], party, 2)

    assert (party.state, party.ended_for) == ("ended", "no_room")
    assert not Stay.objects.filter(guest__in=[user.person for user in late]).exists()
    with pytest.raises(PartyRoomTaken):
        begin(late[0], inn)


def test_a_link_opens_once(inn, he, she):
    party = begin(he, inn, size=2)
    say_yes(she, party, 2)

    with pytest.raises(InvitationUsed):
        say_yes(people.applicant("赵甲"), party, 2)
    with pytest.raises(InvitationUsed):
        services.decline_party(actor=he, person=he.person, place=place_of(party, 2))


def test_nobody_takes_two_places_of_one_party(inn, he):
    party = begin(he, inn)
    with pytest.raises(AlreadyInParty):
        say_yes(he, party, 2)


def test_nobody_says_yes_for_somebody_else(inn, he, she):
    party = begin(he, inn)
    with pytest.raises(NotAllowed):
        services.say_yes(actor=he, person=she.person, place=place_of(party, 2), purpose="job_seeking")
    desk = people.operator(inn.operator)
    with pytest.raises(NotAllowed):
        services.begin_party(
            actor=desk,
            person=she.person,
            station=inn,
            arrival=soon(),
            departure=soon(6),
            size=2,
            relation="couple",
        )


def test_a_no_of_one_is_over_for_all(inn, he, she):
    party = begin(he, inn)
    say_yes(he, party, 1)

    services.decline_party(actor=she, person=she.person, place=place_of(party, 2))

    party.refresh_from_db()
    assert (party.state, party.ended_for) == ("ended", "declined")
    assert told(he) == ["stations.party_ended"]
    with pytest.raises(PartyOver):
        say_yes(she, party, 2)


def test_one_invitation_at_a_time(inn, he, she):
    begin(he, inn)
    with pytest.raises(PartyAlreadyOpen):
        begin(he, inn, soon(10))


def test_what_nobody_answers_in_time_ends_once(inn, he, she):
    party = begin(he, inn)
    assert services.lapse_parties(at=now()) == 0
    assert services.lapse_parties(at=party.open_until) == 1
    assert services.lapse_parties(at=party.open_until) == 0

    party.refresh_from_db()
    assert (party.state, party.ended_for) == ("ended", "lapsed")
    assert told(he) == ["stations.party_ended"]


def test_the_policy_says_how_long_an_invitation_lasts(inn, he):
    rule(party_hours=5)
    party = begin(he, inn, soon(20))
    assert timedelta(hours=4, minutes=59) < party.open_until - now() <= timedelta(hours=5)


def test_what_a_rule_refuses_is_kept_of_the_one_it_refuses(inn, he, she):
    party = begin(he, inn)
    with pytest.raises(NotEligible):
        say_yes(she, party, 2, declared_non_native=False)
    [kept] = Refusal.objects.all()
    assert (kept.person, kept.code, kept.station) == (she.person, "native", inn)

    together(people.applicant("钱乙"), people.applicant("孙丙", people.FEMALE), inn, soon(12))
    with pytest.raises(PartyRoomTaken):
        begin(people.applicant("赵甲"), inn, soon(12))
    assert Refusal.objects.filter(code="party_room_gone").count() == 1


# --- nobody else ----------------------------------------------------------------------------


def test_no_bed_of_the_room_is_offered_to_anybody_alone(he, she):
    inn = house("party:2")
    assert openings_of([inn.pk], soon(), soon(6))[inn.pk].anybody.total == 0
    with pytest.raises(BedTaken):
        book(he, inn)
    together(he, she, inn)
    with pytest.raises(BedTaken):
        book(people.applicant("赵甲"), inn, room_wish="any")
    assert deal_anew(house_of(inn), Guest(1, soon(), soon(6), wish="any")) is None


def test_a_closed_room_and_a_closed_house_take_no_party(inn):
    assert rooms_for(inn, soon(), soon(6)).count() == 1
    inn.closures.create(
        room=inn.rooms.get(gender_mode="party"), from_on=soon(), until_on=soon(6), reason="修"
    )
    assert rooms_for(inn, soon(), soon(6)).count() == 0
    assert rooms_for(inn, soon(6), soon(7)).count() == 1
    inn.closures.create(from_on=soon(6), until_on=soon(7), reason="修")
    assert rooms_for(inn, soon(6), soon(7)).count() == 0
    inn.closed_on = soon(9)
    assert rooms_for(inn, soon(8), soon(10)).count() == 0


# --- after the booking ----------------------------------------------------------------------


def approved(stays):
    boss = people.city_staff()
    return [services.approve_stay(actor=boss, stay=stay) for stay in stays]


def test_a_rejected_one_leaves_the_room_to_the_other(inn, he, she):
    first, second = together(he, she, inn)
    services.reject_stay(actor=people.city_staff(), stay=first, reason="not_eligible")

    assert second.nights.count() == 2
    assert RoomNight.objects.filter(party__isnull=False).count() == 2
    with pytest.raises(BedTaken):
        book(people.applicant("赵甲"), inn, room_wish="shared")
    assert broken() == {}

    services.withdraw_stay(actor=she, stay=second)
    assert not RoomNight.objects.exists()
    assert rooms_for(inn, soon(), soon(6)).count() == 1
    assert broken() == {}


def test_dates_do_not_change_for_one_alone_and_fewer_nights_do(inn, he, she):
    rule(lead_days=0)
    first, second = approved(together(he, she, inn))
    with pytest.raises(PartyDatesFixed):
        services.change_dates(actor=he, stay=first, arrival=soon(10), departure=soon(12))
    with pytest.raises(PartyDatesFixed):
        services.extend_stay(actor=he, stay=first, departure=soon(8))

    services.shorten_stay(actor=he, stay=first, departure=soon(6))

    assert (first.nights.count(), second.nights.count()) == (1, 2)
    assert broken() == {}


def test_a_desk_moves_a_guest_inside_the_room_and_to_no_other(he, she):
    inn = house("party:3 single:1")
    desk = people.operator(inn.operator)
    first, _second = approved(together(he, she, inn))
    free = Bed.objects.get(room__gender_mode="party", nights=None)
    alone = Bed.objects.get(room__gender_mode="single")

    with pytest.raises(BedNotFree):
        services.move_bed(actor=desk, stay=first, bed=alone, reason="guest_wish")
    services.move_bed(actor=desk, stay=first, bed=free, reason="guest_wish")

    assert {night.bed for night in first.nights.all()} == {free}
    (third,) = approved([book(people.applicant("赵甲"), inn, soon(20))])
    with pytest.raises(BedNotFree):
        services.move_bed(actor=desk, stay=third, bed=free, reason="guest_wish")
    assert broken() == {}


def test_a_closure_proposes_a_bed_of_the_own_gender_to_each(he, she):
    inn = house("party:2 male:1 female:1")
    first, second = together(he, she, inn)
    room = inn.rooms.get(gender_mode="party")

    services.close_room(actor=people.city_staff(), room=room, from_on=soon(), until_on=soon(6), reason="修")

    assert {night.room.gender_mode for night in first.nights.all()} == {"male"}
    assert {night.room.gender_mode for night in second.nights.all()} == {"female"}
    assert broken() == {}


def test_a_closure_that_is_lifted_leaves_each_where_a_bed_was_found(he, she):
    inn = house("party:2 male:1")
    first, second = together(he, she, inn)
    room, boss = inn.rooms.get(gender_mode="party"), people.city_staff()
    services.close_room(actor=boss, room=room, from_on=soon(), until_on=soon(6), reason="修")
    assert {night.room.gender_mode for night in second.nights.all()} == {"party"}  # no other bed was left

    services.lift_closure(actor=boss, closure=inn.closures.get())

    assert {night.room.gender_mode for night in first.nights.all()} == {"male"}
    assert {night.room.gender_mode for night in second.nights.all()} == {"party"}
    assert broken() == {}


def test_who_comes_late_sleeps_in_a_bed_of_the_own_gender(he, she):
    inn = house("party:2 male:1")
    desk = people.operator(inn.operator)
    with standing_at(now() - timedelta(days=6)):
        first, second = approved(together(he, she, inn, soon(5), nights=3))

    services.mark_no_show(actor=desk, stay=first)
    services.reinstate_stay(actor=desk, stay=first)

    assert [night.room.gender_mode for night in first.nights.order_by("date")] == ["party", "male", "male"]
    assert {night.room.gender_mode for night in second.nights.all()} == {"party"}


def test_whose_account_is_closed_comes_with_nobody(inn, he, she):
    party = begin(he, inn)
    say_yes(he, party, 1)
    end_parties_of([he.person_id])
    party.refresh_from_db()
    assert (party.state, party.ended_for) == ("ended", "declined")


def test_a_hold_of_the_own_draft_stands_in_nobodys_way(inn, he, she):
    draft = services.save_draft(
        actor=she, guest=she.person, station=inn, arrival=soon(), departure=soon(7), purpose="job_seeking"
    )
    services.hold_bed(actor=she, stay=draft)
    assert [stay.guest for stay in together(he, she, inn)] == [he.person, she.person]
    assert paper(she)
