"""创业贷款 (the public page): what is on offer, for whom, with which papers, at which banks, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loans.application_parts import required_kinds
from loans.models import LoanApplication, LoanCall, LoanProduct, ProductVersion
from loans.models.application_words import DocumentKind
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today


@dataclass(frozen=True, slots=True)
class Offered:
    """A product as the public page tells it: the version of today, and the calls that are not over."""

    product: LoanProduct
    version: ProductVersion | None
    calls: list[LoanCall]


def offered() -> list[Offered]:
    """Every product that may be applied for."""
    versions = {each.product_id: each for each in ProductVersion.objects.in_force(today())}
    calls = LoanCall.objects.filter(closes_on__gte=today()).order_by("opens_on")
    by_product: dict[int, list[LoanCall]] = {}
    for call in calls:
        by_product.setdefault(call.product_id, []).append(call)
    products = LoanProduct.objects.open()
    return [Offered(each, versions.get(each.pk), by_product.get(each.pk, [])) for each in products]


def own_applications(user: Any) -> Any:
    """The founder's own, the newest first."""
    person = getattr(user, "person_id", None) or 0
    return LoanApplication.objects.of_person(person).whole().order_by("-pk")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """创业贷款."""
    banks = Organisation.objects.filter(loan_quotas__call__closes_on__gte=today()).distinct()
    words = {
        "offers": offered(),
        "banks": banks.order_by("name"),
        "required": [DocumentKind(kind).label for kind in required_kinds()],
        "optional": [kind.label for kind in DocumentKind if kind not in required_kinds()],
        "own": own_applications(request.user),
        "may_start": LoanCall.objects.open_on(today()).filter(product__is_open=True).exists(),
    }
    return render(request, "loans/home.html", words)
