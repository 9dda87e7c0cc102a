"""
推荐码的写法 (how a referral code is written): 12 characters that nobody mistakes for one another.

The code is a keyed digest of the row's random seed, as the links of follow-ups are
(`stations.answer_links`): whoever has the database but not the key reads no code.
Its own keyed digest is what it is looked up by (docs/decisions/0038).
"""

from __future__ import annotations

import unicodedata
from uuid import UUID

from zibo_youth.core.crypto import blind_index, secret_digest

PURPOSE = "referral-code"
# 32 signs: no 0 beside O, no 1 beside I; capitals only, so that L is no 1 either.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH, GROUP = 12, 4
LONGEST_TYPED = 40


def code_of(seed: UUID) -> str:
    """The 12 characters (60 bits) of a seed."""
    number = int(blind_index(PURPOSE, seed.hex), 16)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))


def digest_of(code: str) -> str:
    """What is stored of a code, and looked up by."""
    return secret_digest(PURPOSE, code)


def as_written(typed: str) -> str:
    """What was meant by what was typed: small letters, hyphens, spaces and wide characters are forgiven."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def spelled(code: str) -> str:
    """In groups of four, as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
