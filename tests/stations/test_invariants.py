"""Every invariant sees what it is there for: the rows are broken past their walls, and counted."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from stations import services
from stations.models import (
    Bed,
    Closure,
    Evidence,
    ExtraNights,
    Placement,
    Rehousing,
    RoomNight,
    Stay,
    StayNight,
    StayTransition,
)
from tests import people
from tests.accounts import erasure_breaks
from tests.articles import breaks
from tests.districts import follow_up_of
from tests.events import event_breaks, wedding_breaks
from tests.houses import book, soon
from tests.loans import loan_breaks
from tests.reports import report_breaks
from tests.safety import hazard_breaks, post_breaks, quiz_breaks
from tests.stations import lounge_breaks, party_breaks, referral_breaks
from tests.stray import left_in
from zibo_youth.accounts.demo.papers import paper
from zibo_youth.accounts.models import Person
from zibo_youth.core.invariants import Invariant, invariants, register, verify
from zibo_youth.notifications.models import Delivery, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(guest, station, operator):
    """Two stays by two people in one room on different days."""
    return World(guest, station, operator)


def sheet(user):
    """A piece of evidence whose file is really there."""
    upload = SimpleUploadedFile("notice.png", paper("notice"), "image/png")
    return services.upload_evidence(actor=user, person=user.person, kind="interview_notice", upload=upload)


class World:
    def __init__(self, guest, station, operator):
        self.guest, self.station, self.operator = guest, station, operator
        other = people.applicant()
        self.stay = book(guest, station, nights=2, evidence=[sheet(guest)])
        self.other = book(other, station, soon(20), nights=1, evidence=[sheet(other)])
        self.night = self.stay.nights.first()

    def rows(self, model=Stay, **which):
        return model.objects.filter(**(which or {"pk": self.stay.pk}))


def drop(name):
    """Take a wall away, until the test's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = %s", [name])
        row = cursor.fetchone()
        cursor.execute(f"ALTER TABLE {row[0]} DROP CONSTRAINT {name}" if row else f"DROP INDEX {name}")


def two_guests(world):
    drop("stay_night_one_guest_per_bed")
    world.other.nights.update(date=world.night.date, bed_id=world.night.bed_id)


def two_beds(world):
    drop("stay_night_one_bed_per_guest")
    free = Bed.objects.exclude(pk=world.night.bed_id).filter(room=world.night.room).first()
    world.rows(StayNight, pk=world.stay.nights.last().pk).update(date=world.night.date, bed=free)


def seven_nights(world):
    drop("stay_night_within_free_nights")
    drop("stay_night_sleeps_in_own_company")
    StayNight.objects.bulk_create(
        StayNight(
            stay=world.stay,
            guest=world.night.guest,
            gender=world.night.gender,
            bed=world.night.bed,
            room=world.night.room,
            date=world.night.date.replace(month=6, day=number),
            number=number,
            policy=world.night.policy,
            cap=world.night.cap,
        )
        for number in range(3, 8)
    )


def beyond_the_cap(world):
    """It names a request that nobody has granted."""
    drop("stay_night_grant_is_the_guests")
    asked = ExtraNights.objects.create(
        person=world.night.guest,
        station=world.stay.station,
        nights=2,
        until_on=world.night.date,
        reason="面试顺延",
        asked_by=world.operator.person,
    )
    rest = {"extra": asked, "extra_nights": 2, "extra_until": asked.until_on}
    world.rows(StayNight, pk=world.night.pk).update(number=7, **rest)


def number_zero(world):
    drop("stay_night_within_free_nights")
    world.rows(StayNight, pk=world.night.pk).update(number=0)


def another_cap(world):
    drop("stay_night_cap_is_the_policys")
    world.stay.nights.update(cap=60)


def two_genders(world):
    drop("stay_night_gender_is_the_guests")
    world.rows(Person, pk=world.stay.guest_id).update(gender=3 - world.night.gender)


