"""注销账号 (close one's account): what goes and what stays is told first; a fresh proof opens the button."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zibo_youth.accounts import holdings, services
from zibo_youth.accounts.forms import ClosingForm
from zibo_youth.accounts.models import ErasureRequest, Person, User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.errors import DomainError, shown_on

from .door import proof_wanted


def _own(request: HttpRequest) -> tuple[User, Person]:
    user = cast("User", request.user)
    return user, cast("Person", user.person)


@login_required
@answered_once
def close_account(request: HttpRequest) -> HttpResponse:
    """注销账号 (ask to close): the clock of an open request, what hangs on the account, or the form."""
    user, person = _own(request)
    if request.method == "POST" and (wanted := proof_wanted(request)):
        return wanted
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            services.ask_to_close(actor=user, person=person)
            messages.success(request, _("已收到您的注销申请。"))
            return redirect("close_account")
    newest = ErasureRequest.objects.filter(person=person).first()
    context = {"form": form, "newest": newest, "obstacles": holdings.obstacles(person), **settings.ERASURE}
    return render(request, "accounts/close.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def keep_account(request: HttpRequest) -> HttpResponse:
    """撤回注销申请 (keep the account): while nothing is done yet."""
    user, person = _own(request)
    try:
        services.take_back(actor=user, person=person)
        messages.success(request, _("注销申请已撤回，您的账号照常使用。"))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("close_account")
