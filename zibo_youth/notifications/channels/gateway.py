"""短信网关 (SMS gateway): one signed HTTPS POST of the standard library; no SDK."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
import urllib.error
import urllib.request

from django.conf import settings

from zibo_youth.notifications.errors import ChannelFailed

# Shorter than the lease of a delivery and than a person's patience at the log-in form.
TIMEOUT_SECONDS = 4


def post(*, key: str, mobile: str, text: str) -> str:
    """
    Hand one message to the gateway and return its receipt number.

    ``key`` is the idempotency key: a repeated post of the same key is one
    message to the telephone. Raises ``ChannelFailed`` for every other answer.
    """
    body = json.dumps({"key": key, "mobile": mobile, "text": text}, ensure_ascii=False).encode()
    try:
        with urllib.request.urlopen(_signed(body, key), timeout=TIMEOUT_SECONDS) as answer:
            return str(json.loads(answer.read(10_000)).get("id", ""))[:80]
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        raise ChannelFailed(_reason(error)) from error


def _signed(body: bytes, key: str) -> urllib.request.Request:
    """The gateway checks HMAC-SHA-256 over time and body: neither can be changed, nor replayed later."""
    url = settings.SMS_GATEWAY_URL
    if not url.startswith("https://"):
        raise ChannelFailed("SMS_GATEWAY_URL must begin with https://")
    sent_at = str(int(time.time()))
    signature = hmac.new(settings.SMS_GATEWAY_KEY.encode(), sent_at.encode() + b"." + body, hashlib.sha256)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": key,
        "X-Timestamp": sent_at,
        "X-Signature": signature.hexdigest(),
    }
    return urllib.request.Request(url, data=body, headers=headers, method="POST")


def _reason(error: Exception) -> str:
    """What may be kept of an error: its class and status, never the message, which can hold the text."""
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    return type(error).__name__
