"""Refusals of the hours ledger and of certificates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class HoursOverlap(DomainError):
    """时长重叠 (the volunteer has hours at that time already)."""

    code = "hours_overlap"
    message = _("这段时间与该志愿者已有的服务时长重叠")
    field = "starts_at"


class HoursRecorded(DomainError):
    """已记录 (the signup has its credit)."""

    code = "hours_recorded"
    message = _("这个班次的时长已经记录")


class HoursTooMany(DomainError):
    """24 小时内过长 (nobody serves so long within a day and a night)."""

    code = "hours_too_many"
    message = _("任意 24 小时内最多记录 %(hours)s 小时")
    field = "minutes"


class HoursNeedReason(DomainError):
    """须写理由 (a long day, or hours on somebody's word, say why)."""

    code = "hours_need_reason"
    message = _("请写明理由：补录的时长，以及一天超过 %(hours)s 小时的，都须说明")
    field = "reason"


class HoursTimesWrong(DomainError):
    """时间不对 (served before it was written down, from an earlier to a later moment)."""

    code = "hours_times_wrong"
    message = _("结束时间须晚于开始时间，且不晚于现在")
    field = "ends_at"


class HoursNotInSteps(DomainError):
    """不合计时单位 (hours are credited in whole steps, and for no more than the span)."""

    code = "hours_not_in_steps"
    message = _("时长按 %(step)s 分钟为单位，且不超过起止时间")
    field = "minutes"


class HoursTooLate(DomainError):
    """补录超期 (hours are made up within some working days)."""

    code = "hours_too_late"
    message = _("服务结束后 %(days)s 个工作日内可以补录，现已超期")
    field = "ends_at"


class HoursBeyondPlan(DomainError):
    """超过排班时长 (a make-up is no longer than the shift was planned)."""

    code = "hours_beyond_plan"
    message = _("补录不能超过这个岗位当天排班的 %(hours)s 小时")
    field = "minutes"


class PostNotCredited(DomainError):
    """岗位不计时长 (the post's hours are not credited)."""

    code = "post_not_credited"
    message = _("这个岗位不计服务时长")


class HoursMoved(DomainError):
    """时长状态已变."""

    code = "hours_moved"
    message = _("这条时长现在是“%(state)s”，不能进行此操作，请刷新后再看")


class SecondPersonNeeded(DomainError):
    """须另一人确认 (whoever wrote hours down does not confirm them)."""

    code = "hours_second_person"
    message = _("补录和点名的时长须由另一人确认，且不能确认自己的时长")


class DisputeOpen(DomainError):
    """已有更正申请."""

    code = "hours_dispute_open"
    message = _("这条时长已有更正申请，正在处理")


class DisputeAnswered(DomainError):
    """已答复 (somebody else was quicker)."""

    code = "hours_dispute_answered"
    message = _("这份更正申请已经答复")


class AnswerMissing(DomainError):
    """没有写答复."""

    code = "hours_answer_missing"
    message = _("请写明答复和理由")
    field = "answer"


class ShareNotHigh(DomainError):
    """不需复核 (the project's hours rest on proofs enough, or were looked at already)."""

    code = "hours_share_not_high"
    message = _("这个项目目前不需要复核手工时长")


class HoursClaimed(DomainError):
    """已申请补记 (one claim of one time waits for its answer)."""

    code = "hours_claimed"
    message = _("这段时间您已经申请补记，请等待答复")
    field = "starts_at"


class ClaimAnswered(DomainError):
    """已答复 (somebody else was quicker)."""

    code = "hours_claim_answered"
    message = _("这份补记申请已经答复")


class HoursForOneself(DomainError):
    """本人时长 (nobody imports or claims hours of their own)."""

    code = "hours_for_oneself"
    message = _("不能导入自己的时长，请由单位其他负责人导入")
    field = "volunteer"


class LineOverlaps(DomainError):
    """与上面某一行重叠 (two lines of one file tell the same time of one volunteer)."""

    code = "hours_line_overlaps"
    message = _("与第 %(row)s 行的时间重叠")
    field = "starts_at"


class TooManyLines(DomainError):
    """行数过多 (more lines than one import may hold)."""

    code = "hours_too_many_lines"
    message = _("一次最多导入 %(most)s 行，请分几次上传")
    field = "file"
    status = 400


class NoLines(DomainError):
    """没有内容 (a file without a line)."""

    code = "hours_no_lines"
    message = _("文件里没有一行时长")
    field = "file"
    status = 400


class FileImported(DomainError):
    """文件已导入 (this very file stands in the ledger)."""

    code = "hours_file_imported"
    message = _("这个文件已经导入过。要重新导入，请先撤回那一次")
    field = "file"


class HoursChanged(DomainError):
    """预览之后有变 (what was shown is not what would be written now)."""

    code = "hours_changed"
    message = _("预览之后情况有变，没有导入任何内容。请重新上传并预览")


class ImportMoved(DomainError):
    """导入状态已变."""

    code = "hours_import_moved"
    message = _("这次导入已经撤回")


class ImportIsFinal(DomainError):
    """已有生效 (some of it counts already)."""

    code = "hours_import_is_final"
    message = _("这次导入已有时长生效，不能整批撤回；请逐条更正")


class ImportIsDisputed(DomainError):
    """有更正申请 (the district has yet to answer about one of its lines)."""

    code = "hours_import_is_disputed"
    message = _("这次导入的时长有更正申请等区县答复，答复后再整批撤回")


class TooManyRecords(DomainError):
    """记录过多 (more lines than one file may hold)."""

    code = "hours_too_many_records"
    message = _("所选时段超过 %(most)s 条记录，请缩小时段或选一个单位")
    field = "until"
    status = 400


class NothingToCertify(DomainError):
    """没有可证明的时长 (no final entry of this organiser in this time)."""

    code = "certificate_nothing_to_certify"
    message = _("所选时间内没有这个单位的已生效时长")
    field = "from_on"


class PeriodWrong(DomainError):
    """起止日期不对."""

    code = "certificate_period_wrong"
    message = _("结束日期不能早于开始日期，也不能晚于今天")
    field = "until_on"


class CertificateAsked(DomainError):
    """已申请 (one request to an organiser at a time)."""

    code = "certificate_asked"
    message = _("您已向这个单位申请证明，请等待办理")


class CertificateMoved(DomainError):
    """证明状态已变."""

    code = "certificate_moved"
    message = _("这份证明现在是“%(state)s”，不能进行此操作，请刷新后再看")


class CertificateNotIssued(DomainError):
    """尚未出具 (there is no paper yet)."""

    code = "certificate_not_issued"
    message = _("这份证明尚未出具")
