"""
回访链接 (links of follow-ups): a key that fits one question and opens nothing else.

The token is a keyed digest of the row's random seed. Whoever has the database but
not the key can make none, whoever has a token learns nothing of another; the row
keeps the token's digest only. It is as long as a text message has room for.
"""

from __future__ import annotations

import base64
import re
from uuid import UUID

from django.conf import settings

from zibo_youth.core.crypto import blind_index, secret_digest

PURPOSE = "follow-up-link"
BYTES = 15
SHAPE = re.compile("[A-Za-z0-9_-]{20}")


def token_of(seed: UUID) -> str:
    """The 20 characters (120 bits) that stand in the link."""
    signed = bytes.fromhex(blind_index(PURPOSE, seed.hex))[:BYTES]
    return base64.urlsafe_b64encode(signed).decode()


def digest_of(token: str) -> str:
    """What is stored of a token, and looked up by."""
    return secret_digest(PURPOSE, token)


def is_token(text: str) -> bool:
    """Whether the text could be a token at all."""
    return SHAPE.fullmatch(text) is not None


def in_full(path: str) -> str:
    """The whole address, as a text message needs it."""
    return f"{settings.SITE_URL}{path}"
