"""Refusals of the awards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class SeasonElsewhere(DomainError):
    """阶段不符 (the season is not, or no longer, at the step that this needs)."""

    code = "award_season_elsewhere"
    message = _("评选现在是“%(state)s”，不能进行此操作")


class SeasonIncomplete(DomainError):
    """准备不全 (something is missing before the next step)."""

    code = "award_season_incomplete"
    message = _("还不能进入下一步：%(what)s")


class RecommendationsOver(DomainError):
    """推荐已截止."""

    code = "award_recommendations_over"
    message = _("推荐已于 %(day)s 截止")


class TooManyRecommendations(DomainError):
    """推荐已够 (somebody of the public has recommended as many as one may in a season)."""

    code = "award_too_many_recommendations"
    message = _("每人每次评选最多推荐 %(most)s 个，您已推荐满")


class NobodyByThisName(DomainError):
    """编号姓名不符 (no active volunteer has this number and name; which is wrong is not told)."""

    code = "award_nobody_by_this_name"
    message = _("没有编号和姓名都相符的在册志愿者，请向本人核对")
    field = "volunteer_no"


class PanelHasAnswered(DomainError):
    """评分已交齐 (a member who comes after all scores are seen could turn them)."""

    code = "award_panel_has_answered"
    message = _("评分已经交齐，不能再增加评委")
    field = "mobile"


class AlreadyRecommended(DomainError):
    """已有推荐 (one nomination of the same for one category)."""

    code = "award_already_recommended"
    message = _("这一奖项已有对同一对象的推荐")


class NominationUnfit(DomainError):
    """不符合条件 (too few final hours, or not the recommender's)."""

    code = "award_nomination_unfit"
    message = _("不符合推荐条件：%(reasons)s")


class NominationMoved(DomainError):
    """推荐状态已变."""

    code = "award_nomination_moved"
    message = _("这份推荐现在是“%(state)s”，不能进行此操作")


class MustRecuse(DomainError):
    """应当回避 (one's own case, or one's own organisation's)."""

    code = "award_must_recuse"
    message = _("您与这份推荐有关系（%(why)s），应当回避，不能评分")


class AlreadyScored(DomainError):
    """已评分或已回避 (one answer of each member, and it is final)."""

    code = "award_already_scored"
    message = _("您对这份推荐已经评分或回避，不能更改")


class OverQuota(DomainError):
    """超过名额."""

    code = "award_over_quota"
    message = _("“%(category)s”最多 %(quota)s 个")


class RankPassedOver(DomainError):
    """跳过了排名靠前的 (whoever is ranked better is chosen first)."""

    code = "award_rank_passed_over"
    message = _("“%(category)s”不能跳过排名靠前的推荐")


class NobodyBehindTheNumber(DomainError):
    """没有这个账号 (no log-in with an identity has this number)."""

    code = "award_nobody_behind_the_number"
    message = _("没有使用这个手机号、且已填写实名的账号")
    field = "mobile"


class AlreadySeated(DomainError):
    """已是评委."""

    code = "award_already_seated"
    message = _("此人已是这次评选的评委")
    field = "mobile"
