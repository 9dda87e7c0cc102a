"""
抽签 (the draw): an order that nobody could choose and anybody can compute again (docs/reference/draw.md).

The hash of the seed is published when a round or a session opens, before anybody has applied; the hash of the
list when it closes; the seed with the result. Pure functions: the same words give the same order
on any machine.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping

OPEN_POOL = "open"


def new_seed() -> str:
    """256 bits from the system's source of randomness, in hexadecimal."""
    return secrets.token_hex(32)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def listing_of(lines: Iterable[tuple[int, str]]) -> str:
    """The list that is drawn from, as CSV: number and pool by numbers; each line ends with LF."""
    return "number,pool\n" + "".join(f"{number},{pool}\n" for number, pool in sorted(lines))


def lines_of(listing: str) -> list[tuple[int, str]]:
    """Number and pool of each line of a published list."""
    rows = (line.split(",", 1) for line in listing.splitlines()[1:])
    return [(int(number), pool) for number, pool in rows]


def drawn_order(seed: str, listing: str) -> list[int]:
    """
    The numbers of a list in the order of the draw.

    Each number's lot is HMAC-SHA256 with the seed as key over the list's hash, a colon
    and the number; the smallest lot comes first. A list that was changed by one line
    gives other lots to everybody.
    """
    list_hash, key = digest(listing), seed.encode()

    def lot(number: int) -> str:
        return hmac.new(key, f"{list_hash}:{number}".encode(), hashlib.sha256).hexdigest()

    return sorted((number for number, _pool in lines_of(listing)), key=lambda number: (lot(number), number))


def winners(order: Iterable[int], listing: str, quotas: Mapping[str, int]) -> list[int]:
    """Who has a place: in the order of the draw, first in the own pool, then in the open one."""
    left, home = dict(quotas), dict(lines_of(listing))
    won = []
    for number in order:
        pool = next((each for each in (home[number], OPEN_POOL) if left.get(each, 0)), None)
        if pool:
            left[pool] -= 1
            won.append(number)
    return won
