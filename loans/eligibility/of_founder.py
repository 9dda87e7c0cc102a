"""Rules about who asks: the founder's age, the company's."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from loans.due_dates import months_later

from .facts import Facts
from .verdicts import Rule, day_text


class AgeInRange(Rule):
    """Both ends included: “45周岁以下” is anybody who is not yet 46 (民法典 1259)."""

    rule_id, label = "loan_age", gettext_lazy("申请人年龄")

    def passes(self, facts: Facts) -> bool:
        if facts.age is None:
            return False
        most = facts.version.most_age
        return facts.version.least_age <= facts.age and (most is None or facts.age <= most)

    def value(self, facts: Facts) -> str:
        if facts.age is None:
            return _("未填写出生日期")
        return _("%(day)s 为 %(age)s 周岁") % {"day": day_text(facts.day), "age": facts.age}

    def requirement(self, facts: Facts) -> str:
        limits = {"least": facts.version.least_age, "most": facts.version.most_age}
        if facts.version.most_age is None:
            return _("提交申请当日须年满 %(least)s 周岁") % limits
        return _("提交申请当日须年满 %(least)s 周岁且不超过 %(most)s 周岁（均含当岁）") % limits

    def remedy(self, facts: Facts) -> str:
        if facts.age is None:
            return _("请先在个人资料中填写实名信息")
        if facts.age < facts.version.least_age:
            return _("年满 %(least)s 周岁后可以申请") % {"least": facts.version.least_age}
        return _("本产品的年龄上限不能放宽。企业另有符合年龄的法定代表人或主要负责人的，可由其本人申请")


class FirmOldEnough(Rule):
    """Full months since the day of foundation."""

    rule_id, part, label = "loan_firm_age", "firm", gettext_lazy("企业成立时间")

    def _ripe_on(self, founded: date, months: int) -> date:
        return months_later(founded, months)

    def passes(self, facts: Facts) -> bool:
        least = facts.version.least_months_in_business
        if facts.founded_on is None:
            return not least
        return self._ripe_on(facts.founded_on, least) <= facts.day

    def value(self, facts: Facts) -> str:
        if facts.founded_on is None:
            return _("未填写")
        return _("%(day)s 成立") % {"day": day_text(facts.founded_on)}

    def requirement(self, facts: Facts) -> str:
        least = facts.version.least_months_in_business
        if not least:
            return _("不限成立时间")
        return ngettext("提交申请当日成立须满 %(n)s 个月", "提交申请当日成立须满 %(n)s 个月", least) % {
            "n": least
        }

    def remedy(self, facts: Facts) -> str:
        if facts.founded_on is None:
            return _("请在“企业信息”中填写成立日期")
        ripe = self._ripe_on(facts.founded_on, facts.version.least_months_in_business)
        return _("%(day)s 起可以申请；成立日期填错的，请按营业执照更正") % {"day": day_text(ripe)}
