"""Every read of the awards that gives rows."""

from __future__ import annotations

from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class AwardSeasonQuerySet(ScopedQuerySet):
    """评选: the city runs it; everybody reads it once it is called."""

    def shown(self) -> Self:
        return self.exclude(state__in=["draft", "cancelled"])


class OfSeasonQuerySet(ScopedQuerySet):
    """奖项: kept by the city."""

    def view_action(self) -> str:
        return "volunteers.view_awardseason"


class AwardNominationQuerySet(ScopedQuerySet):
    """推荐: the volunteer it is about, who recommends, the district."""

    scope = Scope(own="volunteer__person_id", organisation="recommender_id", district="reporting_org_id")

    def accepted(self) -> Self:
        return self.filter(state="accepted")

    def handed_in(self) -> Self:
        """Without what somebody else named and whom it is about has not taken up."""
        return self.exclude(state__in=["asked", "declined"])

    def in_notice(self) -> Self:
        """What the public reads: proposed, and awarded."""
        return self.filter(state__in=["proposed", "awarded"])

    def whole(self) -> Self:
        """With everything that a page says of it."""
        return self.select_related(
            "category", "season", "volunteer__person", "organisation", "project", "recommender"
        )


class PanelMemberQuerySet(ScopedQuerySet):
    """评委: the member, and the city."""

    scope = Scope(own="person_id")


class PanelScoreQuerySet(ScopedQuerySet):
    """评分: the member's own, and the city's."""

    scope = Scope(own="member__person_id")

    def view_action(self) -> str:
        return "volunteers.view_panelmember"

    def given(self) -> Self:
        return self.filter(points__isnull=False)
