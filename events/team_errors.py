"""Refusals around teams and contests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class NoTeams(DomainError):
    """不组队 (the event has no teams)."""

    code = "event_no_teams"
    message = _("这个活动不组队报名")


class TeamsClosed(DomainError):
    """组队已截止 (the last moment for teams is over)."""

    code = "event_teams_closed"
    message = _("组队已于 %(until)s 截止，要改请致电主办单位 %(phone)s")


class TeamNameTaken(DomainError):
    """队名已用 (another team of the event has this name)."""

    code = "event_team_name_taken"
    message = _("这个队名已经有人用了，请换一个")
    field = "name"


class InAnotherTeam(DomainError):
    """已在队伍里 (one team for a person and event)."""

    code = "event_in_another_team"
    message = _("您已在这个活动的一支队伍里，先离队才能加入别的队伍")


class TeamFull(DomainError):
    """队伍满员."""

    code = "event_team_full"
    message = _("这支队伍已经满员")


class TeamTooSmall(DomainError):
    """人数不够 (too few members to hand in)."""

    code = "event_team_too_small"
    message = _("每队至少 %(least)s 人，现在 %(there)s 人")


class TeamMoved(StateChanged):
    """队伍状态已变."""

    code = "event_team_moved"
    message = _("这支队伍现在是“%(state)s”，不能这样办理")


class CaptainStays(DomainError):
    """队长不能离队 (a captain withdraws the team)."""

    code = "event_captain_stays"
    message = _("队长不能离队，请改为退出整支队伍")


class NotInTheTeam(DomainError):
    """不在队里 (gone meanwhile)."""

    code = "event_not_in_the_team"
    message = _("这个人已不在队里，请刷新后再看")


class JudgeInATeam(DomainError):
    """评委参赛 (nobody judges where they compete)."""

    code = "event_judge_in_a_team"
    message = _("评委不能是参赛队员")


class JudgeThere(DomainError):
    """评委已有."""

    code = "event_judge_there"
    message = _("这个人已是本活动的评委")
    field = "mobile"


class JudgeUnknown(DomainError):
    """没有这个人 (no account with this number)."""

    code = "event_judge_unknown"
    message = _("没有用这个手机号登录过并实名的人，请先请对方登录填写")
    field = "mobile"


class RoundNotOpen(DomainError):
    """轮次已公布 (published rounds are corrected, not scored)."""

    code = "event_round_not_open"
    message = _("这一轮已经公布，不能再评分；有误由工作人员更正")


class RoundBefore(DomainError):
    """上一轮未公布 (who goes on is not known)."""

    code = "event_round_before"
    message = _("上一轮还没有公布，不知道哪些队晋级")


class RoundGoesOn(DomainError):
    """下一轮已评分 (who went on is not changed under way)."""

    code = "event_round_goes_on"
    message = _("下一轮已经开始评分，这一轮不能再更正")


class ScoreWrong(DomainError):
    """分数不对 (outside the range)."""

    code = "event_score_wrong"
    message = _("分数须在 0 至 100 之间，最多两位小数")
    field = "value"


class ScoreGiven(DomainError):
    """已评分 (a judge scores a team once in a round)."""

    code = "event_score_given"
    message = _("您已给这支队伍评过分；有误请联系工作人员更正")


class ScoreGone(StateChanged):
    """评分已更正 (reversed meanwhile)."""

    code = "event_score_gone"
    message = _("这条评分已被更正，请刷新后再看")


class NotInTheRound(DomainError):
    """队伍不在这一轮."""

    code = "event_not_in_the_round"
    message = _("这支队伍不在这一轮里")


class ScoresMissing(DomainError):
    """评分不全 (every judge scores every team before the round is told)."""

    code = "event_scores_missing"
    message = _("还缺 %(missing)s 个评分，全部评完才能公布")


class NobodyCompetes(DomainError):
    """没有队伍或评委."""

    code = "event_nobody_competes"
    message = _("这一轮没有队伍或没有评委，不能公布")


class CorrectionReasonMissing(DomainError):
    """没有写更正原因."""

    code = "event_correction_reason_missing"
    message = _("请写明更正的原因，会随名次公布")
    field = "reason"
