"""资质凭证, 免除, 材料: what a volunteer has proved, and who has checked it."""

from __future__ import annotations

from django.contrib import admin

from volunteers.models import Exemption, RequirementItem, VolunteerDocument
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(RequirementItem)
class RequirementItemAdmin(ReadOnlyAdmin):
    """资质凭证."""

    list_display = ["volunteer", "requirement", "from_on", "until_on", "state", "checked_at"]
    list_filter = ["state", "requirement"]
    list_select_related = ["volunteer__person", "requirement"]
    search_fields = ["volunteer__volunteer_no"]


@admin.register(Exemption)
class ExemptionAdmin(ReadOnlyAdmin):
    """免除资质."""

    list_display = ["volunteer", "requirement", "from_on", "until_on", "revoked_at"]
    list_filter = ["requirement"]
    list_select_related = ["volunteer__person", "requirement"]
    search_fields = ["volunteer__volunteer_no"]


@admin.register(VolunteerDocument)
class VolunteerDocumentAdmin(ReadOnlyAdmin):
    """资质材料."""

    list_display = ["volunteer", "original_name", "content_type", "size", "created_at"]
    list_select_related = ["volunteer__person"]
    search_fields = ["volunteer__volunteer_no"]
    fields = ["volunteer", "original_name", "content_type", "size", "uploaded_by", "created_at"]
