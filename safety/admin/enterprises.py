"""重点监管企业: read here; the register is kept at the desk, by its services."""

from __future__ import annotations

from django.contrib import admin

from safety.models import Enterprise, WorkArea
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(Enterprise)
class EnterpriseAdmin(ReadOnlyAdmin):
    """重点监管企业."""

    view_action = "safety.view_enterprise"
    list_display = ["organisation", "sector", "workers", "young_workers", "since", "until_on"]
    list_filter = ["sector", "organisation__reporting_org"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "organisation__uscc"]
    date_hierarchy = "since"


@admin.register(WorkArea)
class WorkAreaAdmin(ReadOnlyAdmin):
    """车间或区域."""

    view_action = "safety.view_enterprise"
    list_display = ["name", "enterprise", "is_closed"]
    list_filter = ["is_closed"]
    list_select_related = ["enterprise__organisation"]
    search_fields = ["name", "enterprise__organisation__name"]
