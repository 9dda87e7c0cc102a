"""Plain records: what has no life of its own, and is only kept right (places, rules, lists of choices)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError

from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import RecordInUse, RecordRefused
from zibo_youth.core.errors import DomainError, violated_constraint


def save_record(
    *,
    actor: policy.Actor,
    record: models.Model,
    action: str,
    refusals: Mapping[str, DomainError] | None = None,
    only: Iterable[str] | None = None,
) -> models.Model:
    """
    保存记录 (save a plain record), where the actor may do so before and after the change.

    Asked of both: a station handed over to another district would otherwise
    leave through a door that its receiver never opened. ``only`` names the
    columns of a stored row that are written, where others (a state) belong to
    other services. Raises `NotAllowed`, `RecordRefused` with the words of the
    broken rule, or one of ``refusals``.
    """
    _require_as_stored(actor, record, action)
    policy.require(actor, action, record)
    try:
        with transaction.atomic():
            record.full_clean()
            record.save(update_fields=only if record.pk else None)
    except ValidationError as invalid:
        raise RecordRefused(reason="；".join(invalid.messages)) from invalid
    except IntegrityError as violation:
        raise _explained(record, violation, refusals or {}) from violation
    return record


def delete_record(*, actor: policy.Actor, record: models.Model, action: str) -> None:
    """删除记录 (delete a plain record) that nothing rests on; else `RecordInUse`."""
    policy.require(actor, action, record)
    try:
        with transaction.atomic():
            record.delete()
    except (ProtectedError, RestrictedError, IntegrityError) as used:
        raise RecordInUse from used


def _require_as_stored(actor: policy.Actor, record: models.Model, action: str) -> None:
    stored = type(record)._default_manager.filter(pk=record.pk).first() if record.pk else None
    if stored is not None:
        policy.require(actor, action, stored)


def _explained(
    record: models.Model, violation: IntegrityError, refusals: Mapping[str, DomainError]
) -> Exception:
    """A violated constraint: mapped, else in its own words, else the bug itself."""
    name = violated_constraint(violation)
    if name in refusals:
        return refusals[name]
    for constraint in record._meta.constraints:
        if constraint.name == name:
            return RecordRefused(reason=str(constraint.get_violation_error_message()))
    return violation
