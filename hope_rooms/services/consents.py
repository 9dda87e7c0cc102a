"""监护人同意 (consents) by purpose and version, their withdrawal, and the child's own view."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models.functions import Now

from hope_rooms.errors import (
    AnswerStands,
    CheckedInTheFuture,
    GuardianMissing,
    NothingToWithdraw,
)
from hope_rooms.models import CareConsent, CareNotice, Child, ChildView
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import crypto
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

RECORD = "hope_rooms.record_consent"


@dataclass(frozen=True, slots=True, repr=False)
class Guardian:
    """Who answered, and what they are to the child."""

    name: str
    relation: str

    def sealed_for(self, child: Child) -> str:
        text = json.dumps({"name": self.name.strip(), "relation": self.relation.strip()}, ensure_ascii=False)
        return crypto.seal(text, context=guardian_context(child))


def guardian_context(child: Child) -> str:
    """What the seal of a guardian's name is bound to."""
    return f"hope_rooms_careconsent.guardian_sealed.{child.public_id}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a guardian said to one purpose, on which day, in which way."""

    purpose: str
    agrees: bool
    channel: str
    on: date


def record_consent(*, actor: User, child: Child, guardian: Guardian, answer: Answer) -> CareConsent:
    """
    登记监护人答复 (record) to the words in force: agreed or refused; a refusal is an answer too.

    Raises `GuardianMissing`, `CheckedInTheFuture`, `AnswerStands`.
    """
    policy.require(actor, RECORD, child)
    return written(actor, child, guardian, answer)


def written(actor: User, child: Child, guardian: Guardian, answer: Answer) -> CareConsent:
    """The row of a consent, for a service that has asked the policy itself."""
    if not (guardian.name.strip() and guardian.relation.strip()):
        raise GuardianMissing
    if answer.on > today():
        raise CheckedInTheFuture
    notice = CareNotice.objects.in_force().get(purpose=answer.purpose)
    given = CareConsent.Answer.AGREED if answer.agrees else CareConsent.Answer.REFUSED
    with explaining(care_consent_stands_once_per_purpose=AnswerStands), transaction.atomic():
        consent: CareConsent = CareConsent.objects.create(
            child=child,
            notice=notice,
            purpose=answer.purpose,
            text_digest=notice.digest,
            answer=given,
            channel=answer.channel,
            guardian_sealed=guardian.sealed_for(child),
            given_on=answer.on,
            recorded_by=actor,
        )
    return consent


@transaction.atomic
def withdraw_consent(*, actor: User, child: Child, purpose: str) -> CareConsent:
    """
    登记撤回 (withdraw): from this moment on what it allowed is shown no more, to nobody.

    Raises `NothingToWithdraw`.
    """
    policy.require(actor, RECORD, child)
    standing = CareConsent.objects.filter(child=child, purpose=purpose, withdrawn_at__isnull=True)
    found = standing.select_for_update().first()
    if found is None:
        raise NothingToWithdraw
    standing.filter(pk=found.pk).update(withdrawn_at=Now(), withdrawn_by=actor)
    found.refresh_from_db()
    return found


def withdraw_all(actor: User, child: Child) -> None:
    """撤回全部同意 (withdraw whatever stands), for a service that has asked the policy itself."""
    CareConsent.objects.living().filter(child=child).update(withdrawn_at=Now(), withdrawn_by=actor)


def agreed(child: Child, purpose: str) -> bool:
    """Whether the guardian's consent to a purpose stands now."""
    return bool(CareConsent.objects.living().filter(child=child, purpose=purpose).exists())


@transaction.atomic
def record_view(*, actor: User, child: Child, purpose: str, answer: str, manner: str, on: date) -> ChildView:
    """登记孩子的意愿 (record the child's own view) and how it was asked. Raises `CheckedInTheFuture`."""
    policy.require(actor, RECORD, child)
    if on > today():
        raise CheckedInTheFuture
    view: ChildView = ChildView.objects.create(
        child=child, purpose=purpose, answer=answer, manner=manner, asked_on=on, asked_by=actor
    )
    return view
