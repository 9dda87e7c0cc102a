"""话里不带号码 (words that leave the sealed record): they lead to nobody, however somebody wrote it."""

from __future__ import annotations

from hope_rooms.errors import ReasonMissing, WordsNotSafe
from zibo_youth.core.open_words import tell_a_number


def safe(words: str) -> str:
    """Words that leave the sealed record. Raises `WordsNotSafe` for somebody's number, however written."""
    if tell_a_number(words):
        raise WordsNotSafe
    return words.strip()


def said(words: str) -> str:
    """As `safe`, and there is something. Raises `ReasonMissing`."""
    found = safe(words)
    if not found:
        raise ReasonMissing
    return found
