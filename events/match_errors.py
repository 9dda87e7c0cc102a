"""Refusals of matchmaking. None of them names whom somebody chose: a refusal may be logged."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class NotMatchmaking(DomainError):
    """不是相亲会 (a round belongs to a session of a matchmaking event that is published)."""

    code = "match_not_matchmaking"
    message = _("只有已发布的相亲会场次可以设置互选")


class RoundExists(DomainError):
    """已设置 (one round per session)."""

    code = "match_round_exists"
    message = _("这个场次已经设置过互选")


class RoundHoursWrong(DomainError):
    """互选时间不对 (it closes after it opens)."""

    code = "match_round_hours_wrong"
    message = _("互选截止须晚于互选开始")
    field = "closes_at"


class RoundMoved(StateChanged):
    """相亲会状态已变 (the round is not, or no longer, where the move starts)."""

    code = "match_round_moved"
    message = _("这场相亲会现在是“%(state)s”，不能这样办理")


class RoundBegun(DomainError):
    """互选已开始 (what is settled before the first choice is no longer changed)."""

    code = "match_round_begun"
    message = _("互选已经开始，只能改截止时间")


class NotRegistered(DomainError):
    """没有名额 (whoever writes a profile has a place at the session)."""

    code = "match_not_registered"
    message = _("报名成功后才能填写相亲资料")


class GenderMissing(DomainError):
    """没有性别 (the verified identity says it, nobody types it)."""

    code = "match_gender_missing"
    message = _("请先补全实名信息中的性别")


class PhotoMissing(DomainError):
    """没有照片 (a new profile has one)."""

    code = "match_photo_missing"
    message = _("请上传一张近照")
    field = "photo"


class PhotoNoPicture(DomainError):
    """不是照片 (a PDF is none)."""

    code = "match_photo_no_picture"
    message = _("照片只接受 JPG 或 PNG")
    field = "photo"


class ProfileSettled(DomainError):
    """资料不能再改 (the closing hour is over)."""

    code = "match_profile_settled"
    message = _("互选已截止，资料不能再改")


class ProfileMoved(StateChanged):
    """资料状态已变 (another version, or somebody else has looked at it)."""

    code = "match_profile_moved"
    message = _("这份资料已经变化，请重新打开后再审核")


class ChecksMissing(DomainError):
    """没有逐项核对 (whoever lets a profile through has ticked every line)."""

    code = "match_checks_missing"
    message = _("通过前请逐项核对并勾选")
    field = "checks"


class ReviewReasonMissing(DomainError):
    """没有写修改意见 (the person reads what to change)."""

    code = "match_review_reason_missing"
    message = _("请写明要修改什么，本人会看到")
    field = "note"


class IdentityNotVerified(DomainError):
    """身份未核验 (age and gender come from a document that somebody saw)."""

    code = "match_identity_not_verified"
    message = _("本人身份还没有核验，核验后才能通过")


class NoBadgeLeft(DomainError):
    """胸牌号用完 (nine thousand people in one round)."""

    code = "match_no_badge_left"
    message = _("这场相亲会的胸牌号已经用完")


class NotAdmitted(DomainError):
    """没有入场资格 (reviewed, and with a place)."""

    code = "match_not_admitted"
    message = _("资料审核通过后才能查看和选择")


class ChoosingNotOpen(DomainError):
    """不在互选时间 (before the first moment, or after the closing instant)."""

    code = "match_choosing_not_open"
    message = _("现在不在互选时间内，选择没有改变")


class TooManyChosen(DomainError):
    """选得过多 (more than the round allows)."""

    code = "match_too_many_chosen"
    message = _("最多选 %(most)s 位")
    field = "badges"


class ChosenElsewhere(DomainError):
    """不能选 (not of this round, oneself, or not to be chosen); one answer for all, so that none tells."""

    code = "match_chosen_elsewhere"
    message = _("所选的人现在不能选，请刷新后重新选择")
    field = "badges"


class PairMissing(DomainError):
    """没有这一对 (not yours, not released, or one has blocked the other)."""

    code = "match_pair_missing"
    message = _("没有找到这条结果")


class ReportEmpty(DomainError):
    """没有写内容 (a report says what happened)."""

    code = "match_report_empty"
    message = _("请写明发生了什么")
    field = "words"


class ReportAnswered(StateChanged):
    """已处理 (a report is answered once)."""

    code = "match_report_answered"
    message = _("这条举报已经处理")


class AnswerMissing(DomainError):
    """没有写处理结果 (an answer says what was done)."""

    code = "match_answer_missing"
    message = _("请写明处理结果")
    field = "answer"


class NobodyToSeat(DomainError):
    """无人可排座 (nobody has a badge yet)."""

    code = "match_nobody_to_seat"
    message = _("还没有两位以上通过审核的参加者，不能排座")


class BadgeUnknown(DomainError):
    """没有这些胸牌号 (numbers of nobody in this round)."""

    code = "match_badge_unknown"
    message = _("没有这些胸牌号：%(badges)s")
    field = "badges"
