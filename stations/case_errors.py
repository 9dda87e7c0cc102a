"""Refusals around a case in review: who has it in hand, and what was asked of the applicant."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from zibo_youth.core.errors import DomainError

from .models.stay import Asked


class CaseTaken(DomainError):
    """已由他人经办 (another reviewer has this case in hand)."""

    code = "case_taken"
    message = _("这份申请由%(name)s经办；请对方处理，或由区县退回公共队列")


class CaseNotInHand(DomainError):
    """没有人经办 (nobody has this case in hand: there is nothing to hand back)."""

    code = "case_not_in_hand"
    message = _("这份申请没有人经办，已在公共队列里")


class SecondReviewerNeeded(DomainError):
    """须另一人复核 (the policy asks for two people, and this one has approved before)."""

    code = "second_reviewer_needed"
    message = _("您已通过这份申请的初审，须由另一位审核人复核")


class TwoReviewsMissing(DomainError):
    """须两人审核 (an approval by one cannot move to days whose policy asks for two)."""

    code = "two_reviews_missing"
    message = _("所选日期须由两人审核，已通过的预约不能直接改到这些日期；请取消后重新申请")


class AskedMissing(DomainError):
    """未写明补正内容 (a return has to say what the applicant is to change)."""

    code = "asked_missing"
    message = _("请勾选需要申请人补正的内容")
    field = "asked"


class _Fields(DomainError):
    """A refusal that names what was asked for, or was not."""

    status = 422

    def __init__(self, fields: Collection[str]) -> None:
        words = pgettext("标点", "、").join(str(choice.label) for choice in Asked if choice in fields)
        super().__init__(fields=words)


class NotAsked(_Fields):
    """不在补正范围 (the answer changes something that the reviewer did not ask for)."""

    code = "not_asked"
    message = _("本次补正不能修改：%(fields)s。请只改审核人要求的内容")


class AnswerIncomplete(_Fields):
    """补正不完整 (something that was asked for is missing in the answer)."""

    code = "answer_incomplete"
    message = _("还没有补正：%(fields)s")


class AnswerFirst(DomainError):
    """请先补正 (while a request is returned, only what was asked for may change)."""

    code = "answer_first"
    message = _("这份申请正等您补正，请先补正并重新提交，再改日期")
