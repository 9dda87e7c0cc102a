"""What is asked for: a month, an organisation of the caller's, an indicator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from zibo_youth.accounts.models import Organisation
from zibo_youth.core.form_fields import MONTH
from zibo_youth.core.scope import Reach, Scope
from zibo_youth.reports.kpis import kpis

REPORTERS = Scope(district="id")


class MonthsQuery(serializers.Serializer[Any]):
    """月份 and 单位; what is left out is not narrowed."""

    month = serializers.RegexField(MONTH, required=False, label=_("月份"), help_text=_("例如 2026-10"))
    organisation = serializers.RegexField(
        r"^[-0-9A-Za-z_]{1,40}$", required=False, label=_("填报单位"), help_text=_("单位编码")
    )


class FiguresQuery(MonthsQuery):
    """月份, 单位 and 指标."""

    kpi = serializers.RegexField(r"^[0-9A-Z-]{1,10}$", required=False, label=_("指标代码"))

    default_error_messages = {"kpi": _("没有这个代码的指标")}

    def validate_kpi(self, code: str) -> str:
        if code not in {one.code for one in kpis()}:
            raise serializers.ValidationError(self.error_messages["kpi"])
        return code


def first_day(month: str) -> date:
    """The month as reports keep it."""
    return date.fromisoformat(f"{month}-01")


def organisation_within(reach: Reach, code: str) -> Organisation | None:
    """The reporting organisation, or the city; None for one that the caller does not reach."""
    reporters = Organisation.objects.filter(reach.rows(REPORTERS), code=code)
    return (reporters.filter(is_reporting=True) | reporters.filter(kind="city")).first()
