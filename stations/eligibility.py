"""
入住资格 (eligibility): one small object per rule, each with its source.

A rule answers four questions about a request: is it met, what is this person's
value, what is asked, and what would change the answer. Booking asks only the
first; the refusal page shows all four for every rule, met or not.
Numbers come from the dated `StayPolicy`; sources are those of
reference/domain.md §1.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import is_workday

from .facts import Facts, Request, facts_of
from .models import Station, StayPolicy
from .models.policy import Purpose


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one request, in words for the applicant."""

    rule_id: str
    field: str
    passed: bool
    label: str
    clause: str
    value: str
    requirement: str
    remedy: str
    refusal: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All rules' verdicts on one request."""

    verdicts: list[Verdict]

    @property
    def passed(self) -> bool:
        return not self.refusals

    @property
    def refusals(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if not verdict.passed]


class Rule:
    """资格规则 (eligibility rule). ``rule_id`` is also the refusal's code."""

    rule_id: ClassVar[str]
    field: ClassVar[str]
    label: ClassVar[str | Promise]
    clause: ClassVar[str | Promise]

    def passes(self, facts: Facts) -> bool:
        raise NotImplementedError

    def value(self, facts: Facts) -> str:
        raise NotImplementedError

    def requirement(self, facts: Facts) -> str:
        raise NotImplementedError

    def remedy(self, facts: Facts) -> str:
        raise NotImplementedError

    def refusal(self, facts: Facts) -> str:
        """The one sentence for forms and the API."""
        return self.requirement(facts)

    def verdict(self, facts: Facts) -> Verdict:
        passed = self.passes(facts)
        return Verdict(
            rule_id=self.rule_id,
            field=self.field,
            passed=passed,
            label=str(self.label),
            clause=str(self.clause),
            value=self.value(facts),
            requirement=self.requirement(facts),
            remedy="" if passed else self.remedy(facts),
            refusal="" if passed else self.refusal(facts),
        )


ARTICLE = gettext_lazy("市政府新闻发布 2021年6月4日")
FIRST_STATIONS = gettext_lazy("首批驿站启用公告 2020年11月19日")
HOUSE = gettext_lazy("平台管理规则")


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


class AgeOnArrival(Rule):
    rule_id, field = "age_out", "birth_date"
    label, clause = gettext_lazy("入住当日年龄"), FIRST_STATIONS

    def passes(self, facts: Facts) -> bool:
        return facts.age is not None and facts.policy.min_age <= facts.age <= facts.policy.max_age

    def value(self, facts: Facts) -> str:
        return _("未填写") if facts.age is None else _("%(age)s 周岁") % {"age": facts.age}

    def requirement(self, facts: Facts) -> str:
        limits = {"min": facts.policy.min_age, "max": facts.policy.max_age}
        return _("入住当日须年满 %(min)s 周岁且不超过 %(max)s 周岁") % limits

    def remedy(self, facts: Facts) -> str:
        if facts.age is None:
            return _("请在个人资料中填写出生日期")
        if facts.age < facts.policy.min_age:
            return _("年满 %(min)s 周岁后可以申请") % {"min": facts.policy.min_age}
        return _("年龄条件无法更改，您可以咨询驿站的自费入住")


class NotNative(Rule):
    rule_id, field = "native", "declared_non_native"
    label, clause = gettext_lazy("非淄博籍"), ARTICLE

    def passes(self, facts: Facts) -> bool:
        return facts.request.declared_non_native or not facts.policy.native_excluded

    def value(self, facts: Facts) -> str:
        return _("已声明") if facts.request.declared_non_native else _("未声明")

    def requirement(self, facts: Facts) -> str:
        if not facts.policy.native_excluded:
            return _("本期政策不限籍贯")
        return _("本项服务面向非淄博籍青年，须由本人声明")

    def remedy(self, facts: Facts) -> str:
        return _("如您不是淄博籍，请勾选声明；淄博籍青年可以查看本地青年服务")

    def refusal(self, facts: Facts) -> str:
        return _("本项服务面向非淄博籍青年，您可以查看本地青年服务")


class PurposeAllowed(Rule):
    rule_id, field = "purpose", "purpose"
    label, clause = gettext_lazy("来淄事由"), ARTICLE

    def passes(self, facts: Facts) -> bool:
        return facts.request.purpose in facts.policy.allowed_purposes

    def value(self, facts: Facts) -> str:
        known = facts.request.purpose in Purpose.values
        return str(Purpose(facts.request.purpose).label) if known else _("未填写")

    def requirement(self, facts: Facts) -> str:
        names = [str(Purpose(code).label) for code in facts.policy.allowed_purposes]
        return _("来淄事由须为：%(list)s") % {"list": pgettext("列举", "、").join(names)}

    def remedy(self, facts: Facts) -> str:
        return _("请选择上列事由之一")


