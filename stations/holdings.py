"""
What the stations hold of a person (see `accounts.holdings`).

Nights, visits, strikes and placements stay as rows: the figures of the city rest on
them. Words, numbers, files and whatever opens a door go.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Func, Max, UUIDField

from zibo_youth.accounts.holdings import Holding, Part, add_part, by_number, if_said
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.terms import add_terms
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError

from .leaving_errors import (
    AppealHangsOnIt,
    BedHangsOnIt,
    ClaimHangsOnIt,
    StayHangsOnIt,
    VisitHangsOnIt,
)
from .models import (
    BedMove,
    Evidence,
    ExtraNights,
    FollowUp,
    LoungeCoupon,
    LoungeSeries,
    LoungeSlot,
    LoungeVisit,
    LoungeVisitTransition,
    PartyMember,
    Placement,
    ReferralCode,
    Refusal,
    Rehousing,
    Stay,
    StayNight,
    StayTransition,
    Strike,
    Suspension,
)
from .services.keeping import TERMS
from .services.leaving import end_what_is_open

OF_STAY, OF_VISIT, OWN = ("stay__guest",), ("visit__person",), ("person",)
CODES = dict.fromkeys(["from_state", "to_state", "reason"], "codes of states and reasons")
NUMBER = {"reference": "the number of the case, which names nobody"}

HOLDINGS = [
    Holding(model=PartyMember.evidence.through, of=("partymember__person",), drop=True),
    Holding(
        model=PartyMember,
        of=OWN,
        blank={
            "purpose_detail": "",
            "contact_mobile": "",
            "arrival_time": None,
            "digest": by_number("gone-"),
        },
        then={"seed": Func(function="gen_random_uuid", output_field=UUIDField())},
    ),
    Holding(model=Stay.evidence.through, of=OF_STAY, drop=True),
    Holding(model=StayTransition, of=OF_STAY, blank={"note": ""}, keep=CODES),
    Holding(model=BedMove, of=OF_STAY, blank={"note": ""}),
    Holding(model=Rehousing, of=(*OF_STAY, "held__guest"), blank={"note": ""}),
    Holding(
        model=Placement,
        of=OF_STAY,
        blank={"employer": by_number("#"), "decision": if_said("decision")},
        then={"evidence": None},
    ),
    Holding(
        model=FollowUp,
        of=OF_STAY,
        blank={"comment": "", "employer": "", "signed_on": None, "link_digest": by_number("gone-")},
        then={"link_seed": Func(function="gen_random_uuid", output_field=UUIDField())},
    ),
    Holding(
        model=ReferralCode,
        of=OF_STAY,
        keep={
            "digest": "a code that was used opens nothing",
            "revoke_reason": "words of an office about a code that no stay has used",
        },
    ),
    Holding(model=StayNight, of=("guest",)),
    Holding(
        model=Stay,
        of=("guest",),
        blank={
            **dict.fromkeys(["purpose_detail", "contact_mobile", "check_in_code", "bed_pinned_for"], ""),
            "arrival_time": None,
            "id_proof_reason": if_said("id_proof_reason"),
        },
        keep=NUMBER | {"asked": "codes of the fields that a reviewer asked for"},
    ),
    Holding(
        model=Refusal,
        of=OWN,
        blank={"mark": by_number("gone-")},
        then={"person": None},
        keep={"code": "which rule it was, and no value of the person"},
    ),
    Holding(model=Evidence, of=OWN, drop=True, files=("file",)),
    Holding(model=Suspension, of=OWN, blank={"reason": "", "lift_reason": if_said("lift_reason")}),
    Holding(
        model=ExtraNights,
        of=OWN,
        blank={name: if_said(name) for name in ("reason", "decision", "revoke_reason")},
    ),
    Holding(
        model=Strike,
        of=OWN,
        blank={"statement": if_said("statement"), "decision": if_said("decision")},
        keep={"occasion": "the kind and number of the row that it is about"},
    ),
    Holding(model=LoungeVisitTransition, of=OF_VISIT, blank={"note": ""}, keep=CODES),
    Holding(model=LoungeSlot, of=OF_VISIT),
    Holding(model=LoungeCoupon, of=OWN),
    Holding(model=LoungeVisit, of=OWN, blank={"code": ""}, keep=NUMBER),
    Holding(model=LoungeSeries, of=OWN),
]


def _obstacles(person: Person) -> Iterator[DomainError]:
    stays = Stay.objects.filter(guest=person)
    open_stay = (stays.live() | stays.queued()).order_by("pk").first()
    if open_stay:
        yield StayHangsOnIt(reference=open_stay.reference)
    if stays.holding().exists():
        yield BedHangsOnIt()
    visit = LoungeVisit.objects.filter(person=person).holding().order_by("pk").first()
    if visit:
        yield VisitHangsOnIt(reference=visit.reference)
    if Strike.objects.filter(person=person).appealed().exists():
        yield AppealHangsOnIt()
    if Placement.objects.claimed().filter(stay__guest=person).exists():
        yield ClaimHangsOnIt()


def identity_until(person: int) -> date | None:
    """
    The last day of the newest year in which free nights were used, or of a suspension that still runs.

    Whoever leaves and comes back meets the same six nights (decision 0040).
    """
    year = StayNight.objects.filter(guest=person).aggregate(last=Max(F("allowance_year")))["last"]
    ends = [date(year, 12, 31)] if year else []
    barred = Suspension.objects.filter(person=person, lifted_at__isnull=True, until_on__gt=today())
    ends += barred.values_list("until_on", flat=True)
    return max(ends, default=None)


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_part(
        "stations",
        Part(
            holdings=HOLDINGS,
            obstacles=_obstacles,
            before=end_what_is_open,
            identity_until=identity_until,
        ),
    )
    add_terms(TERMS)
