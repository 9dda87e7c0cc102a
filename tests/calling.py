"""Messages as a bank's own system sends them: its key, its signature, its words."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import time
from typing import Any

from django.test import Client
from django.urls import reverse

from loans.models import BankKey
from loans.services.callbacks import keys
from tests import people
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import now

_serial = itertools.count(1)


def administrator() -> User:
    return people.administrator()


def issued(bank: Organisation) -> tuple[BankKey, str]:
    return keys.issue_bank_key(actor=administrator(), bank=bank)


def mac(secret: str, identifier: str, moment: str, body: bytes) -> str:
    """Written anew from the page for banks' programmers, and not by the portal's own function."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    told = identifier.encode() + b"." + moment.encode() + b"." + body
    return "v1," + base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()


def fresh() -> str:
    return f"message-{next(_serial):06d}"


def send(bank: Organisation | str, secret: str, told: Any, **other: Any) -> Any:
    """``other``: identifier, moment, signature or body, where they are not the right ones."""
    body = other.get("body") or json.dumps(told, ensure_ascii=False).encode()
    identifier = other.get("identifier") or fresh()
    moment = str(other.get("moment", int(now().timestamp())))
    signed = other.get("signature") or mac(secret, identifier, moment, other.get("signed", body))
    code = bank if isinstance(bank, str) else bank.code
    return Client(enforce_csrf_checks=True).post(
        reverse("api_loan_bank_messages", args=[code]),
        data=body,
        content_type="application/json",
        headers={
            "webhook-id": identifier,
            "webhook-timestamp": moment,
            "webhook-signature": signed,
        },
    )


def event(name: str, **told: Any) -> dict[str, Any]:
    return {"event": name, "occurred_at": now().isoformat()} | told


def wall_clock() -> int:
    return int(time.time())
