"""相亲资料 (profiles): written by their person, let through by an officer, shown under a badge."""

from __future__ import annotations

import random
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from events.declarations import CURRENT
from events.match_errors import (
    ChecksMissing,
    GenderMissing,
    IdentityNotVerified,
    NoBadgeLeft,
    NotRegistered,
    PhotoMissing,
    PhotoNoPicture,
    ProfileMoved,
    ProfileSettled,
    ReviewReasonMissing,
)
from events.match_sight import token_of
from events.models import MatchProfile, MatchReview, MatchRound, Registration
from events.models.matchmaking.profile import HIGHEST_BADGE, LOWEST_BADGE
from events.photo_checks import PHOTO_CHECKS
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import Person, User
from zibo_youth.core import private_files, uploads
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.core.uploads import PDF, CleanFile
from zibo_youth.notifications.outbox import notify

from .locks import lock_profile, lock_round

FOLDER = "matchmaking"
CHANGE, REVIEW = "events.change_matchprofile", "events.review_match"
UPLOADS_A_DAY = 20
State = MatchProfile.State
# Whoever has a badge number must not learn from it when it was given.
_badges = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of themselves; the age and the gender are not among it."""

    single_declaration: str
    introduction: str = ""
    wishes: str = ""
    visibility: str = MatchProfile.Visibility.CARD
    photo: UploadedFile | None = None


def save_profile(*, actor: User, turn: MatchRound, told: Told) -> MatchProfile:
    """
    提交相亲资料 (save): the first one with a photograph; a change of what others see waits for a new review.

    Raises `NotRegistered`, `GenderMissing`, `PhotoMissing`, `PhotoNoPicture`, `ProfileSettled`, `TooOften`
    and the refusals of ``uploads.rebuild``.
    """
    policy.require(actor, CHANGE, MatchProfile(person_id=policy.human_of(actor)))
    clean = _picture(actor, told.photo) if told.photo else None
    kept = private_files.kept(FOLDER, clean) if clean else nullcontext("")
    with kept as stored, explaining(match_profile_once_per_round=ProfileMoved), transaction.atomic():
        entry = _entry_of(policy.human_of(actor), turn)
        _require_open(turn)
        found = MatchProfile.objects.select_for_update().filter(round=turn, person=entry.person_id).first()
        if found is None:
            return _first(turn, entry, told, stored, clean)
        return _changed(found, entry, told, stored, clean)


def _picture(actor: User, photo: UploadedFile) -> CleanFile:
    if limits.count(f"matchmaking:{actor.person_id}", limits.DAY) > UPLOADS_A_DAY:
        raise TooOften
    clean = uploads.rebuild(photo)
    if clean.content_type == PDF:
        raise PhotoNoPicture
    return clean


def _entry_of(person: int, turn: MatchRound) -> Registration:
    """The registration that holds a place now."""
    rows = Registration.objects.filter(
        session=turn.session_id, person=person, state=Registration.State.REGISTERED
    )
    entry: Registration | None = rows.select_related("person").first()
    if entry is None:
        raise NotRegistered
    return entry


def _require_open(turn: MatchRound) -> None:
    turn.refresh_from_db(fields=["state", "closes_at"])
    if turn.state != MatchRound.State.PLANNED or turn.closes_at <= now():
        raise ProfileSettled


def _first(
    turn: MatchRound, entry: Registration, told: Told, stored: str, clean: CleanFile | None
) -> MatchProfile:
    if clean is None:
        raise PhotoMissing
    if entry.person.gender == Person.Gender.UNKNOWN:
        raise GenderMissing
    made: MatchProfile = MatchProfile(
        round=turn,
        registration=entry,
        person=entry.person,
        gender=entry.person.gender,
        photo=stored,
        photo_type=clean.content_type,
        **_said(told),
    )
    made.own_token = token_of(turn.pk, entry.person_id, entry.person_id)
    made.save()
    return made


def _said(told: Told) -> dict[str, Any]:
    return {
        "single_declaration": told.single_declaration,
        "declaration_version": CURRENT,
        "declared_at": now(),
        "introduction": told.introduction.strip(),
        "wishes": told.wishes.strip(),
        "visibility": told.visibility,
    }


def _changed(
    found: MatchProfile, entry: Registration, told: Told, stored: str, clean: CleanFile | None
) -> MatchProfile:
    """What nobody sees or reviews (declaration, visibility) changes at once; the rest is a new version."""
    said = _said(told)
    is_new = bool(clean) or any(getattr(found, name) != said[name] for name in ("introduction", "wishes"))
    if is_new:
        said |= {"version": found.version + 1, "state": State.WAITING, "note": ""}
    if clean:
        private_files.forget_after_commit([str(found.photo.name)])
        said |= {"photo": stored, "photo_type": clean.content_type}
    MatchProfile.objects.filter(pk=found.pk).update(**said)
    found.refresh_from_db()
    return found


def review_profile(
    *, actor: User, profile: MatchProfile, version: int, approve: bool, checks: list[str], note: str = ""
) -> MatchProfile:
    """
    审核资料 (review) of the version that was looked at, by somebody else; with it comes the badge.

    Raises `NotAllowed`, `ProfileMoved`, `ChecksMissing`, `ReviewReasonMissing`, `IdentityNotVerified`.
    """
    policy.require_for_another(actor, REVIEW, profile, profile.person_id)
    _require_words(approve, checks, note)
    with explaining(match_review_once_per_version=ProfileMoved), transaction.atomic():
        turn = lock_round(profile.round_id)
        held = lock_profile(profile.pk)
        if held.version != version or held.state != State.WAITING:
            raise ProfileMoved
        if approve and held.person.identity_state != Person.IdentityState.VERIFIED:
            raise IdentityNotVerified
        outcome = MatchReview.Outcome.APPROVED if approve else MatchReview.Outcome.REFUSED
        MatchReview.objects.create(
            profile=held, version=version, outcome=outcome, checks=checks, note=note.strip(), reviewer=actor
        )
        return _admitted(held, turn) if approve else _refused(held, note)


def _require_words(approve: bool, checks: list[str], note: str) -> None:
    if approve and set(checks) != set(PHOTO_CHECKS):
        raise ChecksMissing
    if not approve and not note.strip():
        raise ReviewReasonMissing


def _admitted(held: MatchProfile, turn: MatchRound) -> MatchProfile:
    """Under the badge that it has already, or a new one that nobody in the round wears."""
    badge = held.badge or _free_badge(turn)
    MatchProfile.objects.filter(pk=held.pk).update(state=State.APPROVED, badge=badge, note="")
    held.refresh_from_db()
    notify("events.match_admitted", to=held.person, about=held.registration, dedup=str(held.version))
    return held


def _free_badge(turn: MatchRound) -> int:
    """By chance among those that are free; the caller holds the round."""
    worn = set(MatchProfile.objects.filter(round=turn, badge__isnull=False).values_list("badge", flat=True))
    free = [number for number in range(LOWEST_BADGE, HIGHEST_BADGE + 1) if number not in worn]
    if not free:
        raise NoBadgeLeft
    return _badges.choice(free)


def _refused(held: MatchProfile, note: str) -> MatchProfile:
    MatchProfile.objects.filter(pk=held.pk).update(state=State.REFUSED, note=note.strip())
    held.refresh_from_db()
    notify("events.match_refused", to=held.person, about=held.registration, dedup=str(held.version))
    return held


@transaction.atomic
def take_down(*, actor: User, profile: MatchProfile, note: str) -> MatchProfile:
    """下架资料 (take down) what was let through, for a reason; nobody sees the card any more."""
    policy.require_for_another(actor, REVIEW, profile, profile.person_id)
    if not note.strip():
        raise ReviewReasonMissing
    held = lock_profile(profile.pk)
    if held.state != State.APPROVED:
        raise ProfileMoved
    return _refused(held, note)
