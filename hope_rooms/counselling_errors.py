"""Refusals of counselling: each names the broken rule, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class NoPairForCounselling(DomainError):
    """没有结对 (a session takes place while both adults of a pair are there, reference/welfare.md S1)."""

    code = "no_pair_for_counselling"
    message = _("心理疏导须有两名结对志愿者在场；请先完成结对，再指定心理疏导人员")


class CounsellorIsOfThePair(DomainError):
    """是结对志愿者 (the counsellor is a third adult, and the pair does not read the notes)."""

    code = "counsellor_is_of_the_pair"
    message = _("这名志愿者正与孩子结对，请指定另一名志愿者")
    field = "volunteer_no"


class CounsellorStands(DomainError):
    """已有心理疏导人员 (one named counsellor per child)."""

    code = "counsellor_stands"
    message = _("这名孩子已有心理疏导人员，请先结束，再指定另一人")


class CounsellorUnknown(DomainError):
    """没有这名志愿者."""

    code = "counsellor_unknown"
    message = _("没有这个志愿者编号，请核对")
    field = "volunteer_no"


class QualificationMissing(DomainError):
    """没有资质依据 (nobody counsels a child without one)."""

    code = "qualification_missing"
    message = _("请写明资质证书的名称和编号")
    field = "qualification"


class CounsellorEnded(DomainError):
    """已结束 (this naming is over)."""

    code = "counsellor_ended"
    message = _("这次指定已经结束")


class CounsellingNotAgreed(DomainError):
    """监护人未同意心理疏导 (a purpose of its own, in words of its own)."""

    code = "counselling_not_agreed"
    message = _("监护人同意心理疏导并已登记、心理疏导人员仍在任时，才能办理")


class CounsellorProposes(DomainError):
    """由心理疏导人员提出 (who counsels sets the session)."""

    code = "counsellor_proposes"
    message = _("心理疏导由孩子的心理疏导人员提出")
    field = "kind"


class CounsellorWasNotThere(DomainError):
    """没有到场 (a note is of a session at which the counsellor was)."""

    code = "counsellor_was_not_there"
    message = _("签到参加这次心理疏导后，才能写记录")


class NoteEmpty(DomainError):
    """记录为空."""

    code = "counselling_note_empty"
    message = _("请写下记录")
    field = "words"
