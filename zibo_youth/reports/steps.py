"""五步 (the five steps) of an officer's month: what is done, what is next, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .checks import MISSING, Finding, check, still_open
from .models import Figure, MonthlyReport

DONE, CURRENT, UPCOMING = "done", "current", "upcoming"


@dataclass(frozen=True, slots=True)
class Step:
    """一步 (one step): its word, whether it is done, and what is left of it."""

    key: str
    label: str
    is_done: bool
    left: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """办理进度 (where a report stands): its findings, and the steps that follow from them."""

    report: MonthlyReport
    findings: Sequence[Finding]

    @property
    def open_findings(self) -> list[Finding]:
        return still_open(self.findings)

    @property
    def missing(self) -> list[Finding]:
        return [one for one in self.open_findings if one.words == MISSING]

    @property
    def contradictions(self) -> list[Finding]:
        """What no note answers: the figure has to be put right."""
        return [one for one in self.open_findings if not one.by_note and one.words != MISSING]

    @property
    def unexplained(self) -> list[Finding]:
        return [one for one in self.open_findings if one.by_note]

    @property
    def steps(self) -> list[Step]:
        taken, sent = self.report.figures_at is not None, not self.report.is_editable
        return [
            Step("take", pgettext("月报", "自动取数"), taken),
            Step("check", pgettext("月报", "核对"), taken and not self.contradictions, self._contradicting()),
            Step("fill", pgettext("月报", "补填"), taken and not self.missing, self._missing()),
            Step("explain", pgettext("月报", "说明"), self._is_explained(taken), self._unexplained()),
            Step("send", pgettext("月报", "上报"), sent, self._unready(sent)),
        ]

    @property
    def current(self) -> str:
        """The first step that is not done; nothing when all are."""
        return next((step.key for step in self.steps if not step.is_done), "")

    @property
    def is_ready(self) -> bool:
        """Whether nothing but the signatures is left. A narrative is asked for, and never forced."""
        return self.report.figures_at is not None and not self.open_findings

    @property
    def asks_for_narrative(self) -> bool:
        """Before it is signed, in so many words; whoever has nothing to tell sends without."""
        return self.report.is_editable and not self.report.narrative

    def _is_explained(self, taken: bool) -> bool:
        return taken and not self.unexplained and bool(self.report.narrative)

    def _unready(self, sent: bool) -> str:
        return "" if sent or self.is_ready else _("前面各步完成后上报")

    def _contradicting(self) -> str:
        count = len(self.contradictions)
        return ngettext("%(n)s 处矛盾", "%(n)s 处矛盾", count) % {"n": count} if count else ""

    def _missing(self) -> str:
        count = len(self.missing)
        return ngettext("还差 %(n)s 项", "还差 %(n)s 项", count) % {"n": count} if count else ""

    def _unexplained(self) -> str:
        count = len(self.unexplained)
        if count:
            return ngettext("%(n)s 处待说明", "%(n)s 处待说明", count) % {"n": count}
        return "" if self.report.narrative else _("情况说明未写")


def progress_of(report: MonthlyReport, figures: Sequence[Figure], before: Sequence[Figure]) -> Progress:
    """Where a report stands, from its figures and last month's; nothing is checked before there are any."""
    return Progress(report, check(figures, before) if report.figures_at is not None else [])
