"""Refusals about reports: which rule, with which value, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class MonthNotOver(DomainError):
    """当月尚未结束 (a report is about a month that is over)."""

    code = "month_not_over"
    message = _("%(month)s尚未结束，次月 1 日起才能填报")
    status = 400


class ReportSent(StateChanged):
    """月报已上报 (what was sent is changed only after the city has returned it)."""

    code = "report_sent"
    message = _("这份月报目前“%(state)s”，不能再改；需要修改时，请联系团市委退回")


class ReportNotSent(StateChanged):
    """月报不在可审核状态 (the city decides on what was sent, and on nothing else)."""

    code = "report_not_sent"
    message = _("这份月报目前“%(state)s”，不能办理这一步")


class FiguresNotTaken(DomainError):
    """尚未取数."""

    code = "figures_not_taken"
    message = _("请先完成第一步“自动取数”")


class FiguresOutdated(DomainError):
    """取数后有新记录 (facts came or went after the figures were taken and checked)."""

    code = "figures_outdated"
    message = _("取数以后，以下指标的记录有变化：%(labels)s。请重新取数、核对后再上报")


class ChecksOpen(DomainError):
    """核对未通过 (some figures are missing, or have to be explained)."""

    code = "checks_open"
    message = _("还有 %(count)s 处核对未通过：%(first)s")


class FigureIsCounted(DomainError):
    """自动取数指标 (a counted figure is not typed: its facts are put right instead)."""

    code = "figure_is_counted"
    message = _("“%(label)s”由系统取数，不能手工填写；数字不对时，请更正业务记录后重新取数")
    status = 400


class FigureInvalid(DomainError):
    """填报数有误 (negative, or a part that is greater than its whole, or without one)."""

    code = "figure_invalid"
    message = _("“%(label)s”应为不小于 0 的数；比率类指标须同时填写分子和分母，且分子不大于分母")
    status = 400


class SignatureMissing(DomainError):
    """签名不全 (a report is signed by its preparer, its checker and the head)."""

    code = "signature_missing"
    message = _("请填写填报人、审核人和单位负责人姓名")
    field = "head"
    status = 400


class ReasonNeeded(DomainError):
    """须写明原因."""

    code = "reason_needed"
    message = _("请写明退回原因")
    field = "reason"
    status = 400


class MonthNotComplete(DomainError):
    """尚有单位未审核 (a month is locked when all its reports are accepted)."""

    code = "month_not_complete"
    message = _("%(month)s还有 %(count)s 个单位的月报未审核通过，不能锁定")


class TargetsDoNotAddUp(DomainError):
    """分解目标合计不等于全市目标."""

    code = "targets_do_not_add_up"
    field = "city"
    message = _("各单位目标合计为 %(sum)s，与全市目标 %(city)s 不一致，相差 %(difference)s")
    status = 400


class TargetInvalid(DomainError):
    """目标小于 0."""

    code = "target_invalid"
    message = _("目标应为不小于 0 的数")
    status = 400


class NothingToExport(DomainError):
    """没有可导出的月报 (no report of this month or year is there)."""

    code = "nothing_to_export"
    message = _("没有可以导出的月报")
    status = 404


class ExportNotReady(StateChanged):
    """文件不可下载 (not written yet, expired, or failed)."""

    code = "export_not_ready"
    message = _("这个文件目前“%(state)s”，不能下载")


class ExportNotFailed(StateChanged):
    """无须重新生成 (only what failed is started again)."""

    code = "export_not_failed"
    message = _("这个文件目前“%(state)s”，无须重新生成")


class ExportUnderWay(StateChanged):
    """同一文件正在生成 (the same person asked for the same file again meanwhile)."""

    code = "export_under_way"
    message = _("您申请的同一个文件正在生成，请看导出列表")
