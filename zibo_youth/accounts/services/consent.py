"""告知同意 (consent): given for one version of one text, withdrawn as easily."""

from __future__ import annotations

from django.db import transaction

from zibo_youth.accounts.errors import ConsentMissing
from zibo_youth.accounts.models import ConsentRecord, ConsentText, User
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
    held = ConsentRecord.objects.filter(user=user, scope=scope, withdrawn_at__isnull=True).first()
    if held:
        _end(held)


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
