"""暂停资格, 签约就业, 证明材料: what follows from a stay, and what it rested on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from stations.models import Evidence, FollowUp, Placement, Suspension
from stations.services.placements import confirm_placement, decline_placement, record_placement
from stations.services.suspensions import lift, suspend
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin


class LiftReason(forms.Form):
    """解除理由: kept with the suspension."""

    reason = forms.CharField(label=_("解除理由"), max_length=200)


@admin.register(Suspension)
class SuspensionAdmin(ScopedAdmin):
    """暂停资格: set with a reason, lifted with a reason, never edited."""

    list_display = ["guest_name", "from_on", "until_on", "reason", "lifted_at"]
    list_filter = [("lifted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person"]
    search_fields = ["person__full_name", "=person__id_last4"]
    search_help_text = _("姓名或证件后四位")
    date_hierarchy = "from_on"
    autocomplete_fields = ["person"]
    actions = ["lift"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        asked = ["person", "from_on", "until_on", "reason"]
        return [*asked, "lifted_at", "lifted_by", "lift_reason"] if obj else asked

    @admin.display(description=_("人员"), ordering="person__full_name")
    def guest_name(self, suspension: Suspension) -> str:
        return suspension.person.masked_name

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = suspend(actor=request.user, **form.cleaned_data).pk

    @admin.action(description=_("解除暂停（填写理由）"))
    def lift(self, request: HttpRequest, suspensions: QuerySet[Suspension]) -> HttpResponse | None:
        return self.ask(
            request, suspensions, lift, action="lift", form_class=LiftReason, question=_("解除这些暂停？")
        )


class DeclineReason(forms.Form):
    """不予认定的理由: the guest reads it."""

    reason = forms.CharField(label=_("核实说明"), help_text=_("本人会看到这段话"), max_length=200)


@admin.register(Placement)
class PlacementAdmin(ScopedAdmin):
    """签约就业: recorded by the district, or claimed by the guest and then decided on; never edited."""

    list_display = ["employer", "signed_on", "state", "stay", "guest_name", "station", "recorded_at"]
    list_filter = ["state", "stay__station"]
    list_select_related = ["stay__guest", "stay__station"]
    search_fields = ["employer", "stay__reference", "stay__guest__full_name"]
    date_hierarchy = "signed_on"
    autocomplete_fields = ["stay", "evidence"]
    actions = ["confirm_placement", "decline_placement"]
    action_needs = dict.fromkeys(["confirm_placement", "decline_placement"], "stations.manage_placement")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        asked = ["stay", "employer", "signed_on", "evidence"]
        decided = ["state", "follow_up", "recorded_at", "decided_at", "decided_by", "decision"]
        return [*asked, *decided] if obj else asked

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("核实签约"))
    def confirm_placement(self, request: HttpRequest, placements: QuerySet[Placement]) -> None:
        self.apply(request, placements, confirm_placement)

    @admin.action(description=_("签约不予认定（填写理由）"))
    def decline_placement(self, request: HttpRequest, placements: QuerySet[Placement]) -> HttpResponse | None:
        return self.ask(
            request,
            placements,
            decline_placement,
            action="decline_placement",
            form_class=DeclineReason,
            question=_("这些签约不予认定？"),
        )

    @admin.display(description=_("入住青年"))
    def guest_name(self, placement: Placement) -> str:
        return placement.stay.guest.masked_name

    @admin.display(description=_("驿站"), ordering="stay__station__name")
    def station(self, placement: Placement) -> str:
        return str(placement.stay.station)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = record_placement(actor=request.user, **form.cleaned_data).pk


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    """回访: asked by the job, answered by link or at the desk, read here; who said it is a masked name."""

    list_display = ["stay", "guest_name", "kind", "state", "due_on", "closes_on", "satisfaction", "result"]
    list_filter = ["kind", "state", "result", "satisfaction", "via"]
    list_select_related = ["stay__guest"]
    search_fields = ["stay__reference", "employer"]
    date_hierarchy = "due_on"
    fields = [
        *("stay", "guest_name", "kind", "state", "due_on", "asked_at", "reminded_at", "closes_on"),
        *("answered_at", "via", "answered_by", "satisfaction", "result", "employer", "signed_on", "comment"),
    ]
    readonly_fields = ["guest_name"]

    @admin.display(description=_("入住青年"), ordering="stay__guest__full_name")
    def guest_name(self, follow_up: FollowUp) -> str:
        return follow_up.stay.guest.masked_name


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """证明材料: opened by the address that checks who asks; never from here directly."""

    list_display = ["created_at", "kind", "owner", "size_word", "link"]
    list_filter = ["kind", "content_type"]
    list_select_related = ["person"]
    search_fields = ["stays__reference", "person__full_name"]
    date_hierarchy = "created_at"
    fields = ["kind", "owner", "original_name", "content_type", "size_word", "created_at", "link"]
    readonly_fields = ["owner", "size_word", "link"]

    @admin.display(description=_("所属人员"), ordering="person__full_name")
    def owner(self, evidence: Evidence) -> str:
        return evidence.person.masked_name

    @admin.display(description=_("大小"), ordering="size")
    def size_word(self, evidence: Evidence) -> str:
        return filesizeformat(evidence.size)

    @admin.display(description=_("文件"))
    def link(self, evidence: Evidence) -> str:
        return format_html('<a href="{}">{}</a>', evidence.get_absolute_url(), _("打开"))
