"""
收件 (inbox): a bank's message is known by its signature, taken once, and does what the desk would do.

The row with its identifier is written first, in the transaction of the act: a second call of the same
message waits at the unique constraint until the first has committed, and is given its answer. What is
refused leaves no row, so that the same message may come again when it can be taken.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from loans.bank_signature import IDENTIFIER, MOMENT, PREFIX, is_signed, signature
from loans.callback_errors import (
    EventAhead,
    MessageKnown,
    MessageReused,
    MomentRefused,
    SignatureRefused,
)
from loans.models import BankKey, BankMessage
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining

from .events import EVENTS

log = structlog.get_logger(__name__)
# Reckoned with where a bank has no key: the same work, and never the right answer.
NOBODYS = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True, slots=True)
class Sent:
    """What came over the wire: the three headers and the raw body."""

    identifier: str
    moment: str
    signature: str
    body: bytes


def signed_by(code: str, sent: Sent) -> BankKey:
    """
    Whose key signed it: of the bank by this code. The time is looked at last, by whoever has signed.

    Raises `SignatureRefused` in the same words for every reason, and `MomentRefused`.
    """
    keys = list(BankKey.objects.of_bank(code).select_related("bank").order_by("-pk"))
    is_shaped = bool(IDENTIFIER.fullmatch(sent.identifier) and MOMENT.fullmatch(sent.moment))
    expected = [
        signature(secret, sent.identifier, sent.moment, sent.body)
        for secret in [*(key.secret for key in keys), NOBODYS]
    ]
    found = [key for key, is_it in zip(keys, is_signed(sent.signature, expected), strict=False) if is_it]
    if not found or not is_shaped:
        log.warning("bank message refused", bank=keys[0].bank.code if keys else "", reason="signature")
        raise SignatureRefused
    _require_in_time(found[0], sent.moment)
    return found[0]


def _require_in_time(key: BankKey, moment: str) -> None:
    """Neither old nor ahead: an identifier is not kept for ever apart from this window."""
    window = settings.LOANS["callback_window_seconds"]
    if abs(now().timestamp() - int(moment)) > window:
        log.warning("bank message refused", bank=key.bank.code, reason="timestamp")
        raise MomentRefused(seconds=window)


def take_message(*, key: BankKey, sent: Sent, told: Mapping[str, Any]) -> dict[str, Any]:
    """
    收 (take): the act of its event, once; the same message again is given the first answer.

    Raises `MessageReused`, `EventAhead`, and what the event's act raises.
    """
    _require_happened(told["occurred_at"])
    digest = hashlib.sha256(sent.body).hexdigest()
    message = BankMessage(
        bank=key.bank,
        key=key,
        message_id=sent.identifier,
        digest=digest,
        event=told["event"],
        occurred_at=told["occurred_at"],
    )
    try:
        with explaining(bank_message_once_per_bank=MessageKnown), transaction.atomic():
            return _taken(message, told)
    except MessageKnown:
        return _first_answer(message)


def _require_happened(moment: datetime) -> None:
    slack = timedelta(seconds=settings.LOANS["callback_window_seconds"])
    if moment.astimezone(UTC) > now().astimezone(UTC) + slack:
        raise EventAhead


def _taken(message: BankMessage, told: Mapping[str, Any]) -> dict[str, Any]:
    message.save(force_insert=True)
    done = EVENTS[told["event"]](message, told)
    message.answer = {"message_id": message.message_id, "event": message.event, **done}
    message.save(update_fields=["answer", "application", "loan"])
    # As it is stored, so that the first answer and every replay are the same bytes.
    message.refresh_from_db(fields=["answer"])
    log.info("bank message taken", bank=message.bank.code, event_name=message.event, message=message.pk)
    answer: dict[str, Any] = message.answer
    return answer


def _first_answer(message: BankMessage) -> dict[str, Any]:
    first = BankMessage.objects.get(bank=message.bank, message_id=message.message_id)
    if first.digest != message.digest:
        raise MessageReused(message_id=message.message_id)
    answer: dict[str, Any] = first.answer
    return answer
