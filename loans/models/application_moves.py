"""The states of an application, and every event that moves it: by whose right, from where to where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class ApplicationState(models.TextChoices):
    """From the draft to the contract (reference/loans_safety.md §1.2)."""

    DRAFT = "draft", pgettext_lazy("贷款申请", "填写中")
    SUBMITTED = "submitted", pgettext_lazy("贷款申请", "已提交")
    DISTRICT_REVIEW = "district_review", pgettext_lazy("贷款申请", "区县初审中")
    CITY_REVIEW = "city_review", pgettext_lazy("贷款申请", "市级审核中")
    BANK_REVIEW = "bank_review", pgettext_lazy("贷款申请", "银行审批中")
    GUARANTOR_REVIEW = "guarantor_review", pgettext_lazy("贷款申请", "担保机构审核中")
    MORE_INFO = "more_info", pgettext_lazy("贷款申请", "待补充")
    OFFERED = "offered", pgettext_lazy("贷款申请", "银行已同意，待确认")
    ACCEPTED = "accepted", pgettext_lazy("贷款申请", "已确认，待签约")
    CONTRACTED = "contracted", pgettext_lazy("贷款申请", "已签约")
    REJECTED = "rejected", pgettext_lazy("贷款申请", "未通过")
    WITHDRAWN = "withdrawn", pgettext_lazy("贷款申请", "已撤回")
    EXPIRED = "expired", pgettext_lazy("贷款申请", "已过期")


S = ApplicationState
APPLY, DISTRICT, CITY = "loans.apply", "loans.review_in_district", "loans.recommend"
BANK, GUARANTOR, CLOSE = "loans.answer_as_bank", "loans.answer_as_guarantor", "loans.close_application"

# Whose look it is in each review: the right that asks, refuses and passes on.
REVIEWED_BY: Mapping[str, str] = {
    S.DISTRICT_REVIEW: DISTRICT,
    S.CITY_REVIEW: CITY,
    S.BANK_REVIEW: BANK,
    S.GUARANTOR_REVIEW: GUARANTOR,
}
REVIEWS = tuple(REVIEWED_BY)
# Nothing follows these; the firm may apply for the product again.
ENDED = (S.REJECTED, S.WITHDRAWN, S.EXPIRED)
# Handed in and not ended: a firm has one such application for each product.
LIVE = (S.SUBMITTED, *REVIEWS, S.MORE_INFO, S.OFFERED, S.ACCEPTED)
# The clock of an office runs in these.
ON_THE_CLOCK = (S.SUBMITTED, *REVIEWS)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that may happen: the right, the states it starts from, those it may lead to."""

    action: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


EVENTS: Mapping[str, Event] = {
    "submit": Event(APPLY, (S.DRAFT,), (S.SUBMITTED,)),
    "answer": Event(APPLY, (S.MORE_INFO,), REVIEWS),
    "accept": Event(APPLY, (S.OFFERED,), (S.ACCEPTED,)),
    "decline": Event(APPLY, (S.OFFERED,), (S.WITHDRAWN,)),
    "withdraw": Event(APPLY, (S.DRAFT, *LIVE), (S.WITHDRAWN,)),
    "take": Event(DISTRICT, (S.SUBMITTED,), (S.DISTRICT_REVIEW,)),
    "pass_on": Event(DISTRICT, (S.DISTRICT_REVIEW,), (S.CITY_REVIEW,)),
    "recommend": Event(CITY, (S.CITY_REVIEW,), (S.BANK_REVIEW,)),
    "ask_guarantor": Event(BANK, (S.BANK_REVIEW,), (S.GUARANTOR_REVIEW,)),
    "offer": Event(BANK, (S.BANK_REVIEW,), (S.OFFERED,)),
    "guarantee": Event(GUARANTOR, (S.GUARANTOR_REVIEW,), (S.OFFERED,)),
    "contract": Event(BANK, (S.ACCEPTED,), (S.CONTRACTED,)),
    "expire": Event(CLOSE, (S.DRAFT, S.OFFERED), (S.EXPIRED,)),
    **{f"ask_in_{state}": Event(right, (state,), (S.MORE_INFO,)) for state, right in REVIEWED_BY.items()},
    **{f"refuse_in_{state}": Event(right, (state,), (S.REJECTED,)) for state, right in REVIEWED_BY.items()},
}


def _next() -> dict[str, tuple[str, ...]]:
    """What the database holds every move to: all events, by the state they start from."""
    found: dict[str, set[str]] = {}
    for event in EVENTS.values():
        for source in event.sources:
            found.setdefault(str(source), set()).update(str(target) for target in event.targets)
    return {source: tuple(sorted(targets)) for source, targets in sorted(found.items())}


APPLICATION_NEXT: Mapping[str, tuple[str, ...]] = _next()
