"""Why an account cannot be closed yet: what still hangs on it, and what to do; beside `stations.errors`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class StayHangsOnIt(DomainError):
    """有未结束的入住 (a stay is open, waits for a bed, or has begun)."""

    code = "erase_stay_open"
    message = _("您还有未结束的入住（%(reference)s），不能注销。请先取消或撤回；已入住的，退房后再申请")


class BedHangsOnIt(DomainError):
    """草稿保留着床位 (a bed is held while a draft is filled in)."""

    code = "erase_hold_open"
    message = _("您有一份草稿正保留着床位，不能注销。请先放弃这份草稿，或等保留时间结束")


class VisitHangsOnIt(DomainError):
    """有未结束的会客厅预约."""

    code = "erase_visit_open"
    message = _("您还有未结束的会客厅预约（%(reference)s），不能注销。请先取消，或在使用结束后再申请")


class AppealHangsOnIt(DomainError):
    """申诉未处理完."""

    code = "erase_appeal_open"
    message = _("您的失约申诉还没有处理完，不能注销。请等待处理结果，再申请注销")


class ClaimHangsOnIt(DomainError):
    """签约待核实."""

    code = "erase_claim_open"
    message = _("您填写的签约还在核实，不能注销。请等待核实完成，或联系团区（县）委说明")
