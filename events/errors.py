"""Refusals of the events: the rule, the value, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class EventMoved(StateChanged):
    """活动状态已变 (the event is not, or no longer, where the move starts)."""

    code = "event_moved"
    message = _("这个活动现在是“%(state)s”，不能这样办理")


class EventWithoutSession(DomainError):
    """没有场次 (an event without a session to come or held is not published)."""

    code = "event_without_session"
    message = _("请先安排一个还没有结束的场次，或登记一个已举办的场次，再发布活动")


class SessionMoved(StateChanged):
    """场次状态已变 (the session is not, or no longer, where the move starts)."""

    code = "session_moved"
    message = _("这个场次现在是“%(state)s”，不能这样办理")


class SessionHoursWrong(DomainError):
    """场次时间不对 (hours are not in order)."""

    code = "session_hours_wrong"
    message = _(
        "请检查时间：结束须晚于开始且不超过 31 天，报名截止须晚于报名开始且不晚于结束，取消截止不晚于开始"
    )


class SessionBegun(DomainError):
    """场次已开始 (what is only done before the start)."""

    code = "session_begun"
    message = _("场次已于 %(start)s 开始，只能在开始前办理")


class StartPassed(DomainError):
    """新的开始时间已过 (a session that is moved there has begun, and nobody may move it back)."""

    code = "session_start_passed"
    message = _("新的开始时间 %(start)s 已经过去，请填写以后的时间")
    field = "starts_at"


class SessionNotOver(DomainError):
    """场次还没有开始 (how many came is told once it has begun)."""

    code = "session_not_begun"
    message = _("场次 %(start)s 才开始，开始后才能登记参加人次")


class CapacityBelowTaken(DomainError):
    """名额低于已占 (places that people hold are not taken away)."""

    code = "event_capacity_below_taken"
    message = _("已有 %(taken)s 人占用名额，名额不能低于这个数；请先释放报名")
    field = "capacity"


class QuotaNameTaken(DomainError):
    """名额组重名 (two quotas of one session have the same name)."""

    code = "quota_name_taken"
    message = _("同一场次的名额组不能重名")
    field = "quotas"


class ReasonMissing(DomainError):
    """没有写原因 (those concerned read the reason)."""

    code = "event_reason_missing"
    message = _("请写明原因，报名的人会看到")
    field = "reason"


class SourceMissing(DomainError):
    """没有写依据 (a figure rests on something)."""

    code = "event_source_missing"
    message = _("请写明人次的依据，例如签到表或票务记录")
    field = "source"


class MoneyRestsOnNothing(DomainError):
    """没有写投入依据 (money is told with what it rests on)."""

    code = "event_money_rests_on_nothing"
    message = _("请写明投入资金的依据，例如决算表或拨付单")


class NotAnAmount(DomainError):
    """投入金额不对 (more than nothing, to the cent)."""

    code = "event_not_an_amount"
    message = _("投入资金应大于 0 元，最多两位小数")


class PersonMissing(DomainError):
    """没有实名信息 (age decides, and nobody has told it)."""

    code = "event_person_missing"
    message = _("请先填写实名信息，再报名活动")


class RegistrationNotYetOpen(DomainError):
    """报名未开始 (before the first moment)."""

    code = "event_registration_not_yet"
    message = _("报名 %(opens)s 开始")


class RegistrationClosed(DomainError):
    """报名已截止 (after the last moment)."""

    code = "event_registration_closed"
    message = _("报名已于 %(closes)s 截止，您可以关注下一期")


class SessionNotOpen(DomainError):
    """场次不开放 (cancelled, held, or of an event that is not published)."""

    code = "event_session_not_open"
    message = _("这个场次现在不开放报名")


class AgeTooLow(DomainError):
    """年龄不够 (below the lowest age on the day of the session)."""

    code = "event_age_too_low"
    message = _("本活动面向 %(lowest)s 周岁以上，活动当天您 %(age)s 周岁")


class AgeTooHigh(DomainError):
    """年龄超过 (above the highest age on the day of the session)."""

    code = "event_age_too_high"
    message = _("本活动面向 %(highest)s 周岁以下（含），活动当天您 %(age)s 周岁")


class QuotaForOthers(DomainError):
    """名额组不符 (the quota admits one gender, on record is another)."""

    code = "event_quota_for_others"
    message = _("“%(quota)s”只接受%(wanted)s性报名，请改选其他名额组")
    field = "quota"


class QuotaOfAnOrganisation(DomainError):
    """名额组专属其他单位 (the part is kept for an organisation, which brings its people by its roster)."""

    code = "event_quota_of_an_organisation"
    message = _("“%(quota)s”是单位专属名额，由该单位统一报名，请改选其他名额组")
    field = "quota"


class QuotaElsewhere(DomainError):
    """名额组不属于本场次 (a quota of another session)."""

    code = "event_quota_elsewhere"
    message = _("请选择本场次的名额组")
    field = "quota"


class TooManyTogether(DomainError):
    """人数超过 (one registration brings more than the event allows)."""

    code = "event_too_many_together"
    message = _("本活动一次最多报名 %(most)s 人（含本人），您填了 %(asked)s 人")
    field = "companions"


class PartyTooLarge(DomainError):
    """一行人多于全部名额 (the session, or the part of it, never holds so many: they would wait for ever)."""

    code = "event_party_too_large"
    message = _("这里一共只有 %(most)s 个名额，您填了 %(asked)s 人（含本人），请减少同行人或分开报名")
    field = "companions"


class GuardianMissing(DomainError):
    """缺监护人同意 (under 18 on the day of the session)."""

    code = "event_guardian_missing"
    message = _("活动当天您未满 18 周岁，须由监护人填写姓名、电话并同意")
    field = "guardian_name"


class AnswerMissing(DomainError):
    """必答问题未答 (a required question without an answer)."""

    code = "event_answer_missing"
    message = _("请回答：%(question)s")


class AlreadyRegistered(DomainError):
    """已报名 (one live registration per person and session)."""

    code = "event_already_registered"
    message = _("您已报名或候补这个场次，可在“我的活动”查看")


class SessionFull(DomainError):
    """名额已满 (no place for all of the party now)."""

    code = "event_session_full"
    message = _("名额不足，本次需要 %(seats)s 个；您可以加入候补，有名额时按先后通知您")


class CancelTooLate(DomainError):
    """过了取消截止 (the last moment to cancel oneself is over)."""

    code = "event_cancel_too_late"
    message = _("自行取消的时间已于 %(until)s 截止，请致电主办单位 %(phone)s")


class OfferLapsed(DomainError):
    """名额已过期 (an offer was not taken up in time)."""

    code = "event_offer_lapsed"
    message = _("名额保留到 %(until)s，现已转给下一位候补")


class RegistrationMoved(StateChanged):
    """报名状态已变 (the registration is not, or no longer, where the move starts)."""

    code = "event_registration_moved"
    message = _("这份报名现在是“%(state)s”，不能这样办理")


class RegistrationStillOpen(DomainError):
    """报名未截止 (the list is published when nobody can enter any more)."""

    code = "event_registration_still_open"
    message = _("报名 %(closes)s 截止，之后才能公布抽签名单")


class AlreadyListed(DomainError):
    """名单已公布 (a list is published once)."""

    code = "event_already_listed"
    message = _("抽签名单已经公布，不能再改")


class NobodyEntered(DomainError):
    """无人报名 (a list of nobody)."""

    code = "event_nobody_entered"
    message = _("还没有人报名，没有可以抽签的名单")


class ListMissing(DomainError):
    """名单未公布 (the list comes before the draw)."""

    code = "event_list_missing"
    message = _("请先公布抽签名单")


class DrawTooEarly(DomainError):
    """抽签过早 (everybody has time to keep the list)."""

    code = "event_draw_too_early"
    message = _("名单公布满 %(hours)s 小时后才能抽签")


class DrawMade(DomainError):
    """已抽签 (a draw is made once)."""

    code = "event_draw_made"
    message = _("这个场次已经抽过签")


class VenueTaken(DomainError):
    """场地已占 (another session is in the venue at these hours)."""

    code = "event_venue_taken"
    message = _("这个场地在这段时间已有别的场次，请换时间或场地")
    field = "venue"


class SeriesCapReached(DomainError):
    """系列次数已满 (one person holds or waits for as many sessions of the series as they may)."""

    code = "event_series_cap"
    message = _("这个系列每人最多报名 %(most)s 场，您已报满；取消一场后可以再报")
