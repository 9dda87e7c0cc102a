"""班次报名: read here; who comes and goes is written by the volunteers and the leader's desk."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from volunteers.models import Signup, SignupTransition
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(Signup)
class SignupAdmin(ReadOnlyAdmin):
    """班次报名."""

    list_display = ["volunteer_no", "name", "shift", "starts_at", "state", "checked_in_at", "checked_out_at"]
    list_filter = ["state"]
    list_select_related = ["volunteer__person", "shift__post"]
    search_fields = ["volunteer__volunteer_no", "volunteer__person__full_name"]
    date_hierarchy = "starts_at"
    fields = [
        *("volunteer_no", "name", "shift", "starts_at", "ends_at", "state", "seat"),
        *("signed_up_at", "offer_until", "checked_in_at", "checked_out_at"),
    ]
    readonly_fields = ["volunteer_no", "name"]

    @admin.display(description=_("志愿者编号"), ordering="volunteer__volunteer_no")
    def volunteer_no(self, signup: Signup) -> str:
        return signup.volunteer.volunteer_no

    @admin.display(description=_("姓名"), ordering="volunteer__person__full_name")
    def name(self, signup: Signup) -> str:
        return signup.volunteer.person.masked_name


@admin.register(SignupTransition)
class SignupTransitionAdmin(ReadOnlyAdmin):
    """班次报名流转."""

    view_action = "volunteers.view_signup"
    list_display = ["signup", "from_state", "to_state", "actor", "at"]
    list_select_related = ["signup__shift__post", "signup__volunteer", "actor"]
    date_hierarchy = "at"
