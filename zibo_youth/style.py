"""样式页 (style page): every component with every state, shown in the demonstration only."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

OPENED_ON = date(2021, 6, 4)


class SampleForm(forms.Form):
    """One field of every kind."""

    mobile = forms.RegexField(
        r"^1[3-9]\d{9}$",
        label=gettext_lazy("手机号码"),
        help_text=gettext_lazy("例如 13800138000"),
        error_messages={"invalid": gettext_lazy("请输入11位手机号码")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "numeric"}),
    )
    arrival = forms.DateField(
        label=gettext_lazy("入住日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("来淄事由"),
        widget=forms.RadioSelect,
        choices=[("interview", gettext_lazy("面试")), ("internship", gettext_lazy("实习"))],
    )
    facilities = forms.MultipleChoiceField(
        label=gettext_lazy("需要的设施"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("lift", gettext_lazy("电梯")), ("desk", gettext_lazy("书桌"))],
    )
    education = forms.ChoiceField(
        label=gettext_lazy("学历"),
        choices=[("bachelor", gettext_lazy("本科")), ("master", gettext_lazy("硕士"))],
    )
    evidence = forms.FileField(
        label=gettext_lazy("证明材料"), help_text=gettext_lazy("JPG、PNG 或 PDF，不超过 10 MB")
    )
    note = forms.CharField(label=gettext_lazy("备注"), required=False, widget=forms.Textarea)
    consent = forms.BooleanField(
        label=gettext_lazy("我单独同意处理我的身份证号码（敏感个人信息）"),
        error_messages={"required": gettext_lazy("请阅读并勾选同意后再提交")},
    )


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Show the components; ``?errors`` shows the form as it looks after a mistake."""
    form = SampleForm({"mobile": "1380013"} if "errors" in request.GET else None)
    return render(
        request, "demo/style.html", {"form": form, "tones": ["info", "ok", "warn", "error"]} | _samples()
    )


def _samples() -> dict[str, Any]:
    now = timezone.now()
    return {
        "rows": [
            {"label": _("入住日期"), "value": "2021-06-04", "href": "#rows"},
            {"label": _("手机号码"), "value": "138****8000", "href": "#rows"},
            {"label": _("备注"), "value": "", "href": "#rows"},
        ],
        "timeline": [
            {"label": _("已提交"), "state": "done", "at": now - timedelta(days=1), "note": ""},
            {"label": _("审核"), "state": "current", "at": None, "note": _("一个工作日内答复")},
            {"label": _("入住"), "state": "upcoming", "at": None, "note": ""},
        ],
        "wizard": [_("日期"), _("房间"), _("事由"), _("联系方式"), _("核对")],
        "allowance": SimpleNamespace(cap=6, used=4, left=2),
        "page": Paginator(range(95), 20).page(2),
        "columns": [_("区县"), _("驿站"), _("床位")],
        "table_rows": [[_("张店区"), 9, 72], [_("桓台县"), 4, 30]],
        "weeks": _sample_weeks(),
        "tiles": _sample_tiles(),
        "opened_on": OPENED_ON,
        "moment": datetime(2021, 6, 4, 20, 8, tzinfo=timezone.get_default_timezone()),
    }


def _sample_weeks() -> list[list[dict[str, Any] | None]]:
    monday = OPENED_ON - timedelta(days=OPENED_ON.weekday())
    levels = ["past"] * 4 + ["free", "few", "full"] + ["free"] * 7
    days: list[dict[str, Any] | None] = [
        {
            "date": monday + timedelta(days=n),
            "level": level,
            "href": "#weeks" if level in {"free", "few"} else "",
        }
        for n, level in enumerate(levels)
    ]
    return [days[:7], [*days[7:12], None, None]]


def _sample_tiles() -> list[dict[str, Any]]:
    names = [_("桓台县"), _("高青县"), _("张店区"), _("临淄区"), _("周村区"), _("高新区")]
    return [
        {
            "code": str(n),
            "name": name,
            "x": n % 3,
            "y": n // 3,
            "count": n,
            "href": f"?area={n}#tiles",
            "selected": n == 2,
            "is_zone": n == 5,
        }
        for n, name in enumerate(names)
    ]
