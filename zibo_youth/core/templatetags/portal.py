"""Tags and filters of every page: dates, money and numbers as both languages write them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.template import RequestContext
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from zibo_youth.core.calendar import today

register = template.Library()

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
TEN_THOUSAND, MILLION = Decimal(10_000), Decimal(1_000_000)


def _in_chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")


def _local(moment: date) -> date:
    """An instant becomes its Shanghai wall time; a date stays what it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


@register.filter
def cn_date(day: date | None) -> str:
    """2021年6月4日; in English 4 June 2021. For prose."""
    if not day:
        return ""
    day = _local(day)
    return f"{day.year}年{day.month}月{day.day}日" if _in_chinese() else date_format(day, "j F Y")


@register.filter
def cn_date_short(day: date | None) -> str:
    """6月4日 周五; in English Fri 4 June. For lists near today."""
    if not day:
        return ""
    day = _local(day)
    if _in_chinese():
        return f"{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]}"
    return date_format(day, "D j F")


@register.filter
def cn_moment(moment: datetime | None) -> str:
    """6月4日 周五 14:00; of another year 2021年6月4日 14:00; in English Fri 4 June 14:00. For prose."""
    if not moment:
        return ""
    local = _local(moment)
    day = cn_date_short(local) if local.year == today().year else cn_date(local)
    return f"{day} {clock(moment)}"


@register.filter
def cn_days(days: Iterable[date]) -> str:
    """5月3日、5月7日至5月9日; in English 3 May, 7 May to 9 May. For some days of a stay, in their order."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return pgettext("标点", "、").join(_run(run[0], run[-1]) for run in runs)


def _run(first: date, last: date) -> str:
    words = [
        f"{day.month}月{day.day}日" if _in_chinese() else date_format(day, "j F")
        for day in sorted({first, last})
    ]
    return pgettext("日期", "至").join(words)


@register.filter
def cn_month(day: date | None) -> str:
    """2021年6月; in English June 2021."""
    if not day:
        return ""
    return f"{day.year}年{day.month}月" if _in_chinese() else date_format(day, "F Y")


@register.filter
def iso(day: date | None) -> str:
    """2021-06-04, or 2021-06-04 14:00 for an instant. For tables."""
    if not day:
        return ""
    day = _local(day)
    return day.strftime("%Y-%m-%d %H:%M" if isinstance(day, datetime) else "%Y-%m-%d")


@register.filter
def clock(moment: Any) -> str:
    """14:00, the 24-hour clock in Shanghai."""
    if not moment:
        return ""
    return str((_local(moment) if isinstance(moment, datetime) else moment).strftime("%H:%M"))


@register.filter
def grouped(number: int | Decimal | None) -> str:
    """31, 2,300, 83,140: thousands apart, as both languages write figures in tables."""
    return "" if number is None else f"{number:,}"


@register.filter
def wan(yuan: Decimal | int | None) -> str:
    """万元 with group commas: 83140000 → 8,314 万元; in English 83.14 million yuan."""
    if yuan is None:
        return ""
    amount = Decimal(yuan)
    if _in_chinese():
        return f"{_short(amount / TEN_THOUSAND)} 万元"
    if abs(amount) < MILLION:
        return f"{_short(amount)} yuan"
    return f"{_short(amount / MILLION)} million yuan"


def _short(number: Decimal) -> str:
    """Two decimals at most, and none that say nothing."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


@register.filter
def mask_mobile(mobile: str | None) -> str:
    """138****8000: enough for the owner to know it, too little for anyone else."""
    digits = str(mobile or "").removeprefix("+86")
    if len(digits) < 7:
        return "****" if digits else ""
    return f"{digits[:3]}****{digits[-4:]}"


@register.filter
def plain_mobile(mobile: str | None) -> str:
    """13800138000: a mainland number as people dial it; a foreign one keeps its plus sign."""
    return str(mobile or "").removeprefix("+86")


@register.filter
def is_single_checkbox(field: BoundField) -> bool:
    """A lone checkbox carries its label behind the box, not above it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def one_time_key() -> SafeString:
    """The hidden key of a POST form: a double click or a resend gives the first answer again."""
    return format_html('<input type="hidden" name="one_time_key" value="{}">', uuid.uuid4())


@register.simple_tag(takes_context=True)
def same_page_in(context: RequestContext, language: str) -> str:
    """This page's address in another language; a page that does not exist leads to the home page."""
    path = context["request"].get_full_path()
    translated = translate_url(path, language)
    here = (get_language() or "").split("-")[0]
    if translated == path and not language.startswith(here):
        return translate_url(reverse("home"), language)
    return translated


@register.simple_tag(takes_context=True)
def current(context: RequestContext, prefix: str) -> SafeString:
    """``aria-current`` for a navigation entry whose part of the site this page belongs to."""
    path = context["request"].path
    if path == prefix:
        return SafeString(' aria-current="page"')
    is_inside = prefix not in ("/", "/en/") and path.startswith(prefix)
    return SafeString(' aria-current="true"') if is_inside else SafeString("")


@register.simple_tag
def state_word(state: str) -> str:
    """已完成 / 进行中 / 未开始: a step's state in words, for those who do not see the dot."""
    words = {
        "done": pgettext("步骤", "已完成"),
        "current": pgettext("步骤", "进行中"),
    }
    return words.get(state, pgettext("步骤", "未开始"))


@register.filter
def error_target(field: BoundField) -> str:
    """The id that an error-summary link leads to: the input itself, or the first choice of a group."""
    if field.use_fieldset:
        return f"{field.auto_id}_0"
    return str(field.id_for_label)
