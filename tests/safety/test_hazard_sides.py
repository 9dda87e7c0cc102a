"""Hazards between people: nobody acts for two sides, a follower reads none of the first, a second term is told anew."""

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from safety.hazard_errors import HazardNotLike, HazardOneForBoth, HazardSamePicture
from safety.hazard_positions import read_taken
from safety.hazard_sight import own_reports
from safety.models import HazardReport
from safety.services.hazards import assigning, bureau, due, reporting, reviewing
from tests import guarding, hazarding, people
from tests.hazarding import HERE, NEAR, photo
from tests.people import signed_in
from zibo_youth.accounts.models import OneTimeKey
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    return hazarding.Plant()


def told(user, kind):
    return Notice.objects.filter(kind=f"safety.{kind}", to=user.person).count()


def pages_of(user, hazard):
    [own] = own_reports(user.person_id, hazard=hazard)
    return own.get_absolute_url(), reverse("my_hazard_photo", args=[own.address, 0])


# --- two sides are two people --------------------------------------------------------------------


def test_an_officer_confirms_nothing_that_they_reported_or_joined(plant):
    hazard = plant.reported(plant.officer)
    mine = plant.reported(people.city_staff())
    assert mine != hazard
    other = people.officer(name="吴换")
    hazarding.accept(hazard, other)
    hazarding.begin(hazarding.assign(hazard, plant.safety, other), plant.safety)
    hazarding.claim(hazard, plant.safety)
    hazarding.says(hazard, plant.officer, True)
    with pytest.raises(HazardOneForBoth):
        hazarding.agrees(hazard, plant.officer)
    assert hazarding.agrees(hazard, other).state == "verified"


def test_whoever_mended_it_does_not_confirm_it_as_reporter(plant):
    hazard = hazarding.accept(plant.reported(plant.safety), plant.officer)
    hazarding.begin(hazarding.assign(hazard, plant.safety, plant.officer), plant.safety)
    hazarding.claim(hazard, plant.safety)
    with pytest.raises(HazardOneForBoth):
        hazarding.says(hazard, plant.safety, True)


# --- who follows ---------------------------------------------------------------------------------


def test_a_follower_reads_neither_words_nor_picture_of_the_first(plant):
    """Somebody of the enterprise could join what it is not to read yet."""
    first, decoy = plant.reported(words="配电箱旁有三人吸烟"), people.applicant()
    mine = plant.reported(decoy)
    reporting.join_hazard(actor=decoy, own=mine, original=first)
    page, picture = pages_of(decoy, first)
    client = signed_in(decoy)
    assert "配电箱" not in client.get(page).content.decode()
    assert client.get(picture).status_code == 404
    own_page, own_picture = pages_of(plant.reporter, first)
    assert "配电箱" in signed_in(plant.reporter).get(own_page).content.decode()
    assert signed_in(plant.reporter).get(own_picture).status_code == 200


def test_neither_an_answer_nor_a_join_leaves_its_address_beside_the_account(plant):
    hazard, other = plant.claimed(), people.applicant()
    page, _picture = pages_of(plant.reporter, hazard)
    signed_in(plant.reporter).post(page, {"act": "answer", "is_mended": "yes", "one_time_key": "k" * 20})
    earlier, mine = (
        plant.reported(people.applicant(), category="gear"),
        plant.reported(other, category="gear"),
    )
    own_page, _picture = pages_of(other, mine)
    signed_in(other).post(own_page, {"act": "join", "number": earlier.number, "one_time_key": "j" * 20})
    mine.refresh_from_db()
    assert mine.state == "duplicate"
    assert not OneTimeKey.objects.exists()


def test_the_desk_offers_nothing_of_the_next_district():
    """Two places within a hundred metres, on two sides of a border."""
    here = hazarding.report(photo=photo(HERE))
    linzi = people.Organisation.objects.get(code="linzi")
    there = hazarding.report(district=linzi, photo=photo(NEAR))
    assert there in reporting.similar_to(here)
    page = signed_in(people.officer()).get(reverse("hazard", args=[here.public_id])).content.decode()
    assert there.number not in page
    assert there.number in signed_in(people.city_staff()).get(here.get_absolute_url()).content.decode()


# --- major ---------------------------------------------------------------------------------------


