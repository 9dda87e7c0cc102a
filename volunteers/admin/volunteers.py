"""志愿者, 队员, 监护人同意: read here; written by the volunteers themselves and the desks."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from volunteers.models import GuardianConsent, TeamMember, Volunteer
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(Volunteer)
class VolunteerAdmin(ReadOnlyAdmin):
    """志愿者: by number and masked name."""

    list_display = ["volunteer_no", "name", "university", "reporting_org", "state", "registered_at"]
    list_filter = ["state", "university", "reporting_org"]
    list_select_related = ["person", "university", "reporting_org"]
    search_fields = ["volunteer_no", "person__full_name"]
    date_hierarchy = "registered_at"
    fields = [
        *("volunteer_no", "name", "reporting_org", "university", "graduates_on", "skills"),
        *("availability", "introduction", "state", "registered_at", "left_at"),
    ]
    readonly_fields = ["name"]

    @admin.display(description=_("姓名"), ordering="person__full_name")
    def name(self, volunteer: Volunteer) -> str:
        return volunteer.person.masked_name


@admin.register(TeamMember)
class TeamMemberAdmin(ReadOnlyAdmin):
    """队员."""

    list_display = ["team", "volunteer", "state", "asked_at", "decided_at"]
    list_filter = ["state", "team"]
    list_select_related = ["team", "volunteer__person"]
    search_fields = ["volunteer__volunteer_no", "volunteer__person__full_name"]


@admin.register(GuardianConsent)
class GuardianConsentAdmin(ReadOnlyAdmin):
    """监护人同意."""

    list_display = ["volunteer", "relation", "from_on", "until_on", "withdrawn_at"]
    list_select_related = ["volunteer__person"]
    search_fields = ["volunteer__volunteer_no"]
