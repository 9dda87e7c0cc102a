"""
资质核验 (vetting): proofs handed in, checked by somebody else, revoked; exemptions with a reason and an end.

Of a record check the result is kept and nothing else (未成年人保护法 62). Whoever revokes
holds the volunteer's lock and frees what rested on it in the same transaction.
"""

from __future__ import annotations

from calendar import monthrange
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now

from volunteers.errors import (
    ExemptionStands,
    ItemDatesWrong,
    ItemMoved,
    ItemNeedsDocument,
    ItemWaits,
    NotSubmittedByHand,
    ReasonMissing,
    TermInvalid,
)
from volunteers.models import Exemption, Requirement, RequirementItem, Signup, Volunteer, VolunteerDocument
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import private_files, uploads
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

from .lapses import release_lapsed_of
from .locks import lock_volunteer

State, Kind = RequirementItem.State, Requirement.Kind
FOLDER = "volunteers"
UPLOADS_A_DAY = 40
SUBMIT, CHECK, EXEMPT = "volunteers.submit_item", "volunteers.check_item", "volunteers.grant_exemption"
BY_ITSELF = (Kind.IDENTITY, Kind.TRAINING)
LONGEST_EXEMPTION = timedelta(days=366)


def end_of(requirement: Requirement, from_on: date) -> date | None:
    """The last day on which a proof of this requirement holds: the day before so many months are over."""
    if not requirement.valid_months:
        return None
    months = from_on.year * 12 + from_on.month - 1 + requirement.valid_months
    year, month = divmod(months, 12)
    day = min(from_on.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def submit_item(
    *,
    actor: User,
    volunteer: Volunteer,
    requirement: Requirement,
    from_on: date,
    until_on: date | None = None,
    reference: str = "",
    upload: UploadedFile | None = None,
) -> RequirementItem:
    """
    提交资质 (hand in a proof): it waits for a check; ``until_on`` only shortens what the requirement allows.

    Raises `NotSubmittedByHand`, `ItemNeedsDocument`, `ItemDatesWrong`, `ItemWaits`,
    `TooOften` and the refusals of ``uploads.rebuild``.
    """
    policy.require(actor, SUBMIT, volunteer)
    if requirement.kind in BY_ITSELF:
        raise NotSubmittedByHand(name=requirement)
    if requirement.needs_document and not upload:
        raise ItemNeedsDocument(name=requirement)
    until = min((day for day in (until_on, end_of(requirement, from_on)) if day), default=None)
    if from_on > today() or (until is not None and until < max(from_on, today())):
        raise ItemDatesWrong
    clean = _rebuilt(volunteer, upload) if upload else None
    kept = private_files.kept(FOLDER, clean) if clean else nullcontext("")
    with kept as stored, explaining(requirement_item_waits_once=ItemWaits), transaction.atomic():
        lock_volunteer(volunteer.pk)
        return RequirementItem.objects.create(
            volunteer=volunteer,
            requirement=requirement,
            from_on=from_on,
            until_on=until,
            reference=reference.strip(),
            document=_document(actor, volunteer, clean, stored) if clean else None,
        )


def _rebuilt(volunteer: Volunteer, upload: UploadedFile) -> uploads.CleanFile:
    if limits.count(f"volunteer-paper:{volunteer.pk}", limits.DAY) > UPLOADS_A_DAY:
        raise TooOften
    return uploads.rebuild(upload)


def _document(actor: User, volunteer: Volunteer, clean: uploads.CleanFile, stored: str) -> VolunteerDocument:
    return VolunteerDocument.objects.create(
        volunteer=volunteer,
        uploaded_by=actor,
        file=stored,
        original_name=clean.original_name,
        content_type=clean.content_type,
        size=len(clean.content),
    )


@transaction.atomic
def pass_item(*, actor: User, item: RequirementItem) -> RequirementItem:
    """核验通过 (pass), never one's own. Raises `ItemMoved`."""
    policy.require_for_another(actor, CHECK, item, item.volunteer.person_id)
    return _check(actor, item, State.PASSED, "")


@transaction.atomic
def fail_item(*, actor: User, item: RequirementItem, reason: str) -> RequirementItem:
    """核验不通过 (fail), with a reason that the volunteer reads. Raises `ReasonMissing`, `ItemMoved`."""
    policy.require_for_another(actor, CHECK, item, item.volunteer.person_id)
    if not reason.strip():
        raise ReasonMissing
    return _check(actor, item, State.FAILED, reason.strip())


def _check(actor: User, item: RequirementItem, state: str, reason: str) -> RequirementItem:
    lock_volunteer(item.volunteer_id)
    _move(item, state, checked_by=actor, checked_at=Now(), reason=reason)
    notify("volunteers.item_checked", to=item.volunteer.person, about=item)
    return item


def _move(item: RequirementItem, state: str, **changes: Any) -> None:
    reach(item, state, ItemMoved, **changes)


@transaction.atomic
def revoke_item(*, actor: User, item: RequirementItem, reason: str) -> int:
    """
    撤销凭证 (revoke) a proof that holds: every place to come that needs it is free at once.

    Returns how many places were freed. Raises `ReasonMissing`, `ItemMoved`.
    """
    policy.require_for_another(actor, CHECK, item, item.volunteer.person_id)
    if not reason.strip():
        raise ReasonMissing
    lock_volunteer(item.volunteer_id)
    _move(item, State.REVOKED, revoked_at=Now(), reason=reason.strip())
    notify("volunteers.item_checked", to=item.volunteer.person, about=item, dedup="revoked")
    return release_lapsed_of(actor, item.volunteer_id)


def pass_training(*, actor: Actor, signup: Signup) -> RequirementItem | None:
    """
    培训通过 (training passed): attending it is the proof. None where the post gives nothing.

    The caller has reviewed the attendance, asked for permission, and holds the volunteer's lock.
    """
    requirement = signup.shift.post.gives
    if requirement is None:
        return None
    day = today()
    item, _is_new = RequirementItem.objects.get_or_create(
        volunteer=signup.volunteer,
        requirement=requirement,
        reference=f"signup-{signup.pk}",
        defaults={
            "from_on": day,
            "until_on": end_of(requirement, day),
            "state": State.PASSED,
            "checked_by_id": actor.pk,
            "checked_at": now(),
        },
    )
    return item


@transaction.atomic
def grant_exemption(
    *, actor: User, volunteer: Volunteer, requirement: Requirement, until_on: date, reason: str
) -> Exemption:
    """
    免除 (exempt) a volunteer from one requirement until a day, a year at most, with a reason.

    Raises `ReasonMissing`, `TermInvalid`, `ExemptionStands`.
    """
    policy.require_for_another(actor, EXEMPT, volunteer, volunteer.person_id)
    if not reason.strip():
        raise ReasonMissing
    if not today() <= until_on <= today() + LONGEST_EXEMPTION:
        raise TermInvalid
    with explaining(exemption_granted_once=ExemptionStands), transaction.atomic():
        lock_volunteer(volunteer.pk)
        over = Exemption.objects.filter(volunteer=volunteer, requirement=requirement, until_on__lt=today())
        over.filter(revoked_at__isnull=True).update(revoked_at=Now())
        return Exemption.objects.create(
            volunteer=volunteer,
            requirement=requirement,
            reason=reason.strip(),
            from_on=today(),
            until_on=until_on,
            granted_by=actor,
        )


@transaction.atomic
def revoke_exemption(*, actor: User, exemption: Exemption) -> int:
    """撤销免除 (revoke): what rested on it is free at once; returns how many places. Raises `ItemMoved`."""
    policy.require_for_another(actor, EXEMPT, exemption, exemption.volunteer.person_id)
    lock_volunteer(exemption.volunteer_id)
    Exemption.objects.filter(pk=exemption.pk, revoked_at__isnull=True).update(revoked_at=Now())
    exemption.refresh_from_db()
    return release_lapsed_of(actor, exemption.volunteer_id)


def sweep_documents() -> int:
    """清理无主文件 (sweep): files whose upload was cut off before the row; returns how many."""
    return private_files.sweep(FOLDER, set(VolunteerDocument.objects.values_list("file", flat=True)))
