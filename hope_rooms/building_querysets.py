"""Every read of surveys, builds and their defects that gives rows; none of them tells of a child."""

from __future__ import annotations

from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet

from .querysets import OfRoomQuerySet


class SurveyVisitQuerySet(OfRoomQuerySet):
    """勘察人: the surveyor's own, and those of the rooms that one looks after."""

    scope = Scope(
        own="hand__person_id",
        organisation="survey__room__child__town_id",
        district="survey__room__child__reporting_org_id",
    )

    def view_action(self) -> str:
        return "hope_rooms.view_surveyvisit"

    def open(self) -> Self:
        """Of surveys that were not handed in."""
        return self.filter(survey__submitted_at__isnull=True)

    def whole(self) -> Self:
        return self.select_related(
            "survey__room__child__reporting_org", "survey__room__child__town", "hand__person"
        )


class BuildPauseQuerySet(OfRoomQuerySet):
    """停工."""

    def asked(self) -> Self:
        """Waiting for the second person."""
        return self.filter(agreed_by__isnull=True, ended_on__isnull=True)

    def running(self) -> Self:
        return self.filter(agreed_by__isnull=False, ended_on__isnull=True)


class DefectQuerySet(OfRoomQuerySet):
    """缺陷."""

    def to_mend(self) -> Self:
        return self.filter(fixed_at__isnull=True)

    def uncleared(self) -> Self:
        return self.filter(cleared_at__isnull=True)

    def of_safety(self) -> Self:
        return self.filter(severity="safety")


class SampleBatchQuerySet(ScopedQuerySet):
    """市级抽检: a district's own, the city all; the seed is shown with the draw."""

    scope = Scope(district="reporting_org_id")


class SampleRoomQuerySet(ScopedQuerySet):
    """抽检名单."""

    scope = Scope(district="batch__reporting_org_id")

    def view_action(self) -> str:
        return "hope_rooms.view_samplebatch"
