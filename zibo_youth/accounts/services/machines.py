"""系统对接令牌 (machine tokens): issued by the city to another system, shown once, kept as a keyed digest."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import MachineScopeInvalid
from zibo_youth.accounts.models import MachineToken, Organisation, User
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import StateChanged

from .records import save_record

PREFIX = "zbm_"  # secret scanners know it by this
PURPOSE = "machine_token"
MANAGE = "accounts.manage_machinetoken"


@transaction.atomic
def issue_machine_token(
    *,
    actor: User,
    name: str,
    contact: str,
    organisation: Organisation,
    scopes: Sequence[str],
    expires_on: date,
) -> tuple[MachineToken, str]:
    """
    发放 (issue) a token and its secret, which is not kept and cannot be shown again.

    Raises `MachineScopeInvalid`, and `RecordRefused` for a term or scopes that the table refuses.
    """
    policy.require(actor, MANAGE)
    if organisation.kind != Organisation.Kind.CITY and not organisation.is_reporting:
        raise MachineScopeInvalid
    secret = PREFIX + secrets.token_urlsafe(32)
    token = MachineToken(
        name=name.strip(),
        contact=contact.strip(),
        organisation=organisation,
        scopes=list(scopes),
        expires_on=expires_on,
        digest=crypto.secret_digest(PURPOSE, secret),
        hint=secret[-4:],
        issued_by_id=actor.pk,
    )
    save_record(actor=actor, record=token, action=MANAGE)
    return token, secret


@transaction.atomic
def revoke_machine_token(*, actor: policy.Actor, machinetoken: MachineToken) -> None:
    """停用 (revoke): from the next call on, the token is nobody's. Raises `StateChanged`."""
    policy.require(actor, MANAGE, machinetoken)
    living = MachineToken.objects.filter(pk=machinetoken.pk, revoked_at__isnull=True)
    if not living.update(revoked_at=now()):
        raise StateChanged


def machine_of_token(secret: str) -> MachineToken | None:
    """Whose secret this is; None for an unknown, revoked or expired one."""
    digest = crypto.secret_digest(PURPOSE, secret)
    token = MachineToken.objects.living(today()).select_related("organisation").filter(digest=digest).first()
    if token is not None and token.last_used_on != today():
        MachineToken.objects.filter(pk=token.pk).update(last_used_on=today())
    return token
