"""A picture that was called clear by mistake is taken back: at once, with a reason, wherever it is shown."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from safety.hazard_errors import HazardPhotoWithheld, HazardReasonMissing
from safety.hazard_sight import own_reports
from safety.services.hazards import confirming, withdrawing
from safety.views.hazards import photos
from tests import guarding, hazarding, people
from tests.people import signed_in
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    return hazarding.Plant()


def first_photo(user, hazard):
    return signed_in(user).get(reverse("hazard_photo", args=[hazard.public_id, 0])).status_code


def taken_back(hazard, by, reason="看得到工牌"):
    return withdrawing.withdraw_photo(actor=by, hazard=hazard, reason=reason)


def test_what_was_said_by_mistake_is_taken_back_and_the_enterprise_sees_it_no_longer(plant):
    hazard = plant.mending()
    assert first_photo(plant.safety, hazard) == 200
    client, page = signed_in(plant.officer), reverse("hazard", args=[hazard.public_id])
    assert client.post(page, {"act": "withdraw", "withdraw-reason": " "}).status_code == 200
    assert first_photo(plant.safety, hazard) == 200
    client.post(page, {"act": "withdraw", "withdraw-reason": "看得到工牌"})
    assert first_photo(plant.safety, hazard) == 404
    assert first_photo(plant.officer, hazard) == 200
    hazard.refresh_from_db()
    assert (hazard.state, hazard.photo_is_clear) == ("rectifying", False)
    assert client.post(page, {"act": "withdraw", "withdraw-reason": "再收一次"}).status_code == 404


@pytest.mark.control
def test_control_without_the_look_at_the_row_the_enterprise_goes_on_seeing_it(plant, monkeypatch):
    """What withholds it is what the row says at the very request, and nothing that was said before."""
    hazard = taken_back(plant.mending(), plant.officer)
    monkeypatch.setattr(photos, "sees_first_photo", lambda user, hazard: True)
    assert first_photo(plant.safety, hazard) == 200


def test_who_took_it_back_and_why_stands_there_and_only_offices_read_why(plant):
    hazard = taken_back(plant.mending(), plant.officer)
    move = hazard.transitions.last()
    assert (move.actor, move.reason, move.office_note) == (plant.officer, "photo_withdrawn", "看得到工牌")
    assert (move.from_state, move.to_state, move.note) == ("rectifying", "rectifying", "")
    page = hazard.get_absolute_url()
    shown = {user: signed_in(user).get(page).content.decode() for user in (plant.officer, plant.safety)}
    assert ["看得到工牌" in each for each in shown.values()] == [True, False]
    assert all("照片不再给企业看" in each for each in shown.values())
    own = own_reports(plant.reporter.person_id)[0].get_absolute_url()
    assert "看得到工牌" not in signed_in(plant.reporter).get(own).content.decode()
    row = reverse("admin:safety_hazardtransition_change", args=[move.pk])
    assert "看得到工牌" not in signed_in(plant.safety).get(row).content.decode()


def test_it_is_taken_back_with_a_reason_once_and_by_the_office_alone(plant):
    hazard = plant.mending()
    with pytest.raises(HazardReasonMissing):
        taken_back(hazard, plant.officer, " ")
    for user in (plant.safety, plant.reporter, people.officer("linzi"), guarding.emergency_officer()):
        with pytest.raises(NotAllowed):
            taken_back(hazard, user)
    taken_back(hazard, plant.officer)
    with pytest.raises(HazardPhotoWithheld):
        taken_back(hazard, plant.officer)
    assert hazard.transitions.filter(reason="photo_withdrawn").count() == 1


def test_reports_that_go_on_show_the_same_picture_and_follow(plant):
    hazard = hazarding.agrees(plant.claimed(), plant.officer, False)
    old = hazarding.agrees(plant.again(hazard), plant.officer, False)
    new = old.goes_on
    assert [first_photo(plant.safety, each) for each in (old, new)] == [200, 200]
    taken_back(new, plant.officer)
    assert [first_photo(plant.safety, each) for each in (old, new)] == [404, 404]
    assert [each.transitions.filter(reason="photo_withdrawn").count() for each in (old, new)] == [1, 1]


def test_what_is_closed_is_taken_back_too_and_the_database_asks_why(plant):
    hazard = plant.verified()
    confirming.close_hazard(actor=plant.officer, hazard=hazard, words="归档")
    assert first_photo(plant.safety, taken_back(hazard, plant.officer)) == 404
    with pytest.raises(IntegrityError, match="hazard_transition_withdrawn_says_why"), transaction.atomic():
        hazard.transitions.filter(reason="photo_withdrawn").update(office_note="")
