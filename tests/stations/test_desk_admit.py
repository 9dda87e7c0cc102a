"""One act at the desk: the document is seen and the guest is in; a code opens once, and never after its end."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stations import services
from stations.errors import AlreadyIn, CodeEnded, IdentityNotSeen, LastFourDisagree
from stations.models import Stay
from tests import people
from tests.houses import book
from zibo_youth.accounts.models import Membership, User
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(guest, station, operator):
    """An approved stay, on the day of arrival; nobody has looked at the document."""
    found = services.approve_stay(actor=operator, stay=book(guest, station))
    with time_machine.travel(now() + timedelta(days=(found.arrival - today()).days)):
        yield found


def post(user, address, **said):
    client = Client()
    client.force_login(user)
    answer = client.post(address, {"one_time_key": uuid.uuid4().hex} | said, follow=True)
    return answer, [str(message) for message in answer.context["messages"]]


def admit_page(stay):
    return reverse("desk_act", args=[stay.reference, "admit"])


@pytest.mark.parametrize("by", ["last4", "is_seen"])
def test_seeing_the_document_and_checking_in_are_one_act(stay, operator, by):
    said = {"last4": stay.guest.id_last4.lower()} if by == "last4" else {"is_seen": "on"}

    _answer, told = post(operator, admit_page(stay), **said)

    assert told == ["证件已核对，入住已办理。"]
    stay.refresh_from_db()
    stay.guest.refresh_from_db()
    assert (stay.state, stay.guest.identity_state) == ("checked_in", "verified")


@pytest.mark.parametrize(("said", "field"), [({}, "is_seen"), ({"last4": "*" * 11}, "last4")])
def test_without_a_statement_nothing_is_done_and_the_page_says_so(stay, operator, said, field):
    answer, _told = post(operator, admit_page(stay), **said)

    assert field in answer.context["form"].errors
    stay.refresh_from_db()
    assert stay.state == "approved"


def test_the_service_itself_wants_the_statement(stay, operator):
    with pytest.raises(IdentityNotSeen):
        services.admit_guest(actor=operator, stay=stay)


def test_other_last_four_verify_nobody(stay, operator):
    with pytest.raises(LastFourDisagree, match="后四位与登记的不一致"):
        services.admit_guest(actor=operator, stay=stay, last4="0000", is_seen=True)
    stay.guest.refresh_from_db()
    assert stay.guest.identity_state == "stated"


def test_a_refused_check_in_leaves_the_document_unseen(stay, operator):
    services.cancel_stay(actor=operator, stay=stay, reason="plans_changed")

    _answer, told = post(operator, admit_page(stay), is_seen="on")

    assert told == ["这份入住单目前为“已取消”，不能进行此操作"]
    stay.guest.refresh_from_db()
    assert stay.guest.identity_state == "stated"


def test_nobody_sees_the_own_document(stay, guest, station):
    """The guest who serves at this very desk asks a colleague."""
    Membership.objects.create(
        person=guest.person, organisation=station.operator, role="station_operator", from_on=people.LONG_AGO
    )

    with pytest.raises(NotAllowed):
        services.admit_guest(actor=User.objects.get(pk=guest.pk), stay=stay, is_seen=True)
    assert Stay.objects.get(pk=stay.pk).state == "approved"


# --- one code, two desks --------------------------------------------------------------------


def test_the_second_desk_is_told_when_and_who(stay, station, operator):
    first = people.operator(station.operator, "郭前台")
    services.admit_guest(actor=first, stay=stay, is_seen=True)
    at = timezone.localtime(stay.checked_in_at)

    with pytest.raises(AlreadyIn) as refusal:
        services.find_arrival(actor=operator, station=station, code=stay.check_in_code)
    assert str(refusal.value) == f"这位来宾已由郭前台于 {at:%H:%M} 办理入住，无需重复办理"

    address = reverse("desk_code", args=[station.code])
    answer, _told = post(operator, address, code=stay.check_in_code)
    assert answer.context["form"].errors["code"] == [str(refusal.value)]


def test_a_code_that_was_scanned_and_then_cancelled_is_refused(stay, station, operator, guest):
    assert services.find_arrival(actor=operator, station=station, code=stay.check_in_code) == stay
    services.cancel_stay(actor=guest, stay=stay, reason="plans_changed")

    with pytest.raises(CodeEnded, match="目前为“已取消”，不能办理入住"):
        services.find_arrival(actor=operator, station=station, code=stay.check_in_code)
    _answer, told = post(operator, admit_page(stay), is_seen="on")
    assert told == ["这份入住单目前为“已取消”，不能进行此操作"]


# --- several at once ------------------------------------------------------------------------


def test_of_a_group_each_has_an_answer_of_its_own(stay, station, operator):
    tomorrow = book(people.applicant("林小满"), station, today() + timedelta(days=3))
    services.approve_stay(actor=operator, stay=tomorrow)

    told = services.admit_guests(actor=operator, stays=[tomorrow, stay], is_seen=True)

    assert {one.reference: refusal and refusal.code for one, refusal in told} == {
        stay.reference: None,
        tomorrow.reference: "not_arrival_day",
    }
    stay.refresh_from_db()
    assert stay.state == "checked_in"
