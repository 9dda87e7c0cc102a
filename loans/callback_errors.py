"""Refusals of banks' messages: which of them may be sent again later says `retry`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class SignatureRefused(DomainError):
    """签名无效 (an unknown bank, no key, a wrong signature: always the same words)."""

    code = "signature_refused"
    message = _("签名无效")
    status = 401


class MomentRefused(DomainError):
    """时间不符 (well signed, and too old or too far ahead)."""

    code = "timestamp_refused"
    message = _("消息时间与本平台相差超过 %(seconds)s 秒，请校准时间后重新签名发送")
    field = "webhook-timestamp"
    status = 401


class MessageReused(DomainError):
    """消息编号已用 (the identifier stands already, with other words)."""

    code = "message_id_reused"
    message = _("消息编号 %(message_id)s 已用于另一条内容，请使用新的编号")
    field = "webhook-id"


class MessageKnown(DomainError):
    """已收到 (the identifier stands already; whoever catches this gives the first answer)."""

    code = "message_known"
    message = _("该消息已收到")


class CaseUnknown(DomainError):
    """没有这份申请 (none of this number lies with this bank)."""

    code = "application_unknown"
    message = _("贵行没有编号为 %(reference)s 的申请")
    field = "application"
    status = 404


class ContractNotYet(DomainError):
    """合同未登记 (the bank's contract is not here, or not yet)."""

    code = "contract_not_yet"
    message = _("合同编号 %(contract_no)s 尚未登记，请先登记签约，再重新发送本消息")
    field = "contract_no"


class EventAhead(DomainError):
    """时间在将来 (it has not happened yet)."""

    code = "event_ahead"
    message = _("发生时间不能晚于现在")
    field = "occurred_at"


class KeysTaken(DomainError):
    """已有两把密钥 (one has to go before a third comes)."""

    code = "bank_keys_taken"
    message = _("%(bank)s已有两把有效的密钥，请先停用一把再发放")
    field = "bank"
