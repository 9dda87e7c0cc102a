"""消息页: one's own messages only, unread until opened; the demonstration's telephone."""

import pytest
from django.core import mail
from django.urls import reverse

from stations.models import Stay
from tests.notifications.conftest import officer_of
from zibo_youth.accounts.models import Person, User
from zibo_youth.notifications import services
from zibo_youth.notifications.channels import sms
from zibo_youth.notifications.models import Notice
from zibo_youth.notifications.outbox import notify

KIND = "stations.stay_approved"


@pytest.fixture
def notice(guest, stay) -> Notice:
    notify(KIND, to=guest, about=stay)
    return Notice.objects.get()


@pytest.fixture
def signed_in(client, guest):
    client.force_login(guest.users.get())
    return client


def unread(person: Person) -> int:
    return Notice.objects.unread_of(person.users.get()).count()


def test_lists_a_message_as_unread_until_it_is_opened(signed_in, guest, notice):
    page = signed_in.get(reverse("messages")).content.decode()
    assert "预约已通过" in page
    assert "未读" in page
    assert unread(guest) == 1

    opened = signed_in.get(reverse("message", args=[notice.pk])).content.decode()
    assert "384217" in opened
    assert reverse("stay", args=[Stay.objects.get().reference]) in opened
    assert unread(guest) == 0


def test_marks_all_as_read_by_post_only(signed_in, guest, notice):
    assert signed_in.get(reverse("messages_read")).status_code == 405
    assert unread(guest) == 1
    assert signed_in.post(reverse("messages_read")).status_code == 302
    assert unread(guest) == 0


def test_a_stranger_finds_no_such_message_and_leaves_it_unread(client, guest, notice):
    stranger = User.objects.create_user("+8613900000009", person=Person.objects.create(full_name="路人"))
    client.force_login(stranger)
    assert client.get(reverse("message", args=[notice.pk])).status_code == 404
    assert "预约已通过" not in client.get(reverse("messages")).content.decode()
    client.post(reverse("messages_read"))
    assert unread(guest) == 1


def test_an_account_without_a_person_has_an_empty_box(client, notice):
    client.force_login(User.objects.create_user("+8613900000008"))
    assert client.get(reverse("messages")).status_code == 200
    assert "预约已通过" not in client.get(reverse("messages")).content.decode()


def test_asks_a_visitor_to_log_in(client, notice):
    assert client.get(reverse("messages")).status_code == 302
    assert client.get(reverse("message", args=[notice.pk])).status_code == 302


def test_says_so_when_things_have_changed_since(signed_in, notice, stay):
    assert "情况已有变化" not in signed_in.get(reverse("message", args=[notice.pk])).content.decode()
    Stay.objects.filter(pk=stay.pk).update(state="cancelled", ended_at=stay.submitted_at)
    assert "情况已有变化" in signed_in.get(reverse("message", args=[notice.pk])).content.decode()


def test_a_full_box_costs_no_more_queries_than_a_short_one(signed_in, guest, stay, notice):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as spent:
            signed_in.get(reverse("messages"))
        return len(spent)

    signed_in.get(reverse("messages"))
    short = cost()
    for occasion in range(19):
        notify(KIND, to=guest, about=stay, dedup=str(occasion))
    assert cost() == short


@pytest.mark.parametrize("number", ["0", "-1", "999999999999999999999", "x", ""])
def test_a_senseless_page_number_is_forgiven(signed_in, notice, number):
    assert signed_in.get(reverse("messages"), {"page": number}).status_code == 200


def test_the_demonstrations_telephone_shows_the_code_large(client, db):
    sms.send_text("+8613900000001", "login_code", code="482916")
    page = client.get(reverse("demo_messages")).content.decode()
    assert ">482916</output>" in page


def test_there_is_no_telephone_outside_the_demonstration(client, db, settings):
    sms.send_text("+8613900000001", "login_code", code="482916")
    settings.DEMO = False
    answer = client.get(reverse("demo_messages"))
    assert answer.status_code == 404
    assert "482916" not in answer.content.decode()


def test_staff_with_an_address_get_mail(station, stay):
    officer = officer_of(station.reporting_org, "district_officer", "+8613900000005")
    officer.users.update(email="officer@example.test")
    kind = "stations.review_overdue"
    notify(kind, to=officer, about=_waiting(stay))
    services.sweep()
    assert [message.to for message in mail.outbox] == [["officer@example.test"]]


def _waiting(stay: Stay) -> Stay:
    """The same stay handed in anew, undecided."""
    return Stay.objects.create(
        guest=stay.guest,
        booked_by=stay.booked_by,
        station=stay.station,
        policy=stay.policy,
        arrival=stay.arrival,
        departure=stay.departure,
        purpose=stay.purpose,
        state="submitted",
        submitted_at=stay.submitted_at,
        review_due_at=stay.submitted_at,
    )
