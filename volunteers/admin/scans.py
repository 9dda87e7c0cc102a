"""到岗记录: read here; the door and the leader's roll write it."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from volunteers.models import Scan
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(Scan)
class ScanAdmin(ReadOnlyAdmin):
    """到岗记录."""

    view_action = "volunteers.view_signup"
    list_display = ["volunteer_no", "signup", "kind", "way", "at", "recorded_at", "counts"]
    list_filter = ["kind", "way", "counts"]
    list_select_related = ["signup__shift__post", "signup__volunteer"]
    search_fields = ["signup__volunteer__volunteer_no"]
    date_hierarchy = "at"
    fields = [
        *("volunteer_no", "signup", "kind", "way", "at", "recorded_at", "by"),
        *("counts", "attempt", "undoes", "mark_id"),
    ]
    readonly_fields = ["volunteer_no"]

    @admin.display(description=_("志愿者编号"), ordering="signup__volunteer__volunteer_no")
    def volunteer_no(self, scan: Scan) -> str:
        return scan.signup.volunteer.volunteer_no
