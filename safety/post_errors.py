"""Refusals of the model posts: the rule, the value, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class PostRoundMoved(StateChanged):
    """年度状态已变 (the year is not, or no longer, where the move starts)."""

    code = "post_round_moved"
    message = _("这一年度现在是“%(state)s”，不能这样办理")


class PostMoved(StateChanged):
    """申报状态已变 (the post is not, or no longer, where the move starts)."""

    code = "post_moved"
    message = _("这份申报现在是“%(state)s”，不能这样办理")


class SheetMoved(StateChanged):
    """评审表已交或已不计入 (handed in, recused, or of a text that counts no more)."""

    code = "post_sheet_moved"
    message = _("这份评审表已经提交、回避或不再计入，请刷新后再看")


class CheckMoved(StateChanged):
    """复核已办理 (somebody else was here first)."""

    code = "post_check_moved"
    message = _("这次复核已经办理，请刷新后再看")


class PostReasonMissing(DomainError):
    """没有写明 (those concerned read the words)."""

    code = "post_reason_missing"
    message = _("请写明情况或原因")
    field = "words"


class PostRoundYearTaken(DomainError):
    """年度重复 (one call a year)."""

    code = "post_round_year_taken"
    message = _("这一年度已经建立")
    field = "year"


class PostRoundDaysWrong(DomainError):
    """日期不对 (closing before opening)."""

    code = "post_round_days_wrong"
    message = _("申报截止不能早于申报开始")
    field = "closes_on"


class PostRoundNotReady(DomainError):
    """还不能开始申报 (no published form, or no quota)."""

    code = "post_round_not_ready"
    message = _("开始申报前，请先发布申报表，并至少给一个区县分配推荐名额")


class PostFormNotReady(DomainError):
    """申报表不完整或已发布 (weights do not add up, or published already)."""

    code = "post_form_not_ready"
    message = _("得分项的权重合计须为 100%，且已发布的版本不能再改")


class PostFormOpen(DomainError):
    """已有未发布的版本 (one draft at a time)."""

    code = "post_form_open"
    message = _("还有一个版本没有发布，请先办理那一个")


class CriterionWrong(DomainError):
    """评审项不对 (weight or most points do not fit the kind)."""

    code = "post_criterion_wrong"
    message = _("得分项须有 1 至 100 的权重和满分；扣分项不设权重；一票否决项不设权重和分值")
    field = "weight"


class QuotaBelowTaken(DomainError):
    """名额低于已推荐数 (what was recommended keeps its place)."""

    code = "post_quota_below_taken"
    message = _("名额不能少于已经推荐的个数")
    field = "places"


class QuotaUsedUp(DomainError):
    """推荐名额已满 (the district has recommended as many as it may)."""

    code = "post_quota_used_up"
    message = _("本区县的推荐名额已满；退出或未通过一个后才能再推荐")


class PostRoundClosed(DomainError):
    """不在申报期 (not, or no longer, open to units)."""

    code = "post_round_closed"
    message = _("现在不在申报期内")


class TeamApplied(DomainError):
    """集体重复申报 (one application of a team in a year)."""

    code = "post_team_applied"
    message = _("这个集体本年度已经有一份申报")
    field = "team_name"


class TeamYoungerThanItIs(DomainError):
    """人数不对 (more young members than members)."""

    code = "post_team_numbers_wrong"
    message = _("青年人数不能多于集体人数")
    field = "young"


class TeamOutsideTheForm(DomainError):
    """不符合本版申报条件 (the limits of the form are not met)."""

    code = "post_team_outside_the_form"
    message = _("人数、青年占比或负责人年龄不符合本版申报表的条件")


class TeamTooBig(DomainError):
    """集体人数过多 (more members than the form allows)."""

    code = "post_team_too_big"
    message = _("集体一般不超过 %(most)s 人，现填 %(size)s 人")
    field = "team_size"


class TooFewYoung(DomainError):
    """青年占比不足 (the share of the young is below the form's)."""

    code = "post_too_few_young"
    message = _("%(age)s 周岁以下青年须占 %(share)s%% 以上，现为 %(has)s%%")
    field = "young"


class LeaderTooOld(DomainError):
    """负责人年龄超过上限 (none who leads is young enough)."""

    code = "post_leader_too_old"
    message = _("至少一名负责人不超过 %(most)s 周岁，现填 %(age)s 周岁")
    field = "leader_age"


class SeriousAccident(DomainError):
    """有严重事故 (a serious accident in the years that count)."""

    code = "post_serious_accident"
    message = _("企业 %(day)s 发生过事故（%(grade)s），%(years)s 年内不能申报")


class PostNotTruthful(DomainError):
    """没有承诺属实 (the unit signs for the truth of it)."""

    code = "post_not_truthful"
    message = _("请确认材料属实后再签署")
    field = "is_true"


class RevisionMissing(DomainError):
    """没有可签署的材料 (nothing was written since the last signing)."""

    code = "post_revision_missing"
    message = _("请先填写申报材料再签署")


class PostOwnReview(DomainError):
    """不能审核自己签署的申报 (whoever signed does not decide)."""

    code = "post_own_review"
    message = _("您签署过这份申报，不能由您审核")


class ExclusionUnknown(DomainError):
    """没有选择否决原因 (the reason is one of the list)."""

    code = "post_exclusion_unknown"
    message = _("请选择一票否决的原因")
    field = "reason"


class ReviewsWaiting(DomainError):
    """还有申报没有审完 (each application is decided before scoring)."""

    code = "post_reviews_waiting"
    message = _("还有 %(n)s 份申报没有审完，不能开始评审")


class NobodyRegistered(DomainError):
    """没有登记的集体 (nobody to be judged)."""

    code = "post_nobody_registered"
    message = _("还没有通过市级初审的集体")


class TooFewReviewers(DomainError):
    """评审员不够 (recusals leave seats empty)."""

    code = "post_too_few_reviewers"
    message = _("“%(post)s”回避后还缺 %(left)s 名评审员，请先增加评审员")


class NoSuchReviewer(DomainError):
    """没有这位评审员 (nobody with this number holds the office)."""

    code = "post_no_such_reviewer"
    message = _("没有找到这个手机号的青安岗评审员，请先在任职里登记")
    field = "mobile"


class ReviewerSeated(DomainError):
    """已经是本年度评审员 (each sits once)."""

    code = "post_reviewer_seated"
    message = _("这位评审员已经在本年度名单里")
    field = "mobile"


class SeatTaken(DomainError):
    """席位已有人 (one reviewer to a seat)."""

    code = "post_seat_taken"
    message = _("这个席位刚刚已经安排给别人，请刷新后再看")


class RecusalUnknown(DomainError):
    """没有选择回避原因 (the reason is one of the list)."""

    code = "post_recusal_unknown"
    message = _("请选择回避原因")
    field = "why"


class MustRecuse(DomainError):
    """须回避 (an interest has come up since the seat was given)."""

    code = "post_must_recuse"
    message = _("您须回避：%(why)s")


class PointsMissing(DomainError):
    """评审表没有填完 (every line has points, or N/A where it may)."""

    code = "post_points_missing"
    message = _("每一项都要打分；只有得分项可以选“不适用”")


class NothingJudged(DomainError):
    """全部不适用 (nothing was judged)."""

    code = "post_nothing_judged"
    message = _("不能把所有得分项都选为“不适用”")


class PointsOutsideTheForm(DomainError):
    """分数超出范围 (above what the line gives, or of another form)."""

    code = "post_points_outside"
    message = _("分数须在 0 到该项满分之间")


class TeamsBeingMended(DomainError):
    """还有集体在补正 (their points would be missing)."""

    code = "post_teams_being_mended"
    message = _("还有 %(n)s 个集体在补正或重新审核，请先办结")


class SheetsMissing(DomainError):
    """评审表没有交齐 (seats that owe a sheet)."""

    code = "post_sheets_missing"
    message = _("还有 %(n)s 份评审表没有提交")


class VetoUndecided(DomainError):
    """否决提示没有处理 (a reviewer ticked a veto; the city decides it first)."""

    code = "post_veto_undecided"
    message = _("“%(team)s”有评审员提示一票否决，请先核实：否决，或核销")


class ShortlistFull(DomainError):
    """入围名额已满 (no place is free)."""

    code = "post_shortlist_full"
    message = _("本年度入围名额已满")


class NobodyInReserve(DomainError):
    """没有可递补的集体 (nobody left by rank)."""

    code = "post_nobody_in_reserve"
    message = _("没有可以递补的集体")


class NobodyShortlisted(DomainError):
    """没有待公示的集体 (everybody's notice runs already)."""

    code = "post_nobody_shortlisted"
    message = _("没有待公示的入围集体")


class PostAccidentNow(DomainError):
    """有集体发生严重事故 (recorded meanwhile)."""

    code = "post_accident_now"
    message = _("名单里有企业登记了严重事故，请先办理一票否决")


class NoPostNotice(DomainError):
    """不在公示期 (no notice runs)."""

    code = "post_no_notice"
    message = _("这个集体现在不在公示期内")


class PostObjectionWaiting(DomainError):
    """已有一条异议待答复 (one at a time)."""

    code = "post_objection_waiting"
    message = _("您对这个集体已有一条异议在等答复")


class PostObjectionAnswered(DomainError):
    """异议已答复 (somebody else was here first)."""

    code = "post_objection_answered"
    message = _("这条异议已经答复")


class NobodyInNotice(DomainError):
    """没有公示的集体 (nobody to be named)."""

    code = "post_nobody_in_notice"
    message = _("没有公示期满的集体")


class NoticeMissing(DomainError):
    """有入围集体没有公示 (a promoted team has its own notice first)."""

    code = "post_notice_missing"
    message = _("还有递补的集体没有公示，请先公示")


class NoticeRuns(DomainError):
    """公示期未满 (its last day counts in full)."""

    code = "post_notice_runs"
    message = _("公示期还没有结束，满期后才能命名")


class ObjectionsOpen(DomainError):
    """异议没有答复 (each is answered first)."""

    code = "post_objections_open"
    message = _("还有异议没有答复，不能命名")


class SheetsHangOnIt(DomainError):
    """评审任务未完成 (a reviewer is awaited: sheets are handed in or given away first)."""

    code = "post_sheets_hang_on_it"
    message = _("您还有青安岗评审表没有提交，请先提交或申请回避，再注销账号")
