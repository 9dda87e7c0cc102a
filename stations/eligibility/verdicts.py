"""What a rule is, and what it says: one verdict a rule, one assessment a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from stations.facts import Facts

# Where a rule comes from.
ARTICLE = gettext_lazy("市政府新闻发布 2021年6月4日")
FIRST_STATIONS = gettext_lazy("首批驿站启用公告 2020年11月19日")
HOUSE = gettext_lazy("平台管理规则")


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


def day_text(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
