"""
站内搜索 (search): which tokens stand for a text, and which of them a question asks for.

PostgreSQL has no dictionary for Chinese, and needs none: every pair of
neighbouring characters is a token ("人才政策" → 人才 才政 政策 策), so that a
question of two characters or more meets every text that contains it. A Latin
word or a number is a token with each of its endings, so that its beginning,
its middle and its end are found. Single characters are asked for as beginnings.

The tokens are made here and go to PostgreSQL as finished tsvector and tsquery
values; its parser, which follows the locale of the database, never sees them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, groupby

RUN = re.compile(r"[0-9a-z]+|[^\W0-9a-z_]+")
LONGEST_ENDING = (
    16  # keeps the largest article below the limit of a tsvector; the rest of a word still agrees
)
LAST_POSITION = 16383  # of a tsvector; what stands behind is found all the same
MOST_PLACES = 255  # of one token


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a result, and whether they are what was asked for."""

    text: str
    is_hit: bool


def fold(text: str) -> str:
    """One spelling: full width becomes half, capitals become small, an ideographic space a space."""
    return unicodedata.normalize("NFKC", text).casefold()


def runs(text: str) -> list[str]:
    """What stands unbroken in a text: Latin words and numbers, and between them Chinese."""
    return RUN.findall(fold(text))


def tokens(text: str) -> Iterator[str]:
    """Every token of a text, one for each of its characters."""
    for run in runs(text):
        longest = LONGEST_ENDING if run.isascii() else 2
        yield from (run[start : start + longest] for start in range(len(run)))


def vector(weighted: Iterable[tuple[str, str]]) -> str:
    """The tsvector of texts with their weights (A to D), as PostgreSQL reads it."""
    places: dict[str, list[str]] = defaultdict(list)
    position = count(1)
    for text, weight in weighted:
        for token in tokens(text):
            places[token].append(f"{min(next(position), LAST_POSITION)}{weight}")
    return " ".join(f"'{token}':{','.join(found[:MOST_PLACES])}" for token, found in places.items())


def query(words: str, weights: str = "") -> str:
    """
    The tsquery of a question: all its tokens, where ``weights`` is given only in texts of these.

    Empty when it asks for nothing that can be found.
    """
    asked = dict.fromkeys(part for run in runs(words) for part in _asked(run))
    return " & ".join(f"'{token}':{'*' * is_beginning}{weights or 'ABCD'}" for token, is_beginning in asked)


def _asked(run: str) -> list[tuple[str, bool]]:
    """Tokens of one run, and whether they are beginnings of what is looked for."""
    if run.isascii() or len(run) == 1:
        return [(run[:LONGEST_ENDING], True)]
    return [(run[start : start + 2], False) for start in range(len(run) - 1)]


# --- showing what was found ----------------------------------------------------------------------


def marks(text: str, words: str) -> list[Mark]:
    """The text in pieces, those marked that were asked for; the pieces make up the text again."""
    hits = set(_places(text, words))
    return [
        Mark("".join(text[place] for place in places), is_hit)
        for is_hit, places in groupby(range(len(text)), key=hits.__contains__)
    ]


def excerpt(text: str, words: str, *, length: int = 90, before: int = 24) -> list[Mark]:
    """The part of a text around its first hit; its beginning when there is none."""
    text = " ".join(text.split())
    first = next(iter(_places(text, words)), 0)
    start = max(0, first - before) if first > length - before else 0
    cut = text[start : start + length]
    head, tail = "…" if start else "", "…" if start + length < len(text) else ""
    return marks(f"{head}{cut}{tail}", words)


def has_hit(text: str, words: str) -> bool:
    return bool(_places(text, words))


def _places(text: str, words: str) -> list[int]:
    """The places of the text's characters that belong to something asked for, in order."""
    folded, origin = "", []
    for place, sign in enumerate(text):
        small = fold(sign)
        folded += small
        origin += [place] * len(small)
    found: set[int] = set()
    for run in runs(words):
        whole = _all(run, folded)
        parts = [] if whole or run.isascii() else [run[n : n + 2] for n in range(len(run) - 1)]
        for part, starts in [(run, whole), *((part, _all(part, folded)) for part in parts)]:
            found |= {origin[start + step] for start in starts for step in range(len(part))}
    return sorted(found)


def _all(part: str, text: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(part), text)]
