"""Refusals of the association's election."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class CongressElsewhere(DomainError):
    """阶段不符 (the congress is not, or no longer, at the step that this needs)."""

    code = "congress_elsewhere"
    message = _("换届现在是“%(state)s”，不能进行此操作")


class CongressIncomplete(DomainError):
    """准备不全 (a unit, an office or a decision is missing before the next step)."""

    code = "congress_incomplete"
    message = _("还不能进入下一步：%(what)s")


class NotOnTheRegister(DomainError):
    """查无此志愿者 (no active volunteer has this number)."""

    code = "not_on_the_register"
    message = _("没有这个编号的在册志愿者")
    field = "volunteer_no"


class QuotaFull(DomainError):
    """名额已满 (the unit has named all its delegates)."""

    code = "quota_full"
    message = _("本单位的 %(quota)s 个代表名额已满")


class AlreadyDelegate(DomainError):
    """已是代表 (one person, one delegate, whatever the unit)."""

    code = "already_delegate"
    message = _("这位志愿者已经是代表")
    field = "volunteer_no"


class AlreadyNamed(DomainError):
    """已被提名 (for this office, by whatever unit)."""

    code = "already_named"
    message = _("这位志愿者已被提名为这一职务的候选人")
    field = "volunteer_no"


class NotOfTheUnit(DomainError):
    """不是本单位的志愿者 (a unit sends its own people: its team, its students, its district)."""

    code = "not_of_the_unit"
    message = _("这位志愿者不是本单位的：须是本队成员、本校学生或本区县的志愿者")
    field = "volunteer_no"


class CandidateUnfit(DomainError):
    """不符合条件 (each reason in words)."""

    code = "candidate_unfit"
    message = _("不符合候选人条件：%(reasons)s")
    field = "volunteer_no"


class CandidateMoved(DomainError):
    """候选人状态已变 (somebody decided, or the candidate withdrew)."""

    code = "candidate_moved"
    message = _("这位候选人现在是“%(state)s”，不能进行此操作")


class NoNoticeNow(DomainError):
    """不在公示期 (objections are taken while the notice runs)."""

    code = "no_notice_now"
    message = _("现在不在公示期，不能提出异议")


class ObjectionWaiting(DomainError):
    """已有异议待答复 (one at a time of each person to each thing, for each holds up the next step)."""

    code = "objection_waiting"
    message = _("您对此已经提出过异议，请等待答复")


class ObjectionAnswered(DomainError):
    """已答复 (an objection is answered once)."""

    code = "objection_answered"
    message = _("这条异议已经答复")


class NoQuorum(DomainError):
    """不足法定人数 (too few delegates are present; no round can be opened)."""

    code = "no_quorum"
    message = _("应到 %(delegates)s 人，实到 %(present)s 人，不足法定人数，不能开始投票")


class RoundRunning(DomainError):
    """投票进行中 (the roll stands still and no other round of the office opens until it is counted)."""

    code = "round_running"
    message = _("有一轮投票还没有计票，请先完成")


class RoundElsewhere(DomainError):
    """轮次状态已变 (the round is not, or no longer, where the step starts)."""

    code = "round_elsewhere"
    message = _("这一轮现在是“%(state)s”，不能进行此操作")


class PassphrasesAlike(DomainError):
    """口令相同 (two tellers, two passphrases)."""

    code = "passphrases_alike"
    message = _("两位监票人的口令不能相同")
    field = "second"


class PassphrasesWrong(DomainError):
    """口令不符 (the box opens with the two passphrases of its opening, and with nothing else)."""

    code = "passphrases_wrong"
    message = _("口令与开始投票时不一致，票箱打不开")


class BoxDisagrees(DomainError):
    """票数不符 (ballots and turnout are not the same number: the round is void)."""

    code = "box_disagrees"
    message = _("票箱有 %(ballots)s 张票，投票记录有 %(turnout)s 人，数目不符，本轮应作废")


class BoxForced(DomainError):
    """票箱被动过 (a ballot in the box was not sealed by this portal for this round: the round is void)."""

    code = "box_forced"
    message = _("票箱里有打不开的票，说明票箱被动过，本轮应作废")


class TooFewBallots(DomainError):
    """票数不足半数 (nobody can be elected, and so few ballots would tell who chose whom)."""

    code = "too_few_ballots"
    message = _("实到 %(present)s 人，只有 %(voted)s 人投票，没有过半数，不能计票，本轮应作废")


class NotOnTheRoll(DomainError):
    """未签到 (who is not on the roll of the session cannot vote)."""

    code = "not_on_the_roll"
    message = _("您没有签到，不能投票；请找会务人员签到")


class AlreadyVoted(DomainError):
    """已投票 (one delegate, one vote)."""

    code = "already_voted"
    message = _("您在这一轮已经投过票")


class BallotSpoilt(DomainError):
    """选票无效 (more names than seats, or a name that is not on the ballot)."""

    code = "ballot_spoilt"
    message = _("最多选 %(seats)s 人，且只能选票上的人")
    field = "choices"


class NobodyLeft(DomainError):
    """没有可选的人 (all seats are filled, or nobody is left to stand)."""

    code = "nobody_left"
    message = _("这一职务已选满，或没有候选人")


class BallotHangsOnIt(DomainError):
    """投票进行中 (a delegate on the roll is counted; the account is not closed before the round is over)."""

    code = "ballot_hangs_on_it"
    message = _("您是正在投票的会议代表，计票之后再注销账号")
