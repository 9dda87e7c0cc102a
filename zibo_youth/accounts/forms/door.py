"""The front door: allauth's forms in our words, with our counters before them."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import limits, services
from zibo_youth.accounts.adapter import CODE_BAD
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.mobile import MobileField

log = structlog.get_logger(__name__)

LONGEST_CODE = 20
REPLAY_SPAN = limits.RESEND_AFTER * 2  # longer than a code of the authenticator is taken


def code_field(label: Any, hint: Any = "") -> forms.CharField:
    """Six digits, with the number pad of a phone and the code offered from the message."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_CODE,
        error_messages={"required": _("请输入 6 位数字")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input-code"}
        ),
    )


def password_field(label: Any, autocomplete: str = "current-password", hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=1024,
        error_messages={"required": _("请输入密码")},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def _allow_code(mobile: str) -> None:
    try:
        limits.allow_code(mobile, context.request.client_address)
    except TooOften as refusal:
        log.warning("code_refused", reason=refusal.code)
        raise ValidationError(str(refusal), code=refusal.code) from refusal


class AskForCodeForm(account.RequestLoginCodeForm):
    """输入手机号. An unknown number is treated as a known one: both get a code."""

    def clean_phone(self) -> str:
        mobile: str = self.cleaned_data["phone"]
        _allow_code(mobile)
        self._user = services.waiting_account(mobile=mobile)
        return mobile


class CodeForm(account.ConfirmLoginCodeForm):
    """输入验证码."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = code_field(_("验证码"), _("短信中的 6 位数字，5 分钟内有效"))


class PasswordLoginForm(account.LoginForm):
    """手机号和密码."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"] = MobileField(required=True)
        self.fields["password"] = password_field(_("密码"))


class PasswordAgainForm(account.ReauthenticateForm):
    """再次确认密码."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = password_field(_("密码"))


class NewMobileForm(account.ChangePhoneForm):
    """更换手机号: the code goes to the new number."""

    def clean_phone(self) -> str:
        # Counted before anybody looks whether the number is known: else the answer could be asked for all.
        _allow_code(self.cleaned_data["phone"])
        mobile: str = super().clean_phone()
        return mobile


class NewMobileCodeForm(account.VerifyPhoneForm):
    """新手机号的验证码. Guesses are counted where parallel ones are counted too."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = code_field(_("验证码"), _("短信中的 6 位数字，5 分钟内有效"))

    def clean_code(self) -> str:
        tried = limits.count(limits.named("new-mobile", f"{self.user.pk}:{self.phone}"), limits.QUARTER)
        if tried > limits.CODE_TRIES:
            raise ValidationError(str(TooOften()), code=TooOften.code)
        code: str = super().clean_code()
        return code


class _CountedSecondFactor(mfa.BaseAuthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = code_field(_("动态口令"), _("身份验证器应用中的 6 位数字，或一枚备用码"))

    def clean_code(self) -> str:
        """Counted before it is looked at, and taken once (security.md R06)."""
        try:
            limits.allow_second_factor(self.user.pk)
        except TooOften as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        try:
            code: str = super().clean_code()
        except ValidationError:
            log.warning("login_failed", method="second_factor", user_id=self.user.pk)
            raise
        used = limits.named("second-factor-code", f"{self.user.pk}:{code.strip()}")
        if not limits.take_turn(used, REPLAY_SPAN):
            raise ValidationError(CODE_BAD, code="incorrect_code")
        return code


class SecondFactorForm(_CountedSecondFactor, mfa.AuthenticateForm):
    """登录时的动态口令."""


class SecondFactorAgainForm(_CountedSecondFactor, mfa.ReauthenticateForm):
    """再次确认动态口令."""


class ActivateSecondFactorForm(totp.ActivateTOTPForm):
    """绑定身份验证器."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = code_field(_("动态口令"), _("身份验证器应用中显示的 6 位数字"))
