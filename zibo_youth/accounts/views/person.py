"""我的资料 (my details): what the portal holds about a person, and what the person may do with it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zibo_youth.accounts import second_factor, services, summaries
from zibo_youth.accounts.forms import DetailsForm, IdentityForm, PasswordForm, TokenForm
from zibo_youth.accounts.models import ApiToken, ConsentText, ErasureRequest, User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.returning import next_page
from zibo_youth.accounts.services.consent import current_text
from zibo_youth.core.errors import shown_on
from zibo_youth.core.middleware import AddressedRequest

from .door import proof_wanted

SHOWN_ONCE = "new_api_token"  # where the session keeps it until the next page


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _page(request: HttpRequest, template: str, form: object = None, **context: object) -> HttpResponse:
    status = 400 if getattr(form, "errors", None) else 200
    return render(request, f"accounts/{template}.html", {"form": form, **context}, status=status)


@login_required
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """我的资料 (profile)."""
    user = _user(request)
    return _page(
        request,
        "profile",
        person=user.person,
        identity=summaries.identity_rows(user.person),
        details=summaries.detail_rows(user.person),
        device=second_factor.device_of(user),
        has_spare_codes=second_factor.has_spare_codes(user),
    )


@login_required
@answered_once
def identity(request: AddressedRequest) -> HttpResponse:
    """实名信息 (identity): with a separate consent beside the number."""
    user = _user(request)
    form = IdentityForm(request.POST or None, initial=summaries.identity_answers(user.person))
    if form.is_valid():
        told = form.cleaned_data
        with shown_on(form):
            told.pop("consent")
            services.state_with_consent(actor=user, address=request.client_address, **told)
            messages.success(request, _("实名信息已保存。"))
            return redirect(next_page(request, otherwise="profile"))
    return _page(
        request,
        "identity",
        form,
        text=current_text(ConsentText.Scope.ID_NUMBER),
        person=user.person,
        next=next_page(request, otherwise=""),
    )


@login_required
@require_safe
def identity_refused(request: HttpRequest) -> HttpResponse:
    """不同意 (refusal): a plain statement of what cannot be done then; nothing was stored."""
    return _page(request, "identity_refused")


@login_required
@answered_once
def details(request: HttpRequest) -> HttpResponse:
    """修改资料 (change details)."""
    user = _user(request)
    form = DetailsForm(request.POST or None, initial=summaries.detail_answers(user.person))
    if form.is_valid():
        with shown_on(form):
            services.change_details(actor=user, **form.cleaned_data)
            messages.success(request, _("资料已保存。"))
            return redirect("profile")
    return _page(request, "details", form)


@login_required
def password(request: HttpRequest) -> HttpResponse:
    """设置密码 (password): every other session ends with the old one."""
    if wanted := proof_wanted(request):
        return wanted
    form = PasswordForm(request.POST or None, user=_user(request))
    if form.is_valid():
        services.set_password(actor=_user(request), password=form.cleaned_data["password"])
        update_session_auth_hash(request, _user(request))
        messages.success(request, _("密码已保存，其他设备上的登录已退出。"))
        return redirect("profile")
    return _page(request, "password", form)


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """退出其他设备 (end the other sessions)."""
    services.close_sessions(user=_user(request), except_key=request.session.session_key or "")
    messages.success(request, _("其他设备上的登录已退出。"))
    return redirect("profile")


@login_required
@require_safe
def own_data_page(request: HttpRequest) -> HttpResponse:
    """我的数据 (my data)."""
    closing = ErasureRequest.objects.open().filter(person=_user(request).person).first()
    return _page(request, "own_data", closing=closing)


@login_required
@require_POST
def own_data_file(request: HttpRequest) -> HttpResponse:
    """导出 (export): one JSON document with everything that names the person."""
    if wanted := proof_wanted(request):
        return wanted
    told = services.copy_own_data(actor=_user(request))
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@login_required
@answered_once
def tokens(request: HttpRequest) -> HttpResponse:
    """接口令牌 (API tokens): a new one is shown once."""
    user = _user(request)
    form = TokenForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _token, secret = services.create_token(user, form.cleaned_data["label"])
            request.session[SHOWN_ONCE] = secret
            return redirect("tokens")
    living = ApiToken.objects.of(user).filter(revoked_at__isnull=True)
    fresh = request.session.pop(SHOWN_ONCE, "") if request.method == "GET" else ""
    return _page(request, "tokens", form, tokens=living, fresh=fresh)


@login_required
@require_POST
def revoke_token(request: HttpRequest, number: int) -> HttpResponse:
    """停用令牌 (revoke a token)."""
    services.revoke_token(get_object_or_404(ApiToken.objects.of(_user(request)), pk=number))
    messages.success(request, _("令牌已停用。"))
    return redirect("tokens")
