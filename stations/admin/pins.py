"""固定床位: staff pin the bed of a stay, for a named reason, and let it go again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from stations import services
from stations.models import Stay


class PinDecision(forms.Form):
    """固定床位的理由: for staff; the guest does not read it."""

    reason = forms.ChoiceField(label=_("理由"), choices=Stay.PinReason, widget=forms.RadioSelect)


class PinsBeds:
    """The two acts, for the admin of stays."""

    pin_needs = dict.fromkeys(["pin_bed", "unpin_bed"], "stations.check_in_stay")

    @admin.action(description=_("固定床位（选择理由）"))
    def pin_bed(self: Any, request: HttpRequest, stays: QuerySet[Stay]) -> HttpResponse | None:
        answer: HttpResponse | None = self.ask(
            request,
            stays,
            services.pin_bed,
            action="pin_bed",
            form_class=PinDecision,
            question=_("固定床位"),
        )
        return answer

    @admin.action(description=_("取消固定床位"))
    def unpin_bed(self: Any, request: HttpRequest, stays: QuerySet[Stay]) -> None:
        self.apply(request, stays, services.unpin_bed)
