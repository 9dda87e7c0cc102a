"""失约记录: read by those where it happened; appeals are answered and strikes lifted with a reason."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from stations.models import Strike
from stations.services.strikes import lift_strike, uphold_strike
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


class DecisionReason(forms.Form):
    """处理理由: the person reads it."""

    reason = forms.CharField(label=_("处理理由"), help_text=_("本人会看到这段话"), max_length=300)


@admin.register(Strike)
class StrikeAdmin(ReadOnlyAdmin):
    """失约记录: written by the jobs of stations and lounges, never by hand."""

    list_display = ["person_name", "kind", "happened_on", "state", "statement", "operator"]
    list_filter = ["state", "kind"]
    list_select_related = ["person", "operator"]
    search_fields = ["person__full_name", "=person__id_last4"]
    search_help_text = _("姓名或证件后四位")
    date_hierarchy = "happened_on"
    fields = [
        *("person_name", "kind", "occasion", "happened_on", "operator", "reporting_org", "state"),
        *("statement", "appealed_at", "decision", "decided_at", "recorded_at"),
    ]
    readonly_fields = ["person_name"]
    actions = ["lift_strike", "uphold_strike"]
    action_needs = dict.fromkeys(["lift_strike", "uphold_strike"], "stations.decide_strike")

    @admin.display(description=_("人员"), ordering="person__full_name")
    def person_name(self, strike: Strike) -> str:
        return strike.person.masked_name

    @admin.action(description=_("撤销失约记录（填写理由）"))
    def lift_strike(self, request: HttpRequest, strikes: QuerySet[Strike]) -> HttpResponse | None:
        return self._decide(request, strikes, lift_strike, "lift_strike", str(_("撤销这些失约记录？")))

    @admin.action(description=_("维持失约记录（填写理由）"))
    def uphold_strike(self, request: HttpRequest, strikes: QuerySet[Strike]) -> HttpResponse | None:
        return self._decide(request, strikes, uphold_strike, "uphold_strike", str(_("维持这些失约记录？")))

    def _decide(
        self,
        request: HttpRequest,
        strikes: QuerySet[Strike],
        service: Callable[..., Strike],
        action: str,
        question: str,
    ) -> HttpResponse | None:
        return self.ask(
            request, strikes, service, action=action, form_class=DecisionReason, question=question
        )
