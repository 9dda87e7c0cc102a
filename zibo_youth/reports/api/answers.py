"""What is answered: indicators, months and figures as plain values; numbers are texts, to the digit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from rest_framework import serializers

from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.comparison import Change, Evaluation
from zibo_youth.reports.kpis import Action, Kind, Kpi, Unit
from zibo_youth.reports.models import Correction, Figure, MonthlyReport
from zibo_youth.reports.models.figure import SPANS
from zibo_youth.reports.sheet import Line


def _number(words: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=18, decimal_places=None, allow_null=True, label=words)


class KpiAnswer(serializers.Serializer[Any]):
    """指标."""

    code = serializers.CharField(label=_("指标代码"))
    name = serializers.CharField(label=_("指标名称"))
    name_en = serializers.CharField(label=_("英文名称"))
    action = serializers.ChoiceField(Action.choices, label=_("重点行动"))
    unit = serializers.ChoiceField(Unit.choices, label=_("计量单位"))
    decimals = serializers.IntegerField(label=_("小数位数"))
    kind = serializers.ChoiceField(Kind.choices, label=_("指标类型"))
    is_manual = serializers.BooleanField(label=_("手工填报"))
    definition = serializers.CharField(label=_("口径"))
    definition_en = serializers.CharField(label=_("英文口径"))
    valid_from = serializers.DateField(label=_("启用日期"))

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """With ``source``, which as a class attribute would hide the field's own."""
        told = serializers.CharField(label=_("数据来源"))
        return super().get_fields() | {"source": told}


class MonthAnswer(serializers.Serializer[Any]):
    """月报 of one organisation: where it stands."""

    month = serializers.CharField(label=_("月份"))
    organisation = serializers.CharField(label=_("填报单位"))
    organisation_name = serializers.CharField(label=_("单位名称"))
    state = serializers.ChoiceField(MonthlyReport.State.choices, label=_("月报状态"))
    version = serializers.IntegerField(label=_("版本"))
    due_on = serializers.DateField(label=_("上报期限"))
    figures_at = serializers.DateTimeField(allow_null=True, label=_("取数时间"))
    submitted_at = serializers.DateTimeField(allow_null=True, label=_("上报时间"))
    accepted_at = serializers.DateTimeField(allow_null=True, label=_("审核时间"))
    locked_at = serializers.DateTimeField(allow_null=True, label=_("锁定时间"))


class AmountAnswer(serializers.Serializer[Any]):
    """数值: of a share its rate in per cent, and the two parts that it is computed from."""

    value = _number(_("数值"))
    part = _number(_("数值（分子）"))
    whole = _number(_("数值（分母）"))


class ChangeAnswer(serializers.Serializer[Any]):
    """增减: per cent, or points where two rates are compared; words where nothing can be divided."""

    value = _number(_("增减"))
    is_points = serializers.BooleanField(label=_("单位为百分点"))
    words = serializers.CharField(allow_blank=True, label=_("文字"))


class CorrectionAnswer(serializers.Serializer[Any]):
    """更正 of a locked figure: the figure stays, and this is what its facts came to later."""

    old = AmountAnswer(allow_null=True, label=_("原数"))
    new = AmountAnswer(allow_null=True, label=_("新数"))
    cause = serializers.ChoiceField(Correction.Cause.choices, label=_("更正原因"))
    found_at = serializers.DateTimeField(label=_("发现时间"))
    shown_in = serializers.CharField(allow_null=True, label=_("载入月报"))


class FigureAnswer(serializers.Serializer[Any]):
    """数据: one line of a locked report."""

    month = serializers.CharField(label=_("月份"))
    organisation = serializers.CharField(label=_("填报单位"))
    kpi = serializers.CharField(label=_("指标代码"))
    name = serializers.CharField(label=_("指标名称"))
    unit = serializers.ChoiceField(Unit.choices, label=_("计量单位"))
    kind = serializers.ChoiceField(Kind.choices, label=_("指标类型"))
    is_manual = serializers.BooleanField(label=_("手工填报"))
    amounts = serializers.DictField(
        child=AmountAnswer(allow_null=True), label=_("本月、上月、上年同月、累计")
    )
    on_last_month = ChangeAnswer(allow_null=True, label=_("环比"))
    on_last_year = ChangeAnswer(allow_null=True, label=_("同比"))
    to_date_on_last_year = ChangeAnswer(allow_null=True, label=_("累计同比"))
    target = _number(_("年度目标"))
    completion = _number(_("完成率"))
    evaluation = serializers.ChoiceField(Evaluation.choices, allow_null=True, label=_("进度评价"))
    note = serializers.CharField(allow_blank=True, label=_("备注"))
    rows = serializers.IntegerField(allow_null=True, label=_("依据记录数"))
    digest = serializers.CharField(allow_blank=True, label=_("依据校验码"))
    hidden = serializers.ListField(
        child=serializers.ChoiceField([(span, span) for span in SPANS]),
        label=_("隐藏的数值"),
        help_text=_("区县的儿童数据不足 5 的，以及能推算出它的，不提供"),
    )
    is_marked = serializers.BooleanField(label=_("本月报表载有更正标记"))
    corrections = CorrectionAnswer(many=True, label=_("锁定后的更正"))
    state = serializers.ChoiceField([("locked", MonthlyReport.State.LOCKED.label)], label=_("月报状态"))
    locked_at = serializers.DateTimeField(label=_("锁定时间"))


