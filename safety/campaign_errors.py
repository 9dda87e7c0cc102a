"""Refusals of campaigns, activities, materials and of the parts kept for enterprises."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class CampaignMoved(StateChanged):
    """主题活动状态已变 (the campaign is not, or no longer, where the move starts)."""

    code = "safety_campaign_moved"
    message = _("这个主题活动现在是“%(state)s”，不能这样办理")


class CampaignDaysWrong(DomainError):
    """日期不对 (a campaign ends before it begins)."""

    code = "safety_campaign_days"
    message = _("结束日期不得早于开始日期")
    field = "until_on"


class MaterialNeedsOne(DomainError):
    """资料缺内容 (neither a link nor a file, or both)."""

    code = "safety_material_needs_one"
    message = _("请填写网址或上传文件，二者选一")
    field = "link"


class MaterialLinkOpen(DomainError):
    """网址不安全 (a link that is not encrypted is not given out)."""

    code = "safety_material_link"
    message = _("网址须以 https:// 开头")
    field = "link"


class NotATraining(DomainError):
    """不是培训 (only a training is for engineers)."""

    code = "safety_not_a_training"
    message = _("只有“安全知识培训”可以标为注册安全工程师公益培训")
    field = "for_engineers"


class PartThere(DomainError):
    """已有名额 (an enterprise has one part of a session)."""

    code = "safety_part_there"
    message = _("“%(enterprise)s”在这个场次已有专属名额，可以改它的人数")
    field = "enterprise"


class PartBelowTaken(DomainError):
    """名额低于已报 (places that people hold are not taken away)."""

    code = "safety_part_below_taken"
    message = _("已报 %(taken)s 人，专属名额不能低于这个数")
    field = "places"
