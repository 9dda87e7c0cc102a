"""What a rule is, and what it says: one verdict a rule, one assessment an application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .facts import Facts

HOUSE = gettext_lazy("平台管理规则")


class Answer(StrEnum):
    """Of one rule."""

    MET = "met"
    NOT_MET = "not_met"
    NEEDS_DOCUMENT = "needs_document"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one application, in words for the founder."""

    rule_id: str
    part: str
    answer: Answer
    label: str
    clause: str
    value: str
    requirement: str
    remedy: str

    @property
    def passed(self) -> bool:
        return self.answer is Answer.MET


@dataclass(frozen=True, slots=True)
class Assessment:
    """All rules' verdicts on one application."""

    verdicts: list[Verdict]

    @property
    def passed(self) -> bool:
        return not self.refusals

    @property
    def refusals(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if not verdict.passed]


class Rule:
    """条件 (rule). ``part`` is where on the task list the answer may be changed; empty: nowhere."""

    rule_id: ClassVar[str]
    part: ClassVar[str] = ""
    label: ClassVar[str | Promise]

    def answer(self, facts: Facts) -> Answer:
        return Answer.MET if self.passes(facts) else Answer.NOT_MET

    def passes(self, facts: Facts) -> bool:
        raise NotImplementedError

    def clause(self, facts: Facts) -> str:
        """The document of the product version; rules of the portal's own say so."""
        told = {"source": facts.version.source, "version": facts.version}
        return _("%(source)s（%(version)s）") % told

    def value(self, facts: Facts) -> str:
        raise NotImplementedError

    def requirement(self, facts: Facts) -> str:
        raise NotImplementedError

    def remedy(self, facts: Facts) -> str:
        raise NotImplementedError

    def verdict(self, facts: Facts) -> Verdict:
        answer = self.answer(facts)
        return Verdict(
            rule_id=self.rule_id,
            part=self.part,
            answer=answer,
            label=str(self.label),
            clause=self.clause(facts),
            value=self.value(facts),
            requirement=self.requirement(facts),
            remedy="" if answer is Answer.MET else self.remedy(facts),
        )


class OfTheHouse(Rule):
    """A rule of the portal, whatever the product."""

    def clause(self, facts: Facts) -> str:
        return str(HOUSE)


def day_text(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def yuan(amount: Decimal) -> str:
    """An amount in words: grouped, and without .00."""
    return f"{amount:,.2f}".removesuffix(".00")
