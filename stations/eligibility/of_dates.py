"""Rules about the nights: how early, how far, how long, how often, and none of them twice."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext

from stations.facts import Facts
from stations.models import StayPolicy
from zibo_youth.core.calendar import is_workday

from .verdicts import ARTICLE, FIRST_STATIONS, HOUSE, Rule, day_text


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
        return day_text(facts.request.arrival)

    def requirement(self, facts: Facts) -> str:
        values = {"d": facts.policy.lead_days, "date": day_text(earliest_arrival(facts.policy, facts.today))}
        return _("请至少提前 %(d)s 天申请，最早可选 %(date)s") % values

    def remedy(self, facts: Facts) -> str:
        return _("请选择 %(date)s 或以后的日期") % {
            "date": day_text(earliest_arrival(facts.policy, facts.today))
        }


class Horizon(Rule):
    rule_id, field = "too_far", "arrival"
    label, clause = gettext_lazy("预约范围"), HOUSE

    def _last(self, facts: Facts) -> date:
        return facts.today + timedelta(days=facts.policy.horizon_days)

    def passes(self, facts: Facts) -> bool:
        return facts.request.arrival <= self._last(facts)

    def value(self, facts: Facts) -> str:
        return day_text(facts.request.arrival)

    def requirement(self, facts: Facts) -> str:
        return _("最多可提前 %(d)s 天申请") % {"d": facts.policy.horizon_days}

    def remedy(self, facts: Facts) -> str:
        return _("请选择 %(date)s 或以前的日期") % {"date": day_text(self._last(facts))}


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

    def _tightest(self, facts: Facts) -> tuple[int, int, int]:
        """(nights asked, nights left, the cap) of the year in which least is left over."""
        nights = facts.request.nights
        years = {night.year for night in nights} or {facts.request.arrival.year}
        asked = {year: sum(night.year == year for night in nights) for year in years}
        return min(
            ((asked[year], len(facts.unused_numbers(year)), facts.cap_of(year)) for year in years),
            key=lambda found: found[1] - found[0],
        )

    def passes(self, facts: Facts) -> bool:
        asked, left, _cap = self._tightest(facts)
        return asked <= left

    def _counts(self, facts: Facts) -> dict[str, int]:
        _asked, left, cap = self._tightest(facts)
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


class NoOverlap(Rule):
    rule_id, field = "overlap", "arrival"
    label, clause = gettext_lazy("同期预约"), HOUSE

    def passes(self, facts: Facts) -> bool:
        return facts.overlap_on is None

    def value(self, facts: Facts) -> str:
        if facts.overlap_on is None:
            return _("无")
        return _("%(date)s 当晚已有预约") % {"date": day_text(facts.overlap_on)}

    def requirement(self, facts: Facts) -> str:
        return _("同一晚只能预约一张床位")

    def remedy(self, facts: Facts) -> str:
        return _("您在这段时间已有一份预约，请先取消或改期")

    def refusal(self, facts: Facts) -> str:
        return _("您在这段时间已有一份预约，请先取消或改期")
