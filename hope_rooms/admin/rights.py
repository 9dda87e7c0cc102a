"""监护人要求和年度合规审计材料: read here; written down and answered on their own pages."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from hope_rooms.models import GuardianRequest, YearAudit
from hope_rooms.services.audit_pack import in_words
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(GuardianRequest)
class GuardianRequestAdmin(ReadOnlyAdmin):
    """监护人要求: what was asked, until when, and the answer in writing."""

    list_display = ["child", "kind", "channel", "asked_on", "due_on", "state", "answered_on"]
    list_filter = ["kind", "state", "channel"]
    list_select_related = ["child"]
    search_fields = ["child__code"]
    date_hierarchy = "asked_on"


@admin.register(YearAudit)
class YearAuditAdmin(ReadOnlyAdmin):
    """年度合规审计材料: counts of a year, as they were on the night they were made."""

    list_display = ["year", "made_at"]
    fields = ["year", "made_at", "words"]
    readonly_fields = ["words"]

    @admin.display(description=_("数字"))
    def words(self, pack: YearAudit) -> str:
        return in_words(pack.year, pack.numbers)
