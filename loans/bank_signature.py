"""
签名 (signature): HMAC-SHA256 over identifier, time and raw body, as Standard Webhooks writes it down.

The identifier and the time are signed with the body: whoever overhears a message can neither send it again
under another name nor later. Pure functions; compared in constant time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

PREFIX = "whsec_"  # secret scanners know it by this
VERSION = "v1"
# No full stop: it parts the three things that are signed.
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
MOMENT = re.compile(r"[0-9]{1,12}", re.ASCII)


def signature(secret: str, identifier: str, moment: str, body: bytes) -> str:
    """``v1,`` and the base64 of the MAC. ``secret``: as it was issued, with its prefix."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    told = f"{identifier}.{moment}.".encode() + body
    mac = hmac.new(key, told, hashlib.sha256).digest()
    return f"{VERSION},{base64.b64encode(mac).decode()}"


def is_signed(given: str, expected: Iterable[str]) -> list[bool]:
    """
    For each expected signature whether it is among those given: a bank may send one for each of its keys.

    Each is compared in constant time.
    """
    sent = [each.encode() for each in given.split(" ")[:4]]
    return [any(hmac.compare_digest(each.encode(), one) for one in sent) for each in expected]
