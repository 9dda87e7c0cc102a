"""
周时长券 (coupons of a visit): dealt with it, and anew where a later day has the number already.

Two statements: one UPDATE of the numbers that change, one INSERT. The walls look
at the end of each, so swapped numbers are no clash.
"""

from __future__ import annotations

from collections.abc import Sequence

from stations.lounge_hours import WEEK, deal
from stations.models import LoungeCoupon, LoungeVisit, StayPolicy

DEALT = ["number", "group_number", "policy", "cap", "group_cap"]


def deal_coupons(*, visit: LoungeVisit, slots: Sequence[int], policy: StayPolicy) -> None:
    """A coupon for each half hour of a visit; the caller holds the person's lock and has asked the rules."""
    held = LoungeCoupon.objects.filter(person=visit.person_id, date__gt=visit.date - WEEK)
    here = list(held.select_related("policy"))
    new = [
        LoungeCoupon(
            visit=visit, person_id=visit.person_id, date=visit.date, slot=slot, group_size=visit.group_size
        )
        for slot in slots
    ]
    before = {coupon.pk: (coupon.number, coupon.group_number) for coupon in here}
    _number(sorted([*here, *new], key=lambda coupon: (coupon.date, not coupon.pk)))
    moved = [coupon for coupon in here if before[coupon.pk] != (coupon.number, coupon.group_number)]
    for coupon in (*new, *moved):
        _hold_to_policy(coupon, [policy, *(other.policy for other in here)])
    LoungeCoupon.objects.bulk_update(moved, DEALT)
    LoungeCoupon.objects.bulk_create(new)


def _number(coupons: Sequence[LoungeCoupon]) -> None:
    numbers = deal((coupon.date, coupon.number) for coupon in coupons)
    for coupon, number in zip(coupons, numbers, strict=True):
        coupon.number = number
    grouped = [coupon for coupon in coupons if coupon.group_size > 1]
    numbers = deal((coupon.date, coupon.group_number) for coupon in grouped)
    for coupon, number in zip(grouped, numbers, strict=True):
        coupon.group_number = number


def _hold_to_policy(coupon: LoungeCoupon, policies: Sequence[StayPolicy]) -> None:
    """Its own policy; where the number is beyond that one, the first that the person's hours rest on."""
    own = [coupon.policy] if coupon.policy_id else []
    held = next((policy for policy in (*own, *policies) if _grants(policy, coupon)), policies[0])
    coupon.policy, coupon.cap = held, held.lounge_hours_per_week
    coupon.group_cap = held.lounge_group_hours_per_week


def _grants(policy: StayPolicy, coupon: LoungeCoupon) -> bool:
    in_group = coupon.group_number or 0
    own, group = policy.lounge_hours_per_week * 2, policy.lounge_group_hours_per_week * 2
    return coupon.number <= own and in_group <= group
