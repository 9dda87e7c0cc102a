"""登录 (log-in): allauth's steps, with counters that parallel callers cannot pass and honest status codes."""

from __future__ import annotations

import time
from typing import Any

import structlog
from allauth.account import views as account
from allauth.account.authentication import get_authentication_records
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zibo_youth.accounts import limits
from zibo_youth.accounts.adapter import CODE_BAD
from zibo_youth.accounts.errors import TooOften
from zibo_youth.core.middleware import AddressedRequest

log = structlog.get_logger(__name__)

PROVED_FOR = 600  # seconds for which a log-in or a repeated proof opens the delicate pages


def refused(response: HttpResponse, form: forms.BaseForm) -> HttpResponse:
    """A page with errors is no success: 400, or 429 where a limit spoke."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    response.status_code = 429 if TooOften.code in codes else 400
    return response


class AskForCode(account.RequestLoginCodeView):
    """第一步: the mobile number."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return refused(super().form_invalid(form), form)


class ConfirmCode(account.ConfirmLoginCodeView):
    """第二步: the six digits. Five tries and one use, however many arrive at once."""

    @property
    def _this_code(self) -> str:
        return f"{self._process.state['phone']}:{self._process.state['at']}"

    def post(self, request: AddressedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._action == "resend":
            return self._send_again(request)
        tried = limits.count(limits.named("code-try", self._this_code), limits.ONE_CODE)
        if tried > limits.CODE_TRIES:
            self._process.abort()
            messages.error(request, str(TooOften()))
            return HttpResponseRedirect(reverse("account_login"))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def _send_again(self, request: AddressedRequest) -> HttpResponse:
        try:
            limits.allow_code(self._process.state["phone"], request.client_address)
        except TooOften as refusal:
            messages.error(request, str(refusal))
        else:
            # A new code has its own five minutes and its own five tries.
            self._process.state |= {"at": time.time(), "failed_attempts": 0}
            self._process.resend()
        return HttpResponseRedirect(self.passthrough_next_url(request.path))

    def _verify_form_valid(self, form: forms.Form) -> HttpResponse:
        if not limits.first_time(limits.named("code-used", self._this_code), limits.ONE_CODE):
            form.add_error("code", forms.ValidationError(CODE_BAD, code="incorrect_code"))
            return self.form_invalid(form)
        response: HttpResponse = super()._verify_form_valid(form)
        return response

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        log.warning("login_failed", method="code", user_id=self._process.state.get("user_id"))
        response: HttpResponse = super().form_invalid(form)
        return response if response.status_code == 302 else refused(response, form)


class PasswordLogin(account.LoginView):
    """第二种方式: mobile number and password."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return refused(super().form_invalid(form), form)


class ChangeMobile(account.ChangePhoneView):
    """更换手机号: whoever holds the number holds the account, so its owner proves to be there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = proof_wanted(request) if request.user.is_authenticated else None
        response: HttpResponse = wanted or super().dispatch(request, *args, **kwargs)
        return response


def proof_wanted(request: HttpRequest) -> HttpResponse | None:
    """
    Where to prove oneself again before a delicate page; None while the last proof is fresh.

    A log-in by code counts, so that a forgotten password can be replaced.
    """
    user: Any = request.user
    proofs = [record["at"] for record in get_authentication_records(request, user)]
    if proofs and time.time() - max(proofs) < PROVED_FOR:
        return None
    way = "account_reauthenticate" if user.has_usable_password() or user.is_staff else "account_logout"
    return HttpResponseRedirect(f"{reverse(way)}?next={request.path}")
