"""
评分 (scoring) of model posts: from points on sheets to the order of a year. Pure: no rows, no writes.

Fractions, so that equal results are equal. A criterion that is marked N/A is left out of its sheet, and
its weight with it: it lowers nobody's result (Hypha counts it as nought: reference/loans_safety.md §6.3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt

from zibo_youth.core import draw as lots

SCORE, DEDUCTION, VETO = "score", "deduction", "veto"
FULL = 100
# From so many sheets on, one highest and one lowest result are left out.
DROPS_FROM = 5
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: what it does, its weight in per cent, its most points."""

    key: int
    kind: str
    weight: int
    most: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one reviewer says: the result out of 100, what was taken off, how many lines were N/A."""

    total: Fraction
    deducted: Fraction
    skipped: int
    vetoes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A post: mean and spread of the sheets that count, how many were left out, N/A answers, vetoes."""

    mean: Fraction
    spread: Decimal
    deducted: Fraction
    heaviest: Fraction
    counted: int
    dropped: int
    skipped: int
    vetoes: tuple[int, ...]


def sheet_of(lines: Iterable[Line], points: Mapping[int, int | None]) -> Sheet:
    """
    One sheet; ``points`` by the key of each line, ``None`` for N/A.

    Raises ValueError where every scored line is N/A: nothing was judged.
    """
    told = list(lines)
    scored = [each for each in told if each.kind == SCORE and points.get(each.key) is not None]
    weights = sum(each.weight for each in scored)
    if not weights:
        raise ValueError("nothing was judged")
    won = sum((Fraction(each.weight * (points[each.key] or 0), each.most) for each in scored), Fraction())
    off = sum((points.get(each.key) or 0 for each in told if each.kind == DEDUCTION), 0)
    return Sheet(
        total=won * FULL / weights - off,
        deducted=Fraction(off),
        skipped=sum(each.kind == SCORE for each in told) - len(scored),
        vetoes=tuple(each.key for each in told if each.kind == VETO and points.get(each.key)),
    )


def kept(totals: Sequence[Fraction]) -> list[Fraction]:
    """The results that count, in order: from five on without one highest and one lowest."""
    order = sorted(totals)
    return order[1:-1] if len(order) >= DROPS_FROM else order


def result_of(lines: Sequence[Line], sheets: Sequence[Mapping[int, int | None]]) -> Result:
    """All sheets of one post together."""
    found = [sheet_of(lines, each) for each in sheets]
    counted = kept([each.total for each in found])
    mean = sum(counted, Fraction()) / len(counted)
    return Result(
        mean=mean,
        spread=_spread(counted, mean),
        deducted=sum((each.deducted for each in found), Fraction()) / len(found),
        heaviest=_heaviest(lines, sheets),
        counted=len(counted),
        dropped=len(found) - len(counted),
        skipped=sum(each.skipped for each in found),
        vetoes=tuple(sorted({key for each in found for key in each.vetoes})),
    )


def mean_of_line(line: Line, sheets: Iterable[Mapping[int, int | None]]) -> Fraction | None:
    """Of one criterion, without N/A; none where nobody judged it."""
    given = [points for each in sheets if (points := each.get(line.key)) is not None]
    return Fraction(sum(given), len(given)) if given else None


def _heaviest(lines: Sequence[Line], sheets: Sequence[Mapping[int, int | None]]) -> Fraction:
    """
    The mean share of the heaviest criterion that anybody judged of this team, of equal weights the first.

    N/A is left out here as in the result: a criterion that is N/A on every sheet is none of this team's, and
    the heaviest of those that are speaks for it. Counted as nought it would put the team behind every other.
    """
    scored = sorted((each for each in lines if each.kind == SCORE), key=lambda each: (-each.weight, each.key))
    judged = ((mean_of_line(each, sheets), each.most) for each in scored)
    return next(mean / most for mean, most in judged if mean is not None)


def _spread(totals: Sequence[Fraction], mean: Fraction) -> Decimal:
    """标准差 (standard deviation) of the results that count, to two places."""
    variance = sum(((each - mean) ** 2 for each in totals), Fraction()) / len(totals)
    return Decimal(sqrt(variance)).quantize(CENT, ROUND_HALF_UP)


def shown(value: Fraction) -> Decimal:
    """To two places, half up; only ever for reading: order is decided by fractions."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(CENT, ROUND_HALF_UP)


def ranked(results: Mapping[int, Result], seed: str) -> list[int]:
    """
    The numbers of the posts, the best first.

    Ties, by the stated rule: who lost fewer points by deductions, then who has the greater share in the
    heaviest criterion that applies to it (not N/A on every sheet), then by lot, with the seed whose hash was
    published when the year opened.
    """
    listing = lots.listing_of((key, lots.OPEN_POOL) for key in results)
    lot = {key: place for place, key in enumerate(lots.drawn_order(seed, listing))}

    def order(key: int) -> tuple[Fraction, Fraction, Fraction, int]:
        one = results[key]
        return -one.mean, one.deducted, -one.heaviest, lot[key]

    return sorted(results, key=order)


def seats_of(
    panel: Sequence[int], barred: Collection[int], load: Mapping[int, int], wanted: int
) -> list[int]:
    """
    Who judges a post: of the panel in its order, without those who are barred, the least busy first.

    Fewer than ``wanted`` come back where the panel is too small.
    """
    free = [each for each in panel if each not in barred]
    return sorted(free, key=lambda each: (load.get(each, 0), panel.index(each)))[:wanted]
