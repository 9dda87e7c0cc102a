"""评选: seasons and categories are set up here; recommendations and scores come in by their pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from volunteers.models import AwardCategory, AwardNomination, AwardSeason, PanelMember, PanelScore
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin, name_without_link

name_without_link(AwardCategory, AwardNomination, AwardSeason, PanelMember)


class OfSeason:
    """Set up by whoever runs the awards."""

    view_action = "volunteers.view_awardseason"
    change_action = "volunteers.manage_awardseason"


@admin.register(AwardSeason)
class AwardSeasonAdmin(OfSeason, ScopedAdmin):
    """评选: its steps are taken at the desk."""

    list_display = ["code", "year", "title", "recommend_until", "state", "notice_until"]
    list_filter = ["state"]
    search_fields = ["code", "title"]
    readonly_fields = ["state", "notice_until", "announced_on"]


@admin.register(AwardCategory)
class AwardCategoryAdmin(OfSeason, ScopedAdmin):
    """奖项."""

    list_display = ["season", "kind", "name", "quota", "min_hours"]
    list_filter = ["kind", "season"]
    list_select_related = ["season"]
    search_fields = ["name"]


@admin.register(AwardNomination)
class AwardNominationAdmin(ReadOnlyAdmin):
    """评选推荐."""

    list_display = ["category", "subject_name", "recommender", "is_public", "hours", "state", "place"]
    list_filter = ["state", "kind", "season"]
    list_select_related = [
        *("category", "volunteer__person", "organisation", "project", "recommender", "season"),
    ]
    fields = [
        *("season", "category", "subject_name", "recommender", "is_public", "reporting_org", "citation"),
        *("hours", "state", "reason", "may_be_named", "place"),
    ]
    readonly_fields = ["subject_name", "hours"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What nobody has agreed to is nobody's business yet."""
        rows: Any = super().get_queryset(request)
        return rows.handed_in()

    @admin.display(description=gettext_lazy("提交当天已生效时长（小时）"), ordering="minutes")
    def hours(self, nomination: AwardNomination) -> str:
        return floatformat(nomination.hours, "-1")

    @admin.display(description=gettext_lazy("推荐对象"))
    def subject_name(self, nomination: AwardNomination) -> str:
        return str(nomination.subject)


@admin.register(PanelMember)
class PanelMemberAdmin(ReadOnlyAdmin):
    """评委: seated at the desk."""

    list_display = ["season", "name"]
    list_filter = ["season"]
    list_select_related = ["season", "person"]
    fields = ["season", "name"]
    readonly_fields = ["name"]

    @admin.display(description=gettext_lazy("姓名"), ordering="person__full_name")
    def name(self, member: PanelMember) -> str:
        return member.person.masked_name


@admin.register(PanelScore)
class PanelScoreAdmin(ReadOnlyAdmin):
    """评分: how many points is shown after the review, so that nobody scores with an eye on the others."""

    view_action = "volunteers.view_panelmember"
    list_display = ["nomination", "member", "given", "recusal", "at"]
    list_select_related = ["season", "nomination__category", "member__person"]
    fields = ["season", "nomination", "member", "given", "recusal", "at"]
    readonly_fields = ["given"]

    @admin.display(description=pgettext_lazy("评选", "分数"))
    def given(self, score: PanelScore) -> str:
        if score.points is None:
            return "–"
        return _("评审后显示") if score.season.state == AwardSeason.State.REVIEW else str(score.points)