def empty_room_night(world):
    RoomNight.objects.create(room=world.night.room, date=soon(60), gender=1, gender_mode="flexible")


def outside(world):
    world.rows().update(arrival=world.stay.arrival + timedelta(days=1))


def a_night_lost(world):
    world.night.delete()


def withdrawn_with_nights(world):
    world.rows().update(state="withdrawn", ended_at=timezone.now())


def slept_nowhere(world):
    drop("stay_state_agrees_with_times")
    world.rows().update(checked_in_at=timezone.now())
    world.stay.nights.all().delete()


def ended_and_waiting(world):
    drop("stay_state_agrees_with_times")
    world.rows().update(ended_at=timezone.now())


def no_code(world):
    drop("stay_approved_has_a_code")
    services.approve_stay(actor=world.operator, stay=world.stay)
    world.rows().update(check_in_code="")


def approved_by_nobody(world):
    drop("stay_approved_by_whom_its_policy_asks")
    world.rows().update(state="approved", check_in_code="384217", decided_at=timezone.now())


def moved_elsewhere(world):
    world.rows(StayTransition, stay=world.stay).update(to_state="approved")


def two_drafts(world):
    drop("stay_one_draft_per_guest")
    for _ in range(2):
        Stay.objects.create(
            guest=world.stay.guest,
            booked_by=world.guest,
            station=world.station,
            arrival=soon(9),
            departure=soon(10),
        )


def signed_without_a_night(world):
    Placement.objects.create(stay=world.stay, employer="示例公司", signed_on=soon(0), state="confirmed")


def asked_too_early(world):
    follow_up_of(world.stay)


def claimed_by_nobody(world):
    drop("placement_claim_comes_from_a_follow_up")
    Placement.objects.create(stay=world.stay, employer="示例公司", signed_on=soon(0))


def not_told(world):
    world.rows(Notice, to=world.stay.guest).update(created_at=timezone.now() - timedelta(hours=2))


def not_delivered(world):
    notice = world.rows(Notice, to=world.stay.guest).first()
    Delivery.objects.create(notice=notice, channel="inbox", next_try_at=timezone.now() - timedelta(hours=2))


def told_twice(world):
    drop("notifications_notice_dedup_key_key")
    Notice.objects.update(dedup_key="one")


def wrong_last_four(world):
    world.rows(Person, pk=world.stay.guest_id).update(id_last4="ABCD")


def half_a_number(world):
    world.rows(Person, pk=world.stay.guest_id).update(id_last4="")


def one_paper_two_people(world):
    drop("person_one_per_identity")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_person DISABLE TRIGGER stay_night_document_is_the_guests")
    Person.objects.exclude(id_index="").update(id_index="the same")


def file_lost(world):
    storages["private"].delete(Evidence.objects.filter(stays=world.stay).get().file.name)


def file_left(world):
    left_in("evidence")


def closed_over_a_guest(world):
    Closure.objects.create(
        station=world.station, from_on=world.stay.arrival, until_on=world.stay.departure, reason="检修"
    )


def proposal_of(world, **said):
    return Rehousing.objects.create(
        station=world.station,
        stay=world.stay,
        held=world.stay,
        from_bed=world.night.bed,
        from_on=world.stay.arrival,
        **said,
    )


def proposal_outlives_its_stay(world):
    proposal_of(world, state="to_arrange")
    world.rows().update(state="withdrawn", ended_at=timezone.now())


def proposed_bed_closed(world):
    proposal_of(world, to_bed=world.night.bed, answer_by=timezone.now())
    closed_over_a_guest(world)


