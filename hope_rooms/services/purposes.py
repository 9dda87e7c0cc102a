"""用途变更 (change of purpose): the donor's paper, one who asks and another who decides (慈善法 57)."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now

from hope_rooms.gift_errors import (
    ApprovedByAnother,
    ChangeMoved,
    ChangeStands,
    ConsentPaperMissing,
    GiftMoved,
)
from hope_rooms.models import Gift, PurposeChange
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import uploads
from zibo_youth.core.errors import explaining
from zibo_youth.core.private_files import kept

from .gifts import KEEP, Restriction

DECIDE = "hope_rooms.decide_purpose_change"
State = PurposeChange.State
FOLDER = "gifts"


def ask_purpose_change(
    *, actor: User, gift: Gift, to: Restriction, consent: str, paper: UploadedFile | None
) -> PurposeChange:
    """
    申请变更用途 (ask) with the donor's paper and its scan.

    Raises `ConsentPaperMissing`, `PurposeIncomplete`, `ChangeStands`, `GiftMoved`, `FileRefused`.
    """
    policy.require(actor, KEEP, gift)
    if not consent.strip() or paper is None:
        raise ConsentPaperMissing
    if gift.state == Gift.State.WITHDRAWN:
        raise GiftMoved(state=gift.get_state_display())
    clean = uploads.rebuild(paper)
    with (
        explaining(purpose_change_asked_once_at_a_time=ChangeStands),
        kept(FOLDER, clean) as name,
        transaction.atomic(),
    ):
        change: PurposeChange = PurposeChange.objects.create(
            gift=gift,
            before=gift.purpose_told,
            consent=consent.strip(),
            paper=name,
            paper_type=clean.content_type,
            asked_by=actor,
            **to.columns(),
        )
    return change


@transaction.atomic
def agree_purpose_change(*, actor: User, change: PurposeChange) -> PurposeChange:
    """核准变更 (agree): what is allocated from now on follows the new purpose; older lines keep theirs."""
    change = _decided(actor, change, State.AGREED)
    Gift.objects.filter(pk=change.gift_id).update(
        purpose=change.purpose, district=change.district, room=change.room
    )
    return change


@transaction.atomic
def refuse_purpose_change(*, actor: User, change: PurposeChange) -> PurposeChange:
    """不予变更 (refuse): the gift keeps its purpose."""
    return _decided(actor, change, State.REFUSED)


def _decided(actor: User, change: PurposeChange, to: str) -> PurposeChange:
    policy.require(actor, DECIDE, change)
    with explaining(purpose_change_decided_by_another=ApprovedByAnother), transaction.atomic():
        Gift.objects.select_for_update(no_key=True).get(pk=change.gift_id)
        decided = PurposeChange.objects.filter(pk=change.pk, state=State.ASKED).update(
            state=to, decided_by=actor, decided_at=Now()
        )
    change.refresh_from_db()
    if not decided:
        raise ChangeMoved
    return change
