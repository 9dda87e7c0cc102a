"""Refusals that only a machine can meet: each is a class, a code and a sentence."""

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class CsrfMissing(DomainError):
    """跨站校验未通过 (a session call without the CSRF token of its own page)."""

    code = "csrf"
    message = _("页面校验未通过，请在请求头 X-CSRFToken 中带上本站页面给出的令牌")
    status = 403


class IdempotencyKeyMissing(DomainError):
    """缺少提交键 (a create call must carry a key, so that a resend books nothing twice)."""

    code = "idempotency_key_missing"
    message = _("请在请求头 Idempotency-Key 中提供一个提交键，重发同一份申请时使用同一个键")
    field = "Idempotency-Key"
    status = 400


class IdempotencyKeyMalformed(DomainError):
    """提交键格式有误."""

    code = "idempotency_key_bad"
    message = _("提交键（Idempotency-Key）须为 8 至 64 个英文字母、数字或 - _ . : 符号")
    field = "Idempotency-Key"
    status = 400


class ConsentNotGiven(DomainError):
    """未在网站上同意 (what is sensitive is agreed to on the site, in front of the words, once)."""

    code = "consent"
    message = _("请先登录网站，在“我的同意”页面阅读并同意证件号码与住宿登记两项告知，再通过接口申请")
    status = 403
