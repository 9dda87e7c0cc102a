"""What a district types: figures, notes, the narrative, names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, cast

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.checks import Finding
from zibo_youth.reports.kpis import Kind, Unit
from zibo_youth.reports.models import Figure, MonthlyReport
from zibo_youth.reports.services import Typed

BOTH_PARTS = _("分子和分母要一起填写")


class NumberField(forms.DecimalField):
    """A count or an amount; ``short`` is its word beside its box, where the line has its name already."""

    short = ""


def number_field(label: Any, decimals: int = 0, *, required: bool = False) -> NumberField:
    """As a telephone's number pad types it."""
    return NumberField(
        label=label,
        max_digits=14,
        decimal_places=decimals,
        min_value=Decimal(0),
        required=required,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal" if decimals else "numeric", "autocomplete": "off"}
        ),
        error_messages={"invalid": _("请填写数字，例如 120"), "min_value": _("不能小于 0")},
    )


class Line(NamedTuple):
    """One figure on the page: what is asked of it for the month, and for the year so far."""

    figure: Figure
    month: list[BoundField]
    to_date: list[BoundField]


class NoteLine(NamedTuple):
    """One figure on the page: its note, and what the checks want to hear."""

    figure: Figure
    field: BoundField
    asked: Sequence[str]


class FillForm(forms.Form):
    """补填 (fill in): every indicator that no programme counts; an empty one is not reported yet."""

    def __init__(self, *args: Any, figures: Iterable[Figure], **options: Any) -> None:
        super().__init__(*args, **options)
        self.figures = list(figures)
        for figure in self.figures:
            self._ask(figure, "month", _("本月完成"))
            if figure.kind in {Kind.PEOPLE, Kind.SHARE}:
                self._ask(figure, "to_date", _("本年累计"))

    def _ask(self, figure: Figure, span: str, words: str | Promise) -> None:
        said = figure.amount(span)
        if figure.kind != Kind.SHARE:
            decimals = Unit(figure.unit).decimals
            self._add(figure, f"{figure.code}-{span}", [words], said.part if said else None, decimals)
            return
        for half, of_half in (("part", _("分子")), ("whole", _("分母"))):
            value = getattr(said, half) if said else None
            self._add(figure, f"{figure.code}-{span}-{half}", [words, of_half], value, 0)

    def _add(
        self,
        figure: Figure,
        name: str,
        words: Sequence[str | Promise],
        value: Decimal | None,
        decimals: int,
    ) -> None:
        """Beside its box a field has a short word; a list of errors calls it by the whole name."""
        short = " ".join(str(word) for word in words)
        field = number_field(f"{figure.local_label} {short}", decimals)
        field.initial = "" if value is None else f"{value:.{decimals}f}"
        field.short = short
        self.fields[name] = field

    @property
    def lines(self) -> Iterator[Line]:
        for figure in self.figures:
            yield Line(figure, self._asked(figure, "month"), self._asked(figure, "to_date"))

    def _asked(self, figure: Figure, span: str) -> list[BoundField]:
        return [self[name] for name in self._names(figure, span)]

    def _names(self, figure: Figure, span: str) -> list[str]:
        start = f"{figure.code}-{span}"
        names = [start] if figure.kind != Kind.SHARE else [f"{start}-part", f"{start}-whole"]
        return [name for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for figure in self.figures:
            for span in ("month", "to_date"):
                names = self._names(figure, span)
                empty = [name for name in names if name not in self.errors and said.get(name) is None]
                if len(names) == 2 and len(empty) == 1:
                    self.add_error(empty[0], forms.ValidationError(BOTH_PARTS, code="half"))
        return said

    def typed(self) -> dict[str, Typed]:
        """By code, what the valid answers say."""
        return {
            figure.code: Typed(self._amount(figure, "month"), self._amount(figure, "to_date"))
            for figure in self.figures
        }

    def _amount(self, figure: Figure, span: str) -> Amount | None:
        numbers = [self.cleaned_data[name] for name in self._names(figure, span)]
        return Amount(*numbers) if numbers and None not in numbers else None


class ExplainForm(forms.Form):
    """说明 (explain): a note beside each figure that asks for one, and the month in one's own words."""

    narrative = forms.CharField(
        label=_("情况说明"),
        help_text=_("主要做法、成效、问题和下一步打算，500 至 1,000 字为宜，最多 2,000 字"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"class": "input-long"}),
    )

    def __init__(
        self, *args: Any, figures: Sequence[Figure], findings: Iterable[Finding] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.figures = figures
        self.words: dict[str, list[str]] = {}
        for finding in findings:
            if finding.by_note:
                self.words.setdefault(finding.figure.code, []).append(str(finding.words))
        for figure in figures:
            self.fields[figure.code] = forms.CharField(
                label=figure.local_label, max_length=200, required=False, initial=figure.note
            )

    @property
    def asked(self) -> list[NoteLine]:
        """Those that the checks ask about."""
        return [line for line in self._lines() if line.asked]

    @property
    def others(self) -> list[NoteLine]:
        return [line for line in self._lines() if not line.asked]

    def _lines(self) -> Iterator[NoteLine]:
        for figure in self.figures:
            yield NoteLine(figure, self[figure.code], self.words.get(figure.code, []))

    def notes(self) -> dict[str, str]:
        return {figure.code: self.cleaned_data[figure.code] for figure in self.figures}


def name_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class SendForm(forms.Form):
    """上报 (send): the three who sign the paper, and whom the city may ring."""

    preparer = name_field(_("填报人"))
    checker = name_field(_("审核人"))
    head = name_field(_("单位负责人"))
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    is_true = forms.BooleanField(
        label=_("以上数据真实、完整，已由单位负责人审定"),
        error_messages={"required": _("请确认数据真实、完整")},
    )

    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("preparer", "checker", "head", "phone")}


class CompareForm(forms.Form):
    """对比 (compare): another month of the same organisation."""

    other = forms.ChoiceField(label=_("对比月份"), error_messages={"invalid_choice": _("请从列表中选择月份")})

    def __init__(self, *args: Any, reports: Sequence[MonthlyReport], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = cast("forms.ChoiceField", self.fields["other"])
        offered.choices = [(report.of.code, str(report.of)) for report in reports]


class PaperForm(forms.Form):
    """下载 (download): which paper of a report, and what for; the log keeps both."""

    kind = forms.ChoiceField(
        label=_("文件"),
        choices=[
            ("xlsx", _("月报表（XLSX）")),
            ("pdf", _("月报表（PDF，打印盖章）")),
            ("txt", _("文字通报（TXT）")),
            ("csv", _("数据（CSV）")),
            ("codes", _("指标代码（CSV）")),
            ("zip", _("年度归档（全年月报表和 PDF，ZIP）")),
        ],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    reason = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("例如：上报存档。与下载记录一起保存")
    )
