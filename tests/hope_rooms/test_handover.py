"""通风、交付、复查和结项: nobody moves in before the air is good and two adults are named."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from hope_rooms import readiness
from hope_rooms.building_errors import (
    AirTestStands,
    DayWrong,
    NotPairedYet,
    NotReadyForHandover,
    PairingStands,
    RecheckSaysNothing,
    RecheckStands,
    RecheckTooEarly,
)
from hope_rooms.errors import ReasonMissing
from hope_rooms.models import AirTest, Build, Pairing, Recheck
from hope_rooms.services import partings
from hope_rooms.services.building import acceptance, care, handing, leaving
from tests import building, hoping
from zibo_youth.core.calendar import now, standing_at, today

DAY = timedelta(days=1)


@pytest.fixture
def room(city):
    return building.airing(city)


def sampled(city, room, **told):
    return handing.record_air_test(actor=city.officer, room=room, report=building.report(**told))


def hand_over(city, room):
    return handing.hand_over(actor=city.officer, room=room, keys_on=today(), inventory_on=today())


@pytest.mark.parametrize(
    ("reading", "value", "passes"),
    [
        ("formaldehyde", "0.080", True),
        ("formaldehyde", "0.081", False),
        ("benzene", "0.030", True),
        ("benzene", "0.031", False),
        ("tvoc", "0.600", True),
        ("tvoc", "0.601", False),
    ],
)
def test_the_air_passes_up_to_each_limit(city, room, reading, value, passes):
    assert sampled(city, room, **{reading: Decimal(value)}).passed is passes


def test_a_later_limit_changes_no_earlier_result(city, room, settings):
    test = sampled(city, room)
    limits = settings.HOPE_ROOMS["air_limits"] | {"tvoc": "0.10"}
    settings.HOPE_ROOMS = settings.HOPE_ROOMS | {"air_limits": limits}
    test.refresh_from_db()
    assert test.passed
    assert not sampled(city, room).passed


def test_one_report_counts_once_and_is_of_these_days(city, room):
    sampled(city, room, report_no="JC-1")
    with pytest.raises(AirTestStands):
        sampled(city, room, report_no="JC-1")
    for day in (today() - DAY, today() + DAY):
        with pytest.raises(DayWrong):
            sampled(city, room, sampled_on=day)
    with pytest.raises(ReasonMissing):
        sampled(city, room, report_no=" ")
    # A report's number is long, and nobody's telephone.
    assert sampled(city, room, report_no="JC2021060400001").report_no == "JC2021060400001"


def test_everything_that_keeps_it_closed_is_named(city, room):
    with pytest.raises(NotReadyForHandover) as refusal:
        hand_over(city, room)
    assert str(refusal.value) == "还不能交付，缺：合格的空气检测、提名两名结对志愿者"
    sampled(city, room)
    with pytest.raises(NotReadyForHandover):
        hand_over(city, room)
    building.named_pair(city, room)
    assert readiness.may_be_handed_over(room)
    assert hand_over(city, room).state == "handed_over"
    assert Build.objects.get(room=room).keys_on == today()


def test_the_newest_report_counts(city, room):
    building.named_pair(city, room)
    sampled(city, room)
    sampled(city, room, tvoc=Decimal("0.90"))
    with pytest.raises(NotReadyForHandover):
        hand_over(city, room)


def test_what_is_mended_while_airing_is_tested_again_and_a_defect_of_safety_keeps_it_closed(city, room):
    building.named_pair(city, room)
    sampled(city, room)
    room = acceptance.refuse_air(
        actor=city.officer, room=room, found=[building.found("safety", words="衣柜有异味")]
    )
    assert (room.state, room.failed_at) == ("rectifying", "airing")
    room = acceptance.mend(actor=city.officer, defect=room.defects.get())
    assert room.state == "airing"
    assert set(readiness.missing_for_handover(room)) == {"合格的空气检测", "消除安全缺陷"}
    sampled(city, room)
    assert readiness.missing_for_handover(room) == []


def test_a_room_without_an_acceptance_stays_closed(city, room):
    room.acceptances.filter(level="district").delete()
    assert readiness.missing_for_handover(room)[0] == "区县验收"


def test_keys_are_not_given_on_a_day_to_come(city, room):
    sampled(city, room)
    building.named_pair(city, room)
    with pytest.raises(DayWrong):
        handing.hand_over(actor=city.officer, room=room, keys_on=today() + DAY, inventory_on=today())


def test_care_begins_when_the_pair_comes(city, room):
    sampled(city, room)
    building.named_pair(city, room)
    room = hand_over(city, room)
    with pytest.raises(NotPairedYet):
        care.begin_care(actor=city.officer, room=room)
    Pairing.objects.update(state="agreed")
    Pairing.objects.update(state="introduced")
    Pairing.objects.update(state="active", introduced_on=today(), started_on=today())
    assert care.begin_care(actor=city.director, room=room).state == "in_care"


# --- re-checks and the end ------------------------------------------------------------------


def rechecked(city, room, months, **told):
    finding = {"on": today(), "is_used": True, "is_whole": True} | told
    return care.record_recheck(actor=city.officer, room=room, months=months, finding=care.Finding(**finding))


def test_it_is_rechecked_after_three_and_twelve_months_each_once(city):
    room = building.in_care(city)
    with pytest.raises(RecheckTooEarly):
        rechecked(city, room, 3)
    with standing_at(now() + 91 * DAY):
        rechecked(city, room, 3)
        with pytest.raises(RecheckStands):
            rechecked(city, room, 3)
        with pytest.raises(RecheckTooEarly):
            rechecked(city, room, 12)
    with standing_at(now() + 365 * DAY):
        rechecked(city, room, 12, is_used=False, note="孩子住校，周末使用")
        with pytest.raises(RecheckSaysNothing):
            rechecked(city, room, 3, is_whole=False)
    assert Recheck.objects.count() == 2


def test_a_room_is_closed_after_the_farewell_and_may_be_opened_again(city):
    room = building.in_care(city)
    close = {"actor": city.officer, "room": room, "talk_on": today()}
    with pytest.raises(PairingStands):
        care.close_room(ending="grown", **close)
    pairing = Pairing.objects.get()
    pairing = partings.start_closing(actor=city.officer, pairing=pairing, note="孩子长大")
    partings.close_pairing(actor=city.officer, pairing=pairing, note="已告别")
    with pytest.raises(ReasonMissing):
        care.close_room(ending="whatever", **close)
    with pytest.raises(DayWrong):
        care.close_room(**close | {"ending": "grown", "talk_on": today() + DAY})
    room = care.close_room(ending="grown", **close)
    assert room.closed_at
    room = care.reopen_room(actor=city.director, room=room, note="家庭希望继续")
    assert (room.state, room.closed_at) == ("in_care", None)


# --- waiting and leaving --------------------------------------------------------------------


def test_a_room_waits_for_a_reason_and_is_surveyed_again(city):
    room = hoping.screened(city)
    with pytest.raises(ReasonMissing):
        leaving.hold_room(actor=city.officer, room=room, reason="rain")
    assert leaving.hold_room(actor=city.officer, room=room, reason="rented").state == "on_hold"
    assert leaving.survey_again(actor=city.officer, room=room).state == "surveying"


def test_leaving_says_why(city):
    room = hoping.screened(city)
    for leave in (leaving.withdraw_room, leaving.find_ineligible):
        with pytest.raises(ReasonMissing):
            leave(actor=city.officer, room=room, note=" ")
    assert leaving.find_ineligible(actor=city.officer, room=room, note="已有独立房间").state == "ineligible"


def test_the_database_itself_refuses_a_second_recheck_and_a_silent_one(city, room):
    told = {"room": room, "on": today(), "by": city.officer, "is_used": True}
    Recheck.objects.create(months=3, is_whole=True, **told)
    with pytest.raises(IntegrityError, match="recheck_once_per_term"), transaction.atomic():
        Recheck.objects.create(months=3, is_whole=True, **told)
    with pytest.raises(IntegrityError, match="recheck_finding_says_what"), transaction.atomic():
        Recheck.objects.create(months=12, is_whole=False, **told)
    with pytest.raises(IntegrityError, match="air_test_readings_not_negative"), transaction.atomic():
        AirTest.objects.create(
            room=room,
            lab="x",
            report_no="y",
            sampled_on=today(),
            formaldehyde=-1,
            benzene=0,
            tvoc=0,
            passed=True,
            recorded_by=city.officer,
        )
