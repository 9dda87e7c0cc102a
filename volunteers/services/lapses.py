"""
失效即释放 (lapses): what a volunteer no longer meets, frees every place to come that needs it.

At once where somebody revokes or withdraws, within a minute where a day turns. The
volunteer's lock is held: an offer that is being accepted comes before or after.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from volunteers.eligibility import lapsed
from volunteers.models import RequirementItem, Signup
from volunteers.querysets import SignupQuerySet
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership
from zibo_youth.accounts.policy import Actor
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.calendar import now, today
from zibo_youth.notifications.outbox import notify

from .locks import lock_shift, lock_volunteer
from .places import give_back

LAPSED = "lapsed"


def release_lapsed(*, at: datetime) -> int:
    """释放失效班次 (beat, every minute): returns how many places were freed."""
    found = lapsed(_to_come(at), today()).order_by("volunteer", "pk")
    volunteers = list(dict.fromkeys(found.values_list("volunteer", flat=True)))
    return sum(release_lapsed_of(policy.SYSTEM, number) for number in volunteers)


@transaction.atomic
def release_lapsed_of(actor: Actor, volunteer: int) -> int:
    """The places to come of one volunteer that need what they lack today. Holds the volunteer's lock."""
    lock_volunteer(volunteer)
    mine = _to_come(now()).filter(volunteer=volunteer)
    # In the order of the shifts' numbers, whose locks are taken one after the other.
    gone = list(lapsed(mine, today()).whole().order_by("shift", "pk"))
    for signup in gone:
        release(actor, signup, reason=LAPSED)
    return len(gone)


def _to_come(at: datetime) -> SignupQuerySet:
    rows: SignupQuerySet = Signup.objects.all()
    return rows.awaited().filter(starts_at__gt=at)


def release(actor: Actor, signup: Signup, *, reason: str, note: str = "") -> Signup:
    """
    释放 (release) one place: volunteer and leaders are told, and the next on standby is asked.

    The caller holds the volunteer's lock; the shift's is taken here.

    Raises `SignupMoved`.
    """
    give_back(actor, signup, lock_shift(signup.shift_id), Signup.State.RELEASED, reason=reason, note=note)
    notify("volunteers.slot_released", to=signup.volunteer.person, about=signup, dedup=reason)
    for leader in staff_of(signup.shift.post.project.organiser, Membership.Role.VOLUNTEER_LEADER):
        notify("volunteers.slot_lost", to=leader, about=signup, dedup=reason)
    return signup


@transaction.atomic
def warn_expiring(*, on: date) -> int:
    """
    到期提醒 (beat, daily): 60, 30 and 7 days before a proof ends, each once.

    A look that comes late tells the nearest warning only. Nothing is told where a
    newer proof goes on. Returns how many were told now.
    """
    steps = sorted(settings.VOLUNTEERS["warn_days"])
    told = 0
    ending = RequirementItem.objects.ending_by(on + timedelta(days=steps[-1]))
    for item in ending.select_related("volunteer__person", "requirement").order_by("pk"):
        if _goes_on(item):
            continue
        step = next(days for days in steps if (item.until_on or on) <= on + timedelta(days=days))
        told += notify("volunteers.item_ends", to=item.volunteer.person, about=item, dedup=str(step))
    return told


def _goes_on(item: RequirementItem) -> bool:
    newer = RequirementItem.objects.filter(
        volunteer=item.volunteer_id, requirement=item.requirement_id, state=RequirementItem.State.PASSED
    ).exclude(pk=item.pk)
    return newer.exclude(until_on__lte=item.until_on).exists()
