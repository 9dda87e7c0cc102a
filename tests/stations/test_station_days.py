"""A house that closes for good, or opens later than it said: its guests are re-housed as by a closure."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import InternalError, transaction
from django.urls import reverse

from stations import services
from stations.closure_errors import SleptOutsideTheDays
from stations.models import Rehousing, Room, Station, Stay, StayNight
from stations.services import station_days
from tests import people
from tests.houses import book, house, soon
from tests.people import signed_in
from tests.stations.closing import approved, fresh, in_house, places, shut, torn
from tests.stations.place_import.sheets import preview
from tests.stations.test_queue import wait
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def days(station, by=None, **changes):
    """The district that reports a house writes its days."""
    stored = Station.objects.get(pk=station.pk)
    for name, value in changes.items():
        setattr(stored, name, value)
    return services.change_station(actor=by or people.officer(stored.reporting_org.code), station=stored)


# --- closed for good ----------------------------------------------------------------------------


def test_whoever_sleeps_on_the_day_or_after_gets_one_proposal_and_who_leaves_before_none():
    station, near = house("male:3"), house("male:1")
    before, across, after = (book(people.applicant(), station, soon(first), 2) for first in (5, 6, 7))
    numbers = dict(StayNight.objects.values_list("guest", "number"))

    made = days(station, closed_on=soon(7))

    assert [(row.stay, row.state, row.cause) for row in made] == [
        (across, "proposed", "closed"),
        (after, "to_arrange", "closed"),
    ]
    assert [place[1] for place in places(across)] == [near, near]
    assert places(before)[0][1] == places(after)[0][1] == station
    assert dict(StayNight.objects.values_list("guest", "number")) == numbers
    assert torn() == {}


def test_the_control_a_day_written_past_the_service_leaves_orphans(guest, station):
    book(guest, station, soon(5), 2)
    Station.objects.filter(pk=station.pk).update(closed_on=soon(5))
    assert torn() == {"stay_in_a_closed_bed_without_a_proposal": 1}


def test_saving_the_house_again_mends_what_was_written_past_the_service_and_then_nothing(guest, station):
    book(guest, station, soon(5), 2)
    Station.objects.filter(pk=station.pk).update(closed_on=soon(6))

    [made] = days(station, phone="0533-7777777")

    assert (made.state, torn()) == ("to_arrange", {})
    assert days(station, phone="0533-8888888") == []
    assert Rehousing.objects.get() == made


def test_a_guest_in_the_house_stays_up_to_the_day_and_goes_on_elsewhere(guest):
    station, near = house("male:1"), house("male:1")
    stay = in_house(guest, station, 3)

    [made] = days(station, closed_on=soon(1))

    assert (fresh(stay).departure, made.held.station, made.held.arrival) == (soon(1), near, soon(1))
    assert torn() == {}


def test_the_displaced_come_before_who_waits_for_the_same_bed(guest):
    station, near = house("male:1"), house("male:1")
    other = book(people.applicant(), near, soon(5), 2)
    waiting = wait(people.applicant(), near)
    stay = book(guest, station, soon(5), 2)
    StayNight.objects.filter(stay=other).delete()
    Stay.objects.filter(pk=other.pk).update(state="withdrawn", ended_at=now())

    days(station, closed_on=soon(5))

    assert (fresh(stay).station, fresh(waiting).state) == (near, "waiting")


def test_a_night_that_was_slept_stays_among_the_days_of_the_house(guest):
    station = house("male:1")
    with time_machine.travel(now() - timedelta(days=9)):
        approved(guest, station, today() + timedelta(days=5), 2)

    for changes in ({"closed_on": soon(-3)}, {"opened_on": soon(-3)}):
        with pytest.raises(SleptOutsideTheDays, match=str(soon(-4))):
            days(station, **changes)
    assert days(station, closed_on=soon(-2)) == []


def test_nobody_closes_another_district_s_house(guest, station):
    book(guest, station, nights=2)
    for stranger in (people.officer("zichuan"), people.operator(station.operator), people.applicant()):
        with pytest.raises(NotAllowed):
            days(station, by=stranger, closed_on=soon(5))
    assert not Rehousing.objects.exists()


# --- opened later, and open again ---------------------------------------------------------------


def test_a_house_that_opens_later_re_houses_whom_it_had_promised_a_bed(guest):
    station, near = house("male:1", opened_on=soon(3)), house("male:1")
    stay = book(guest, station, soon(5), 2)

    [made] = days(station, opened_on=soon(6))

    assert (made.cause, made.state, fresh(stay).station) == ("postponed", "proposed", near)
    assert torn() == {}


def test_open_again_whoever_has_not_said_yes_goes_back(guest):
    station, near = house("male:2"), house("male:2")
    stays = [approved(user, station, soon(5), 2) for user in (guest, people.applicant())]
    first, _second = days(station, closed_on=soon(5))
    services.accept_rehousing(actor=first.stay.booked_by, rehousing=first)

    assert days(station, closed_on=None) == []

    assert {fresh(stay).station for stay in stays} == {near, station}
    assert sorted(Rehousing.objects.values_list("state", flat=True)) == ["accepted", "withdrawn"]
    assert Notice.objects.filter(kind="stations.rehousing_withdrawn").count() == 1
    assert torn() == {}


def test_closed_later_only_those_go_back_whose_every_night_is_open(guest):
    station, near = house("male:2"), house("male:2")
    early = approved(guest, station, soon(5), 2)
    late = approved(people.applicant(), station, soon(7), 2)
    days(station, closed_on=soon(5))
    assert fresh(early).station == fresh(late).station == near

    assert days(station, closed_on=soon(8)) == []

    assert (fresh(early).station, fresh(late).station) == (station, near)
    assert late.rehousings.get().state == "proposed"
    assert torn() == {}


def test_open_again_under_a_closure_the_guest_stays_on_the_list(guest, station):
    stay = book(guest, station, nights=2)
    days(station, closed_on=soon(5))
    assert shut(station) == []

    [made] = days(station, closed_on=None)

    assert (made.cause, made.state) == ("closure", "to_arrange")
    assert [row.state for row in stay.rehousings.order_by("pk")] == ["withdrawn", "to_arrange"]
    assert torn() == {}


def test_a_closure_that_is_lifted_in_a_closed_house_leaves_its_guests_on_the_list(guest, station):
    stay = book(guest, station, nights=2)
    [made] = shut(station)
    assert days(station, closed_on=soon(5)) == []

    services.lift_closure(actor=people.operator(station.operator), closure=made.closure)

    assert [(row.cause, row.state) for row in stay.rehousings.order_by("pk")] == [
        ("closure", "withdrawn"),
        ("closed", "to_arrange"),
    ]
    assert torn() == {}


# --- through the admin and the import -----------------------------------------------------------


def form_of(station, **changes):
    """The change form as the officer sends it."""
    page = signed_in(people.officer("zhangdian")).get(
        reverse("admin:stations_station_change", args=[station.pk])
    )
    adminform = page.context["adminform"].form
    said = {name: adminform[name].value() for name in adminform.fields}
    for formset in page.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        said |= {management.add_prefix(name): management[name].value() for name in management.fields}
        for form in formset.formset.initial_forms:
            said |= {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in (said | changes).items()}


def test_the_admin_re_houses_and_says_whom_to_ring(guest):
    station = house("male:1", facilities=["wifi"])
    stay = book(guest, station, soon(5), 2)

    officer = signed_in(people.officer("zhangdian"))
    address, sent = reverse("admin:stations_station_change", args=[station.pk]), form_of(station)
    sent["closed_on"] = soon(5)

    form = officer.post(address, sent).context["adminform"].form
    assert form.errors["closed_on"] == [
        "还没有保存。这样的日期会让 1 位来宾改住。其中 1 位暂无床位，需打电话。核对后再点一次保存。"
    ]
    assert (fresh(station).closed_on, Rehousing.objects.count()) == (None, 0)

    answer = officer.post(address, sent | {"seen_days": form["seen_days"].value()})
    assert answer.status_code == 302
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert "1 位来宾收到了改住安排。1 位还没有床位，请打电话。" in told
    assert (stay.rehousings.get().state, torn()) == ("to_arrange", {})


def test_days_that_nobody_has_seen_are_shown_again(guest):
    station = house("male:1", facilities=["wifi"])
    book(guest, station, soon(5), 2)
    officer = signed_in(people.officer("zhangdian"))
    address, sent = reverse("admin:stations_station_change", args=[station.pk]), form_of(station)
    seen = officer.post(address, sent | {"closed_on": soon(6)}).context["adminform"].form["seen_days"].value()

    assert officer.post(address, sent | {"closed_on": soon(5), "seen_days": seen}).status_code == 200
    assert officer.post(address, sent | {"closed_on": soon(9), "seen_days": seen}).status_code == 302
    assert not Rehousing.objects.exists()


def test_the_admin_says_at_the_field_that_a_night_was_slept():
    station = house("male:1", facilities=["wifi"])
    with time_machine.travel(now() - timedelta(days=9)):
        approved(people.applicant(), station, today() + timedelta(days=5), 2)
    answer = signed_in(people.officer("zhangdian")).post(
        reverse("admin:stations_station_change", args=[station.pk]), form_of(station, closed_on=soon(-4))
    )
    assert "有人住过" in str(answer.context["adminform"].form.errors["closed_on"])


def test_two_houses_that_one_workbook_closes_send_nobody_to_each_other(guest):
    officer = people.officer("zhangdian")
    first, second, third = house("male:1"), house("male:1"), house("male:2")
    stays = [approved(guest, first, soon(5), 2), approved(people.applicant(), second, soon(5), 2)]
    rows = [{"code": place.code, "closed_on": soon(5)} for place in (first, second)]

    shown = preview(officer, stations=rows)
    assert [row.to_bed.room.station for row in shown.plan.rehoused] == [third, third]
    assert not Rehousing.objects.exists()
    assert fresh(first).closed_on is None

    done = services.import_places(actor=officer, sealed=shown.sealed)
    assert [row.stay for row in done.rehoused] == stays
    assert {fresh(stay).station for stay in stays} == {third}
    assert (Rehousing.objects.count(), torn()) == (2, {})


@pytest.mark.control
def test_the_control_an_import_that_follows_no_days_leaves_orphans(guest, station, monkeypatch):
    book(guest, station, soon(5), 2)
    officer = people.officer("zhangdian")
    shown = preview(officer, stations=[{"code": station.code, "closed_on": soon(5)}])
    monkeypatch.setattr("stations.services.place_import.follow_days", lambda *asked: [])
    services.import_places(actor=officer, sealed=shown.sealed)
    assert torn() == {"stay_in_a_closed_bed_without_a_proposal": 1}


def test_a_row_that_closes_a_house_on_a_slept_night_is_told_by_its_row(guest):
    station = house("male:1")
    with time_machine.travel(now() - timedelta(days=9)):
        approved(guest, station, today() + timedelta(days=5), 2)
    shown = preview(people.officer("zhangdian"), stations=[{"code": station.code, "closed_on": soon(-4)}])
    [problem] = shown.problems
    assert "有人住过" in str(problem.said)
    assert not shown.sealed


# --- beds and rooms do not leave their guests -----------------------------------------------------


def test_no_edit_of_a_bed_or_a_room_takes_it_from_its_guest(guest):
    """Beside closures there is no way to a bed without its guest: deleted, moved away, or of the other kind."""
    station = house("male:1 female:1")
    bed = book(guest, station, nights=2).nights.first().bed
    officer, room = signed_in(people.officer("zhangdian")), bed.room
    other = station.rooms.exclude(pk=room.pk).get()
    beds = {"beds-TOTAL_FORMS": 1, "beds-INITIAL_FORMS": 1, "beds-0-id": bed.pk, "beds-0-room": room.pk}
    kept = {"name": room.name, "gender_mode": "male", "floor": 1, "beds-0-label": bed.label} | beds
    for page, row, sent in [
        ("bed_delete", bed, {"post": "yes"}),
        ("bed_change", bed, {"room": other.pk, "label": bed.label}),
        ("room_change", room, kept | {"gender_mode": "female"}),
        ("room_change", room, kept | {"beds-0-DELETE": "on"}),
    ]:
        officer.post(reverse(f"admin:stations_{page}", args=[row.pk]), sent)
        assert (fresh(bed).room, fresh(room).gender_mode) == (room, "male"), (page, sent)
    assert torn() == {}

    officer.post(reverse("admin:stations_room_change", args=[room.pk]), kept | {"name": "201"})
    assert fresh(room).name == "201"  # the control: what takes nothing from anybody is saved


def test_the_admin_moves_no_room_into_another_house(guest, station):
    book(guest, station, nights=2)
    room, other = station.rooms.first(), house()
    page = signed_in(people.officer("zhangdian")).get(reverse("admin:stations_room_change", args=[room.pk]))
    assert "station" not in page.context["adminform"].form.fields
    with transaction.atomic(), pytest.raises(InternalError, match="room_stays_in_its_house"):
        Room.objects.filter(pk=room.pk).update(station=other)


# --- under the locks ----------------------------------------------------------------------------


def test_only_houses_that_are_locked_take_guests(guest, monkeypatch):
    """Whoever is not locked beforehand is not asked for a bed: two that close at once form no ring."""
    station, near = house("male:1"), house("male:1")
    stay = book(guest, station, soon(5), 2)
    monkeypatch.setattr(station_days, "houses_around", lambda beds: {beds.station.pk})
    [made] = days(station, closed_on=soon(5))
    assert (made.state, fresh(stay).station) == ("to_arrange", station)
    assert near
