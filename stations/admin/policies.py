"""入住政策 and 得知渠道: what the city decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from stations.affected import affected_by
from stations.errors import PolicyInUse
from stations.models import ReferralChannel, Stay, StayPolicy
from zibo_youth.accounts.scoped_admin import ScopedAdmin


@admin.register(StayPolicy)
class StayPolicyAdmin(ScopedAdmin):
    """入住政策: dated versions; once a stay was admitted by one, only its note is edited."""

    refusals = {
        "stay_night_cap_is_the_policys": PolicyInUse(),
        "stay_review_rule_is_the_policys": PolicyInUse(),
        "lounge_coupon_cap_is_the_policys": PolicyInUse(),
        "lounge_coupon_group_cap_is_the_policys": PolicyInUse(),
    }
    list_display = [
        "effective_from",
        "source",
        "max_free_nights",
        "max_stays_per_window",
        "ages",
        "lead_days",
    ]
    search_fields = ["source"]
    date_hierarchy = "effective_from"

    @admin.display(description=_("年龄"))
    def ages(self, version: StayPolicy) -> str:
        return f"{version.min_age}–{version.max_age}"

    @admin.display(description=_("影响范围"))
    def reach(self, version: StayPolicy) -> str:
        """Who would be affected, in three counts."""
        count = affected_by(version)
        return pgettext("标点", "；").join(
            [
                ngettext(
                    "%(n)s 份已受理的入住单按原政策执行", "%(n)s 份已受理的入住单按原政策执行", count.keeping
                )
                % {"n": count.keeping},
                ngettext("%(n)s 份草稿将按此政策审核", "%(n)s 份草稿将按此政策审核", count.drafts)
                % {"n": count.drafts},
                ngettext("%(n)s 人当年的免费晚数已用完", "%(n)s 人当年的免费晚数已用完", count.used_up)
                % {"n": count.used_up},
            ]
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields = [field for field in super().get_fields(request, obj) if field != "reach"]
        return [*fields, "reach"] if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None or not Stay.objects.filter(policy=obj).exists():
            return ["reach"] if obj else []
        return [field.name for field in self.opts.fields if field.name not in ("id", "note")] + ["reach"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """允许的事由 is a list of choices: boxes to tick, not words to type."""
        if db_field.name == "allowed_purposes":
            return forms.MultipleChoiceField(
                label=db_field.verbose_name,
                choices=Stay.Purpose.choices,
                initial=Stay.Purpose.values,
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """After saving, say at once whom the version touches: it can be taken back until its first stay."""
        super().save_model(request, obj, form, change)
        told = gettext("影响范围：%(reach)s") % {"reach": self.reach(obj)}
        self.message_user(request, told, messages.INFO)


@admin.register(ReferralChannel)
class ReferralChannelAdmin(ScopedAdmin):
    """得知渠道: one out of use is switched off, for old stays still name it."""

    view_action = "stations.manage_referralchannel"
    list_display = ["name", "code", "name_en", "is_active", "position"]
    list_filter = ["is_active"]
    search_fields = ["name", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []
