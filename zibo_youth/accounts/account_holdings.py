"""What the accounts hold of a person; the look-ups and the reasons are those of `holdings`."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.db.models.functions import Coalesce, Now

from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError

from .errors import HeldByLaw, ReviewHangsOnIt, StillInOffice
from .holdings import WORDS_GONE, Holding, Part, add_part, by_number, if_said
from .models import (
    ApiToken,
    ConsentRecord,
    ErasureRecord,
    ErasureRequest,
    ExportRecord,
    IdentityReveal,
    IdentityReview,
    LegalHold,
    MachineToken,
    Membership,
    OneTimeKey,
    Person,
    User,
)
from .models.user import GONE
from .services.leaving import forget_what_no_key_leads_to

BY_LOG_IN = ("user__person",)

HOLDINGS = [
    Holding(model=OneTimeKey, of=BY_LOG_IN, drop=True),
    Holding(model=ApiToken, of=BY_LOG_IN, drop=True),
    Holding(model=EmailConfirmation, of=("email_address__user__person",), drop=True),
    Holding(model=EmailAddress, of=BY_LOG_IN, drop=True),
    Holding(model=Authenticator, of=BY_LOG_IN, drop=True),
    Holding(model=User.groups.through, of=BY_LOG_IN, drop=True),
    Holding(model=User.user_permissions.through, of=BY_LOG_IN, drop=True),
    Holding(
        model=ConsentRecord,
        of=("user__person", "person"),
        blank={"withdrawal_reason": if_said("withdrawal_reason"), "address_hash": ""},
        then={"withdrawn_at": Coalesce("withdrawn_at", Now())},
    ),
    Holding(model=IdentityReview, of=("user__person", "person"), blank={"note": ""}),
    Holding(model=IdentityReveal, of=("person",), blank={"reason": WORDS_GONE}),
    Holding(model=Membership, of=("person",)),
    Holding(model=ErasureRequest, of=("person",), blank={"paper": "", "reason": if_said("reason")}),
    Holding(
        model=User,
        of=("person",),
        blank={"mobile": by_number(GONE), "email": "", "password": "!"},
        then={"is_active": False, "is_staff": False, "mobile_verified_at": None, "last_login": None},
        keep={"language": "one of two languages"},
    ),
    Holding(
        model=Person,
        of=("pk",),
        blank={
            **dict.fromkeys(["full_name", "mobile", "id_type", "id_sealed", "id_last4"], ""),
            **dict.fromkeys(["education", "university", "native_place"], ""),
            **dict.fromkeys(["emergency_contact", "emergency_mobile"], ""),
            **dict.fromkeys(["birth_date", "graduation_year"]),
        },
        then={
            "identity_state": Person.IdentityState.NONE,
            "verified_at": None,
        },
        keep={"id_index": "the keyed hash, as long as the cap of the year needs it (decision 0040)"},
    ),
]

PAPERS = {
    LegalHold: "what the law demands to keep stands here, and says why",
    ErasureRecord: "numbers alone",
    ExportRecord: "who of the staff took which list",
    MachineToken: "a key of another system, and who of the staff issued it",
    LogEntry: "what an office did; what it was done to is emptied with the row itself",
}


def _obstacles(person: Person) -> Iterator[DomainError]:
    if LegalHold.objects.standing().filter(person=person).exists():
        yield HeldByLaw()
    if Membership.objects.current(today()).filter(person=person).exists():
        yield StillInOffice()
    mine = IdentityReview.objects.filter(user__person=person) | IdentityReview.objects.filter(person=person)
    if mine.filter(state=IdentityReview.State.OPEN).exists():
        yield ReviewHangsOnIt()


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_part(
        "accounts",
        Part(
            holdings=HOLDINGS,
            papers=PAPERS,
            obstacles=_obstacles,
            after=forget_what_no_key_leads_to,
        ),
    )
