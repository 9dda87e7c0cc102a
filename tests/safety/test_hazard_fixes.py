"""Repairs of hazards: an after-photo of the same place and later, confirmed by two sides; the second no ends it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from safety.hazard_errors import (
    HazardAnswered,
    HazardFixBefore,
    HazardFixElsewhere,
    HazardOwnFix,
    HazardPhotoMissing,
    HazardPlaceUnseen,
    HazardReasonMissing,
    HazardSamePicture,
)
from safety.hazard_sight import part_in
from safety.models import HazardFix, HazardReport
from safety.services.hazards import assigning, confirming
from tests import hazarding, people
from tests.hazarding import FAR, HERE, NEAR, photo
from zibo_youth.core.calendar import now
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    return hazarding.Plant()


def told_kinds(*, to=None):
    rows = Notice.objects.filter(kind__startswith="safety.")
    rows = rows.filter(to=to.person) if to else rows
    return sorted(kind.removeprefix("safety.") for kind in rows.values_list("kind", flat=True))


# --- proof ---------------------------------------------------------------------------------------


def test_a_fix_without_an_after_photo_is_refused(plant):
    hazard = plant.mending()
    with pytest.raises(HazardPhotoMissing):
        hazarding.claim(hazard, plant.safety, photo=None)
    with (
        pytest.raises(IntegrityError, match="hazard_report_mended_shows_an_after_photo"),
        transaction.atomic(),
    ):
        HazardReport.objects.filter(pk=hazard.pk).update(state="fixed_claimed")


def test_a_fix_far_away_is_refused_and_one_near_by_is_measured(plant):
    hazard = plant.mending(photo=photo(HERE))
    with pytest.raises(HazardFixElsewhere):
        hazarding.claim(hazard, plant.safety, photo=photo(FAR))
    fix = hazarding.claim(hazard, plant.safety, photo=photo(NEAR))
    assert fix.distance_m == 44


def test_the_database_measures_whatever_the_portal_says(plant):
    hazard = plant.claimed(photo=photo(HERE))
    said = {"number": 2, "words": "好", "photo": "hazards/x.jpg", "photo_digest": "1" * 64, "most_m": 100}
    said |= {"claimed_by": plant.safety, "answer_by": now(), "hazard": hazard, "distance_m": 0}
    far = {"latitude": FAR.latitude, "longitude": FAR.longitude}
    with pytest.raises(IntegrityError, match="hazard_fix_at_the_same_place"), transaction.atomic():
        HazardFix.objects.create(**said, **far)


def test_an_after_photo_is_taken_afterwards_and_is_another_one(plant):
    first = photo()
    hazard = plant.mending(photo=first)
    first.seek(0)
    with pytest.raises(HazardSamePicture):
        hazarding.claim(hazard, plant.safety, photo=first)
    with pytest.raises(HazardFixBefore):
        hazarding.claim(hazard, plant.safety, photo=photo(taken=now() - timedelta(days=1)))
    fix = hazarding.claim(hazard, plant.safety, photo=photo())
    assert fix.photo_taken_at is None


def test_without_two_positions_somebody_looks(plant):
    hazard = plant.claimed()
    with pytest.raises(HazardPlaceUnseen):
        hazarding.agrees(hazard, plant.officer, place_seen=False)
    assert hazarding.agrees(hazard, plant.officer).fix.place_seen


# --- two sides -----------------------------------------------------------------------------------


def test_both_say_yes_and_it_is_fixed_before_it_is_closed(plant):
    hazard = hazarding.says(plant.claimed(), plant.reporter, True)
    assert hazard.state == "fixed_claimed"
    hazard = hazarding.agrees(hazard, plant.officer)
    assert (hazard.state, hazard.is_fixed, hazard.fixed_at) == ("verified", True, hazard.fix.claimed_at)
    hazard = confirming.close_hazard(actor=plant.officer, hazard=hazard, words="归档")
    assert (hazard.state, hazard.outcome, hazard.points) == ("closed", "fixed", 10)


def test_each_side_answers_once_and_a_no_says_why(plant):
    hazard = hazarding.says(plant.claimed(), plant.reporter, True)
    with pytest.raises(HazardAnswered):
        hazarding.says(hazard, plant.reporter, False)
    with pytest.raises(HazardReasonMissing):
        confirming.answer_as_officer(actor=plant.officer, hazard=hazard, is_mended=False)


def test_not_mended_goes_back_with_the_comment_and_the_second_time_ends_it(plant):
    hazard = hazarding.says(plant.claimed(), plant.reporter, False)
    assert (hazard.state, hazard.reopened_times, hazard.fix) == ("reopened", 1, None)
    assert hazard.transitions.last().note == "通道还是堵的"
    assert "hazard_reopened" in told_kinds(to=plant.safety)
    hazard = hazarding.agrees(plant.again(hazard), plant.officer, False)
    assert (hazard.state, hazard.outcome, hazard.is_fixed) == ("closed", "unfixed", False)
    new = hazard.goes_on
    assert (new.state, new.photo_digest, new.words) == ("accepted", hazard.photo_digest, hazard.words)
    assert new.photo.name != hazard.photo.name
    assert part_in(plant.reporter.person_id, new) == "first"


def test_silence_leaves_it_to_the_officer(plant):
    hazard = hazarding.agrees(plant.claimed(), plant.officer)
    assert hazard.state == "fixed_claimed"
    assert confirming.settle_silence(at=now()) == 0
    hazarding.silence(hazard)
    assert [confirming.settle_silence(at=now()) for _ in range(2)] == [1, 0]
    hazard.refresh_from_db()
    assert (hazard.state, hazard.fix.reporter_answer) == ("verified", "")


def test_silence_of_both_is_told_once_and_the_officer_decides_alone(plant):
    hazard = hazarding.silence(plant.claimed())
    assert [confirming.settle_silence(at=now()) for _ in range(2)] == [1, 0]
    assert told_kinds(to=plant.officer).count("hazard_unconfirmed") == 1
    assert hazarding.agrees(hazard, plant.officer).state == "verified"


def test_nobody_confirms_what_they_claimed(plant):
    hazard = hazarding.assign(plant.accepted(), plant.officer, plant.officer)
    hazard = hazarding.begin(hazard, plant.officer)
    hazarding.claim(hazard, plant.officer)
    with pytest.raises(HazardOwnFix):
        hazarding.agrees(hazard, plant.officer)
    hazarding.agrees(hazard, people.officer(name="吴换"))


def test_the_database_itself_asks_for_both_answers(plant):
    hazard = hazarding.agrees(plant.claimed(), plant.officer)
    told = {"state": "verified", "verified_at": now(), "fixed_at": now()}
    with pytest.raises(IntegrityError, match="hazard_report_verified_by_both"), transaction.atomic():
        HazardReport.objects.filter(pk=hazard.pk).update(**told)


def test_transferred_is_not_fixed(plant):
    on = {"actor": plant.officer, "hazard": plant.assigned()}
    assigning.transfer_hazard(**on, to="市住建局", number="1", words="属在建工程")
    hazard = assigning.close_transferred(**on, words="对方已办结")
    assert (hazard.outcome, hazard.is_fixed) == ("elsewhere", False)
