"""我的授权 (my consents): what was agreed to, in which words, and the way to withdraw it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zibo_youth.accounts import services, summaries
from zibo_youth.accounts.models import ConsentRecord, ConsentText, User
from zibo_youth.accounts.one_time import answered_once


@login_required
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """授权清单 (list)."""
    records = ConsentRecord.objects.of(cast("User", request.user)).select_related("text")
    return render(request, "accounts/consents.html", {"records": records})


@require_safe
def consent_text(request: HttpRequest, scope: str, version: int) -> HttpResponse:
    """告知同意书全文 (the full words of one version), for everybody to read."""
    text = get_object_or_404(ConsentText, scope=scope, version=version)
    return render(request, "accounts/consent_text.html", {"text": text})


@login_required
@answered_once
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """撤回同意 (withdraw): its effect is told first."""
    user = cast("User", request.user)
    living = ConsentRecord.objects.of(user).living()
    record = get_object_or_404(living.select_related("text"), pk=number)
    if request.method == "POST":
        services.withdraw_consent(user, record.scope)
        messages.success(request, _("已撤回同意。"))
        return redirect("consents")
    effect = summaries.EFFECT_OF_WITHDRAWAL[record.scope]
    return render(request, "accounts/withdraw.html", {"record": record, "effect": effect})
