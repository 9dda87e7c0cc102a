"""服务角色, 资质要求, 特长, 品牌: what the city decides, and everybody may read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import ManyToManyField
from django.forms import CheckboxSelectMultiple

from volunteers.models import Brand, Requirement, ServiceRole, Skill
from volunteers.patrol_errors import NotAtWatersEdge
from zibo_youth.accounts.scoped_admin import ScopedAdmin


class CatalogueAdmin(ScopedAdmin):
    """Kept by whoever keeps the roles."""

    view_action = "volunteers.view_servicerole"
    change_action = "volunteers.manage_servicerole"


@admin.register(ServiceRole)
class ServiceRoleAdmin(CatalogueAdmin):
    """服务角色: whom a post may have, and what it asks of them."""

    list_display = ["name", "min_age", "is_with_children", "is_at_waters_edge"]
    search_fields = ["name"]
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    refusals = {"patrol_shift_role_is_of_the_water": NotAtWatersEdge()}


@admin.register(Requirement)
class RequirementAdmin(CatalogueAdmin):
    """资质要求: what a role asks for."""

    list_display = ["name", "kind", "valid_months", "needs_document"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(Skill)
class SkillAdmin(CatalogueAdmin):
    """服务特长."""

    list_display = ["code", "name", "name_en"]
    search_fields = ["name"]


@admin.register(Brand)
class BrandAdmin(CatalogueAdmin):
    """服务品牌."""

    list_display = ["name", "name_en", "position"]
    search_fields = ["name"]
