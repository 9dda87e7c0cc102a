"""重点监管企业: who is taken into the register of a district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from safety.errors import (
    CodeOfAnother,
    EnterpriseKnown,
    LeavesTooEarly,
    NotACompany,
    OfficerUnknown,
    TooManyAreas,
    YoungerThanAll,
)
from safety.models import Enterprise, WorkArea
from zibo_youth.accounts import mobile as mobiles
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.services.staff import appoint, dismiss
from zibo_youth.core.errors import explaining

MANAGE, NAME_AREAS = "safety.manage_enterprise", "safety.name_work_areas"
MOST_AREAS = 100


@dataclass(frozen=True, slots=True)
class Described:
    """An enterprise as its district writes it down."""

    uscc: str
    name: str
    sector: str
    since: date
    workers: int = 0
    young_workers: int = 0
    league_branch: str = ""
    address: str = ""


def register_enterprise(*, actor: policy.Actor, district: Organisation, told: Described) -> Enterprise:
    """
    登记企业: take a company into the register; its organisation is made where the code is new.

    Raises `NotAllowed` outside of the actor's district, `EnterpriseKnown`, `CodeOfAnother` where the
    code belongs to somebody else, `YoungerThanAll`.
    """
    with (
        explaining(
            safety_enterprise_organisation_id_key=EnterpriseKnown(uscc=told.uscc),
            organisation_one_per_uscc=EnterpriseKnown(uscc=told.uscc),
            accounts_organisation_code_key=EnterpriseKnown(uscc=told.uscc),
            enterprise_is_a_company_with_a_code=NotACompany,
            enterprise_has_no_more_young_than_workers=YoungerThanAll,
            enterprise_leaves_after_it_came=LeavesTooEarly,
        ),
        transaction.atomic(),
    ):
        company = _company(district, told)
        made = Enterprise(
            organisation=company,
            sector=told.sector,
            workers=told.workers,
            young_workers=told.young_workers,
            league_branch=told.league_branch,
            since=told.since,
        )
        policy.require(actor, MANAGE, made)
        if company.pk is None:
            company.save()
            made.organisation = company
        made.save()
    return made


def _company(district: Organisation, told: Described) -> Organisation:
    """Whose code it is, or a company not saved yet."""
    known = Organisation.objects.filter(uscc=told.uscc).first()
    if known is None:
        return Organisation(
            code=f"company-{told.uscc.lower()}",
            name=told.name,
            kind=Organisation.Kind.COMPANY,
            reporting_org=district,
            uscc=told.uscc,
            address=told.address,
        )
    if known.kind != Organisation.Kind.COMPANY or known.reporting_org_id != district.pk:
        raise CodeOfAnother(uscc=told.uscc)
    return known


def describe_enterprise(*, actor: policy.Actor, enterprise: Enterprise, told: Described) -> Enterprise:
    """
    更新企业情况 (describe anew): sector, head counts and league branch; the rest is its company's.

    Raises `YoungerThanAll`.
    """
    policy.require(actor, MANAGE, enterprise)
    changes = {name: getattr(told, name) for name in ("sector", "workers", "young_workers", "league_branch")}
    with explaining(enterprise_has_no_more_young_than_workers=YoungerThanAll), transaction.atomic():
        Enterprise.objects.filter(pk=enterprise.pk).update(**changes)
    enterprise.refresh_from_db()
    return enterprise


@transaction.atomic
def correct_company(
    *, actor: policy.Actor, enterprise: Enterprise, district: Organisation, told: Described
) -> Enterprise:
    """
    更正单位 (the company behind it): its name, its address and the district that reports it; its code stays.

    What was reported before stays with the district that it was reported to. Raises `NotAllowed` where
    either the district that it leaves or the one that it comes to is not the actor's.
    """
    policy.require(actor, MANAGE, enterprise)
    enterprise.organisation.reporting_org = district
    policy.require(actor, MANAGE, enterprise)
    rows = Organisation.objects.filter(pk=enterprise.organisation_id)
    rows.update(name=told.name, address=told.address, reporting_org=district)
    enterprise.organisation.refresh_from_db()
    return enterprise


@transaction.atomic
def name_work_areas(*, actor: policy.Actor, enterprise: Enterprise, names: Sequence[str]) -> list[WorkArea]:
    """
    车间和区域 (work areas): these and no others may be named in a report from now on.

    One that is left out is closed, since old reports name it, and opens again when it is named again.
    Raises `NotAllowed`, `TooManyAreas`.
    """
    policy.require(actor, NAME_AREAS, enterprise)
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if len(wanted) > MOST_AREAS:
        raise TooManyAreas(most=MOST_AREAS)
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    known = set(enterprise.areas.values_list("name", flat=True))
    WorkArea.objects.bulk_create(
        WorkArea(enterprise=enterprise, name=name) for name in wanted if name not in known
    )
    enterprise.areas.filter(name__in=wanted, is_closed=True).update(is_closed=False)
    enterprise.areas.exclude(name__in=wanted).filter(is_closed=False).update(is_closed=True)
    return list(enterprise.areas.in_use())


def end_supervision(*, actor: policy.Actor, enterprise: Enterprise, until_on: date) -> Enterprise:
    """退出监管 (supervision ends): from that day on nothing new is asked of it. Raises `LeavesTooEarly`."""
    policy.require(actor, MANAGE, enterprise)
    with explaining(enterprise_leaves_after_it_came=LeavesTooEarly), transaction.atomic():
        Enterprise.objects.filter(pk=enterprise.pk).update(until_on=until_on)
    enterprise.refresh_from_db()
    return enterprise


def name_safety_officer(*, actor: policy.Actor, enterprise: Enterprise, mobile: str) -> Membership:
    """
    指定安全员 (name the safety officer): whoever has logged in with this number serves from today on.

    The office is the enterprise's; its holder sets up the second factor before it opens anything. Raises
    `InvalidMobile`, `OfficerUnknown`, `AlreadyAppointed`.
    """
    policy.require(actor, MANAGE, enterprise)
    user = User.objects.filter(mobile=mobiles.normalise(mobile), is_active=True).first()
    if user is None or user.mobile_verified_at is None:
        raise OfficerUnknown
    return appoint(
        actor=policy.SYSTEM,
        user=user,
        organisation=enterprise.organisation,
        role=Membership.Role.SAFETY_OFFICER,
    )


def end_safety_officer(*, actor: policy.Actor, enterprise: Enterprise, membership: Membership) -> Membership:
    """卸任 (the officer serves no longer), from today on. Raises `OfficerUnknown` of another enterprise."""
    policy.require(actor, MANAGE, enterprise)
    is_theirs = membership.organisation_id == enterprise.organisation_id
    if not is_theirs or membership.role != Membership.Role.SAFETY_OFFICER:
        raise OfficerUnknown
    return dismiss(actor=policy.SYSTEM, membership=membership)
