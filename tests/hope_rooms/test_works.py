"""一户一方案和施工: within the cap, funded as a whole, a log a day, a stop by two people, everything counted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from hope_rooms.building_errors import (
    ActedAtAnotherLevel,
    AgreedByAnother,
    AgreementMissing,
    BillClosed,
    BillEmpty,
    BillTooHigh,
    DayWrong,
    InstalledMissing,
    LogStands,
    NoPauseToAgree,
    PauseAsked,
    QuantityNotPositive,
)
from hope_rooms.errors import ReasonMissing, WordsNotSafe
from hope_rooms.gift_errors import UnderFunded
from hope_rooms.models import Allocation, BillLine, Build, BuildLog, BuildPause
from hope_rooms.services.building import design, leaving, works
from tests import building
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed

DAY = timedelta(days=1)


@pytest.fixture
def room(city):
    return building.building(city)


# --- the plan -------------------------------------------------------------------------------


def test_the_budget_is_the_sum_of_the_bill_in_fen(city):
    room = design.start_design(actor=city.officer, room=building.approved(city))
    for price, quantity in (("33.33", "3"), ("0.05", "0.5")):
        line = building.wanted(quantity=1)
        design.add_line(
            actor=city.officer,
            room=room,
            wanted=design.Wanted(line.line, line.item, line.unit, Decimal(quantity), Decimal(price)),
        )
    # Half a fen is rounded by line, to the even one.
    assert design.budget_of(room) == Decimal("100.01")


def test_a_bill_beyond_the_cap_is_refused_and_stays_as_it_was(city):
    room = building.designed(city, 14_800)
    with pytest.raises(BillTooHigh) as refusal:
        design.add_line(actor=city.officer, room=room, wanted=building.wanted(1))
    assert str(refusal.value) == "料单合计 15001.00 元，超过每间 15000 元的上限"
    assert design.budget_of(room) == Decimal("15000.00")


def test_a_line_counts_something_and_says_nobodys_number(city):
    room = building.designed(city)
    for wanted in (building.wanted(1, 0), building.wanted(-1)):
        with pytest.raises(QuantityNotPositive):
            design.add_line(actor=city.officer, room=room, wanted=wanted)
    with pytest.raises(WordsNotSafe):
        design.add_line(actor=city.officer, room=room, wanted=building.wanted(item="找 15400000002"))


def test_a_line_is_taken_out_while_the_plan_is_made_and_not_later(city):
    room = building.designed(city)
    line = room.bill.get(line="study")
    design.remove_line(actor=city.officer, line=line)
    assert not BillLine.objects.filter(pk=line.pk).exists()
    left = room.bill.get()
    leaving.withdraw_room(actor=city.officer, room=room, note="家庭决定不建")
    with pytest.raises(BillClosed):
        design.remove_line(actor=city.officer, line=left)
    with pytest.raises(BillClosed):
        design.add_line(actor=city.officer, room=room, wanted=building.wanted())


def test_a_surveyor_does_not_plan(city):
    room = building.approved(city)
    surveyor = room.hands.filter(level="survey")[0].person.users.get()
    surveyor = building.with_office(surveyor, city.here, "district_officer")
    with pytest.raises(ActedAtAnotherLevel):
        design.start_design(actor=surveyor, room=room)


# --- the money ------------------------------------------------------------------------------


def test_a_room_is_funded_when_gifts_cover_the_whole_bill(city):
    room = building.designed(city)
    with pytest.raises(UnderFunded):
        design.mark_funded(actor=city.finance, room=room)
    room = design.mark_funded(actor=city.finance, room=building.covered(city, room))
    assert room.state == "funded"
    assert Build.objects.get(room=room).budget_yuan == design.budget_of(room)


def test_a_plan_without_a_line_is_not_funded(city):
    room = design.start_design(actor=city.officer, room=building.approved(city))
    with pytest.raises(BillEmpty):
        design.mark_funded(actor=city.finance, room=room)


def test_a_room_that_is_called_off_gives_its_money_back(city):
    room = building.funded(city)
    leaving.cancel_room(actor=city.city_staff, room=room, note="搬入安置房")
    for part in Allocation.objects.filter(room=room):
        assert part.returned == part.amount


# --- the works ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        {"contractor": " "},
        {"presence": ""},
        {"agreement_on": today() + DAY},
        {"starts_on": today() + DAY},
        {"starts_on": today() - DAY},
    ],
)
def test_works_begin_with_an_agreement_and_a_safe_site(city, told):
    room = building.funded(city)
    with pytest.raises(AgreementMissing):
        works.start_build(actor=city.officer, room=room, contract=building.contract(**told))
    room.refresh_from_db()
    assert room.state == "funded"


def test_they_are_due_after_fifteen_days(room):
    assert room.build.due_on == today() + 15 * DAY


def test_a_log_is_written_once_a_day_without_anybodys_number(city, room):
    works.write_log(actor=city.town_officer, room=room, on=today(), words="墙面刮腻子")
    with pytest.raises(LogStands):
        works.write_log(actor=city.officer, room=room, on=today(), words="再写一次")
    assert BuildLog.objects.count() == 1
    with pytest.raises(WordsNotSafe):
        works.write_log(actor=city.officer, room=room, on=today(), words="联系 154 0000 0003")
    with pytest.raises(ReasonMissing):
        works.write_log(actor=city.officer, room=room, on=today(), words=" ")


@pytest.mark.parametrize("offset", [-1, 1])
def test_a_log_is_of_a_day_of_the_works(city, room, offset):
    with pytest.raises(DayWrong):
        works.write_log(actor=city.officer, room=room, on=today() + offset * DAY, words="刷墙")


def test_works_are_stopped_by_two_people_until_a_day_and_are_due_later(city, room):
    works.ask_suspension(actor=city.town_officer, room=room, reason="连日大雨", resume_on=today() + 5 * DAY)
    with pytest.raises(PauseAsked):
        works.ask_suspension(actor=city.officer, room=room, reason="大雨", resume_on=today() + DAY)
    due = room.build.due_on
    assert works.agree_suspension(actor=city.officer, room=room).state == "suspended"
    with standing_at(now() + 4 * DAY):
        room = works.resume_build(actor=city.officer, room=room)
    assert room.state == "building"
    assert Build.objects.get(room=room).due_on == due + 4 * DAY
    assert BuildPause.objects.get().ended_on == today() + 4 * DAY


def test_nobody_agrees_to_the_own_stop(city, room):
    with pytest.raises(NoPauseToAgree):
        works.agree_suspension(actor=city.officer, room=room)
    works.ask_suspension(actor=city.officer, room=room, reason="缺料", resume_on=today() + DAY)
    with pytest.raises(AgreedByAnother):
        works.agree_suspension(actor=city.officer, room=room)
    assert works.agree_suspension(actor=city.officer_2, room=room).state == "suspended"


@pytest.mark.parametrize("days", [0, 61])
def test_a_stop_ends_on_a_day_that_is_not_far(city, room, days):
    with pytest.raises(DayWrong):
        works.ask_suspension(actor=city.officer, room=room, reason="缺料", resume_on=today() + days * DAY)


def test_works_are_done_when_each_line_is_counted(city, room):
    counted = building.installed(room)
    line = room.bill.get(line="study")
    for wrong in (None, Decimal(-1), line.quantity + 1):
        told = (
            counted | {line.pk: wrong}
            if wrong is not None
            else {k: v for k, v in counted.items() if k != line.pk}
        )
        with pytest.raises(InstalledMissing) as refusal:
            works.finish_build(actor=city.officer, room=room, installed=told)
        assert line.item in str(refusal.value)
    works.ask_suspension(actor=city.officer, room=room, reason="缺料", resume_on=today() + DAY)
    room = works.finish_build(actor=city.officer, room=room, installed=counted | {line.pk: Decimal(1)})
    assert room.state == "builder_done"
    assert BillLine.objects.get(pk=line.pk).installed == 1
    assert not BuildPause.objects.exists()


def test_the_town_writes_logs_and_neither_begins_nor_ends_works(city, room):
    with pytest.raises(NotAllowed):
        works.finish_build(actor=city.town_officer, room=room, installed=building.installed(room))


# --- the walls ------------------------------------------------------------------------------


def test_the_database_itself_refuses_works_without_an_agreement(city):
    room = building.funded(city)
    with pytest.raises(IntegrityError, match="build_starts_after_the_agreement"), transaction.atomic():
        Build.objects.filter(room=room).update(starts_on=today(), due_on=today())


def test_the_database_itself_refuses_a_second_log_a_day_and_ones_own_yes(city, room):
    BuildLog.objects.create(room=room, on=today(), words="刷墙", written_by=city.officer)
    with pytest.raises(IntegrityError, match="build_log_once_a_day"), transaction.atomic():
        BuildLog.objects.create(room=room, on=today(), words="刷墙", written_by=city.officer)
    with pytest.raises(IntegrityError, match="build_pause_agreed_by_another"), transaction.atomic():
        BuildPause.objects.create(
            room=room,
            reason="雨",
            resume_on=today(),
            asked_by=city.officer,
            agreed_by=city.officer,
            from_on=today(),
        )


def test_the_database_itself_refuses_more_than_the_bill_has(city, room):
    with pytest.raises(IntegrityError, match="bill_line_installs_no_more_than_it_has"), transaction.atomic():
        room.bill.update(installed=99)
