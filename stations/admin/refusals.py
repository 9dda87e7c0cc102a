"""未通过规则: what rules refused. Read only; written when a refusal is over."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.models import Refusal
from stations.refusal_words import word_of
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(Refusal)
class RefusalAdmin(ReadOnlyAdmin):
    """未通过规则: one row a person, station, day and rule."""

    list_display = ["day", "station", "rule", "guest_name", "arrival", "nights", "way"]
    list_filter = ["way", "code"]
    list_select_related = ["station", "person"]
    date_hierarchy = "day"
    fields = ["day", "station", "rule", "guest_name", "arrival", "nights", "way"]
    readonly_fields = ["rule", "guest_name"]

    @admin.display(description=pgettext_lazy("未通过规则", "规则"), ordering="code")
    def rule(self, refusal: Refusal) -> str:
        return word_of(refusal.code)

    @admin.display(description=_("申请人"))
    def guest_name(self, refusal: Refusal) -> str:
        return refusal.person.masked_name if refusal.person else "–"
