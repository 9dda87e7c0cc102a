"""How allauth speaks to this portal: the mobile number is the log-in, messages go by our channel."""

from __future__ import annotations

from typing import Any, ClassVar

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.core import crypto
from zibo_youth.core.middleware import AddressedRequest

from . import limits, mobile, outgoing, services
from .errors import TooOften
from .models import User

log = structlog.get_logger(__name__)

CODE_BAD = _("验证码不正确或已过期，请核对后重新输入")
SEALED_IN = "mfa_authenticator.data"  # a secret copied into another column cannot be unsealed


class AccountAdapter(DefaultAccountAdapter):
    """The account half: numbers, codes, limits, and where a log-in leads."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "phone_password_mismatch": _("手机号或密码不正确"),
        "incorrect_code": CODE_BAD,
        "incorrect_password": _("密码不正确"),
        "too_many_login_attempts": TooOften.message,
        "rate_limited": TooOften.message,
        "phone_taken": _("这个手机号已有账号，请直接用它登录"),
        "same_as_current": _("新手机号与现在的相同"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """There is no sign-up page: the first code opens the account."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: AddressedRequest) -> str:
        return request.client_address

    def phone_form_field(self, **options: Any) -> mobile.MobileField:
        return mobile.MobileField(**options)

    def get_phone(self, user: User) -> tuple[str, bool]:
        return user.mobile, user.mobile_verified_at is not None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        services.change_mobile(user=user, mobile=phone)

    def set_phone_verified(self, user: User, phone: str) -> None:
        if user.mobile != phone:
            services.change_mobile(user=user, mobile=phone)
        services.open_account(user=user)

    def get_user_by_phone(self, phone: str) -> User | None:
        found: User | None = User.objects.filter(mobile=phone).first()
        return found

    def send_verification_code_sms(self, user: User, phone: str, code: str, **values: Any) -> None:
        kind = "login_code" if phone == user.get_username() else "mobile_change_code"
        outgoing.send_text(phone, kind, code=code)
        log.info("code_sent", kind=kind, user_id=user.pk)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only plain words: allauth's own templates would speak English on a Chinese page."""
        if message:
            super().add_message(request, level, message=message, extra_tags=extra_tags)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Applicants go on to their stays, staff to their work."""
        user = request.user
        if user.is_authenticated and user.is_staff:
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def post_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse:
        methods = [record["method"] for record in get_authentication_records(request, user)]
        log.info("login", user_id=user.pk, methods=methods)
        response: HttpResponse = super().post_login(request, user, **hook)
        return response

    def pre_authenticate(self, request: AddressedRequest, **credentials: Any) -> None:
        """Count the attempt before the password is looked at; parallel guesses are counted too."""
        try:
            limits.allow_password(credentials.get("phone", ""), self.get_client_ip(request))
        except TooOften as refusal:
            log.warning("login_refused", method="password", reason=refusal.code)
            raise ValidationError(str(refusal), code=refusal.code) from refusal

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("login_failed", method="password")


class MfaAdapter(DefaultMFAAdapter):
    """The second-factor half: secrets are sealed in the table."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": CODE_BAD,
        "cannot_delete_authenticator": _("工作人员账号必须保留动态口令"),
    }

    def encrypt(self, text: str) -> str:
        return crypto.seal(text, context=SEALED_IN)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(encrypted_text, context=SEALED_IN)

    def get_totp_label(self, user: User) -> str:
        return user.display_name

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Staff cannot take their own second factor away; a colleague with the right can."""
        return not authenticator.user.is_staff
