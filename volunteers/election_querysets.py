"""Every read of the association's election that gives rows."""

from __future__ import annotations

from datetime import date
from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class CongressQuerySet(ScopedQuerySet):
    """换届: the city runs it; everybody reads it once it is called."""

    def shown(self) -> Self:
        return self.exclude(state__in=["draft", "cancelled"])

    def announced(self) -> Self:
        return self.filter(state="announced").order_by("-starts_on", "-pk")


class OfCongressQuerySet(ScopedQuerySet):
    """职务, 投票轮次, 得票, 投票记录: papers of the city, which runs the congress."""

    def view_action(self) -> str:
        return "volunteers.view_congress"


class BallotRoundQuerySet(OfCongressQuerySet):
    def running(self) -> Self:
        """Open, or closed and not counted."""
        return self.filter(state__in=["open", "closed"])


class ElectoralUnitQuerySet(ScopedQuerySet):
    """选举单位: its organisation and the district that the organisation reports to."""

    scope = Scope(organisation="organisation_id", district="organisation__reporting_org_id")


class _OfUnitQuerySet(ScopedQuerySet):
    scope = Scope(
        own="volunteer__person_id",
        organisation="unit__organisation_id",
        district="unit__organisation__reporting_org_id",
    )


class DelegateQuerySet(_OfUnitQuerySet):
    """代表: the delegate, the unit, its district."""

    def present(self) -> Self:
        return self.filter(present_at__isnull=False)


class CandidateQuerySet(_OfUnitQuerySet):
    """候选人: seen by all while the notice runs and after (`shown`); managed by who named them."""

    def standing(self) -> Self:
        return self.filter(state="standing")


class ObjectionQuerySet(ScopedQuerySet):
    """公示异议: whoever wrote it, and the city that answers."""

    scope = Scope(own="by_id")

    def unanswered(self) -> Self:
        return self.filter(answered_at__isnull=True)

    def raised_until(self, day: date) -> Self:
        return self.filter(at__date__lte=day)
