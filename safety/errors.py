"""Refusals of the register of enterprises: each names what was asked for and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class EnterpriseKnown(DomainError):
    """企业已登记 (the company of this code is under supervision already)."""

    code = "safety_enterprise_known"
    message = _("统一社会信用代码 %(uscc)s 的企业已登记为重点监管企业")


class CodeOfAnother(DomainError):
    """代码属于其他单位 (the code belongs to an organisation that is no company, or of another district)."""

    code = "safety_code_of_another"
    message = _("统一社会信用代码 %(uscc)s 已属于其他区县的单位，或该单位不是企业，请联系团市委核对")
    field = "uscc"


class NotACompany(DomainError):
    """不是企业 (no company with a code and a reporting unit stands behind the enterprise)."""

    code = "safety_not_a_company"
    message = _("重点监管企业须是有统一社会信用代码、已明确填报单位的企业")


class YoungerThanAll(DomainError):
    """青年职工多于职工 (more young workers than workers)."""

    code = "safety_more_young_than_workers"
    message = _("35 周岁以下职工人数不得多于职工人数")
    field = "young_workers"


class LeavesTooEarly(DomainError):
    """退出早于纳入 (supervision ends on or before the day on which it began)."""

    code = "safety_leaves_too_early"
    message = _("退出监管日期须晚于纳入监管日期")
    field = "until_on"
