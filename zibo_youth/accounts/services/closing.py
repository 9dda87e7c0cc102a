"""注销账号 (close an account): asked for, thought over or approved by a second person, done by a job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from zibo_youth.accounts import holdings, outgoing, policy
from zibo_youth.accounts.errors import (
    ClosingAsked,
    HoldLifted,
    HoldStands,
    NothingToTakeBack,
    ReasonMissing,
    TwoPeopleNeeded,
)
from zibo_youth.accounts.models import ErasureRequest, LegalHold, Membership, Person, User
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import StateChanged, explaining

from .erasing import erase, forget_identity, lock_living, wipe
from .journal import write_journal

log = structlog.get_logger(__name__)

State = ErasureRequest.State
DECIDE, RECORD, HOLD = "accounts.decide_erasure", "accounts.record_erasure", "accounts.manage_legalhold"
AGAIN_FOR = timedelta(days=7)  # longer than any request, worker or session lives on
AT_ONCE = 100  # closed in one run of the job; the next run takes the rest


def ask_to_close(*, actor: User, person: Person) -> ErasureRequest:
    """
    申请注销 (ask to close one's account): carried out after some days in which it may be taken back.

    Raises what hangs on the account (`holdings.obstacles`), `ClosingAsked`, `AccountErased`.
    """
    policy.require(actor, "accounts.close_account", person)
    with explaining(erasure_request_open_once=ClosingAsked), transaction.atomic():
        _require_free(person)
        asked = ErasureRequest.objects.create(
            person=person,
            due_at=now() + timedelta(days=settings.ERASURE["reconsider_days"]),
            answer_by=_answer_by(),
        )
        outgoing.notify("accounts.erasure_asked", to=person, about=asked)
    return asked


@transaction.atomic
def take_back(*, actor: User, person: Person) -> None:
    """撤回注销 (take the request back), while nothing is done yet. Raises `NothingToTakeBack`."""
    policy.require(actor, "accounts.close_account", person)
    waiting = ErasureRequest.objects.open().filter(person=person)
    if not waiting.update(state=State.WITHDRAWN, decided_at=Now()):
        raise NothingToTakeBack


def record_closing(*, actor: User, person: Person, paper: str) -> ErasureRequest:
    """
    登记书面注销申请 (write down what a person asks on paper): a second member of staff approves it.

    Raises what hangs on the account, `ClosingAsked`, `ReasonMissing`.
    """
    policy.require_for_another(actor, RECORD, person, person.pk)
    if not paper.strip():
        raise ReasonMissing
    with explaining(erasure_request_open_once=ClosingAsked), transaction.atomic():
        _require_free(person)
        written = ErasureRequest.objects.create(
            person=person,
            way=ErasureRequest.Way.PAPER,
            state=State.RECORDED,
            paper=paper.strip()[:120],
            recorded_by_id=actor.person_id,
            answer_by=_answer_by(),
        )
        for colleague in _colleagues(actor):
            outgoing.notify("accounts.erasure_to_approve", to=colleague, about=written)
    return written


def approve_closing(*, actor: User, erasurerequest: ErasureRequest) -> ErasureRequest:
    """
    复核通过 (approve): by another human than the one who wrote it down; the job then carries it out.

    Raises `TwoPeopleNeeded`, `StateChanged`.
    """
    policy.require(actor, DECIDE, erasurerequest)
    if actor.person_id in (erasurerequest.recorded_by_id, erasurerequest.person_id):
        raise TwoPeopleNeeded
    with explaining(erasure_request_takes_two_people=TwoPeopleNeeded), transaction.atomic():
        waiting = ErasureRequest.objects.to_approve().filter(pk=erasurerequest.pk)
        _moved(waiting.update(state=State.APPROVED, due_at=Now(), **_decided(actor)))
    erasurerequest.refresh_from_db()
    return erasurerequest


@transaction.atomic
def refuse_closing(*, actor: User, erasurerequest: ErasureRequest, reason: str) -> ErasureRequest:
    """不予办理 (refuse), with a reason that the person reads. Raises `ReasonMissing`, `StateChanged`."""
    policy.require_for_another(actor, DECIDE, erasurerequest, erasurerequest.person_id)
    if not reason.strip():
        raise ReasonMissing
    _refuse(erasurerequest, reason.strip()[:300])
    return erasurerequest


def close_due_accounts() -> int:
    """Carry out what is due; one that cannot be is refused with its reason, and the person told."""
    due = ErasureRequest.objects.due(now()).order_by("due_at").values_list("pk", flat=True)
    closed = sum(_each(_close, due[:AT_ONCE]))
    write_journal()
    return closed


def erase_again() -> int:
    """
    Empty the rows of the erased once more: something may have been written behind the erasure.

    Looks at the last days' erasures, at whom some row still tells of, and at hashes that no
    rule needs; each person is a transaction of its own, and twice is once.
    """
    gone = Person.objects.erased()
    lately = gone.filter(Q(erased_at__gt=now() - AGAIN_FOR) | ~Q(id_index=""))
    numbers = {*lately.values_list("pk", flat=True), *holdings.told_of(gone)}
    looked_at = sum(_each(_wipe_again, sorted(numbers)))
    write_journal()
    return looked_at


@transaction.atomic
def _wipe_again(number: int) -> bool:
    person = Person.objects.select_for_update(no_key=True).get(pk=number)
    if not person.is_erased:
        return False
    forget_identity(wipe(person))
    return True


def _each(act: Callable[[int], bool], numbers: Iterable[int]) -> Iterator[bool]:
    """One that fails does not keep the others waiting; it is tried again by the next run."""
    for number in list(numbers):
        try:
            yield act(number)
        except Exception:
            log.exception("closing_failed", act=act.__name__, number=number)


@transaction.atomic
def _close(number: int) -> bool:
    """Two jobs at one instant: the second waits at the person's row, and finds it done."""
    request = ErasureRequest.objects.get(pk=number)
    person = Person.objects.select_for_update(no_key=True).get(pk=request.person_id)
    if not ErasureRequest.objects.due(now()).filter(pk=number).exists():
        return False
    if found := holdings.obstacles(person):
        _refuse(request, str(found[0]))
        return False
    erase(person)
    _moved(ErasureRequest.objects.open().filter(pk=number).update(state=State.DONE))
    return True


def _refuse(request: ErasureRequest, reason: str) -> None:
    waiting = ErasureRequest.objects.open().filter(pk=request.pk)
    _moved(waiting.update(state=State.REFUSED, reason=reason, decided_at=Now()))
    request.refresh_from_db()
    outgoing.notify("accounts.erasure_refused", to=request.person, about=request)


def place_hold(*, actor: User, person: Person, reason: str) -> LegalHold:
    """依法保留 (hold by law): nothing of the person is erased while it stands. Raises `HoldStands`."""
    policy.require_for_another(actor, HOLD, person, person.pk)
    if not reason.strip():
        raise ReasonMissing
    with explaining(legal_hold_stands_once=HoldStands), transaction.atomic():
        lock_living(person.pk)
        return LegalHold.objects.create(person=person, reason=reason.strip()[:200], placed_by=actor)


@transaction.atomic
def lift_hold(*, actor: User, legalhold: LegalHold, reason: str) -> LegalHold:
    """解除依法保留 (lift a hold), with a reason. Raises `HoldLifted`."""
    policy.require_for_another(actor, HOLD, legalhold, legalhold.person_id)
    if not reason.strip():
        raise ReasonMissing
    standing = LegalHold.objects.standing().filter(pk=legalhold.pk)
    if not standing.update(lifted_at=Now(), lifted_by=actor, lift_reason=reason.strip()[:200]):
        raise HoldLifted
    legalhold.refresh_from_db()
    return legalhold


def _require_free(person: Person) -> None:
    """The caller holds a transaction; nothing new hangs on the account while its row is locked."""
    for refusal in holdings.obstacles(lock_living(person.pk)):
        raise refusal


def _answer_by() -> date:
    return today() + timedelta(days=settings.ERASURE["answer_days"])


def _decided(actor: User) -> dict[str, object]:
    return {"decided_by_id": actor.person_id, "decided_at": Now()}


def _moved(rows: int) -> None:
    if not rows:
        raise StateChanged


def _colleagues(actor: User) -> list[Person]:
    """Who may approve: city staff and administrators, without the one who wrote it down."""
    serving = Membership.objects.current(today()).filter(
        Q(role=Membership.Role.CITY_STAFF) | Q(role=Membership.Role.ADMINISTRATOR)
    )
    people = Person.objects.filter(pk__in=serving.values("person_id"))
    return list(people.exclude(pk=actor.person_id))
