"""Refusals of recruitment rounds: each is a class, a code and a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class RoundNotOpen(DomainError):
    """不在报名时间 (not open yet, closed, or called off)."""

    code = "round_not_open"
    message = _("这次招募现在不接受报名，请查看报名时间")


class RoundForOthers(DomainError):
    """没有可报的名额 (no pool of the volunteer's university, and no open one)."""

    code = "round_for_others"
    message = _("这次招募没有面向您学校的名额，也没有不限学校的名额；学校有误请到“我的志愿服务”修改")


class TooYoungForRound(DomainError):
    """年龄不够 (too young for every post on the first day; time does not heal that)."""

    code = "too_young_for_round"
    message = _("这次招募的岗位要求上岗首日年满 %(age)s 周岁")


class AlreadyApplied(DomainError):
    """已报名 (one application per volunteer and round)."""

    code = "already_applied"
    message = _("您已报名这次招募，同一招募只能报名一次")


class ApplicationMoved(StateChanged):
    """报名状态已变 (the application is not, or no longer, where the move starts)."""

    code = "application_moved"
    message = _("这份招募报名现在是“%(state)s”，不能进行此操作，请刷新后再看")


class RoundOfferOver(StateChanged):
    """录取确认已过期 (the time to accept is over; the place goes to the next)."""

    code = "round_offer_over"
    message = _("确认时间已过，名额已给下一位候补")


class RoundMoved(StateChanged):
    """招募状态已变 (the round is not, or no longer, where the move starts)."""

    code = "round_moved"
    message = _("这次招募现在是“%(state)s”，不能进行此操作")


class RoundWithoutPools(DomainError):
    """没有名额 (a round opens with places)."""

    code = "round_without_pools"
    message = _("请先设置名额，再开放报名")


class RoundOver(DomainError):
    """时间已过 (its end lies behind, or its work begins before)."""

    code = "round_over"
    message = _("报名截止时间已过，或晚于上岗首日，请先改好时间再开放")


class QuotaBelowSeats(DomainError):
    """名额少于已录取 (somebody would lose the place)."""

    code = "quota_below_seats"
    message = _("名额池已有人录取，不能改成这么少")
    field = "quota"


class WrongMethod(DomainError):
    """录取方式不符 (a step of another method)."""

    code = "wrong_method"
    message = _("这次招募的录取方式不是“%(method)s”")


class NobodyApplied(DomainError):
    """没有报名 (there is nobody to draw from or to rank)."""

    code = "nobody_applied"
    message = _("没有可以录取的报名")


class DrawNotListed(DomainError):
    """名单未公布 (the hash of the list comes before the seed)."""

    code = "draw_not_listed"
    message = _("请先公布抽签名单，再抽签")


class DrawTooEarly(DomainError):
    """公示时间不足 (everybody may note the hash of the list before the seed is known)."""

    code = "draw_too_early"
    message = _("名单公布满 %(hours)s 小时后才能抽签")


class AlreadyListed(DomainError):
    """名单已公布 (a list is published once; it is not to be chosen)."""

    code = "already_listed"
    message = _("抽签名单已经公布，不能重新生成")


class NotHeard(DomainError):
    """有人未面试 (every application is heard before one is ranked)."""

    code = "not_heard"
    message = _("还有 %(n)s 份报名没有面试记录")


class InterviewOver(DomainError):
    """不能再记面试 (ranked, withdrawn or decided)."""

    code = "interview_over"
    message = _("这份报名已经有结果，不能再记面试")


class ScoreOutOfRange(DomainError):
    """评分超出范围."""

    code = "score_out_of_range"
    message = _("评分须在 0 到 100 之间")
    field = "score"
