"""Refusals around a guest who stands at the desk without the card."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class ProofMissing(DomainError):
    """未选证明 (neither the card nor one of the proofs that may stand in for it)."""

    code = "proof_missing"
    message = _("请选择来宾出示的证明")
    field = "proof"


class ProofReasonMissing(DomainError):
    """未写原因 (why the card is not there has to be written down)."""

    code = "proof_reason_missing"
    message = _("请写明没带身份证的原因")
    field = "proof_reason"


class CardNotDue(DomainError):
    """没有待补验的证件 (the card was seen at check-in, or since)."""

    code = "card_not_due"
    message = _("这份入住单没有待补验的证件")
