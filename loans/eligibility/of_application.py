"""Rules about what is asked for: how much, for how long, when, with which papers and whose consent."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from loans.models.application_words import DocumentKind

from .facts import Facts
from .verdicts import Answer, OfTheHouse, Rule, day_text, yuan


def between(least: str | None, most: str | None) -> str:
    """A range in words; without any end, that there is no limit."""
    if least and most:
        return _("%(least)s 至 %(most)s") % {"least": least, "most": most}
    if most:
        return _("不超过 %(most)s") % {"most": most}
    return _("不低于 %(least)s") % {"least": least} if least else _("不另设限制")


def _in_yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else _("%(yuan)s 元") % {"yuan": yuan(amount)}


def _in_months(months: int | None) -> str | None:
    return None if months is None else ngettext("%(n)s 个月", "%(n)s 个月", months) % {"n": months}


class AmountInRange(Rule):
    rule_id, part, label = "loan_amount", "purpose", gettext_lazy("申请金额")

    def passes(self, facts: Facts) -> bool:
        least, most = facts.version.least_amount, facts.version.most_amount
        if facts.amount is None:
            return False
        return (least is None or least <= facts.amount) and (most is None or facts.amount <= most)

    def value(self, facts: Facts) -> str:
        return _in_yuan(facts.amount) or _("未填写")

    def requirement(self, facts: Facts) -> str:
        return between(_in_yuan(facts.version.least_amount), _in_yuan(facts.version.most_amount))

    def remedy(self, facts: Facts) -> str:
        return _("请在“资金用途”中把金额改为：%(range)s") % {"range": self.requirement(facts)}


class MonthsInRange(Rule):
    rule_id, part, label = "loan_months", "purpose", gettext_lazy("申请期限")

    def passes(self, facts: Facts) -> bool:
        most = facts.version.most_months
        if facts.months is None:
            return False
        return facts.version.least_months <= facts.months and (most is None or facts.months <= most)

    def value(self, facts: Facts) -> str:
        return _in_months(facts.months) or _("未填写")

    def requirement(self, facts: Facts) -> str:
        return between(_in_months(facts.version.least_months), _in_months(facts.version.most_months))

    def remedy(self, facts: Facts) -> str:
        return _("请在“资金用途”中把期限改为：%(range)s") % {"range": self.requirement(facts)}


class CallOpen(Rule):
    rule_id, label = "loan_call", gettext_lazy("申报日期")

    def clause(self, facts: Facts) -> str:
        return f"{facts.call.source or facts.call.name}"

    def passes(self, facts: Facts) -> bool:
        return facts.call.opens_on <= facts.day <= facts.call.closes_on

    def value(self, facts: Facts) -> str:
        return day_text(facts.day)

    def requirement(self, facts: Facts) -> str:
        days = {"first": day_text(facts.call.opens_on), "last": day_text(facts.call.closes_on)}
        return _("%(first)s 至 %(last)s（含当日）") % days

    def remedy(self, facts: Facts) -> str:
        return _("请等下一个批次开始后重新申请")


class DocumentsThere(OfTheHouse):
    rule_id, part, label = "loan_documents", "documents", gettext_lazy("申请材料")

    def _named(self, kinds: list[str]) -> str:
        return pgettext("列举", "、").join(str(DocumentKind(kind).label) for kind in kinds)

    def passes(self, facts: Facts) -> bool:
        return not facts.missing

    def answer(self, facts: Facts) -> Answer:
        return Answer.NEEDS_DOCUMENT if facts.missing else Answer.MET

    def value(self, facts: Facts) -> str:
        return _("缺少：%(list)s") % {"list": self._named(facts.missing)} if facts.missing else _("已上传")

    def requirement(self, facts: Facts) -> str:
        return _("须上传：%(list)s") % {"list": self._named(list(facts.required))}

    def remedy(self, facts: Facts) -> str:
        return _("请在“材料”中上传：%(list)s") % {"list": self._named(facts.missing)}


class CreditConsent(OfTheHouse):
    rule_id, part, label = "loan_consent", "consent", gettext_lazy("查询信用信息授权")

    def passes(self, facts: Facts) -> bool:
        return facts.consents

    def value(self, facts: Facts) -> str:
        return _("已授权") if facts.consents else _("未授权")

    def requirement(self, facts: Facts) -> str:
        return _("须授权受理银行查询信用信息")

    def remedy(self, facts: Facts) -> str:
        return _("请在“授权”中阅读并同意授权书")
