"""动态口令 (second factor): whether an account has one, and, in the demonstration only, what it shows now."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Exists, OuterRef, QuerySet

from .models import User

SECRET_BYTES = 20


@dataclass(frozen=True, slots=True)
class DemoCode:
    """What the authenticator of a demonstration account shows at this moment."""

    name: str
    mobile: str
    code: str


def with_device(users: QuerySet[User]) -> QuerySet[User]:
    """Users that say in ``has_device`` whether they have one."""
    devices = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return users.annotate(has_device=Exists(devices))


def has_device(user: Any) -> bool:
    """Whether the log-in that a session became has one; its row was read by `with_device`."""
    return bool(user.has_device)


def device_of(user: User) -> Authenticator | None:
    """The authenticator app of an account."""
    found: Authenticator | None = Authenticator.objects.filter(
        user=user, type=Authenticator.Type.TOTP
    ).first()
    return found


def has_spare_codes(user: User) -> bool:
    """Whether recovery codes were drawn; a device of the demonstration comes without."""
    found: bool = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists()
    return found


def current_code(user: User) -> str:
    """The six digits of now; empty without a device. Demonstration only."""
    _only_in_demo()
    device = device_of(user)
    if device is None:
        return ""
    counter = list(totp.yield_hotp_counters_from_time())[settings.MFA_TOTP_TOLERANCE]
    return str(totp.format_hotp_value(totp.hotp_value(decrypt(device.data["secret"]), counter)))


def give_demo_device(user: User) -> Authenticator:
    """Set up the demonstration's authenticator, whose secret is made from the number. Safe to run twice."""
    return device_of(user) or give_demo_devices([user])[0]


def give_demo_devices(users: Iterable[User]) -> list[Authenticator]:
    """The same for many who have none yet."""
    _only_in_demo()
    kind = Authenticator.Type.TOTP
    return Authenticator.objects.bulk_create(
        Authenticator(user=user, type=kind, data={"secret": encrypt(_demo_secret(user))}) for user in users
    )


def _demo_secret(user: User) -> str:
    digest = hashlib.sha256(f"demo-second-factor:{user.mobile}".encode()).digest()
    return base64.b32encode(digest[:SECRET_BYTES]).decode()


def demo_codes() -> list[DemoCode]:
    """The codes of all staff of the demonstration, for the page that stands in for their telephones."""
    _only_in_demo()
    staff = User.objects.filter(is_staff=True, authenticator__type=Authenticator.Type.TOTP)
    return [
        DemoCode(user.display_name, user.mobile, current_code(user))
        for user in staff.select_related("person").order_by("mobile")
    ]


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise ImproperlyConfigured("codes of second factors are shown in the demonstration only")
