"""婚礼管理 (editions): written, opened for applications, called off; criteria, programme and slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from events.models import (
    Couple,
    ProgrammeItem,
    ProgrammeSlot,
    Wedding,
    WeddingCriterion,
    WeddingSelection,
)
from events.models.wedding.edition import LEGAL_AGE_MAN, LEGAL_AGE_WOMAN
from events.programme_errors import SlotBeginsTwice, SlotHoursWrong
from events.wedding_errors import (
    CertificateWindowWrong,
    TableTooSmall,
    WeddingAgesWrong,
    WeddingDaysWrong,
    WeddingMoved,
    WeddingNotReady,
    WeddingNumberTaken,
    WeddingReasonMissing,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import draw as lots
from zibo_youth.core.calendar import at, now
from zibo_youth.core.errors import explaining

from .moves import lock_wedding, move_couple, move_wedding
from .telling import tell_both

MANAGE = "events.manage_wedding"
# 彩排 (rehearsals) lie in the week before.
SLOTS_FROM = timedelta(days=7)


def default_closes(held_on: date) -> datetime:
    """报名截止: by default 30 days before the wedding, at the end of that day (domain.md §1.7)."""
    return at(held_on - timedelta(days=int(settings.EVENTS["wedding_deadline_days"])), time(23, 59))


def _highest_age() -> int:
    return int(settings.EVENTS["wedding_highest_age"])


@dataclass(frozen=True, slots=True, kw_only=True)
class WeddingPlan:
    """What an office says about an edition; without ``closes_at``, 30 days before."""

    number: int
    held_on: date
    opens_at: datetime
    places: int
    organiser: Organisation
    reporting_org: Organisation
    contact_phone: str
    conditions: str
    method: str
    closes_at: datetime | None = None
    conditions_en: str = ""
    gift: str = ""
    gift_en: str = ""
    officiant: str = ""
    witness: str = ""
    age_from_man: int = LEGAL_AGE_MAN
    age_from_woman: int = LEGAL_AGE_WOMAN
    age_to: int = field(default_factory=_highest_age)
    married_from: date | None = None
    married_until: date | None = None
    guests_most: int = 4
    table_seats: int = 10

    def columns(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in self.__slots__}
        return told | {"closes_at": self.closes_at or default_closes(self.held_on)}


WALLS = {
    "wedding_number_used_once": WeddingNumberTaken,
    "wedding_days_in_order": WeddingDaysWrong,
    "wedding_ages_are_legal": WeddingAgesWrong,
    "wedding_certificate_window_in_order": CertificateWindowWrong,
    "wedding_table_seats_a_couple_with_its_guests": TableTooSmall,
}
SLOT_WALLS = {
    "programme_slot_ends_after_it_begins": SlotHoursWrong,
    "programme_slot_begins_once": SlotBeginsTwice,
}


def write_wedding(*, actor: Actor, plan: WeddingPlan) -> Wedding:
    """
    新建一届 (write an edition), as a draft that nobody but its office sees; its seed is made at once.

    Raises `WeddingNumberTaken`, `WeddingDaysWrong`, `WeddingAgesWrong`, `CertificateWindowWrong`,
    `TableTooSmall`.
    """
    wedding = Wedding(**plan.columns())
    policy.require(actor, MANAGE, wedding)
    seed = lots.new_seed()
    with explaining(**WALLS), transaction.atomic():
        wedding.save()
        wedding.transitions.create(actor_id=actor.pk, to_state=wedding.state)
        WeddingSelection.objects.create(wedding=wedding, seed=seed, seed_hash=lots.digest(seed))
    return wedding


@transaction.atomic
def open_wedding(*, actor: Actor, wedding: Wedding) -> Wedding:
    """
    发布征集 (open): from then on its page, its rules and the seed's hash are public.

    Raises `WeddingNotReady`, `WeddingMoved`.
    """
    policy.require(actor, MANAGE, wedding)
    wedding = lock_wedding(wedding.pk)
    if not wedding.items.exists() or (wedding.is_scored and not wedding.criteria.exists()):
        raise WeddingNotReady
    return move_wedding(actor, wedding, Wedding.State.OPEN)


def _writable(actor: Actor, wedding: Wedding, states: Sequence[str]) -> Wedding:
    policy.require(actor, MANAGE, wedding)
    locked = lock_wedding(wedding.pk)
    if locked.state not in states:
        raise WeddingMoved(state=locked.get_state_display())
    return locked


@transaction.atomic
def add_criterion(
    *, actor: Actor, wedding: Wedding, name: str, most: int, name_en: str = ""
) -> WeddingCriterion:
    """增加评分项 (criterion) while nobody has applied. Raises `WeddingMoved`."""
    locked = _writable(actor, wedding, (Wedding.State.DRAFT,))
    number = _next(locked.criteria)
    made: WeddingCriterion = locked.criteria.create(number=number, name=name, name_en=name_en, most=most)
    return made


@transaction.atomic
def add_item(
    *, actor: Actor, wedding: Wedding, kind: str, name: str, place: str, name_en: str = ""
) -> ProgrammeItem:
    """增加环节 (programme item), until the day itself. Raises `WeddingMoved`."""
    locked = _writable(actor, wedding, _BEFORE_THE_DAY)
    made: ProgrammeItem = locked.items.create(
        number=_next(locked.items), kind=kind, name=name, name_en=name_en, place=place
    )
    return made


def add_slot(
    *, actor: Actor, item: ProgrammeItem, starts_at: datetime, ends_at: datetime, capacity: int
) -> ProgrammeSlot:
    """
    增加时段 (slot): of the day or the week before it.

    Raises `SlotHoursWrong`, `SlotBeginsTwice`, `WeddingMoved`.
    """
    with explaining(**SLOT_WALLS), transaction.atomic():
        wedding = _writable(actor, item.wedding, _BEFORE_THE_DAY)
        first, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
        if first < wedding.held_on - SLOTS_FROM or last > wedding.held_on:
            raise SlotHoursWrong
        made: ProgrammeSlot = item.slots.create(starts_at=starts_at, ends_at=ends_at, capacity=capacity)
    return made


_BEFORE_THE_DAY = (
    *(Wedding.State.DRAFT, Wedding.State.OPEN),
    *(Wedding.State.LISTED, Wedding.State.RELEASED),
)


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def cancel_wedding(*, actor: Actor, wedding: Wedding, reason: str) -> Wedding:
    """取消婚礼 (call off): every couple is told why. Raises `WeddingReasonMissing`, `WeddingMoved`."""
    policy.require(actor, MANAGE, wedding)
    said = reason.strip()
    if not said:
        raise WeddingReasonMissing
    wedding = move_wedding(actor, lock_wedding(wedding.pk), Wedding.State.CANCELLED, note=said)
    for couple in wedding.couples.live().order_by("pk"):
        couple.wedding = wedding
        couple.bookings.all().delete()
        ended = move_couple(actor, couple, Couple.State.ENDED, reason="wedding_cancelled", note=said)
        tell_both("wedding_cancelled", ended)
    return wedding


def is_to_come(wedding: Wedding, moment: datetime | None = None) -> bool:
    """Whether the day lies ahead."""
    return wedding.held_on > timezone.localdate(moment or now())
