"""告知同意 (consent): given for one version of one text, withdrawn as easily."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models, transaction
from django.db.models.functions import Now

from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import ConsentMissing, ConsentWithdrawn, NothingToWithdraw, ReasonMissing
from zibo_youth.accounts.models import ConsentRecord, ConsentText, Person, User
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now, today


def current_text(scope: str) -> ConsentText:
    """The newest version of a scope's words that is in force today."""
    text: ConsentText | None = (
        ConsentText.objects.filter(scope=scope, effective_from__lte=today()).order_by("-version").first()
    )
    if text is None:
        raise ConsentMissing
    return text


@transaction.atomic
def give_consent(user: User, scope: str, *, channel: str = "web", address: str = "") -> ConsentRecord:
    """
    同意 (agree) to the words in force. Agreeing twice to one version keeps the first record.

    A new version ends the record of the old one. The address is kept as a keyed
    digest: enough to prove a dispute, too little to follow anybody.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    text = current_text(scope)
    held = ConsentRecord.objects.filter(user=user, scope=scope, withdrawn_at__isnull=True).first()
    if held and held.text_id == text.pk:
        return held
    if held:
        _end(held)
    digest = crypto.blind_index("address", address) if address else ""
    return ConsentRecord.objects.create(
        user=user, text=text, scope=scope, channel=channel, address_hash=digest
    )


@transaction.atomic
def withdraw_consent(user: User, scope: str) -> None:
    """撤回同意 (withdraw): takes effect at once for everything to come; what was done before stays lawful."""
    for held in ConsentRecord.objects.of(user).living().filter(scope=scope):
        _end(held)


@transaction.atomic
def record_consents(
    *,
    actor: User,
    person: Person,
    channel: str,
    scopes: Collection[str] = ConsentText.AT_A_DESK,
    place: models.Model | None = None,
) -> None:
    """
    登记同意 (record consents) to the words in force: signed at a desk, or given by telephone.

    Whoever agreed to the same version before keeps that record. ``place`` is where the
    desk stands, where its staff do not see the person's row otherwise. Raises `NotAllowed`
    for the own consent: that is given by the own log-in.
    """
    policy.require_for_another(actor, "accounts.register_person", place or person, person.pk)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    held = {record.scope: record for record in ConsentRecord.objects.living().filter(person=person)}
    for scope in scopes:
        text, before = current_text(scope), held.get(scope)
        if before and before.text_id == text.pk:
            continue
        if before:
            _end(before)
        ConsentRecord.objects.create(
            person=person, recorded_by=actor, text=text, scope=scope, channel=channel
        )


@transaction.atomic
def record_withdrawal(*, actor: User, person: Person, scopes: Collection[str], reason: str) -> int:
    """
    登记撤回 (record a withdrawal) of consents on paper or by telephone, said to staff; how many ended.

    As quick as they were given: no log-in is needed. Raises `ReasonMissing`,
    `NothingToWithdraw`, and `NotAllowed` for the own consent.
    """
    policy.require_for_another(actor, "accounts.register_person", person, person.pk)
    if not reason.strip():
        raise ReasonMissing
    held = ConsentRecord.objects.recorded_for(person.pk).living().filter(scope__in=scopes)
    ended = held.update(withdrawn_at=Now(), withdrawn_by=actor, withdrawal_reason=reason.strip())
    if not ended:
        raise NothingToWithdraw
    return ended


def _end(record: ConsentRecord) -> None:
    record.withdrawn_at = now()
    record.save(update_fields=["withdrawn_at"])


def has_consented(user: User, scope: str) -> bool:
    """Whether a consent of this scope stands."""
    return ConsentRecord.objects.filter(user=user, scope=scope, withdrawn_at__isnull=True).exists()


def require_consent(user: User, scope: str) -> None:
    """Raise `ConsentMissing` unless a consent of this scope stands."""
    if not has_consented(user, scope):
        raise ConsentMissing


def refuse_withdrawn(person_id: int, scope: ConsentText.Scope) -> None:
    """Raise `ConsentWithdrawn` when a consent of this scope was taken back and none was given since."""
    log_ins = User.objects.filter(person=person_id).values_list("pk", flat=True)
    records = ConsentRecord.objects.of_person(person_id, log_ins).filter(scope=scope)
    ends = records.values_list("withdrawn_at", flat=True)
    if ends and None not in ends:
        raise ConsentWithdrawn(scope=scope.label)
