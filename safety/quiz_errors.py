"""Refusals of the quizzes: the rule, the value, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class BankNamed(DomainError):
    """题库重名 (the office has a bank of this name)."""

    code = "quiz_bank_named"
    message = _("本单位已有同名题库，请换一个名称")
    field = "name"


class BankChanged(DomainError):
    """题库已变 (the bank is no longer what the preview showed)."""

    code = "quiz_bank_changed"
    message = _("预览之后题库有了变化，没有导入任何题目。请重新上传并预览")


class NothingToImport(DomainError):
    """没有可导入的题目 (no line is right, or none is there)."""

    code = "quiz_nothing_to_import"
    message = _("没有可以导入的题目")


class KeyWrong(DomainError):
    """答案不符 (letters that the question has not, or too many of them)."""

    code = "quiz_key_wrong"
    message = _("答案须是本题有的选项：单选和判断题一个，多选题两个以上；作废的题不填")
    field = "letters"


class KeyReasonMissing(DomainError):
    """没有更正原因 (a key is corrected in the open)."""

    code = "quiz_key_reason_missing"
    message = _("请填写更正原因，参赛人会看到")
    field = "reason"


class KeySame(DomainError):
    """答案没有变化 (the key in force says the same)."""

    code = "quiz_key_same"
    message = _("与现行答案相同，没有更正")
    field = "letters"


class KeyMoved(DomainError):
    """答案已被更正 (somebody else corrected it in between)."""

    code = "quiz_key_moved"
    message = _("这道题的答案刚刚被更正过，请刷新后再看")


class QuizMoved(StateChanged):
    """答题状态已变 (the quiz is not, or no longer, where the move starts)."""

    code = "quiz_moved"
    message = _("这个答题现在是“%(state)s”，不能这样办理")


class QuizHoursWrong(DomainError):
    """时间不对 (it closes before it opens)."""

    code = "quiz_hours_wrong"
    message = _("结束时间须晚于开始时间")
    field = "closes_at"


class QuizSettingsWrong(DomainError):
    """设置不对 (numbers that make no quiz)."""

    code = "quiz_settings_wrong"
    message = _("每卷 1 至 100 题，每题 1 至 100 分，限时 10 秒至 4 小时")


class TeamSizeWrong(DomainError):
    """团队人数不对 (a quiz of teams says how many of each count)."""

    code = "quiz_team_size_wrong"
    message = _("设团队赛时填取前几人（1 至 50），不设时填 0")
    field = "team_size"


class PoolTooSmall(DomainError):
    """题目不够 (the bank has fewer questions than a paper)."""

    code = "quiz_pool_too_small"
    message = _("题库现有 %(there)s 道题，少于每卷 %(wanted)s 题，请先导入题目")


class ClosesEarlier(DomainError):
    """不能提前结束 (who has begun was told the end)."""

    code = "quiz_closes_earlier"
    message = _("已发布的答题只能延长，不能提前结束")
    field = "closes_at"


class QuizTimeOver(DomainError):
    """结束时间已过 (a quiz is published while somebody can still answer it)."""

    code = "quiz_time_over"
    message = _("结束时间已过，不能发布；请新建一场答题")


class ReasonMissing(DomainError):
    """没有原因 (people read why)."""

    code = "quiz_reason_missing"
    message = _("请填写原因，参赛人会看到")
    field = "reason"


class QuizNotOpen(DomainError):
    """不在答题时间 (not open yet, over, or called off)."""

    code = "quiz_not_open"
    message = _("现在不在答题时间，请看活动页上的开始和结束时间")


class AttemptsUsedUp(DomainError):
    """次数用完 (as many attempts as anybody has)."""

    code = "quiz_attempts_used_up"
    message = _("每人最多作答 %(most)s 次，您已用完")


class DayUsed(DomainError):
    """今天已答 (one attempt a day)."""

    code = "quiz_day_used"
    message = _("每天只能作答一次，请明天再来")


class AttemptOpen(DomainError):
    """有一份没交 (another attempt of the same person is open)."""

    code = "quiz_attempt_open"
    message = _("您有一份答卷还没有交，请先答完")


class TeamUnknown(DomainError):
    """没有这个单位 (no company under supervision, no district)."""

    code = "quiz_team_unknown"
    message = _("没有这个单位，请从名单里选")
    field = "team"
    status = 400


class TeamMissing(DomainError):
    """没有选单位 (a contest of teams asks for whom one answers)."""

    code = "quiz_team_missing"
    message = _("本次设团队赛，请选择您代表的单位")
    field = "team"
    status = 400


class AnswerUnknown(DomainError):
    """没有这个选项 (letters that the question does not show)."""

    code = "quiz_answer_unknown"
    message = _("请从本题的选项里选；单选和判断题选一个")
    field = "chosen"
    status = 400


class AnswerLate(DomainError):
    """时间已到 (the server's deadline is over)."""

    code = "quiz_answer_late"
    message = _("答题时间已到，这题没有计入；之前的作答都已保存")


class AnswerOutOfTurn(DomainError):
    """不是这一题 (already answered, or not shown yet)."""

    code = "quiz_answer_out_of_turn"
    message = _("第 %(number)s 题已经作答或还没有出示，请继续现在的这一题")


class AttemptFinished(DomainError):
    """已交卷 (nothing is answered any more)."""

    code = "quiz_attempt_finished"
    message = _("这份答卷已经交了")


class AttemptNotFinished(StateChanged):
    """还没有交卷，或成绩已取消 (only a result that counts is annulled)."""

    code = "quiz_attempt_not_finished"
    message = _("只能取消已交卷、还在计分的答卷的成绩")


class KeysToldTooEarly(DomainError):
    """答案公布过早 (whoever has read the keys could answer again, and that attempt would count)."""

    code = "quiz_keys_told_too_early"
    message = _("后面的作答也计分时，答案只能在活动结束后公布；要交卷后公布，请只算第一次，或每人限答一次")
    field = "reveal"


class QuizOver(DomainError):
    """答题已结束 (keys and the seed are public from then on)."""

    code = "quiz_over"
    message = _("答题已经结束，答案和抽签种子已公布，不能再延长")
    field = "closes_at"
