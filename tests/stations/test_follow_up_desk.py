"""Follow-ups at the desk: who is silent, an answer by telephone, a claim that is checked, its proof."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from stations import services
from stations.models import FollowUp, Placement
from stations.services import Answer
from tests import people
from tests.people import signed_in
from tests.stations import after, places
from zibo_youth.core.calendar import now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return places.station()


@pytest.fixture
def stay(guest, station, operator):
    return after.stayed(guest, station, operator)


@pytest.fixture
def question(stay):
    after.ask(30)
    with time_machine.travel(now() + timedelta(days=34)):
        yield after.asked(stay, "d30")


@pytest.fixture
def claim(question):
    said = Answer(result="employed_here", employer="示例机械公司", signed_on=today())
    services.answer_by_link(token=after.token(question), answer=said)
    return Placement.objects.get()


def listed(user):
    return list(signed_in(user).get(reverse("desk_follow_ups")).context["page"])


def test_each_desk_sees_its_own_silent_guests(question, operator, officer):
    assert listed(operator) == [question]
    assert listed(officer) == [question]
    assert listed(people.city_staff()) == [question]
    assert listed(people.officer("huantai")) == []
    assert listed(people.operator(places.station("zd-02").operator)) == []


def test_an_answer_by_telephone(question, operator):
    client = signed_in(operator)
    address = reverse("desk_follow_up", args=[question.pk])
    assert "陈一帆" in client.get(address).content.decode()
    answer = client.post(address, {"result": "employed_elsewhere", "comment": "去了济南"})
    assert answer.status_code == 302
    question.refresh_from_db()
    assert (question.result, question.via, question.answered_by) == ("employed_elsewhere", "phone", operator)
    assert listed(operator) == []


def test_what_the_guest_answered_is_read_and_not_written_over(question, claim, operator):
    client = signed_in(operator)
    address = reverse("desk_follow_up", args=[question.pk])
    page = client.get(address)
    assert not page.context["may_answer"]
    assert "示例机械公司" in page.content.decode()
    page = client.post(address, {"result": "looking"})
    assert page.status_code == 200
    assert FollowUp.objects.get(pk=question.pk).result == "employed_here"


def test_the_district_confirms_a_claim_and_the_house_sees_none(claim, officer, operator):
    address = reverse("desk_placement", args=[claim.pk])
    for stranger in (operator, people.officer("huantai")):
        assert signed_in(stranger).get(address).status_code == 404
        assert signed_in(stranger).post(address, {"verdict": "confirm"}).status_code == 404
    client = signed_in(officer)
    assert list(client.get(reverse("desk_follow_ups")).context["claims"]) == [claim]
    assert not signed_in(operator).get(reverse("desk_follow_ups")).context["decides"]

    assert client.post(address, {"verdict": "decline"}).context["form"].errors
    assert client.post(address, {"verdict": "confirm"}).status_code == 302
    claim.refresh_from_db()
    assert claim.state == "confirmed"
    assert client.post(address, {"verdict": "confirm"}).context["form"].errors


def test_staff_neither_ring_themselves_nor_confirm_their_own_claim(question, claim, guest, station):
    """An officer who slept there as a guest is one case that the page leaves to others."""
    from zibo_youth.accounts.models import Membership

    Membership.objects.create(
        person=guest.person,
        organisation=station.reporting_org,
        role="district_officer",
        from_on=people.LONG_AGO,
    )
    guest.is_staff = True
    guest.save()
    client = signed_in(guest)
    assert client.get(reverse("desk_placement", args=[claim.pk])).status_code in (302, 404)
    assert client.get(reverse("desk_follow_up", args=[question.pk])).status_code in (302, 404)


def test_the_guest_finds_the_question_and_hands_in_proof(question, claim, guest):
    client = signed_in(guest)
    page = client.get(question.stay.get_absolute_url()).content.decode()
    assert reverse("answer", args=[after.token(question)]) in page
    assert reverse("placement_proof", args=[claim.pk]) in page

    answer = client.post(reverse("placement_proof", args=[claim.pk]), {"upload": places.picture("合同.jpg")})

    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.evidence.kind == "contract"


def test_a_file_that_is_none_is_refused(claim, guest):
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("合同.pdf", b"no pdf at all")
    page = signed_in(guest).post(reverse("placement_proof", args=[claim.pk]), {"upload": upload})
    assert page.context["form"].errors
    assert Placement.objects.get().evidence is None


def test_a_stranger_hands_in_nothing(claim):
    answer = signed_in(people.applicant()).post(
        reverse("placement_proof", args=[claim.pk]), {"upload": places.picture()}
    )
    assert answer.status_code == 404
