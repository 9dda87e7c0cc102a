"""Why a referral code is refused, to a guest who hands it in or to the district that issues it."""

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class ReferralRefused(DomainError):
    """推荐码不能使用 (the code opens nothing; without one the request can be handed in all the same)."""

    field = "referral"


class ReferralUnknown(ReferralRefused):
    """没有这个推荐码 (no code reads like this)."""

    code = "referral_unknown"
    message = _("没有这个推荐码。请对照单位或学校给您的推荐码核对；没有推荐码可以留空，不影响申请")


class ReferralUsed(ReferralRefused):
    """推荐码已使用 (it names another stay)."""

    code = "referral_used"
    message = _("这个推荐码已经用过，一个推荐码只能用于一次申请。请向推荐单位另要一个，或留空后提交")


class ReferralExpired(ReferralRefused):
    """推荐码已过期 (its last day is over)."""

    code = "referral_expired"
    message = _("这个推荐码的有效期到 %(day)s 为止。请向推荐单位另要一个，或留空后提交")


class ReferralRevoked(ReferralRefused):
    """推荐码已作废 (the district took it back)."""

    code = "referral_revoked"
    message = _("这个推荐码已被作废。请向推荐单位另要一个，或留空后提交")


class QuotaUsedUp(DomainError):
    """超出额度 (more codes than the partner's quota has left)."""

    code = "quota_used_up"
    message = _("剩余额度不够。请减少个数，或先在合作单位资料中调高额度")
    field = "count"


class QuotaBelowIssued(DomainError):
    """额度低于已发个数 (codes beyond the new quota were issued already)."""

    code = "quota_below_issued"
    message = _("已发放的推荐码比这个额度多，额度不能低于已发放的个数")
    field = "quota"


class ReferralTermInvalid(DomainError):
    """有效期不对 (the last day is over already, or more than a year away)."""

    code = "referral_term_invalid"
    message = _("有效期须在今天之后的一年以内")
    field = "valid_until"
    status = 400


class ReferralNotOpen(StateChanged):
    """推荐码不是未使用 (only an unused code is revoked)."""

    code = "referral_not_open"
    message = _("只有未使用的推荐码可以作废。请刷新页面查看它现在的状态")
