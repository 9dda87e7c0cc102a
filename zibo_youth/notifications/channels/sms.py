"""
短信渠道 (SMS channel): one row per message, whatever is retried, and one backend behind it.

``send_text`` sends codes and other short texts at once; notices come through
``send_letter`` with the text that the notice's kind renders.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import limits
from zibo_youth.notifications.errors import ChannelFailed
from zibo_youth.notifications.kinds import NoticeKind
from zibo_youth.notifications.letters import Letter, Recipient
from zibo_youth.notifications.models import SmsMessage

from . import gateway

log = structlog.get_logger(__name__)

LONGEST = 70  # characters of one message; a longer one is billed and shown as two

# Texts a day to a number that somebody typed in as a contact: it may be a stranger's.
CONTACT_TEXTS_A_DAY = 20

# A code that stands alone; telephone numbers and dates are longer or shorter, a link's are among letters.
SIX_DIGITS = re.compile(r"(?<![0-9A-Za-z_-])\d{6}(?![0-9A-Za-z_-])")
# The part of a link that opens a page without a log-in.
KEY_IN_LINK = re.compile(r"(?<=/a/)[\w-]+", re.ASCII)

TEXTS: dict[str, str | Promise] = {
    "login_code": _("验证码 %(code)s，5 分钟内有效。任何人向您索要都请不要告诉。"),
    "mobile_change_code": _("您正在更换手机号，验证码 %(code)s，5 分钟内有效。非本人操作请忽略。"),
    "password_reset_code": _("您正在重设密码，验证码 %(code)s，5 分钟内有效。非本人操作请忽略。"),
    "account_exists": _("有人用这个号码注册，而您已有账号，请直接登录。非本人操作请忽略。"),
    "unknown_account": _("有人用这个号码登录，但它还没有注册。非本人操作请忽略。"),
}


def signed(text: str) -> str:
    """The text with the signature that the carrier demands."""
    return f"【{settings.PORTAL['sms_signature']}】{text}"


def storable(text: str) -> str:
    """What may be kept: codes and keys are starred out, except where the demonstration shows them."""
    return text if settings.DEMO else KEY_IN_LINK.sub("******", SIX_DIGITS.sub("******", text))


def send_text(mobile: str, kind: str, **values: Any) -> SmsMessage:
    """
    Send one short text now, or after the commit of the surrounding transaction.

    ``kind`` is a key of ``TEXTS``; ``values`` fill its placeholders. A code is
    never queued: it lives for minutes, and neither the broker nor the database
    may hold it. When the gateway fails, the row says so, and the person asks
    for another code.
    """
    text = signed(str(TEXTS[kind]) % values)
    message = SmsMessage.objects.create(
        key=f"text-{uuid.uuid4()}", mobile=mobile, kind=kind, text=storable(text)
    )

    def send_now() -> None:
        try:
            _hand_over(message, text)
        except ChannelFailed as failure:
            log.warning("sms_failed", message=message.pk, kind=kind, reason=str(failure))

    transaction.on_commit(send_now, robust=True)
    return message


def send(*, key: str, mobile: str, kind: str, text: str) -> str:
    """Send a notice's text and return the receipt number; the same key is one row and one message."""
    message, _new = SmsMessage.objects.get_or_create(
        key=key, defaults={"mobile": mobile, "kind": kind, "text": storable(text)}
    )
    if message.state == SmsMessage.State.SENT:
        return message.provider_id
    return _hand_over(message, text)


def close(keys: Collection[str]) -> None:
    """Texts that were begun by a worker that died, and that nobody sends any more: no row waits for ever."""
    begun = SmsMessage.objects.filter(key__in=keys, state=SmsMessage.State.QUEUED)
    begun.update(state=SmsMessage.State.FAILED, last_error="worker lost, not sent again")


def _hand_over(message: SmsMessage, text: str) -> str:
    """Give it to the backend and note what came of it."""
    row = SmsMessage.objects.filter(pk=message.pk)
    try:
        provider_id = _backend_post(key=message.key, mobile=message.mobile, text=text)
    except ChannelFailed as failure:
        row.exclude(state=SmsMessage.State.SENT).update(
            state=SmsMessage.State.FAILED, attempts=F("attempts") + 1, last_error=str(failure)[:200]
        )
        raise
    row.update(
        state=SmsMessage.State.SENT,
        attempts=F("attempts") + 1,
        provider_id=provider_id,
        last_error="",
        sent_at=Now(),
    )
    return provider_id


def _backend_post(*, key: str, mobile: str, text: str) -> str:
    """The demonstration's telephone is the page /demo/messages/: the stored row is the delivery."""
    if settings.SMS_BACKEND == "gateway":
        return gateway.post(key=key, mobile=mobile, text=text)
    return f"demo-{key}"


def send_letter(*, key: str, letter: Letter, to: Recipient) -> str:
    """One notice as one text message; no receipt where the day's texts to a contact are used up."""
    if letter.kind is None:
        raise ChannelFailed("unknown kind")
    contact = letter.kind.mobile(letter.about)
    if contact and not _may_ring(key, contact):
        log.warning("sms_over_budget", key=key, kind=letter.kind.key)
        return ""
    text = sms_text(letter.kind, letter.about)
    return send(key=key, mobile=contact or to.mobile, kind=letter.kind.key, text=text)


def _may_ring(key: str, contact: str) -> bool:
    """A retried message was counted before; the inbox keeps what the telephone is spared."""
    if SmsMessage.objects.filter(key=key).exists():
        return True
    return limits.count(limits.named("contact-text", contact), limits.DAY) <= CONTACT_TEXTS_A_DAY


def sms_text(kind: NoticeKind, about: Any) -> str:
    """The signed text; one message long even where a name is longer than anybody expected."""
    text = signed(" ".join(kind.text("sms", about).split()))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