class EvidenceGiven(Rule):
    rule_id, field = "evidence", "evidence"
    label, clause = gettext_lazy("证明材料"), HOUSE

    def passes(self, facts: Facts) -> bool:
        return facts.request.has_evidence or not facts.policy.evidence_required

    def value(self, facts: Facts) -> str:
        return _("已上传") if facts.request.has_evidence else _("未上传")

    def requirement(self, facts: Facts) -> str:
        if not facts.policy.evidence_required:
            return _("本期政策不要求证明材料")
        return _("请上传面试通知、招聘会邀请等任意一份证明")

    def remedy(self, facts: Facts) -> str:
        return _("上传一份能说明来淄事由的材料即可，支持 JPG、PNG、PDF")


def earliest_arrival(policy: StayPolicy, today: date) -> date:
    """The first day that may be booked: so many days, or working days, after today."""
    lead = policy.lead_days
    if not policy.lead_in_workdays:
        return today + timedelta(days=lead)
    day = today
    while lead:
        day += timedelta(days=1)
        lead -= is_workday(day)
    return day


class LeadTime(Rule):
    rule_id, field = "too_late", "arrival"
    label, clause = gettext_lazy("提前申请"), FIRST_STATIONS

    def passes(self, facts: Facts) -> bool:
        return facts.request.arrival >= earliest_arrival(facts.policy, facts.today)

    def value(self, facts: Facts) -> str:
        return _day(facts.request.arrival)

    def requirement(self, facts: Facts) -> str:
        values = {"d": facts.policy.lead_days, "date": _day(earliest_arrival(facts.policy, facts.today))}
        return _("请至少提前 %(d)s 天申请，最早可选 %(date)s") % values

    def remedy(self, facts: Facts) -> str:
        return _("请选择 %(date)s 或以后的日期") % {"date": _day(earliest_arrival(facts.policy, facts.today))}


class Horizon(Rule):
    rule_id, field = "too_far", "arrival"
    label, clause = gettext_lazy("预约范围"), HOUSE

    def _last(self, facts: Facts) -> date:
        return facts.today + timedelta(days=facts.policy.horizon_days)

    def passes(self, facts: Facts) -> bool:
        return facts.request.arrival <= self._last(facts)

    def value(self, facts: Facts) -> str:
        return _day(facts.request.arrival)

    def requirement(self, facts: Facts) -> str:
        return _("最多可提前 %(d)s 天申请") % {"d": facts.policy.horizon_days}

    def remedy(self, facts: Facts) -> str:
        return _("请选择 %(date)s 或以前的日期") % {"date": _day(self._last(facts))}


class StationOpen(Rule):
    rule_id, field = "station_closed", "station"
    label, clause = gettext_lazy("驿站开放"), HOUSE

    def passes(self, facts: Facts) -> bool:
        station, request = facts.station, facts.request
        if station is None:
            return True
        last_night = request.departure - timedelta(days=1)
        return station.is_open_on(request.arrival) and station.is_open_on(last_night)

    def value(self, facts: Facts) -> str:
        return str(facts.station or _("未选择"))

    def requirement(self, facts: Facts) -> str:
        return _("所选日期内驿站须对外开放")

    def remedy(self, facts: Facts) -> str:
        return _("请换一家驿站或换一个日期")


class NightsPerStay(Rule):
    rule_id, field = "stay_too_long", "nights"
    label, clause = gettext_lazy("单次晚数"), FIRST_STATIONS

    def passes(self, facts: Facts) -> bool:
        limit = facts.policy.max_nights_per_stay
        return limit is None or len(facts.request.nights) <= limit

    def value(self, facts: Facts) -> str:
        n = len(facts.request.nights)
        return npgettext("住宿", "%(n)s 晚", "%(n)s 晚", n) % {"n": n}

    def requirement(self, facts: Facts) -> str:
        limit = facts.policy.max_nights_per_stay
        if limit is None:
            return _("单次入住不另设晚数上限")
        return _("每次入住不超过 %(n)s 晚") % {"n": limit}

    def remedy(self, facts: Facts) -> str:
        return _("请减少本次入住的晚数")


class StaysPerYear(Rule):
    rule_id, field = "stays_reached", "arrival"
    label, clause = gettext_lazy("本年度入住次数"), FIRST_STATIONS

    def _made(self, facts: Facts) -> int:
        return facts.stays_made.get(facts.request.arrival.year, 0)

    def passes(self, facts: Facts) -> bool:
        return self._made(facts) < facts.policy.max_stays_per_window

    def value(self, facts: Facts) -> str:
        return _("已申请 %(n)s 次") % {"n": self._made(facts)}

    def requirement(self, facts: Facts) -> str:
        return _("每个自然年最多 %(n)s 次") % {"n": facts.policy.max_stays_per_window}

    def remedy(self, facts: Facts) -> str:
        return _("取消一份尚未入住的预约，或等到下一个自然年")

    def refusal(self, facts: Facts) -> str:
        return _("本年度已申请 %(n)s 次，达到上限") % {"n": self._made(facts)}


