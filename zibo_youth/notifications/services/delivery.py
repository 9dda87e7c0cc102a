"""
投递 (delivery): from a written notice to a message on a telephone, at least once and never two at a time.

Every attempt is claimed by one UPDATE that filters on the old state, and the
claim is a lease: whoever dies in the middle is followed by the sweeper. The
network is spoken to outside any transaction, so no row stays locked meanwhile.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import translation

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import System
from zibo_youth.notifications.channels import email, inbox, sms
from zibo_youth.notifications.errors import ChannelFailed, NothingToRetry
from zibo_youth.notifications.kinds import EMAIL, INBOX, SMS, kind_of
from zibo_youth.notifications.letters import Letter, Recipient, letters, recipient_of
from zibo_youth.notifications.models import Delivery, Heartbeat, Notice
from zibo_youth.notifications.querysets import NoticeQuerySet

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)  # longer than any channel's time-out
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MAX_ATTEMPTS = 10  # about four hours, then somebody has to look
BATCH = 200
# One run ends before Celery's soft limit even when every provider times out.
RUN_SECONDS = 60
# A channel that failed this often in one run is left alone until the next.
PATIENCE = 3

SENDERS: dict[str, Callable[..., str]] = {INBOX: inbox.send, SMS: sms.send_letter, EMAIL: email.send}
State = Delivery.State


def deliver(*, notice_ids: list[int]) -> int:
    """Deliver these notices now. Safe to run twice at one moment. Returns how many deliveries went out."""
    notices = Notice.objects.filter(pk__in=notice_ids)
    _plan(notices)
    due = Delivery.objects.due().filter(notice__in=notices).values_list("pk", flat=True)
    return _attempt_each(due[: BATCH * len(SENDERS)])


def sweep() -> int:
    """Take up whatever waits: never nudged, failed before, or left by a dead worker."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name="sweep", beat_at=Now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beat_at"],
    )
    _give_up_on_what_kills_its_worker()
    while _plan(Notice.objects.all()) == BATCH:
        pass
    return _attempt_each(Delivery.objects.due().values_list("pk", flat=True)[: BATCH * 10])


def retry_delivery(*, actor: User | System, delivery: Delivery) -> None:
    """重试 (retry): a delivery that was given up starts again from the first attempt."""
    policy.require(actor, "notifications.retry_notice")
    given_up = Delivery.objects.dead().filter(pk=delivery.pk)
    if not given_up.update(state=State.WAITING, attempts=0, next_try_at=Now()):
        raise NothingToRetry


def _give_up_on_what_kills_its_worker() -> None:
    """A lease that ran out on the last attempt: nobody was left alive to write down the failure."""
    killers = Delivery.objects.due().filter(state=State.SENDING, attempts__gte=MAX_ATTEMPTS)
    sms.close([key_of(pk) for pk in killers.values_list("pk", flat=True)])
    killers.update(state=State.DEAD, last_error="worker lost")


def _plan(notices: NoticeQuerySet) -> int:
    """One row per channel for each notice that has none yet; a second planner skips what is locked."""
    with transaction.atomic():
        planned = list(notices.unplanned().select_for_update(skip_locked=True)[:BATCH])
        mailed = _people_with_email(planned)
        Delivery.objects.bulk_create(
            [
                Delivery(notice=notice, channel=channel)
                for notice in planned
                for channel in _channels(notice.kind)
                if channel != EMAIL or notice.to_id in mailed
            ],
            ignore_conflicts=True,
        )
        Notice.objects.filter(pk__in=[notice.pk for notice in planned]).update(planned_at=Now())
    return len(planned)


def _channels(key: str) -> tuple[str, ...]:
    """A kind that this worker does not know was written by a newer one: it is tried until one knows it."""
    kind = kind_of(key)
    return kind.channels if kind else (INBOX, SMS)


def _people_with_email(notices: list[Notice]) -> set[int]:
    people = {notice.to_id for notice in notices}
    users = User.objects.filter(person_id__in=people, is_active=True).exclude(email="")
    return set(users.values_list("person_id", flat=True))


def _attempt_each(delivery_ids: Iterable[int]) -> int:
    """Attempt one after the other, within the time and the patience of one run."""
    deadline = time.monotonic() + RUN_SECONDS
    sent, failures = 0, Counter[str]()
    for delivery in Delivery.objects.filter(pk__in=list(delivery_ids)).order_by("next_try_at", "id"):
        if time.monotonic() > deadline:
            break
        if failures[delivery.channel] >= PATIENCE or not _claim(delivery):
            continue
        went_out = _attempt(delivery)
        sent += went_out
        failures[delivery.channel] += not went_out
    return sent


def _claim(delivery: Delivery) -> bool:
    """Whoever's UPDATE finds the row due has it until the lease ends."""
    mine = Delivery.objects.due().filter(pk=delivery.pk)
    if not mine.update(state=State.SENDING, attempts=F("attempts") + 1, next_try_at=Now() + LEASE):
        return False
    try:
        delivery.refresh_from_db(from_queryset=Delivery.objects.select_related("notice__to"))
    except Delivery.DoesNotExist:
        # Taken back by `outbox.renew` in this very moment.
        return False
    return True


def _attempt(delivery: Delivery) -> bool:
    """Send, and write down what came of it. False only when the channel failed."""
    try:
        receipt = _send(delivery)
    except Exception as failure:
        _postpone(delivery, failure)
        return False
    row = Delivery.objects.filter(pk=delivery.pk).exclude(state=State.SENT)
    if receipt:
        row.update(state=State.SENT, sent_at=Now(), provider_id=receipt, last_error="")
    else:
        row.update(state=State.LAPSED, last_error="")
        sms.close([key_of(delivery.pk)])
    return True


def _send(delivery: Delivery) -> str:
    """The receipt, or an empty string when there is nothing to tell any more or nobody to reach."""
    [letter] = letters([delivery.notice])
    to = recipient_of(delivery.notice.to)
    if letter.kind is None:
        raise ChannelFailed(f"unknown kind {delivery.notice.kind}")
    with translation.override(to.language):
        if not _is_worth_sending(delivery.channel, letter, to):
            return ""
        return SENDERS[delivery.channel](key=key_of(delivery.pk), letter=letter, to=to)


def key_of(delivery_pk: int) -> str:
    """The provider's idempotency key: the same for every attempt of one delivery."""
    return f"delivery-{delivery_pk}"


def _is_worth_sending(channel: str, letter: Letter, to: Recipient) -> bool:
    """The inbox keeps everything; a telephone rings only for what still holds."""
    if channel == INBOX:
        return True
    if not letter.holds or letter.kind is None:
        return False
    return bool(to.email) if channel == EMAIL else bool(letter.kind.mobile(letter.about) or to.mobile)


def _postpone(delivery: Delivery, failure: Exception) -> None:
    """Try again after twice the pause, or give up; a lease that somebody else took is left alone."""
    is_last = delivery.attempts >= MAX_ATTEMPTS
    pause = min(FIRST_PAUSE * 2 ** (delivery.attempts - 1), LONGEST_PAUSE)
    reason = str(failure) if isinstance(failure, ChannelFailed) else type(failure).__name__
    Delivery.objects.filter(pk=delivery.pk, state=State.SENDING, attempts=delivery.attempts).update(
        state=State.DEAD if is_last else State.WAITING, next_try_at=Now() + pause, last_error=reason[:200]
    )
    known = isinstance(failure, ChannelFailed)
    log.log(30 if known else 40, "delivery_failed", delivery=delivery.pk, reason=reason, exc_info=not known)
