"""贷款产品, their versions, LPR, calls and quotas: what the city decides. 借款企业: read here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from loans.errors import QuotaExceeded
from loans.models import BankQuota, Firm, LoanCall, LoanProduct, LprRate, ProductVersion
from loans.models.product import METHODS
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin


class OfProducts(ScopedAdmin):
    """What is public."""

    view_action = "loans.view_product"
    change_action = "loans.manage_product"


@admin.register(LoanProduct)
class LoanProductAdmin(OfProducts):
    """贷款产品."""

    list_display = ["name", "code", "is_open"]
    list_filter = ["is_open"]
    search_fields = ["name", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []


@admin.register(ProductVersion)
class ProductVersionAdmin(OfProducts):
    """产品版本: written once; afterwards only the day on which it ends."""

    list_display = ["__str__", "from_on", "until_on", "source", "most_amount", "most_months"]
    list_filter = ["product"]
    list_select_related = ["product"]
    search_fields = ["source"]
    date_hierarchy = "from_on"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return []
        return [field.name for field in self.opts.fields if field.name not in ("id", "until_on")]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """还款方式 is a list of choices: boxes to tick, not words to type."""
        if db_field.name == "methods":
            return forms.MultipleChoiceField(
                label=_("还款方式"), choices=METHODS, widget=forms.CheckboxSelectMultiple
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(LprRate)
class LprRateAdmin(OfProducts):
    """LPR: a published rate is written once."""

    list_display = ["published_on", "one_year", "five_years", "source"]
    date_hierarchy = "published_on"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["published_on", "one_year", "five_years"] if obj else []


@admin.register(LoanCall)
class LoanCallAdmin(OfProducts):
    """申报批次."""

    change_action = "loans.manage_call"
    list_display = ["name", "product", "opens_on", "closes_on"]
    list_filter = ["product"]
    list_select_related = ["product"]
    search_fields = ["name"]
    date_hierarchy = "opens_on"


@admin.register(BankQuota)
class BankQuotaAdmin(ScopedAdmin):
    """额度分配: how much is left for each bank."""

    refusals = {"bank_quota_is_never_exceeded": QuotaExceeded()}
    view_action = "loans.view_quota"
    change_action = "loans.manage_call"
    list_display = ["call", "bank", "amount", "recommended", "left"]
    list_filter = ["call", "bank"]
    list_select_related = ["call", "bank"]
    readonly_fields = ["recommended"]

    @admin.display(description=_("尚可推荐（元）"))
    def left(self, quota: BankQuota) -> str:
        return f"{quota.amount - quota.recommended:,.2f}"


@admin.register(Firm)
class FirmAdmin(ReadOnlyAdmin):
    """借款企业."""

    view_action = "loans.view_firm"
    list_display = ["name", "uscc", "reporting_org", "founded_on", "industry"]
    list_filter = ["reporting_org"]
    list_select_related = ["reporting_org"]
    search_fields = ["name", "uscc"]