class FreeNights(Rule):
    rule_id, field = "cap_reached", "nights"
    label, clause = gettext_lazy("本年度免费晚数"), ARTICLE

    def _tightest(self, facts: Facts) -> tuple[int, int]:
        """(nights asked, nights left) of the year in which least is left over."""
        nights = facts.request.nights
        years = {night.year for night in nights} or {facts.request.arrival.year}
        asked = {year: sum(night.year == year for night in nights) for year in years}
        return min(
            ((asked[year], len(facts.unused_numbers(year))) for year in years),
            key=lambda pair: pair[1] - pair[0],
        )

    def passes(self, facts: Facts) -> bool:
        asked, left = self._tightest(facts)
        return asked <= left

    def _counts(self, facts: Facts) -> dict[str, int]:
        _asked, left = self._tightest(facts)
        cap = facts.policy.max_free_nights
        return {"max": cap, "used": cap - left, "left": left}

    def value(self, facts: Facts) -> str:
        return _("已使用 %(used)s 晚，本次申请 %(n)s 晚") % {
            "used": self._counts(facts)["used"],
            "n": len(facts.request.nights),
        }

    def requirement(self, facts: Facts) -> str:
        return _("每个自然年免费入住不超过 %(max)s 晚") % self._counts(facts)

    def remedy(self, facts: Facts) -> str:
        return _("本次最多还能申请 %(left)s 晚") % self._counts(facts)

    def refusal(self, facts: Facts) -> str:
        return _(
            "本年度免费入住 %(max)s 晚，您已使用 %(used)s 晚，本次最多还能申请 %(left)s 晚"
        ) % self._counts(facts)


class NotSuspended(Rule):
    rule_id, field = "suspended", ""
    label, clause = gettext_lazy("申请资格"), HOUSE

    def passes(self, facts: Facts) -> bool:
        return facts.suspended_until is None

    def value(self, facts: Facts) -> str:
        if facts.suspended_until is None:
            return _("正常")
        return _("暂停至 %(date)s") % {"date": _day(facts.suspended_until)}

    def requirement(self, facts: Facts) -> str:
        return _("未处于暂停资格期间")

    def remedy(self, facts: Facts) -> str:
        return _("到期后自动恢复；如有特殊原因，可联系驿站或团委说明")

    def refusal(self, facts: Facts) -> str:
        return _("因多次预约未入住，您在 %(date)s 前不能提交新的申请") % {
            "date": _day(facts.suspended_until or facts.today)
        }


class NoOverlap(Rule):
    rule_id, field = "overlap", "arrival"
    label, clause = gettext_lazy("同期预约"), HOUSE

    def passes(self, facts: Facts) -> bool:
        return facts.overlap_on is None

    def value(self, facts: Facts) -> str:
        if facts.overlap_on is None:
            return _("无")
        return _("%(date)s 当晚已有预约") % {"date": _day(facts.overlap_on)}

    def requirement(self, facts: Facts) -> str:
        return _("同一晚只能预约一张床位")

    def remedy(self, facts: Facts) -> str:
        return _("您在这段时间已有一份预约，请先取消或改期")

    def refusal(self, facts: Facts) -> str:
        return _("您在这段时间已有一份预约，请先取消或改期")


RULES: tuple[Rule, ...] = (
    AgeOnArrival(),
    NotNative(),
    PurposeAllowed(),
    EvidenceGiven(),
    LeadTime(),
    Horizon(),
    StationOpen(),
    NightsPerStay(),
    StaysPerYear(),
    FreeNights(),
    NotSuspended(),
    NoOverlap(),
)


def all_met(facts: Facts, *, except_for: Iterable[str] = ()) -> bool:
    """Whether every rule is met; the quick question that booking asks."""
    skipped = frozenset(except_for)
    return all(rule.passes(facts) for rule in RULES if rule.rule_id not in skipped)


def judge(facts: Facts, *, except_for: Iterable[str] = ()) -> Assessment:
    """Every rule's verdict, in words."""
    skipped = frozenset(except_for)
    return Assessment([rule.verdict(facts) for rule in RULES if rule.rule_id not in skipped])


def assess(
    *,
    guest: Person | None,
    station: Station | None,
    arrival: date,
    departure: date,
    purpose: str,
    declared_non_native: bool,
    has_evidence: bool,
    today: date,
    age: int | None = None,
) -> Assessment:
    """Tell somebody beforehand what the rules say; ``age`` serves visitors who have no identity yet."""
    request = Request(arrival, departure, purpose, declared_non_native, has_evidence)
    return judge(facts_of(guest=guest, station=station, request=request, today=today, age=age))
