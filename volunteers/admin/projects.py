"""志愿服务项目, 岗位, 班次: kept by the organiser and its district."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from volunteers.models import Post, ServiceProject, Shift
from volunteers.patrol_errors import NotAtWatersEdge
from volunteers.services import projects as services
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ReadOnlyInline, ScopedAdmin


class OfProject:
    """Parts of a project are edited by whoever manages it."""

    view_action = "volunteers.view_serviceproject"
    change_action = "volunteers.manage_serviceproject"


class PostsOfProject(OfProject, ReadOnlyInline):
    """岗位: read beside the project, written on a page of their own."""

    model = Post
    fields = ["name", "kind", "role"]
    show_change_link = True


@admin.register(ServiceProject)
class ServiceProjectAdmin(ScopedAdmin):
    """志愿服务项目."""

    list_display = ["code", "title", "kind", "brand", "organiser", "starts_on", "ends_on", "state"]
    list_filter = ["state", "kind", "brand"]
    list_select_related = ["brand", "organiser"]
    search_fields = ["code", "title"]
    date_hierarchy = "starts_on"
    readonly_fields = ["state"]
    inlines = [PostsOfProject]
    row_name = "project"
    actions = ["publish_project", "close_project", "cancel_project"]
    action_needs = dict.fromkeys(
        ["publish_project", "close_project", "cancel_project"], "volunteers.manage_serviceproject"
    )

    @admin.action(description=_("发布项目"))
    def publish_project(self, request: HttpRequest, projects: QuerySet[ServiceProject]) -> None:
        self.apply(request, projects, services.publish_project)

    @admin.action(description=_("项目结项"))
    def close_project(self, request: HttpRequest, projects: QuerySet[ServiceProject]) -> None:
        self.apply(request, projects, services.close_project)

    @admin.action(description=_("取消项目"))
    def cancel_project(self, request: HttpRequest, projects: QuerySet[ServiceProject]) -> None:
        self.apply(request, projects, services.cancel_project)


@admin.register(Post)
class PostAdmin(OfProject, ScopedAdmin):
    """志愿服务岗位."""

    list_display = ["project", "name", "kind", "staffing", "role"]
    list_filter = ["kind", "staffing"]
    list_select_related = ["project", "role"]
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    refusals = {"patrol_shift_role_is_of_the_water": NotAtWatersEdge()}
    search_fields = ["name", "project__title"]


@admin.register(Shift)
class ShiftAdmin(ReadOnlyAdmin):
    """志愿服务班次: opened, changed and called off on the leader's pages, where everybody is told."""

    view_action = "volunteers.view_serviceproject"
    list_display = ["post", "starts_at", "ends_at", "capacity", "state"]
    list_filter = ["state"]
    list_select_related = ["post"]
    search_fields = ["post__name", "post__project__title"]
    date_hierarchy = "starts_at"
    fields = [
        *("post", "starts_at", "ends_at", "break_minutes", "capacity", "place"),
        *("sign_off_until", "state"),
    ]
