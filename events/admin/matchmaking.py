"""相亲会 in the admin: rounds, profiles and reports are read; what is sealed opens to no office."""

from __future__ import annotations

from django.contrib import admin

from events.models import (
    MatchBlock,
    MatchChoice,
    MatchPair,
    MatchProfile,
    MatchReport,
    MatchReview,
    MatchRound,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(MatchRound)
class MatchRoundAdmin(ReadOnlyAdmin):
    """相亲会轮次."""

    list_display = ["session", "state", "opens_at", "closes_at", "invited", "attended", "pairs", "cleared_at"]
    list_filter = ["state"]
    list_select_related = ["session__event"]
    exclude = ["seating_list", "seating"]


@admin.register(MatchProfile)
class MatchProfileAdmin(ReadOnlyAdmin):
    """相亲资料: who takes part under which badge; photograph and words are looked at in the review."""

    list_display = ["round", "person", "badge", "state", "version", "arrived_at"]
    list_filter = ["state"]
    list_select_related = ["round__session__event", "person"]
    exclude = ["photo", "own_token", "introduction", "wishes"]


@admin.register(MatchReview)
class MatchReviewAdmin(ReadOnlyAdmin):
    """相亲资料审核."""

    view_action = "events.review_match"
    list_display = ["profile", "version", "outcome", "reviewer", "at"]
    list_select_related = ["profile", "reviewer__person"]


@admin.register(MatchReport)
class MatchReportAdmin(ReadOnlyAdmin):
    """相亲会举报: of the city office."""

    list_display = ["round", "reporter", "accused", "state", "created_at"]
    list_filter = ["state"]
    list_select_related = ["round__session__event", "reporter", "accused"]


class Sealed(ReadOnlyAdmin):
    """Nobody's list: the page is closed to every office (`events.view_sealed`), and shows no column."""

    view_action = "events.view_sealed"
    list_display = ["round"]
    list_select_related = ["round__session__event"]
    fields = ["round"]


@admin.register(MatchChoice)
class MatchChoiceAdmin(Sealed):
    """心动选择."""


@admin.register(MatchPair)
class MatchPairAdmin(Sealed):
    """互选成功."""


@admin.register(MatchBlock)
class MatchBlockAdmin(Sealed):
    """相亲会屏蔽."""
