"""What is stuck: moved by nobody in time, or not heard of since the bureau or another body has it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from safety.hazard_errors import HazardMoved, HazardReasonMissing
from safety.models import HazardStuckList, HazardTransition
from safety.services.hazards import assigning, bureau, due, withdrawing
from tests import guarding, hazarding, people
from tests.people import signed_in
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
DAYS = settings.SAFETY["hazard_unheard_days"]


@pytest.fixture
def plant():
    return hazarding.Plant()


def transferred(plant, **fields):
    hazard = plant.assigned(**fields)
    asked = {"to": "市住建局", "number": "住建 7", "words": "属在建工程"}
    return assigning.transfer_hazard(actor=plant.officer, hazard=hazard, **asked)


def silent(hazard, days=DAYS):
    """Everything that was said of it was said so many days ago."""
    at = now() - timedelta(days=days, minutes=1)
    HazardTransition.objects.filter(hazard=hazard).update(at=at)
    return hazard


def unheard(user):
    return signed_in(user).get(reverse("hazards_stuck")).context["unheard"]


@pytest.mark.parametrize("kind", ["major", "transferred"])
def test_what_is_elsewhere_is_stuck_once_nothing_was_heard_for_long(plant, kind):
    hazard = transferred(plant) if kind == "transferred" else plant.reported(severity="major")
    silent(hazard, DAYS - 1)
    assert unheard(plant.officer) == []
    silent(hazard)
    assert unheard(plant.officer) == unheard(people.city_staff()) == [hazard]
    assert unheard(people.officer("linzi")) == []
    assert signed_in(plant.safety).get(reverse("hazards_stuck")).status_code == 404


def test_the_page_says_with_whom_it_is_and_since_when(plant):
    mine = silent(transferred(plant))
    theirs = silent(plant.reported(people.applicant(), severity="major", category="gear"), DAYS + 3)
    page = signed_in(plant.officer).get(reverse("hazards_stuck"))
    assert page.context["unheard"] == [theirs, mine]
    assert [each.held_by for each in page.context["unheard"]] == ["应急管理部门", "市住建局"]
    said = page.content.decode()
    assert all(words in said for words in ("市住建局", "住建 7", "应急管理部门", mine.number, theirs.number))


def test_a_word_of_whoever_has_it_takes_it_off_and_it_comes_again(plant):
    major, duty = silent(plant.reported(severity="major")), guarding.emergency_officer()
    moved = silent(transferred(plant, category="gear"))
    bureau.record_progress(actor=duty, hazard=major, number="应急 12", words="已到现场")
    assert unheard(plant.officer) == [moved]
    assigning.record_word(actor=plant.officer, hazard=moved, words="对方已立项")
    assert unheard(plant.officer) == []
    silent(major)
    silent(moved)
    assert set(unheard(plant.officer)) == {major, moved}


def test_a_picture_that_is_taken_back_is_no_news_of_the_hazard(plant):
    moved = silent(transferred(plant))
    withdrawing.withdraw_photo(actor=plant.officer, hazard=moved, reason="看得到工牌")
    assert unheard(plant.officer) == [moved]


def test_a_word_is_taken_of_what_was_transferred_by_its_office_alone(plant):
    mending = plant.mending()
    with pytest.raises(HazardMoved):
        assigning.record_word(actor=plant.officer, hazard=mending, words="消息")
    moved = transferred(plant, category="gear")
    with pytest.raises(HazardReasonMissing):
        assigning.record_word(actor=plant.officer, hazard=moved, words=" ")
    for user in (plant.safety, people.officer("linzi"), guarding.emergency_officer()):
        with pytest.raises(NotAllowed):
            assigning.record_word(actor=user, hazard=moved, words="消息")


def test_the_page_of_what_was_transferred_takes_a_word(plant):
    moved = transferred(plant)
    page = reverse("hazard", args=[moved.public_id])
    signed_in(plant.officer).post(page, {"act": "word", "word-words": "对方已立项"})
    assert moved.transitions.last().note == "对方已立项"
    assert "对方已立项" in signed_in(plant.officer).get(page).content.decode()


def test_what_was_closed_is_no_longer_stuck(plant):
    moved = silent(transferred(plant))
    assigning.close_transferred(actor=plant.officer, hazard=moved, words="对方已办结")
    silent(moved)
    assert unheard(plant.officer) == []


def test_the_morning_list_counts_what_is_elsewhere_and_its_district_hears_once(plant):
    silent(transferred(plant))
    assert [due.list_stuck(at=now()) for _ in range(2)] == [1, 0]
    row = HazardStuckList.objects.get()
    assert (row.reporting_org.code, row.unheard, row.total) == ("zhangdian", 1, 1)
    assert Notice.objects.filter(kind="safety.hazard_stuck", to=plant.officer.person).count() == 1
