"""Reads of scans: who came and went, and how that is known."""

from __future__ import annotations

from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class ScanQuerySet(ScopedQuerySet):
    """到岗记录: the volunteer's own; the project's leaders and district."""

    scope = Scope(
        own="signup__volunteer__person_id",
        organisation="signup__shift__post__project__organiser_id",
        district="signup__shift__post__project__reporting_org_id",
    )

    def view_action(self) -> str:
        return "volunteers.view_signup"

    def standing(self) -> Self:
        """What counts: neither taken back nor a claim beside an earlier record."""
        return self.filter(counts=True, undone_by__isnull=True).exclude(kind="undo")
