"""重点监管企业: who is taken into the register of a district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from safety.errors import CodeOfAnother, EnterpriseKnown, LeavesTooEarly, NotACompany, YoungerThanAll
from safety.models import Enterprise
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.errors import explaining

MANAGE = "safety.manage_enterprise"


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
