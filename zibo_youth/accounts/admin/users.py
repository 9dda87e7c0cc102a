"""账号 and its keys: whether a log-in works, never what opens it."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import ApiToken, User
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin
from zibo_youth.core.templatetags.portal import mask_mobile


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """
    账号: an administrator opens the staff door or closes an account.

    People register themselves; offices are given by 任职. The password hash,
    the mobile number and the superuser mark are not edited here.
    """

    addable = False
    list_display = ["display_name", "shown_mobile", "is_staff", "is_active", "last_login", "date_joined"]
    list_filter = ["is_staff", "is_active"]
    list_select_related = ["person"]
    search_fields = ["person__full_name", "mobile__endswith"]
    search_help_text = _("姓名或手机尾号")
    date_hierarchy = "date_joined"
    fields = [
        "display_name",
        "shown_mobile",
        "mobile_verified_at",
        "person",
        "language",
        "is_staff",
        "is_active",
        "is_superuser",
        "last_login",
        "date_joined",
    ]
    readonly_fields = [
        "display_name",
        "shown_mobile",
        "mobile_verified_at",
        "person",
        "language",
        "is_superuser",
        "last_login",
        "date_joined",
    ]

    @admin.display(description=_("手机号"))
    def shown_mobile(self, user: User) -> str:
        return mask_mobile(user.mobile)

    @admin.display(description=_("显示名"), ordering="person__full_name")
    def display_name(self, user: User) -> str:
        return user.display_name


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """接口令牌: that it exists and when it was used; its digest is shown to nobody."""

    list_display = ["label", "user", "hint", "created_at", "last_used_on", "revoked_at"]
    list_select_related = ["user__person"]
    search_fields = ["label", "user__person__full_name"]
    date_hierarchy = "created_at"
    fields = ["label", "user", "hint", "created_at", "last_used_on", "revoked_at"]
