"""评选: seasons and categories are set up here; recommendations and scores come in by their pages."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

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

    list_display = ["category", "subject_name", "recommender", "minutes", "state", "place"]
    list_filter = ["state", "kind", "season"]
    list_select_related = [
        *("category", "volunteer__person", "organisation", "project", "recommender", "season"),
    ]
    fields = [
        *("season", "category", "subject_name", "recommender", "reporting_org", "citation"),
        *("minutes", "state", "reason", "may_be_named", "place"),
    ]
    readonly_fields = ["subject_name"]

    @admin.display(description=_("推荐对象"))
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

    @admin.display(description=_("姓名"), ordering="person__full_name")
    def name(self, member: PanelMember) -> str:
        return member.person.masked_name


@admin.register(PanelScore)
class PanelScoreAdmin(ReadOnlyAdmin):
    """评分."""

    view_action = "volunteers.view_panelmember"
    list_display = ["nomination", "member", "points", "recusal", "at"]
    list_select_related = ["nomination__category", "member__person"]
