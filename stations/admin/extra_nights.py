"""额外晚数: asked here by one, decided here by another; never edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from stations.models import ExtraNights
from stations.services.extra_nights import (
    ask_extra_nights,
    grant_extra_nights,
    refuse_extra_nights,
    revoke_extra_nights,
)
from zibo_youth.accounts.scoped_admin import ScopedAdmin


class GrantReason(forms.Form):
    """审批意见: the person reads it."""

    reason = forms.CharField(label=_("审批意见"), help_text=_("本人会看到这段话"), max_length=200)


class RevokeReason(forms.Form):
    """收回理由: the person reads it."""

    reason = forms.CharField(label=_("收回理由"), help_text=_("本人会看到这段话"), max_length=200)


@admin.register(ExtraNights)
class ExtraNightsAdmin(ScopedAdmin):
    """额外晚数: who asked and why, who granted and why, what was taken back."""

    change_action = "stations.ask_extra_nights"
    list_display = ["guest_name", "nights", "until_on", "state", "reason", "station", "asked_at"]
    list_filter = ["state"]
    list_select_related = ["person", "station"]
    search_fields = ["person__full_name", "=person__id_last4"]
    search_help_text = _("姓名或证件后四位")
    date_hierarchy = "asked_at"
    autocomplete_fields = ["person", "station"]
    actions = ["grant", "refuse", "revoke"]
    action_needs = dict.fromkeys(["grant", "refuse", "revoke"], "stations.grant_extra_nights")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        asked = ["person", "station", "nights", "until_on", "reason"]
        decided = ["state", "asked_by", "asked_at", "granted_nights", "decided_by", "decided_at", "decision"]
        revoked = ["revoked_by", "revoked_at", "revoke_reason"] if obj and obj.revoked_at else []
        return [*asked, *decided, *revoked] if obj else asked

    @admin.display(description=_("人员"), ordering="person__full_name")
    def guest_name(self, extra: ExtraNights) -> str:
        return extra.person.masked_name

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = ask_extra_nights(actor=request.user, **form.cleaned_data).pk

    @admin.action(description=_("批准额外晚数（须非提出人，填写意见）"))
    def grant(self, request: HttpRequest, extras: QuerySet[ExtraNights]) -> HttpResponse | None:
        return self._decide(request, extras, grant_extra_nights, "grant", str(_("批准这些额外晚数？")))

    @admin.action(description=_("不批准额外晚数（填写意见）"))
    def refuse(self, request: HttpRequest, extras: QuerySet[ExtraNights]) -> HttpResponse | None:
        return self._decide(request, extras, refuse_extra_nights, "refuse", str(_("不批准这些额外晚数？")))

    @admin.action(description=_("收回未用的额外晚数（填写理由）"))
    def revoke(self, request: HttpRequest, extras: QuerySet[ExtraNights]) -> HttpResponse | None:
        question = str(_("收回这些额外晚数里还没用的？已入住和已预订的不变。"))
        return self._decide(request, extras, revoke_extra_nights, "revoke", question, RevokeReason)

    def _decide(
        self,
        request: HttpRequest,
        extras: QuerySet[ExtraNights],
        service: Callable[..., ExtraNights],
        action: str,
        question: str,
        form_class: type[forms.Form] = GrantReason,
    ) -> HttpResponse | None:
        return self.ask(request, extras, service, action=action, form_class=form_class, question=question)
