"""The states of a guarantee and of a claim on it, and which follow which (reference/loans_safety.md §1.2)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GuaranteeState(models.TextChoices):
    """From the bank's question to the last yuan that the firm gives back."""

    REQUESTED = "requested", pgettext_lazy("担保", "待走访")
    SITE_VISIT = "site_visit", pgettext_lazy("担保", "已走访，待决定")
    APPROVED = "approved", pgettext_lazy("担保", "已同意，待出函")
    LETTER_ISSUED = "letter_issued", pgettext_lazy("担保", "已出函，待签约")
    ACTIVE = "active", pgettext_lazy("担保", "担保中")
    RELEASED = "released", pgettext_lazy("担保", "已解除")
    CLAIMED = "claimed", pgettext_lazy("担保", "银行已申请代偿")
    PAID = "paid", pgettext_lazy("担保", "已代偿")
    RECOURSE = "recourse", pgettext_lazy("担保", "追偿中")
    REFUSED = "refused", pgettext_lazy("担保", "未同意")
    WITHDRAWN = "withdrawn", pgettext_lazy("担保", "随申请终止")


S = GuaranteeState
# What a bank or a guarantor takes back is a move as well, and a settled loan may be owed again.
GUARANTEE_NEXT: Mapping[str, tuple[str, ...]] = {
    S.REQUESTED: (S.SITE_VISIT, S.REFUSED, S.WITHDRAWN),
    S.SITE_VISIT: (S.APPROVED, S.REFUSED, S.WITHDRAWN),
    S.APPROVED: (S.LETTER_ISSUED, S.WITHDRAWN),
    S.LETTER_ISSUED: (S.ACTIVE, S.WITHDRAWN),
    S.ACTIVE: (S.RELEASED, S.CLAIMED),
    S.RELEASED: (S.ACTIVE,),
    S.CLAIMED: (S.ACTIVE, S.PAID),
    S.PAID: (S.CLAIMED, S.RECOURSE),
    S.RECOURSE: (S.PAID,),
}
# Came to nothing: the application may ask anew, if it lives.
ENDED = (S.REFUSED, S.WITHDRAWN)
UNDECIDED = (S.REQUESTED, S.SITE_VISIT)
# Before there is a loan: these end with the application.
BEFORE_THE_LOAN = (*UNDECIDED, S.APPROVED, S.LETTER_ISSUED)
# There is a loan, and the guarantee is of it.
IN_FORCE = (S.ACTIVE, S.RELEASED, S.CLAIMED, S.PAID, S.RECOURSE)
DECIDED = (S.APPROVED, S.LETTER_ISSUED, *IN_FORCE)


class ClaimState(models.TextChoices):
    """代偿申请: filed by the bank, approved and paid by the guarantor."""

    FILED = "filed", pgettext_lazy("代偿申请", "待担保机构决定")
    APPROVED = "approved", pgettext_lazy("代偿申请", "已同意，待付款")
    PAID = "paid", pgettext_lazy("代偿申请", "已付款")
    REFUSED = "refused", pgettext_lazy("代偿申请", "未同意")
    WITHDRAWN = "withdrawn", pgettext_lazy("代偿申请", "银行已撤回")


C = ClaimState
CLAIM_NEXT: Mapping[str, tuple[str, ...]] = {
    C.FILED: (C.APPROVED, C.REFUSED, C.WITHDRAWN),
    C.APPROVED: (C.PAID, C.WITHDRAWN),
    C.PAID: (C.APPROVED,),
}
CLAIM_ENDED = (C.REFUSED, C.WITHDRAWN)


class Component(models.TextChoices):
    """担保范围 (covered components); 罚息 has the compound interest with it."""

    PRINCIPAL = "principal", pgettext_lazy("担保范围", "本金")
    INTEREST = "interest", pgettext_lazy("担保范围", "利息")
    PENALTY = "penalty", _("罚息和复利")
