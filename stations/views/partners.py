"""合作单位 (partners): a list, a page each to issue codes, a sheet to print, one code taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stations import services
from stations.forms.partners import IssueForm, RevokeForm
from stations.models import Partner, ReferralCode
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

P = ParamSpec("P")
VIEW, MANAGE = "stations.view_partner", "stations.manage_referralcode"
TONES = {"issued": "info", "used": "ok", "revoked": "warn"}


def of_office(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Decorator: whoever keeps no partners finds no such page."""

    @wraps(view)
    def wrapper(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_staff or not policy.may(request.user, VIEW):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def _partner(request: SignedInRequest, number: int) -> Partner:
    partners = Partner.objects.managed_by(request.user).counted(today())
    found: Partner = get_object_or_404(partners, pk=number)
    return found


@of_office
@require_safe
def partner_list(request: SignedInRequest) -> HttpResponse:
    """合作单位 (the list), each with its quota and what became of its codes."""
    partners = Partner.objects.managed_by(request.user).counted(today()).select_related("reporting_org__area")
    rights = {
        "adds": policy.may(request.user, "stations.manage_partner"),
        "sees_funnel": policy.may(request.user, "stations.view_funnel"),
    }
    return render(request, "stations/partners/list.html", {"partners": partners, **rights})


@of_office
@answered_once
def partner(request: SignedInRequest, number: int) -> HttpResponse:
    """One partner: issue codes, and see who they brought."""
    found = _partner(request, number)
    form = IssueForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            issued = services.issue_codes(actor=request.user, partner=found, **form.cleaned_data)
            messages.success(request, _("已发放 %(n)s 个推荐码，可以打印。") % {"n": len(issued)})
            return redirect("partner_sheet", found.pk)
    context: dict[str, Any] = {"form": form, "partner": found, "left": found.quota - found.codes.count()}
    context |= {"codes": _lines(found), "issues": policy.may(request.user, MANAGE, found)}
    return render(request, "stations/partners/partner.html", context)


def _lines(found: Partner) -> list[dict[str, Any]]:
    codes = found.codes.select_related("stay", "partner").order_by("-number")
    day = today()
    return [{"code": code, "tone": TONES[code.state], "is_open": code.is_open_on(day)} for code in codes]


@of_office
@never_cache
@require_safe
def partner_sheet(request: SignedInRequest, number: int) -> HttpResponse:
    """打印单 (sheet): every open code of the partner in clear, for those who issue them."""
    found = _partner(request, number)
    if not policy.may(request.user, MANAGE, found):
        raise Http404
    codes = found.codes.open_on(today()).order_by("number")
    slips = [{"code": code, "qr": _qr_of(request, code)} for code in codes]
    return render(request, "stations/partners/sheet.html", {"partner": found, "slips": slips})


def _qr_of(request: HttpRequest, code: ReferralCode) -> str:
    """The way to the application with the code filled in."""
    with override(settings.LANGUAGE_CODE):
        way = f"{reverse('stay_eligibility')}?{urlencode({'referral': code.code})}"
    address = request.build_absolute_uri(way)
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2, dark="#1f2328", light="#fff"))


@of_office
@answered_once
def referral_revoke(request: SignedInRequest, number: int) -> HttpResponse:
    """作废 (revoke) one code that nobody has used."""
    codes = ReferralCode.objects.managed_by(request.user).select_related("partner")
    code = get_object_or_404(codes, pk=number)
    form = RevokeForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            services.revoke_code(actor=request.user, code=code, **form.cleaned_data)
            messages.success(request, _("推荐码已作废。"))
            return redirect(code.partner)
    context = {"form": form, "code": code, "back_url": code.partner.get_absolute_url()}
    return render(request, "stations/partners/revoke.html", context)
