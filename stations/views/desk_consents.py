"""登记撤回同意 (a withdrawal at the desk): what was signed on paper ends as it began, without a log-in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zibo_youth.accounts import services as accounts
from zibo_youth.accounts.forms.reasons import WithdrawalForm
from zibo_youth.accounts.models import ConsentRecord
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.accounts.summaries import EFFECT_OF_WITHDRAWAL
from zibo_youth.core.errors import shown_on

from .desk import at_desk, stays_of


@at_desk
@answered_once
def desk_consent(request: SignedInRequest, reference: str) -> HttpResponse:
    """登记撤回同意 (write down a withdrawal); its effect is told first."""
    stay = get_object_or_404(stays_of(request), reference=reference)
    records = list(ConsentRecord.objects.recorded_for(stay.guest_id).living().order_by("scope"))
    form = WithdrawalForm(request.POST or None, records=records)
    if form.is_valid():
        with shown_on(form):
            accounts.record_withdrawal(actor=request.user, person=stay.guest, **form.cleaned_data)
            messages.success(request, _("已登记撤回同意。"))
            return redirect("desk_stay", reference)
    effects = [(record.get_scope_display(), EFFECT_OF_WITHDRAWAL[record.scope]) for record in records]
    context = {"stay": stay, "form": form, "effects": effects}
    return render(request, "stations/desk/consent.html", context)
