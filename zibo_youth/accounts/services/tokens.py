"""接口令牌 (API tokens): random, shown once, kept as a keyed digest."""

from __future__ import annotations

import secrets

from django.db import transaction

from zibo_youth.accounts.errors import TokensFull
from zibo_youth.accounts.models import ApiToken, User
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now, today

PREFIX = "zby_"  # secret scanners know it by this
PURPOSE = "api_token"
MOST_TOKENS = 10


@transaction.atomic
def create_token(user: User, label: str) -> tuple[ApiToken, str]:
    """A new token and its secret; the secret is not kept and cannot be shown again."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if ApiToken.objects.filter(user=user, revoked_at__isnull=True).count() >= MOST_TOKENS:
        raise TokensFull(most=MOST_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    digest = crypto.secret_digest(PURPOSE, secret)
    return ApiToken.objects.create(user=user, label=label, digest=digest, hint=secret[-4:]), secret


def revoke_token(token: ApiToken) -> None:
    """停用 (revoke): from the next request on, the token is nobody's."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now())


def user_of_token(secret: str) -> User | None:
    """Whose token this is; None for an unknown or revoked one, or a disabled account."""
    token = (
        ApiToken.objects.select_related("user__person")
        .filter(digest=crypto.secret_digest(PURPOSE, secret), revoked_at__isnull=True, user__is_active=True)
        .first()
    )
    if token is None:
        return None
    if token.last_used_on != today():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today())
    return token.user
