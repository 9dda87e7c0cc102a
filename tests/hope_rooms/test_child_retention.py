"""儿童信息的保存期限: what is due is erased, a code and counts stay, a hold keeps everything."""

from datetime import timedelta

import pgtrigger
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.errors import AlreadyRegistered, ReasonMissing
from hope_rooms.models import (
    Access,
    AccessGrant,
    CareConsent,
    ChildErasure,
    ChildFile,
    ChildHold,
    ChildRecord,
    EligibilityFact,
    HopeRoom,
)
from hope_rooms.records import ChildHealth, ChildPerson
from hope_rooms.rights_errors import ChildHeld, ChildHoldLifted, ChildHoldStands
from hope_rooms.services import children, files, forgetting, grants, guard, holds
from hope_rooms.services.building.leaving import withdraw_room
from hope_rooms.services.forgetting import Cause, Erasing, Extent, forget
from tests import hoping
from tests.canary import CANARY, where
from tests.hope_rooms.test_files import picture
from tests.people import signed_in
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.services.keeping import let_go_of
from zibo_youth.accounts.terms import term
from zibo_youth.core import private_files
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed

DETAIL_DAYS = settings.HOPE_ROOMS["ineligible_kept_days"]
ALL = Erasing(Extent.ALL, Cause.LEFT)
WALLS = (
    "hope_rooms.ChildRecord:child_record_stays_while_held",
    "hope_rooms.ChildFile:child_file_stays_while_held",
)


def known(city, **other):
    """A case with every part, a file, a grant, and a canary in what is not sealed."""
    room = hoping.nominated(city, **other)
    child = room.child
    guard.write(city.officer, child, ChildHealth("示范病史"), purpose=Purpose.SCREENING)
    upload = files.Upload(picture(), "survey", without_people=True)
    files.add_file(actor=city.officer, child=child, upload=upload, purpose=Purpose.SCREENING)
    children.start_screening(actor=city.officer, room=room)
    hoping.facts_of(city, child, space=False)
    EligibilityFact.objects.filter(child=child, kind="family").update(evidence=CANARY)
    EligibilityFact.objects.filter(child=child, kind="family").update(evidence=f"{CANARY} 2")
    grants.take_emergency(actor=city.officer, child=child, reason="接到报告")
    return room


def ineligible(city, **other):
    return children.decide_screening(actor=city.officer, room=known(city, **other))


