"""
试卷 (the paper): which questions of a pool, and their options in which order, follow from a seed.

Pure functions: the same seed and the same pool give the same paper on any machine, so that every paper
can be rebuilt from what was recorded (`manage.py replay_papers`, docs/guides/safety.md).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from zibo_youth.core.draw import drawn_order, listing_of

LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A question that may be drawn: the number of its version, its letters, and whether they are shuffled."""

    question: int
    options: int
    is_shuffled: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions in their order; ``orders``: the letters of each in the order in which they are shown."""

    questions: tuple[int, ...]
    orders: tuple[str, ...]


def drawn_paper(seed: str, pool: Sequence[PoolLine], count: int) -> Paper:
    """
    The first ``count`` questions in the order of the draw (docs/reference/draw.md).

    A question's options follow their own lots: HMAC-SHA256 with the seed as key over the question's
    number, a colon and the letter.
    """
    by_number = {line.question: line for line in pool}
    drawn = drawn_order(seed, listing_of((number, "") for number in by_number))[:count]
    return Paper(tuple(drawn), tuple(_order(seed, by_number[number]) for number in drawn))


def _order(seed: str, line: PoolLine) -> str:
    letters = LETTERS[: line.options]
    if not line.is_shuffled:
        return letters
    key = seed.encode()

    def lot(letter: str) -> str:
        return hmac.new(key, f"{line.question}:{letter}".encode(), hashlib.sha256).hexdigest()

    return "".join(sorted(letters, key=lot))


def chosen_of(shown: str, order: str) -> str:
    """The question's own letters, sorted, of what was ticked as shown: A is the option that stands first."""
    return "".join(sorted(order[LETTERS.index(letter)] for letter in set(shown)))


def shown_of(chosen: str, order: str) -> str:
    """The other way: where the question's own letters stood on this paper."""
    return "".join(sorted(LETTERS[order.index(letter)] for letter in chosen))