def test_a_major_one_stays_with_the_bureau_and_joins_only_what_it_has(plant):
    small = plant.reported()
    major, other = plant.reported(people.applicant(), severity="major"), people.applicant()
    again = plant.reported(other, severity="major")
    assert reporting.similar_to(again) == [major]
    with pytest.raises(HazardNotLike):
        reporting.join_hazard(actor=other, own=again, original=small)
    assert reporting.join_hazard(actor=other, own=again, original=major).state == "duplicate"
    with pytest.raises(Exception, match="hazard_report_joined_to_an_original"), transaction.atomic():
        HazardReport.objects.filter(pk=major.pk).update(state="duplicate", duplicate_of=small)


@pytest.mark.parametrize("make", ["mending", "reopened"])
def test_what_turns_out_to_be_major_while_it_is_mended_goes_to_the_bureau(plant, make):
    officer, bureaucrat = plant.officer, guarding.emergency_officer()
    hazard = plant.mending() if make == "mending" else hazarding.agrees(plant.claimed(), officer, False)
    hazard = reviewing.escalate_to_bureau(actor=officer, hazard=hazard, words="煤气泄漏")
    assert (hazard.state, told(bureaucrat, "hazard_major")) == ("mirrored", 1)


def test_a_second_mender_takes_over_what_was_begun_and_the_due_time_stays(plant):
    hazard = plant.mending()
    hazard = assigning.assign_hazard(actor=plant.officer, hazard=hazard, person=plant.officer.person)
    assert (hazard.state, hazard.assigned_to) == ("rectifying", plant.officer.person)
    assert hazard.due_at == HazardReport.objects.get(pk=hazard.pk).due_at
    assert told(plant.officer, "hazard_assigned") == 1


def test_a_second_term_is_told_as_the_first_was(plant):
    bureaucrat, hazard = guarding.emergency_officer(), plant.assigned()
    assert [due.watch_hazards(at=moment) for moment in (hazard.warn_at, hazard.due_at)] == [1, 1]
    hazard = reviewing.escalate_to_bureau(actor=plant.officer, hazard=hazard, words="疑似重大")
    hazard = bureau.return_hazard(actor=bureaucrat, hazard=hazard, severity="serious", words="不属重大")
    hazard = hazarding.assign(hazard, plant.safety, plant.officer)
    assert [due.watch_hazards(at=moment) for moment in (hazard.warn_at, hazard.warn_at, hazard.due_at)] == [
        1,
        0,
        1,
    ]
    hazard = reviewing.escalate_to_bureau(actor=plant.officer, hazard=hazard, words="再次认定")
    assert [told(plant.safety, kind) for kind in ("hazard_assigned", "hazard_half", "hazard_over")] == [
        2,
        2,
        2,
    ]
    assert told(bureaucrat, "hazard_major") == 2


def test_the_picture_of_a_returned_one_is_looked_at_as_at_an_acceptance(plant):
    hazard = plant.reported(severity="major")
    asked = {"hazard": hazard, "severity": "serious", "words": "不属重大"}
    hazard = bureau.return_hazard(actor=guarding.emergency_officer(), **asked, photo_is_clear=True)
    picture = reverse("hazard_photo", args=[hazard.public_id, 0])
    assert signed_in(plant.safety).get(picture).status_code == 200


# --- pictures ------------------------------------------------------------------------------------


def test_an_after_photo_that_was_refused_serves_no_report_that_goes_on(plant):
    refused = photo()
    hazard = plant.mending()
    hazarding.claim(hazard, plant.safety, photo=refused)
    hazard = hazarding.agrees(hazard, plant.officer, False)
    hazard = hazarding.agrees(plant.again(hazard), plant.officer, False)
    new = hazarding.begin(hazarding.assign(hazard.goes_on, plant.safety, plant.officer), plant.safety)
    refused.seek(0)
    with pytest.raises(HazardSamePicture):
        hazarding.claim(new, plant.safety, photo=refused)
    fix = hazarding.claim(new, plant.safety)
    assert fix.not_before == max(each.officer_answered_at for each in hazard.fixes.all())


def test_a_camera_whose_clock_was_never_set_says_nothing():
    picture = photo(taken=hazarding.datetime(1980, 1, 1))
    assert read_taken(picture).at is None
    assert hazarding.report(photo=picture).photo_taken_at is None


def test_a_stranger_hands_nothing_over(plant):
    hazard = plant.mending()
    with pytest.raises(NotAllowed):
        assigning.assign_hazard(actor=plant.safety, hazard=hazard, person=plant.safety.person)
    with pytest.raises(InternalError), transaction.atomic():
        HazardReport.objects.filter(pk=hazard.pk).update(state="accepted")