MONTH = MonthAnswer()


def in_language(words: str | Promise, language: str) -> str:
    with override(language):
        return str(words)


def kpi_answer(one: Kpi) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": in_language(one.label, settings.LANGUAGE_CODE),
        "name_en": in_language(one.label, "en"),
        "action": one.action.value,
        "unit": one.unit.value,
        "decimals": one.unit.decimals,
        "kind": one.kind.value,
        "is_manual": one.is_manual,
        "definition": in_language(one.definition, settings.LANGUAGE_CODE),
        "definition_en": in_language(one.definition, "en"),
        "source": in_language(one.source, settings.LANGUAGE_CODE),
        "valid_from": one.valid_from.isoformat(),
    }


def month_answer(report: MonthlyReport) -> dict[str, Any]:
    times = ("figures_at", "submitted_at", "accepted_at", "locked_at")
    return {
        "month": _month(report),
        "organisation": report.organisation.code,
        "organisation_name": report.organisation.name,
        "state": report.state,
        "version": report.version,
        "due_on": report.due_on.isoformat(),
        **{
            name: MONTH.fields[name].to_representation(at) if (at := getattr(report, name)) else None
            for name in times
        },
    }


def figure_answer(figure: Figure, hidden: set[str]) -> dict[str, Any]:
    """A hidden span is taken off the line before anything is computed from it; nothing is written."""
    for span in hidden:
        figure.put(span, None)
    report = figure.report
    marked = {one.figure.code for one in report.shown_corrections.all()}
    line = Line(figure, report.of, figure.code in marked)
    is_covered = bool(hidden)
    return {
        "month": _month(report),
        "organisation": report.organisation.code,
        "kpi": figure.code,
        "name": figure.label,
        "unit": figure.unit,
        "kind": figure.kind,
        "is_manual": figure.is_manual,
        "amounts": {span: _amount(figure.amount(span)) for span in SPANS},
        "on_last_month": None if hidden & {"month", "previous"} else _change(line.on_last_month),
        "on_last_year": None if hidden & {"month", "last_year"} else _change(line.on_last_year),
        "to_date_on_last_year": None if is_covered else _change(line.to_date_on_last_year),
        "target": _text(figure.target),
        "completion": _text(line.completion),
        "evaluation": line.evaluation and line.evaluation.value,
        # A note, the number of rows and their digest tell what is hidden.
        "note": "" if is_covered else figure.note,
        "rows": None if is_covered else figure.rows,
        "digest": "" if is_covered else figure.digest,
        "hidden": [span for span in SPANS if span in hidden],
        "is_marked": line.is_corrected,
        "corrections": [_correction(one, is_covered) for one in figure.corrections.all()],
        "state": report.state,
        "locked_at": MONTH.fields["locked_at"].to_representation(report.locked_at),
    }


def _month(report: MonthlyReport) -> str:
    return f"{report.month:%Y-%m}"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _amount(amount: Amount | None) -> dict[str, str | None] | None:
    if amount is None:
        return None
    return {"value": _text(amount.value), "part": _text(amount.part), "whole": _text(amount.whole)}


def _change(change: Change) -> dict[str, Any]:
    return {"value": _text(change.value), "is_points": change.is_points, "words": change.words}


def _correction(one: Correction, is_covered: bool) -> dict[str, Any]:
    return {
        "old": None if is_covered else _amount(one.old),
        "new": None if is_covered else _amount(one.new),
        "cause": one.cause,
        "found_at": MONTH.fields["locked_at"].to_representation(one.found_at),
        "shown_in": one.shown_in and _month(one.shown_in),
    }
