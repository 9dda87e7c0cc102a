"""Every read of counsellors that gives rows; what they have written is nobody's list."""

from __future__ import annotations

from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class CounsellorQuerySet(ScopedQuerySet):
    """心理疏导人员: one's own namings, a district's, those who guard the children see all."""

    scope = Scope(own="volunteer__person_id", district="child__reporting_org_id")

    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def whole(self) -> Self:
        return self.select_related("child__reporting_org", "volunteer__person", "named_by__person")


class CounsellingNoteQuerySet(ScopedQuerySet):
    """Sealed words: `services.counselling.notes` opens them one child at a time."""

    def view_action(self) -> str:
        return "hope_rooms.view_sealed"
