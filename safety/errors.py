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


class NoEnterprises(DomainError):
    """清单没有企业 (a list of nobody)."""

    code = "safety_no_enterprises"
    message = _("清单里没有企业，请按模板每行填写一家")
    field = "file"


class RegisterChanged(DomainError):
    """名录与预览不符 (somebody wrote in the register since the preview was shown)."""

    code = "safety_register_changed"
    message = _("预览之后名录有变，没有导入任何企业。请重新上传并预览")


class OfficerUnknown(DomainError):
    """没有这个账号 (nobody has logged in with this number, or the office is another enterprise's)."""

    code = "safety_officer_unknown"
    message = _("没有用这个手机号登录过的账号，请安全员先用手机号登录一次")
    field = "mobile"


class TooManyAreas(DomainError):
    """车间过多 (a list that nobody finds a place in)."""

    code = "safety_too_many_areas"
    message = _("最多 %(most)s 个车间或区域")
    field = "areas"