def as_owner(read):
    """The owner of the tables sees every row; the portal's own role sees none that is not opened."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        return read()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE zibo_app")


def parts_of(child):
    """Part → whether anything is sealed in it."""
    return as_owner(lambda: {row.part: bool(row.sealed) for row in ChildRecord.objects.filter(child=child)})


def files_of(child):
    return as_owner(lambda: list(ChildFile.objects.filter(child=child).values_list("file", flat=True)))


def run(key, days):
    with standing_at(now() + timedelta(days=days)):
        return let_go_of(term(key))


def test_before_its_day_nothing_goes(city):
    child = ineligible(city).child

    assert run("child_ineligible", DETAIL_DAYS - 1) == 0
    assert run("child_left", 3 * 365 - 1) == 0
    assert set(parts_of(child)) == {"person", "home", "number", "health"}
    assert len(files_of(child)) == 1


def test_after_thirty_days_the_detail_is_gone_and_the_reason_stays(city):
    child = ineligible(city).child
    [name] = files_of(child)
    outcomes = list(child.facts.order_by("kind").values_list("kind", "is_met"))
    assert as_owner(lambda: where(CANARY))

    assert run("child_ineligible", DETAIL_DAYS + 1) == 1

    assert parts_of(child) == {"number": False}
    assert files_of(child) == []
    assert not storages["private"].exists(name)
    assert as_owner(lambda: where(CANARY)) == {}
    assert set(CareConsent.objects.filter(child=child).values_list("guardian_sealed", flat=True)) == {""}
    assert list(child.facts.order_by("kind").values_list("kind", "is_met")) == outcomes
    assert not AccessGrant.objects.holding().filter(child=child).exists()


def test_a_child_that_is_named_again_is_still_recognised(city):
    number = hoping.told().id_number
    ineligible(city, id_number=number)
    run("child_ineligible", DETAIL_DAYS + 1)

    with pytest.raises(AlreadyRegistered), transaction.atomic():
        hoping.nominated(city, id_number=number)


def test_three_years_after_leaving_nothing_recognises_the_child(city):
    number = hoping.told().id_number
    room = known(city, id_number=number)
    withdraw_room(actor=city.officer, room=room, note="家庭搬走")

    assert run("child_ineligible", 3 * 366) == 0
    assert run("child_left", 3 * 365 + 1) == 1

    assert parts_of(room.child) == {}
    assert hoping.nominated(city, id_number=number).child != room.child
    room.refresh_from_db()
    assert room.state == HopeRoom.State.WITHDRAWN


def test_each_erasure_is_one_look_of_the_system_and_one_line(city):
    child = ineligible(city).child
    before = Access.objects.filter(child=child).count()

    run("child_ineligible", DETAIL_DAYS + 1)

    looks = Access.objects.filter(child=child).order_by("-pk")
    assert looks.count() == before + 1
    assert (looks[0].basis, looks[0].purpose, looks[0].is_writing) == ("system", "retention", True)
    [row] = child.erasures.all()
    assert (row.extent, row.cause) == ("detail", "ineligible")


def test_a_second_run_finds_nothing(city):
    child = ineligible(city).child
    run("child_ineligible", DETAIL_DAYS + 1)

    assert run("child_ineligible", DETAIL_DAYS + 2) == 0
    assert child.erasures.count() == 1
    assert run("child_left", 3 * 366) == 1
    assert run("child_left", 3 * 367) == 0


def test_a_dry_run_tells_what_would_go_and_erases_nothing(city, capsys):
    child = ineligible(city).child
    with standing_at(now() + timedelta(days=DETAIL_DAYS + 1)):
        call_command("print_retention", "--due")

    assert "child_ineligible: 1" in capsys.readouterr().out.splitlines()
    assert len(parts_of(child)) == 4
    assert not ChildErasure.objects.exists()


def test_who_came_back_into_the_screening_is_not_erased(city):
    room = ineligible(city)
    children.start_screening(actor=city.officer, room=room)

    assert run("child_ineligible", DETAIL_DAYS + 1) == 0
    assert len(parts_of(room.child)) == 4


def test_found_wanting_again_the_new_detail_goes_as_well(city):
    room = ineligible(city)
    forget(SYSTEM, room.child, Erasing(Extent.DETAIL, Cause.INELIGIBLE, now() - timedelta(days=1)))
    children.start_screening(actor=city.officer, room=room)
    guard.write(city.officer, room.child, ChildPerson("示小", "2012-01-01"), purpose=Purpose.SCREENING)
    children.decide_screening(actor=city.officer, room=room)

    assert run("child_ineligible", DETAIL_DAYS + 1) == 1
    assert parts_of(room.child) == {"number": False}


def test_a_file_that_cannot_be_removed_keeps_its_child_and_no_other(city, monkeypatch):
    one, other = ineligible(city).child, ineligible(city).child
    [stuck] = files_of(one)
    whole = private_files.forget

    def broken(name):
        if name == stuck:
            raise OSError("disk")
        whole(name)

    monkeypatch.setattr(private_files, "forget", broken)
    run("child_ineligible", DETAIL_DAYS + 1)
    assert (len(parts_of(one)), parts_of(other)) == (4, {"number": False})

    monkeypatch.setattr(private_files, "forget", whole)
    assert run("child_ineligible", DETAIL_DAYS + 1) == 1
    assert (parts_of(one), files_of(one)) == ({"number": False}, [])


def test_the_next_look_finds_nothing_and_says_so(city):
    room = ineligible(city)
    run("child_ineligible", DETAIL_DAYS + 1)
    page = reverse("hope_case", args=[room.child.code])

    shown = signed_in(city.officer).post(page, {"parts": ["person", "home"], "purpose": "screening"})

    assert "这部分信息还没有登记" in shown.content.decode()
    assert "不符合条件，保存期满" in shown.content.decode()


# --- holds ----------------------------------------------------------------------------------


def held(city, child):
    return holds.place_hold(actor=city.lead, child=child, reason="示公函〔2021〕1 号")


def test_a_hold_keeps_everything_and_its_end_lets_it_go(city):
    child = ineligible(city).child
    held(city, child)

    assert run("child_ineligible", DETAIL_DAYS + 1) == 0
    assert run("child_left", 3 * 366) == 0
    with pytest.raises(ChildHeld):
        forget(SYSTEM, child, ALL)
    assert len(parts_of(child)) == 4

    holds.lift_hold(actor=city.lead, child=child, reason="办结")
    assert run("child_ineligible", DETAIL_DAYS + 1) == 1


def test_the_database_itself_keeps_what_is_held(city):
    child = ineligible(city).child
    held(city, child)
    look = guard.Look(Purpose.RETENTION, DataClass.SECRET, is_writing=True)
    records, stored = ChildRecord.objects.filter(child=child), ChildFile.objects.filter(child=child)

    for act in (records.delete, stored.delete, lambda: records.update(sealed="")):
        with (
            pytest.raises(IntegrityError, match="a hold keeps"),
            transaction.atomic(),
            guard.opened(SYSTEM, child, look),
        ):
            act()
    assert len(parts_of(child)) == 4


def test_the_control_without_the_look_for_a_hold_the_wall_behind_it_holds(city, monkeypatch):
    child = ineligible(city).child
    held(city, child)
    monkeypatch.setattr(forgetting, "is_held", lambda _child: False)

    with pytest.raises(IntegrityError, match="a hold keeps"), transaction.atomic():
        forget(SYSTEM, child, ALL)
    assert len(parts_of(child)) == 4


def test_the_control_without_both_it_would_go(city, monkeypatch):
    child = ineligible(city).child
    held(city, child)
    monkeypatch.setattr(forgetting, "is_held", lambda _child: False)

    with pgtrigger.ignore(*WALLS):
        forget(SYSTEM, child, ALL)
    assert parts_of(child) == {}


def test_a_held_record_may_still_be_corrected(city):
    room = hoping.nominated(city)
    held(city, room.child)
    told = ChildPerson("示正名", "2012-01-01")

    children.change_record(actor=city.officer, child=room.child, told=told, purpose=Purpose.RIGHTS)

    read = guard.read(city.officer, room.child, Part.PERSON, purpose=Purpose.RIGHTS)
    assert read.need(ChildPerson).full_name == "示正名"


def test_a_hold_stands_once_is_lifted_once_and_says_why(city):
    child = hoping.nominated(city).child
    with pytest.raises(ReasonMissing):
        holds.place_hold(actor=city.lead, child=child, reason=" ")
    held(city, child)
    with pytest.raises(ChildHoldStands):
        held(city, child)
    with pytest.raises(ReasonMissing):
        holds.lift_hold(actor=city.lead, child=child, reason="")
    holds.lift_hold(actor=city.lead, child=child, reason="办结")
    with pytest.raises(ChildHoldLifted):
        holds.lift_hold(actor=city.lead, child=child, reason="办结")
    held(city, child)


@pytest.mark.parametrize("office", ["deputy", "director", "officer", "town_officer", "finance", "city_staff"])
def test_only_the_lead_holds_and_lifts(city, office):
    child = hoping.nominated(city).child
    with pytest.raises(NotAllowed):
        holds.place_hold(actor=getattr(city, office), child=child, reason="示函")
    held(city, child)
    with pytest.raises(NotAllowed):
        holds.lift_hold(actor=getattr(city, office), child=child, reason="办结")


def test_the_page_places_and_lifts_what_its_button_says(city):
    child, client = hoping.nominated(city).child, signed_in(city.lead)
    page = reverse("hope_hold", args=[child.code])

    assert client.post(page, {"act": "place", "reason": "示函 1 号"}).url == page
    assert "保留中" in client.get(page).content.decode()
    second = client.post(page, {"act": "place", "reason": "示函 2 号"})
    assert "已在保留中" in second.content.decode()
    assert client.post(page, {"act": "lift", "reason": "办结"}).url == page
    assert client.post(page, {"act": "erase", "reason": "办结"}).status_code == 404
    assert [hold.lift_reason for hold in ChildHold.objects.all()] == ["办结"]
