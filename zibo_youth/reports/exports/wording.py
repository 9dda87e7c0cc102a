"""Figures in Chinese words: 万 and 亿, 余 and 近, more and less than before, one clause at a time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal

from zibo_youth.core.exports.table import clean
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.kpis import Kind, Unit
from zibo_youth.reports.sheet import Line

TEN_THOUSAND = 10_000
# 近 is said of what lacks less than half a per cent of the round number.
NEARLY = Decimal("0.005")
DIGITS = "零一二三四五六七八九十"


def ordinal(number: int) -> str:
    """一 to 九十九, as headings are counted."""
    tens, ones = divmod(number, 10)
    if number <= 10:
        return DIGITS[number]
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")


def spoken(value: Decimal, unit: Unit) -> str:
    """
    A number with its unit: exact below 10,000, in 万 or 亿 beyond.

    What the shorter number leaves out is said: 余 of what is more than it, 近
    of what is just less than a round one.
    """
    if unit is Unit.PER_CENT:
        return f"{plain(value)}%"
    if unit is Unit.WAN_YUAN:
        return _rounded(value, "亿", "元", 2) if value >= TEN_THOUSAND else f"{plain(value)}万元"
    return _rounded(value, "万", unit.value, 1) if value >= TEN_THOUSAND else f"{plain(value)}{unit.value}"


def _rounded(value: Decimal, word: str, unit: str, places: int) -> str:
    scaled = value / TEN_THOUSAND
    down = scaled.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
    up = scaled.to_integral_value(ROUND_CEILING)
    if down == scaled:
        return f"{plain(down)}{word}{unit}"
    if up - scaled < up * NEARLY:
        return f"近{plain(up)}{word}{unit}"
    return f"{plain(down)}{word}余{unit}"


def plain(value: Decimal) -> str:
    """Digits without zeros at the end: 2, 83.5."""
    return f"{value.normalize():f}" if value else "0"


# --- clauses -------------------------------------------------------------------------------------


def sentence(line: Line) -> str:
    """One indicator: the month, what changed, the year so far, the target; empty without a figure."""
    name = " ".join(clean(line.figure.label).split())
    said = [*CLAUSES[Kind(line.figure.kind)](line), _of_target(line)]
    told = "，".join(filter(None, said))
    return f"{name}{told}。" if told else ""


def _flow(line: Line) -> list[str]:
    this = _value(line.this_month)
    to_date = _value(line.to_date)
    counted = "（去重）" if line.figure.kind == Kind.PEOPLE else ""
    return [
        "" if this is None else f"本月{spoken(this, line.unit)}",
        _moved(line),
        "" if to_date is None else f"本年累计{spoken(to_date, line.unit)}{counted}",
    ]


def _moved(line: Line) -> str:
    """环比 of what happened in the month; nothing is said where there is no base."""
    by = line.on_last_month.value
    if by is None:
        return ""
    return "与上月持平" if not by else f"环比{'增长' if by > 0 else '下降'}{abs(by)}%"


def _stock(line: Line) -> list[str]:
    this, before = _value(line.this_month), _value(line.figure.amount("previous"))
    if this is None:
        return []
    return [
        f"月末{spoken(this, line.unit)}",
        "" if before is None else _more_or_less(this - before, line.unit),
    ]


def _more_or_less(by: Decimal, unit: Unit) -> str:
    if not by:
        return "与上月末持平"
    return f"比上月末{'增加' if by > 0 else '减少'}{spoken(abs(by), unit)}"


def _share(line: Line) -> list[str]:
    this, by = _value(line.this_month), line.on_last_month.value
    if this is None:
        return []
    if by is None:
        return [f"本月{this}%"]
    moved = f"比上月{'提高' if by > 0 else '降低'}{abs(by)}个百分点" if by else "与上月持平"
    return [f"本月{this}%", moved]


CLAUSES: dict[Kind, Callable[[Line], list[str]]] = {
    Kind.FLOW: _flow,
    Kind.PEOPLE: _flow,
    Kind.STOCK: _stock,
    Kind.SHARE: _share,
}


def _of_target(line: Line) -> str:
    if line.completion is None or line.evaluation is None or line.figure.target is None:
        return ""
    target = f"年度目标（{spoken(line.figure.target, line.unit)}）"
    if line.completion > 100:
        return f"超额完成{target}，完成率{line.completion}%"
    if line.completion == 100:
        return f"完成{target}"
    return f"完成{target}的{line.completion}%，{line.evaluation.label}"


def _value(amount: Amount | None) -> Decimal | None:
    return None if amount is None else amount.value
