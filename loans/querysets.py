"""Every read of products, calls, quotas and companies that gives rows."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery

from zibo_youth.core.scope import Scope, ScopedQuerySet


class ProductQuerySet(ScopedQuerySet):
    """贷款产品, their versions and the LPR: public."""

    def view_action(self) -> str:
        return "loans.view_product"

    def open(self) -> Self:
        """Those that may be applied for at all."""
        return self.filter(is_open=True)


class VersionQuerySet(ProductQuerySet):
    """产品版本: the one of a day is pinned by whoever applies on it."""

    def in_force(self, on: date) -> Self:
        """At most one of each product."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)


class LprQuerySet(ProductQuerySet):
    """LPR: monthly, and in force until the next one."""

    def in_force(self, on: date) -> Self:
        """As a queryset of at most one row."""
        return self.filter(published_on__lte=on).order_by("-published_on")[:1]


class CallQuerySet(ProductQuerySet):
    """申报批次: public."""

    def open_on(self, day: date) -> Self:
        """Those whose dates hold the day."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)


class QuotaQuerySet(ScopedQuerySet):
    """额度分配: a bank sees its own."""

    scope = Scope(organisation="bank_id")

    def view_action(self) -> str:
        return "loans.view_quota"


class FirmQuerySet(ScopedQuerySet):
    """企业: by the district that reports it."""

    scope = Scope(district="reporting_org_id")

    def first_lent_between(self, product: str, start: date, end: date) -> Self:
        """With ``first_lent_on``, the day of the first payout of the product, in this time."""
        payouts = apps.get_model("loans", "Disbursement")._default_manager.effective().of_product(product)
        first = payouts.filter(loan__firm=OuterRef("pk")).order_by("paid_on").values("paid_on")[:1]
        found = self.annotate(first_lent_on=Subquery(first))
        return found.filter(first_lent_on__gte=start, first_lent_on__lt=end)
