"""
单位名额 (parts kept for enterprises): of a session of an activity, beside the places for who comes alone.

Each part brings its places with it: the session holds the sum of all, so that no part takes another's.
The limit, the counter and the queue are the events' own (decision 0086).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from events.models import Quota, Session
from events.services import sessions
from events.services.locks import lock_session
from events.services.sessions import QuotaPlan, SessionPlan
from safety.campaign_errors import PartBelowTaken, PartThere
from safety.models import Enterprise
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

MANAGE = "events.manage_event"
LONGEST_NAME = 30


def keep_part(*, actor: policy.Actor, session: Session, enterprise: Enterprise, places: int) -> Quota:
    """
    留出单位名额 (keep a part) for an enterprise; its safety officers are told.

    Raises `PartThere`, `SessionBegun`, and as `sessions.add_quota`.
    """
    policy.require(actor, MANAGE, session.event)
    company = enterprise.organisation
    plan = QuotaPlan(name=str(company)[:LONGEST_NAME], capacity=places, organisation=company)
    with explaining(quota_one_of_an_organisation=PartThere(enterprise=company)), transaction.atomic():
        locked = lock_session(session.pk)
        if Quota.objects.filter(session=locked, organisation=company).exists():
            raise PartThere(enterprise=company)
        made = sessions.add_quota(actor=actor, session=locked, plan=_named_once(locked, plan))
        _hold_all(actor, locked)
        for officer in officers_of(enterprise):
            notify("safety.part_kept", to=officer, about=made)
    return made


def resize_part(*, actor: policy.Actor, part: Quota, places: int) -> Quota:
    """改单位名额 (resize). Raises `PartBelowTaken`, `SessionBegun`."""
    policy.require(actor, MANAGE, part.session.event)
    below = PartBelowTaken(taken=part.taken)
    with explaining(quota_never_overfull=below), transaction.atomic():
        locked = lock_session(part.session_id)
        part.refresh_from_db()
        if places < part.taken:
            raise PartBelowTaken(taken=part.taken)
        if places > part.capacity:
            _hold_all(actor, locked, more=places - part.capacity)
        sessions.resize_quota(actor=actor, quota=part, capacity=places)
        _hold_all(actor, locked)
    part.refresh_from_db()
    return part


def _hold_all(actor: policy.Actor, session: Session, *, more: int = 0) -> None:
    """The session holds what its parts hold together."""
    session.refresh_from_db()
    told = Quota.objects.filter(session=session).aggregate(all=Sum("capacity"))
    plan = SessionPlan(**{name: getattr(session, name) for name in sessions.FIELDS})
    sessions.change_session(actor=actor, session=session, plan=replace(plan, capacity=told["all"] + more))


def _named_once(session: Session, plan: QuotaPlan) -> QuotaPlan:
    """Two companies of the same short name: the second carries the end of its code."""
    if not session.quotas.filter(name=plan.name).exists():
        return plan
    code = plan.organisation.uscc if plan.organisation else ""
    return replace(plan, name=f"{plan.name[: LONGEST_NAME - 5]} {code[-4:]}")


def officers_of(enterprise: Enterprise) -> list[Person]:
    """Who answers for safety there today."""
    held = enterprise.organisation.memberships.filter(role="safety_officer").current(today())
    return [each.person for each in held.select_related("person").order_by("pk")]


def remind_of_parts(*, at: datetime) -> int:
    """
    Parts with places that nobody took, some days before the registration closes: the officers are told once.

    How many notices; safe to run twice.
    """
    until = at + timedelta(days=settings.SAFETY["remind_parts_days"])
    due = Quota.objects.filter(
        organisation__enterprise__isnull=False,
        taken__lt=F("capacity"),
        session__state=Session.State.PLANNED,
        session__event__state="published",
        session__opens_at__lte=at,
        session__closes_at__gt=at,
        session__closes_at__lte=until,
    )
    rows = due.select_related("session").order_by("pk")
    return sum(_remind(each) for each in rows)


@transaction.atomic
def _remind(part: Quota) -> int:
    enterprise = Enterprise.objects.get(organisation=part.organisation_id)
    told = [
        notify("safety.part_unfilled", to=officer, about=part, dedup=str(part.session.closes_at))
        for officer in officers_of(enterprise)
    ]
    return sum(map(bool, told))
