"""Every read of enterprises and their work areas."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Q

from zibo_youth.core.scope import Scope, ScopedQuerySet


class EnterpriseQuerySet(ScopedQuerySet):
    """重点监管企业: by the district that reports it, and by the enterprise itself."""

    scope = Scope(organisation="organisation_id", district="organisation__reporting_org_id")

    def view_action(self) -> str:
        return "safety.view_enterprise"

    def supervised(self, on: date) -> Self:
        """Those under supervision on a day; the last day is the day before ``until_on``."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), since__lte=on)

    def in_list_order(self) -> Self:
        """By district, then by name, with what a line of a list shows."""
        return self.select_related("organisation__reporting_org").order_by(
            "organisation__reporting_org__code", "organisation__name", "pk"
        )


class WorkAreaQuerySet(ScopedQuerySet):
    """车间或区域: with its enterprise."""

    scope = Scope(
        organisation="enterprise__organisation_id", district="enterprise__organisation__reporting_org_id"
    )

    def view_action(self) -> str:
        return "safety.view_enterprise"

    def in_use(self) -> Self:
        """Those that may still be named."""
        return self.filter(is_closed=False)
