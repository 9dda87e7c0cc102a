"""
同住邀请链接 (links of invitations): a key that fits one place of one party.

Made and kept as the links of follow-ups are (`stations.answer_links`): whoever has
the database but not the key can make none, and the row keeps the token's digest only.
"""

from __future__ import annotations

import base64
from uuid import UUID

from zibo_youth.core.crypto import blind_index, secret_digest

PURPOSE = "party-link"
BYTES = 15


def token_of(seed: UUID) -> str:
    """The 20 characters (120 bits) that stand in the link."""
    signed = bytes.fromhex(blind_index(PURPOSE, seed.hex))[:BYTES]
    return base64.urlsafe_b64encode(signed).decode()


def digest_of(token: str) -> str:
    """What is stored of a token, and looked up by."""
    return secret_digest(PURPOSE, token)