CONTROLS = {
    "bed_night_with_two_guests": two_guests,
    "guest_with_two_beds_a_night": two_beds,
    "person_beyond_the_cap_of_the_year": seven_nights,
    "night_number_not_within_cap": number_zero,
    "night_beyond_the_cap_that_nobody_granted": beyond_the_cap,
    "night_cap_is_not_its_policys": another_cap,
    "room_with_two_genders": two_genders,
    "room_night_without_sleepers": empty_room_night,
    "night_outside_its_stays_dates": outside,
    "live_stay_without_all_its_nights": a_night_lost,
    "lapsed_stay_still_holding_nights": withdrawn_with_nights,
    "served_stay_without_a_night": slept_nowhere,
    "stay_whose_state_and_times_disagree": ended_and_waiting,
    "approved_stay_without_code": no_code,
    "approved_stay_without_the_people_its_policy_asks_for": approved_by_nobody,
    "stay_whose_transitions_end_elsewhere": moved_elsewhere,
    "draft_more_than_one_per_guest": two_drafts,
    "follow_ups_not_three_of_a_stay_that_is_over": asked_too_early,
    "placement_claim_that_no_answer_makes": claimed_by_nobody,
    "stay_in_a_closed_bed_without_a_proposal": closed_over_a_guest,
    "open_rehousing_of_a_stay_that_is_over": proposal_outlives_its_stay,
    "proposed_bed_that_is_closed": proposed_bed_closed,
    "placement_without_a_stay_that_was_slept": signed_without_a_night,
    "notice_undelivered_for_an_hour": not_told,
    "delivery_open_for_an_hour_past_due": not_delivered,
    "notice_told_twice": told_twice,
    "person_sealed_number_tells_the_truth": wrong_last_four,
    "person_number_is_whole": half_a_number,
    "person_one_per_document": one_paper_two_people,
    "file_row_without_its_file": file_lost,
    "file_without_its_row": file_left,
}


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Public files too: photos and evidence are both looked after."""
    settings.STORAGES = settings.STORAGES | {
        alias: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / alias},
        }
        for alias in ("default", "private")
    }


CONTROLS |= breaks.CONTROLS | lounge_breaks.CONTROLS | report_breaks.CONTROLS | erasure_breaks.CONTROLS
CONTROLS |= wedding_breaks.CONTROLS
CONTROLS |= hazard_breaks.CONTROLS
CONTROLS |= referral_breaks.CONTROLS | party_breaks.CONTROLS | loan_breaks.CONTROLS
CONTROLS |= event_breaks.CONTROLS
CONTROLS |= post_breaks.CONTROLS
CONTROLS |= quiz_breaks.CONTROLS


def test_every_invariant_has_its_control():
    assert {invariant.name for invariant in invariants()} == set(CONTROLS)


@pytest.mark.parametrize("name", CONTROLS)
def test_what_is_broken_is_counted(world, name):
    assert verify()[name] == 0

    CONTROLS[name](world)

    assert verify()[name] > 0


@pytest.mark.parametrize("change", ["moved to another row", "no cipher text at all"])
def test_a_sealed_number_that_does_not_open_is_counted(world, change):
    sealed = world.other.guest.id_sealed if change.startswith("moved") else "a1:nobody:AAAA"
    Person.objects.filter(pk=world.stay.guest_id).update(id_sealed=sealed)
    assert verify()["person_sealed_number_tells_the_truth"] == 1


def test_the_command_prints_a_line_for_each_and_is_content_when_all_are_zero(world, capsys):
    call_command("verify_invariants")
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"{name}: 0" for name in sorted(CONTROLS)]


def test_the_command_ends_with_1_and_names_what_is_broken(world, capsys):
    a_night_lost(world)
    with pytest.raises(CommandError, match="live_stay_without_all_its_nights") as end:
        call_command("verify_invariants")
    assert end.value.returncode == 1
    assert "live_stay_without_all_its_nights: 1" in capsys.readouterr().out.splitlines()


def test_one_name_stands_for_one_invariant():
    [first, *_rest] = invariants()
    assert register(first) is first
    with pytest.raises(ValueError, match=first.name):
        register(Invariant(first.name, "另一句话", lambda: 0))
