"""计分 (the score): what a paper is worth by its answers and the keys in force. Pure: no rows, no writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """What is right; a question that turned out to be wrong is void, and counts as right for everybody."""

    letters: str = ""
    is_void: bool = False


def is_right(chosen: str | None, key: Key) -> bool:
    """A question of several letters is right with exactly these; one without an answer is wrong."""
    return key.is_void or (chosen is not None and chosen == key.letters)


def right_in(questions: Iterable[int], answers: Mapping[int, str], keys: Mapping[int, Key]) -> int:
    """How many questions of a paper are right."""
    return sum(is_right(answers.get(each), keys[each]) for each in questions)


def score_of(
    questions: Iterable[int], answers: Mapping[int, str], keys: Mapping[int, Key], points: int
) -> int:
    """Each right question gives its points, each other one none."""
    return points * right_in(questions, answers, keys)
