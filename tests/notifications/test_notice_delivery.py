"""投递: claimed once, retried with patience, worded from the state of the moment."""

import threading
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications import services
from zibo_youth.notifications.channels import gateway, sms
from zibo_youth.notifications.errors import ChannelFailed, NothingToRetry
from zibo_youth.notifications.models import Delivery, Notice, SmsMessage
from zibo_youth.notifications.outbox import notify
from zibo_youth.notifications.services import delivery as delivery_service

APPROVED, CANCELLED = "stations.stay_approved", "stations.stay_cancelled"


def texts() -> list[str]:
    return [message.text for message in SmsMessage.objects.order_by("id")]


def test_what_no_nudge_reached_the_sweeper_delivers_once(guest, stay):
    notify(APPROVED, to=guest, about=stay)
    assert texts() == []

    services.sweep()
    services.sweep()

    assert len(texts()) == 1
    assert "测试驿站" in texts()[0]
    assert set(Delivery.objects.values_list("channel", "state")) == {("inbox", "sent"), ("sms", "sent")}


def test_a_cancelled_booking_is_not_confirmed_late(guest, stay):
    notify(APPROVED, to=guest, about=stay)
    type(stay).objects.filter(pk=stay.pk).update(state="cancelled", ended_at=timezone.now())
    notify(CANCELLED, to=guest, about=stay)

    services.sweep()

    assert len(texts()) == 1
    assert "已取消" in texts()[0]
    assert Delivery.objects.get(notice__kind=APPROVED, channel="sms").state == "lapsed"


def test_the_control_a_standing_booking_is_confirmed(guest, stay):
    notify(APPROVED, to=guest, about=stay)
    services.sweep()
    assert "预约已通过" in texts()[0]


def run_in_threads(act, *, threads=2, times=5) -> None:
    def work() -> None:
        try:
            for _ in range(times):
                act()
        finally:
            connection.close()

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


@pytest.fixture
def slow_carrier(monkeypatch) -> list[str]:
    """A carrier slow enough that two senders overlap; the keys that it was given."""
    keys: list[str] = []

    def post(*, key: str, **_message: str) -> str:
        time.sleep(0.2)
        keys.append(key)
        return "receipt"

    monkeypatch.setattr(sms, "_backend_post", post)
    return keys


@pytest.mark.django_db(transaction=True)
def test_five_deliveries_in_each_of_two_threads_are_one_message(guest, stay, slow_carrier):
    notify(APPROVED, to=guest, about=stay)
    number = Notice.objects.get().pk

    run_in_threads(lambda: services.deliver(notice_ids=[number]))

    assert len(slow_carrier) == 1
    assert SmsMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_control_without_the_claim_the_carrier_is_asked_twice(guest, stay, slow_carrier, monkeypatch):
    monkeypatch.setattr(delivery_service, "_claim", lambda delivery: True)
    notify(APPROVED, to=guest, about=stay)
    number = Notice.objects.get().pk
    delivery_service._plan(Notice.objects.all())

    def unclaimed() -> None:
        delivery_service._attempt_each(Delivery.objects.filter(notice=number).values_list("pk", flat=True))

    run_in_threads(unclaimed, times=1)

    assert len(slow_carrier) > 1
    assert len(set(slow_carrier)) == 1  # and even then the carrier knows it by its key
    assert SmsMessage.objects.count() == 1


def fail(**_message: str) -> str:
    raise ChannelFailed("HTTP 503")


def make_due() -> None:
    Delivery.objects.filter(state__in=["waiting", "sending"]).update(next_try_at=Now() - timedelta(seconds=1))


def test_a_failed_message_waits_longer_each_time_and_is_given_up_at_last(guest, stay, monkeypatch):
    monkeypatch.setattr(sms, "_backend_post", fail)
    notify(APPROVED, to=guest, about=stay)
    pauses = []
    for _ in range(delivery_service.MAX_ATTEMPTS):
        make_due()
        services.sweep()
        delivery = Delivery.objects.get(channel="sms")
        pauses.append(delivery.next_try_at - timezone.now())
    assert pauses[1] > pauses[0] > timedelta(seconds=20)
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("dead", 10, "HTTP 503")

    monkeypatch.undo()
    services.retry_delivery(actor=SYSTEM, delivery=delivery)
    services.sweep()
    assert len(texts()) == 1
    with pytest.raises(NothingToRetry):
        services.retry_delivery(actor=SYSTEM, delivery=delivery)


def test_a_stranger_retries_nothing(guest, stay):
    with pytest.raises(NotAllowed):
        services.retry_delivery(actor=AnonymousUser(), delivery=Delivery())


