"""青安岗 in the admin: read here; written by the services of the desks."""

from __future__ import annotations

from django.contrib import admin

from safety.models import (
    EnterpriseAccident,
    PostCheck,
    PostCriterion,
    PostForm,
    PostObjection,
    PostQuota,
    PostReviewer,
    PostRevision,
    PostRound,
    PostScore,
    PostSheet,
    PostTransition,
    SafetyPost,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


class OfRounds(ReadOnlyAdmin):
    """What a year is judged by: read by every office with a part in it."""

    view_action = "safety.view_postround"


class OfPosts(ReadOnlyAdmin):
    """Of the unit, its district and the city."""

    view_action = "safety.view_safetypost"


@admin.register(PostRound)
class PostRoundAdmin(OfRounds):
    """青安岗年度: the seed is told when the shortlist is made."""

    list_display = ["year", "state", "opens_on", "closes_on", "places", "taken"]
    list_filter = ["state"]
    exclude = ["seed"]


@admin.register(PostQuota)
class PostQuotaAdmin(OfRounds):
    """青安岗推荐名额."""

    list_display = ["round", "district", "places", "taken"]
    list_select_related = ["round", "district"]


@admin.register(PostForm)
class PostFormAdmin(OfRounds):
    """青安岗申报表."""

    list_display = ["round", "version", "team_most", "young_share", "published_at"]
    list_select_related = ["round"]


@admin.register(PostCriterion)
class PostCriterionAdmin(OfRounds):
    """青安岗评审项."""

    list_display = ["form", "number", "kind", "name", "weight", "most"]
    list_filter = ["kind"]
    list_select_related = ["form__round"]


@admin.register(PostReviewer)
class PostReviewerAdmin(ReadOnlyAdmin):
    """青安岗评审员."""

    view_action = "safety.view_postreviewer"
    list_display = ["round", "person", "seated_at", "left_at"]
    list_select_related = ["round", "person"]


@admin.register(SafetyPost)
class SafetyPostAdmin(OfPosts):
    """青年安全生产示范岗: points are read once the shortlist is made; before it there are none."""

    list_display = ["team_name", "enterprise", "reporting_org", "round", "state", "registered_on", "rank"]
    list_filter = ["state", "reporting_org"]
    list_select_related = ["enterprise__organisation", "reporting_org", "round"]
    search_fields = ["team_name", "enterprise__organisation__name"]


@admin.register(PostTransition)
class PostTransitionAdmin(OfPosts):
    """青安岗流转."""

    list_display = ["post", "from_state", "to_state", "reason", "actor", "at"]
    list_filter = ["to_state"]
    list_select_related = ["post__enterprise__organisation", "actor__person"]


@admin.register(PostRevision)
class PostRevisionAdmin(OfPosts):
    """青安岗申报材料."""

    list_display = ["post", "number", "team_size", "young", "leader_age", "signed_at"]
    list_select_related = ["post__enterprise__organisation"]


@admin.register(PostSheet)
class PostSheetAdmin(ReadOnlyAdmin):
    """青安岗评审表: not before the shortlist is made."""

    view_action = "safety.view_postsheet"
    exclude = ["draft"]
    list_display = ["post", "revision", "seat", "reviewer", "state", "submitted_at"]
    list_filter = ["state"]
    list_select_related = ["post__enterprise__organisation", "reviewer__person"]


@admin.register(PostScore)
class PostScoreAdmin(ReadOnlyAdmin):
    """青安岗评分: not before the shortlist is made."""

    view_action = "safety.view_postsheet"
    list_display = ["sheet", "criterion", "points"]
    list_select_related = ["sheet__post__enterprise__organisation", "criterion"]


@admin.register(PostObjection)
class PostObjectionAdmin(ReadOnlyAdmin):
    """青安岗公示异议: the city's alone."""

    view_action = "safety.view_postobjection"
    list_display = ["post", "at", "is_upheld", "answered_at"]
    list_select_related = ["post__enterprise__organisation"]


@admin.register(EnterpriseAccident)
class EnterpriseAccidentAdmin(ReadOnlyAdmin):
    """企业事故记录."""

    view_action = "safety.view_enterpriseaccident"
    list_display = ["enterprise", "happened_on", "grade", "source", "voided_at"]
    list_filter = ["grade"]
    list_select_related = ["enterprise__organisation"]


@admin.register(PostCheck)
class PostCheckAdmin(OfPosts):
    """青安岗复核."""

    list_display = ["post", "kind", "year", "due_on", "state"]
    list_filter = ["state", "kind"]
    list_select_related = ["post__enterprise__organisation"]
