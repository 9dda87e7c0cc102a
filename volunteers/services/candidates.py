"""候选人 (candidates): named by a unit, looked at by the city, off the ballot by their own will."""

from __future__ import annotations

from django.db import transaction

from volunteers.election_errors import AlreadyNamed, CandidateMoved, CandidateUnfit, NotOfTheUnit
from volunteers.errors import ReasonMissing
from volunteers.hours import final_minutes
from volunteers.models import AssociationOffice, Candidate, Congress, ElectoralUnit
from volunteers.standing import belongs, obstacles
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

from .congress import MANAGE, active_volunteer, lock_congress

State = Candidate.State


def name_candidate(
    *, actor: Actor, unit: ElectoralUnit, office: AssociationOffice, volunteer_no: str, statement: str
) -> Candidate:
    """
    提名 (name a candidate): the hours are the final ones of this day, and stay with the nomination.

    Who is named is told at once, and may withdraw before the name is read by the public.

    Raises `NotOnTheRegister`, `NotOfTheUnit`, `CandidateUnfit` with each reason, `AlreadyNamed`,
    `CongressElsewhere`.
    """
    policy.require(actor, "volunteers.name_candidate", unit)
    volunteer = active_volunteer(volunteer_no)
    if not belongs(volunteer, unit.organisation):
        raise NotOfTheUnit
    minutes = final_minutes(volunteer)
    if reasons := obstacles(volunteer, minutes, today()):
        raise CandidateUnfit(reasons="；".join(reasons))
    with explaining(candidate_named_once_per_office=AlreadyNamed), transaction.atomic():
        congress = lock_congress(unit.congress_id, Congress.State.NOMINATING)
        candidate = Candidate.objects.create(
            congress=congress,
            office=office,
            unit=unit,
            volunteer=volunteer,
            statement=statement,
            minutes=minutes,
        )
        notify("volunteers.candidate_named", to=volunteer.person, about=candidate)
    return candidate


def _move(candidate: Candidate, to: str, reason: str = "") -> Candidate:
    reach(candidate, to, CandidateMoved, reason=reason)
    return candidate


@transaction.atomic
def admit_candidate(*, actor: Actor, candidate: Candidate) -> Candidate:
    """列为候选人. Raises `CandidateUnfit` when something has changed since the nomination."""
    policy.require(actor, MANAGE, candidate.congress)
    lock_congress(candidate.congress_id, Congress.State.NOMINATING)
    if reasons := obstacles(candidate.volunteer, candidate.minutes, today()):
        raise CandidateUnfit(reasons="；".join(reasons))
    return _move(candidate, State.STANDING)


@transaction.atomic
def refuse_candidate(*, actor: Actor, candidate: Candidate, reason: str) -> Candidate:
    """不予列入, with a reason that the unit reads."""
    policy.require(actor, MANAGE, candidate.congress)
    if not reason.strip():
        raise ReasonMissing
    lock_congress(candidate.congress_id, Congress.State.NOMINATING)
    return _move(candidate, State.REFUSED, reason)


def strike_candidate(candidate: Candidate, reason: str) -> Candidate:
    """除名, after an objection that holds. The caller has asked for the right and holds the congress."""
    return _move(candidate, State.STRUCK, reason)


@transaction.atomic
def withdraw_candidacy(*, actor: Actor, candidate: Candidate) -> Candidate:
    """退出候选: one's own, until the session begins; after that the ballots bear the name."""
    policy.require(actor, "volunteers.withdraw_candidacy", candidate)
    lock_congress(candidate.congress_id, Congress.State.NOMINATING, Congress.State.NOTICE)
    return _move(candidate, State.WITHDRAWN)
