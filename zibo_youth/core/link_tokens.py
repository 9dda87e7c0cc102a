"""
链接里的钥匙 (tokens of links): a key that fits one row and opens nothing else.

A token is a keyed digest of the row's random seed. Whoever has the database but
not the key can make none, whoever has a token learns nothing of another; the row
keeps the token's digest only. It is as long as a text message has room for.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from uuid import UUID

from .crypto import blind_index, secret_digest

BYTES = 15
SHAPE = re.compile("[A-Za-z0-9_-]{20}")


@dataclass(frozen=True, slots=True)
class LinkTokens:
    """Tokens for one ``purpose``: one of them is none of another's."""

    purpose: str

    def token_of(self, seed: UUID) -> str:
        """The 20 characters (120 bits) that stand in the link."""
        signed = bytes.fromhex(blind_index(self.purpose, seed.hex))[:BYTES]
        return base64.urlsafe_b64encode(signed).decode()

    def digest_of(self, token: str) -> str:
        """What is stored of a token, and looked up by."""
        return secret_digest(self.purpose, token)


def is_token(text: str) -> bool:
    """Whether the text could be a token at all."""
    return SHAPE.fullmatch(text) is not None
