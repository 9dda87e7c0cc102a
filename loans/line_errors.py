"""Refusals of credit lines: which line, how much is left on it, and from which day on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class LineOverdrawn(DomainError):
    """额度不足 (on some day more would be given out or drawn than the line holds)."""

    code = "loan_line_overdrawn"
    message = _("“%(line)s”额度不足：申请 %(asked)s 元，%(day)s 起可用 %(left)s 元")
    field = "amount"


class LineNotOpen(DomainError):
    """额度未启用 (nothing is drawn from a line that is not open)."""

    code = "loan_line_not_open"
    message = _("“%(line)s”目前%(state)s，不能办理此项")


class LineOutOfItsDays(DomainError):
    """不在有效期内 (a day before the line was signed, or after it ends)."""

    code = "loan_line_out_of_its_days"
    message = _("“%(line)s”的有效期为 %(signed)s 至 %(expires)s，%(day)s 不在其中")
    field = "on"


class LineNotEmpty(DomainError):
    """额度仍在使用 (a line is closed only when nothing is given out or drawn)."""

    code = "loan_line_not_empty"
    message = _("“%(line)s”仍有已分配 %(allotted)s 元、未还本金 %(drawn)s 元，不能关闭")


class EntryReversed(DomainError):
    """已冲销 (an entry is taken back once, and a reversal never)."""

    code = "loan_line_entry_reversed"
    message = _("这笔记录已经冲销，或本身就是冲销记录")


class FirmHasALine(DomainError):
    """该企业已有额度 (one line for each company under a programme)."""

    code = "loan_firm_has_a_line"
    message = _("该企业在此额度下已有一条额度，请调整原有额度")
    field = "firm"


class SourceNeeded(DomainError):
    """缺少文件依据 (a line is signed by a document)."""

    code = "loan_line_source_needed"
    message = _("请填写授信文件的名称和文号")
    field = "source"