def test_a_dead_workers_lease_is_taken_over_and_the_message_stays_one(guest, stay):
    notify(APPROVED, to=guest, about=stay)
    services.sweep()
    lease = Delivery.objects.filter(channel="sms")
    lease.update(state="sending", sent_at=None, next_try_at=Now() + timedelta(seconds=60))
    services.sweep()
    assert lease.get().state == "sending"  # the control: a running lease is left alone

    make_due()
    services.sweep()
    assert lease.get().state == "sent"
    assert SmsMessage.objects.count() == 1


def test_what_kills_every_worker_is_given_up(guest, stay, posted):
    notify(APPROVED, to=guest, about=stay)
    services.sweep()
    row = Delivery.objects.filter(channel="sms")
    row.update(state="sending", sent_at=None, attempts=delivery_service.MAX_ATTEMPTS)
    make_due()
    services.sweep()
    assert row.get().state == "dead"
    assert len(posted) == 1


@pytest.fixture
def begun(guest, stay, monkeypatch):
    """The worker was killed after the text's row was written and before the carrier had it."""

    class Killed(BaseException):
        pass

    def die(**_text):
        raise Killed

    notify(APPROVED, to=guest, about=stay)
    with monkeypatch.context() as patch:
        patch.setattr(sms, "_backend_post", die)
        with pytest.raises(Killed):
            services.sweep()
    assert SmsMessage.objects.get().state == "queued"
    make_due()
    return SmsMessage.objects.get()


def test_a_text_begun_by_a_dead_worker_is_closed_when_it_no_longer_holds(begun, stay):
    type(stay).objects.filter(pk=stay.pk).update(state="cancelled", ended_at=timezone.now())
    services.sweep()
    begun.refresh_from_db()
    assert (begun.state, begun.last_error) == ("failed", "worker lost, not sent again")


def test_a_text_begun_by_a_dead_worker_is_closed_when_it_is_given_up(begun):
    Delivery.objects.filter(channel="sms").update(attempts=delivery_service.MAX_ATTEMPTS)
    services.sweep()
    begun.refresh_from_db()
    assert begun.state == "failed"


def test_a_text_begun_by_a_dead_worker_is_sent_while_it_holds(begun):
    services.sweep()
    begun.refresh_from_db()
    assert begun.state == "sent"


@pytest.mark.control
def test_the_control_without_the_closing_the_text_waits_for_ever(begun, stay, monkeypatch):
    monkeypatch.setattr(sms, "close", lambda keys: None)
    type(stay).objects.filter(pk=stay.pk).update(state="cancelled", ended_at=timezone.now())
    services.sweep()
    begun.refresh_from_db()
    assert begun.state == "queued"


def test_a_sick_carrier_is_left_alone_for_the_rest_of_the_run(guest, stay, monkeypatch):
    asked = []
    monkeypatch.setattr(sms, "_backend_post", lambda **message: asked.append(message) or fail())
    for occasion in range(8):
        notify(APPROVED, to=guest, about=stay, dedup=str(occasion))
    services.sweep()
    assert len(asked) == delivery_service.PATIENCE


@pytest.mark.parametrize(
    "error", [TimeoutError("text of the message"), ConnectionRefusedError(), ValueError()]
)
def test_every_failure_of_the_gateway_is_one_kind_of_failure(settings, monkeypatch, error):
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_KEY = "https://gateway.invalid/send", "key"

    def refuse(*_args, **_options):
        raise error

    monkeypatch.setattr(gateway.urllib.request, "urlopen", refuse)
    with pytest.raises(ChannelFailed) as failure:
        gateway.post(key="k", mobile="+8613900000001", text="秘密")
    assert str(failure.value) == type(error).__name__


def test_the_gateway_is_signed_and_never_spoken_to_in_clear(settings):
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_KEY = "https://gateway.invalid/send", "key"
    one, other = gateway._signed(b"a", "k"), gateway._signed(b"b", "k")
    assert one.get_header("Idempotency-key") == "k"
    assert one.get_header("X-signature") != other.get_header("X-signature")

    settings.SMS_GATEWAY_URL = "http://gateway.invalid/send"
    with pytest.raises(ChannelFailed):
        gateway.post(key="k", mobile="", text="")


def test_a_code_is_kept_readable_in_the_demonstration_only(settings, db, posted, caplog):
    for demo, expected in ((True, "482916"), (False, "******")):
        settings.DEMO = demo
        message = sms.send_text("+8613900000001", "login_code", code="482916")
        assert expected in message.text
    assert "482916" not in message.text
    assert "482916" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_code_goes_to_the_carrier_in_full(settings, posted):
    settings.DEMO = False
    sms.send_text("+8613900000001", "login_code", code="482916")
    assert "482916" in posted[0]["text"]
    assert SmsMessage.objects.get().state == "sent"
