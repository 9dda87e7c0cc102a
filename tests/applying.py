"""Applications for loans: the offices around them, and how far one has come."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from PIL import Image

from loans.models import (
    BankQuota,
    LoanApplication,
    LoanApplicationTransition,
    LoanCall,
    LoanDocument,
    LoanProduct,
    ProductVersion,
)
from loans.models.application_words import AskReason, RefusalReason
from loans.services import applications
from loans.services.applications import Asked, Contract, Terms, ToldFirm, ToldPurpose
from tests import loaning, people
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import today

_serial = itertools.count(1)
Role = Membership.Role


def yuan(amount: int | str) -> Decimal:
    return Decimal(str(amount))


def organisation(kind: str, name: str = "") -> Organisation:
    number = next(_serial)
    return Organisation.objects.create(
        code=f"loan-{kind}-{number}", name=name or f"示范{kind}{number}", kind=kind
    )


def version(product: LoanProduct | None = None, **other: Any) -> ProductVersion:
    """One in force since long ago, with a limit of everything."""
    turn = next(_serial)
    product = product or LoanProduct.objects.create(code=f"p-{turn}", name=f"示范{turn}贷")
    told: dict[str, Any] = {
        "number": 1,
        "from_on": date(2021, 1, 1),
        "source": "示青联〔2021〕1号",
        "most_amount": yuan(300_000),
        "most_months": 36,
        "most_age": 45,
        "methods": ["annuity", "interest_only"],
        "offer_days": 10,
    }
    return ProductVersion.objects.create(product=product, **(told | other))


def call(product: LoanProduct, **other: Any) -> LoanCall:
    dates = {"opens_on": today() - timedelta(5), "closes_on": today() + timedelta(20)}
    return LoanCall.objects.create(product=product, name=f"第{next(_serial)}批", **(dates | other))


@dataclass
class Lending:
    """One call of one product, two banks in it, and whoever has a part."""

    version: ProductVersion
    call: LoanCall
    bank: Organisation
    bank_2: Organisation
    guarantor: Organisation
    quota: BankQuota
    founder: User
    founder_2: User
    officer: User
    foreign_officer: User
    city_staff: User
    city_staff_2: User
    banker: User
    banker_2: User
    guarantor_officer: User
    district: str = "zhangdian"


def lending(amount: int = 1_000_000, **of_version: Any) -> Lending:
    pinned = version(**of_version)
    made = call(pinned.product)
    bank, bank_2 = organisation("bank"), organisation("bank")
    guarantor = organisation("guarantor")
    quotas = [BankQuota.objects.create(call=made, bank=each, amount=yuan(amount)) for each in (bank, bank_2)]
    return Lending(
        pinned,
        made,
        bank,
        bank_2,
        guarantor,
        quotas[0],
        founder=people.applicant("林示创", age=30),
        founder_2=people.applicant("高示业", age=30),
        officer=people.officer("zhangdian"),
        foreign_officer=people.officer("huantai"),
        city_staff=people.city_staff(),
        city_staff_2=people.city_staff("韩示推"),
        banker=people.staff("宋示行", bank, Role.BANK_OFFICER),
        banker_2=people.staff("冯示行", bank_2, Role.BANK_OFFICER),
        guarantor_officer=people.staff("沈示担", guarantor, Role.GUARANTOR_OFFICER),
    )


def firm(**other: Any) -> ToldFirm:
    told = {
        "uscc": loaning.uscc(),
        "firm_name": "淄博示范科技有限公司",
        "founded_on": date(2019, 3, 1),
        "industry": "软件和信息技术",
        "reporting_org": Organisation.objects.get(code="zhangdian"),
    }
    return ToldFirm(**(told | other))


def purpose(amount: int | Decimal = 200_000, **other: Any) -> ToldPurpose:
    told = {"months": 24, "method": "annuity", "purpose": "equipment", "purpose_words": "购置两台加工设备"}
    return ToldPurpose(amount=Decimal(amount), **(told | other))


def paper(name: str = "材料.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def draft(of: Lending, founder: User | None = None, **told: Any) -> LoanApplication:
    """All five parts saved, not handed in. ``amount``, ``uscc`` and the like go to their part."""
    by = founder or of.founder
    made = applications.start_application(actor=by, call=told.pop("call", of.call))
    if hasattr(of, "district"):
        told.setdefault("reporting_org", Organisation.objects.get(code=of.district))
    of_purpose = {key: told.pop(key) for key in ("amount", "months") if key in told}
    applications.save_firm(actor=by, application=made, told=firm(**told))
    applications.save_owner(actor=by, application=made, position="legal")
    applications.save_purpose(actor=by, application=made, told=purpose(**of_purpose))
    for kind in ("licence", "use_of_funds"):
        applications.add_document(actor=by, application=made, kind=kind, upload=paper())
    return applications.save_consent(actor=by, application=made, preferred_bank=of.bank)


def submitted(of: Lending, founder: User | None = None, **told: Any) -> LoanApplication:
    made = draft(of, founder, **told)
    return applications.submit_application(actor=founder or of.founder, application=made)


def taken(of: Lending, founder: User | None = None, **told: Any) -> LoanApplication:
    made = submitted(of, founder, **told)
    return applications.take_application(actor=of.officer, application=made)


def passed_on(of: Lending, founder: User | None = None, **told: Any) -> LoanApplication:
    return applications.pass_on(actor=of.officer, application=taken(of, founder, **told))


def recommended(of: Lending, founder: User | None = None, **told: Any) -> LoanApplication:
    made = passed_on(of, founder, **told)
    return applications.recommend(actor=of.city_staff, application=made, bank=of.bank)


def to_guarantor(of: Lending) -> LoanApplication:
    made, terms = recommended(of), Terms(yuan(150_000), 24)
    return applications.ask_guarantor(actor=of.banker, application=made, guarantor=of.guarantor, terms=terms)


def offered(of: Lending, founder: User | None = None) -> LoanApplication:
    terms = Terms(yuan(150_000), 24)
    return applications.offer(actor=of.banker, application=recommended(of, founder), terms=terms)


def accepted(of: Lending) -> LoanApplication:
    return applications.accept_offer(actor=of.founder, application=offered(of))


def contracted(of: Lending) -> LoanApplication:
    made = accepted(of)
    applications.record_contract(actor=of.banker, application=made, contract=contract())
    made.refresh_from_db()
    return made


def contract(**other: Any) -> Contract:
    told = {"contract_no": f"示合同-{next(_serial)}", "signed_on": today(), "rate": Decimal("0.0435")}
    return Contract(**(told | {"method": "annuity"} | other))


def asked(*parts: str) -> Asked:
    return Asked(parts or ("purpose",), AskReason.UNCLEAR, "请写清设备型号")


def returned(of: Lending) -> LoanApplication:
    return applications.ask_more(actor=of.officer, application=taken(of), asked=asked())


def rejected(of: Lending) -> LoanApplication:
    return refuse(of.officer, taken(of))


def refuse(by: User, application: LoanApplication) -> LoanApplication:
    reason = RefusalReason.PURPOSE
    return applications.refuse(actor=by, application=application, reason=reason, note="用途与经营范围不符")


def withdrawn(of: Lending) -> LoanApplication:
    return applications.withdraw_application(actor=of.founder, application=submitted(of))


def expired(of: Lending) -> LoanApplication:
    made = offered(of)
    applications.expire_applications(on=made.offer_until + timedelta(1))
    made.refresh_from_db()
    return made


STAGES = {
    "draft": draft,
    "submitted": submitted,
    "district_review": taken,
    "city_review": passed_on,
    "bank_review": recommended,
    "guarantor_review": to_guarantor,
    "more_info": returned,
    "offered": offered,
    "accepted": accepted,
    "contracted": contracted,
    "rejected": rejected,
    "withdrawn": withdrawn,
    "expired": expired,
}


def rows_of(guest: User, district: Organisation) -> dict[type[Model], Any]:
    """An application of the guest's that lies with the district, what was written of it, and a paper."""
    made = call(version().product)
    bank = organisation("bank")
    BankQuota.objects.create(call=made, bank=bank, amount=yuan(1_000_000))
    of: Any = SimpleNamespace(call=made, bank=bank)
    application = submitted(of, guest, reporting_org=district)
    return {
        LoanApplication: application,
        LoanApplicationTransition: application.transitions.first(),
        LoanDocument: application.documents.first(),
    }
