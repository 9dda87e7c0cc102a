"""Every read of teams and contests that gives rows."""

from __future__ import annotations

from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet

from .querysets import OfEventQuerySet

OFFICE = {"organisation": "event__organiser_id", "district": "event__reporting_org_id"}


class TeamRuleQuerySet(OfEventQuerySet):
    """队伍规则."""


class TeamQuerySet(ScopedQuerySet):
    """队伍: its captain's; the office that holds the event works with it."""

    scope = Scope(own="captain_id", **OFFICE)

    def view_action(self) -> str:
        return "events.view_registration"

    def live(self) -> Self:
        return self.exclude(state="withdrawn")

    def entered(self) -> Self:
        return self.filter(state="entered")


class EventTeamMemberQuerySet(ScopedQuerySet):
    """队员."""

    scope = Scope(own="person_id", **OFFICE)

    def view_action(self) -> str:
        return "events.view_registration"

    def live(self) -> Self:
        """Who has not left."""
        return self.filter(left_at__isnull=True)


class JudgeQuerySet(ScopedQuerySet):
    """评委."""

    scope = Scope(own="person_id", **OFFICE)

    def view_action(self) -> str:
        return "events.view_registration"


class ScoreQuerySet(ScopedQuerySet):
    """评分: the judge's own and the office's; the public reads standings, and only published ones."""

    scope = Scope(
        own="judge__person_id",
        organisation="round__event__organiser_id",
        district="round__event__reporting_org_id",
    )

    def view_action(self) -> str:
        return "events.view_registration"

    def standing(self) -> Self:
        """Those that count."""
        return self.filter(reversed_at__isnull=True)
