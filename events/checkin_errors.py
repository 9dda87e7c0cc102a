"""Refusals at the door of a session, of its passes, certificates and feedback."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class PassUnknown(DomainError):
    """不认识的凭证码 (nobody has signed this code, or no registration has this number)."""

    code = "event_pass_unknown"
    message = _("没有这个凭证码或报名序号，请核对后再试")
    field = "code"
    status = 404


class PassOfAnotherSession(DomainError):
    """别的场次的凭证 (the pass is good, and for another session)."""

    code = "event_pass_of_another_session"
    message = _("这是“%(session)s”的凭证，不是本场的")
    field = "code"


class PassNotGood(DomainError):
    """凭证无效 (the registration holds no confirmed place, or no longer)."""

    code = "event_pass_not_good"
    message = _("这份报名现在是“%(state)s”，凭证无效，不能入场")
    field = "code"


class AlreadyIn(DomainError):
    """已入场 (the seat is inside already)."""

    code = "event_already_in"
    message = _("%(clock)s 已入场（%(by)s 登记），请勿重复放行")
    field = "code"


class NotInside(DomainError):
    """不在场内 (whoever is not inside cannot leave)."""

    code = "event_not_inside"
    message = _("没有入场记录，不能登记离场")
    field = "code"


class SessionDoorShut(DomainError):
    """场次不办理入场 (called off, or its event is not published)."""

    code = "event_door_shut"
    message = _("这个场次现在是“%(state)s”，不能办理入场")


class SessionDoorNotOpen(DomainError):
    """不在入场时间 (too early, or too late)."""

    code = "event_door_not_open"
    message = _("现在不能登记，入场登记时间是 %(opens)s 至 %(closes)s")


class ScanKeyReused(DomainError):
    """记录号已用 (the device's name for a press stands for another one)."""

    code = "event_scan_key_reused"
    message = _("这个设备记录号已用于另一条记录，请刷新页面后再试")


class ScanOvertaken(DomainError):
    """别的设备刚刚登记 (another device was first; look again)."""

    code = "event_scan_overtaken"
    message = _("别的设备刚刚登记了这个人，请再看一次")


class NotTheLastScan(DomainError):
    """不是最后一条 (what stands last is taken back first)."""

    code = "event_not_the_last_scan"
    message = _("只能撤销最后一条有效记录；这条之后还有新的记录，或已撤销")


class CorrectionTooLate(DomainError):
    """更正已截止 (records of a session that is long over stand)."""

    code = "event_correction_too_late"
    message = _("场次记录的更正已于 %(until)s 截止")


class SessionNotOverYet(DomainError):
    """场次还没有结束 (who came is settled afterwards)."""

    code = "event_session_not_over_yet"
    message = _("场次 %(ends)s 结束，之后才能核定到场情况")


class WalkInWaits(DomainError):
    """有人候补 (whoever waits or was asked goes first)."""

    code = "event_walk_in_waits"
    message = _("还有 %(waiting)s 人在候补，空出的名额先给他们；开场后候补结束，仍有名额才能现场登记")


class WalkInFull(DomainError):
    """没有名额 (places that are held, promised ones too, are not given again)."""

    code = "event_walk_in_full"
    message = _("名额已满（含为候补者保留的名额），不能现场登记")


class WalkInNeedsAccount(DomainError):
    """须有实名账号 (an age, a gender or the city's rule asks who it is)."""

    code = "event_walk_in_needs_account"
    message = _("本场须核实身份：请对方先在本平台完成实名，再用其手机号和姓名登记")
    field = "mobile"


class WalkInHere(DomainError):
    """已在名单 (this name and telephone hold a place of the session already)."""

    code = "event_walk_in_here"
    message = _("这个手机号已在本场名单里（报名序号 %(number)s），请直接办理入场")
    field = "mobile"


class WalkInTooEarly(DomainError):
    """还没有到入场时间 (until the door opens, places go by registration)."""

    code = "event_walk_in_too_early"
    message = _("%(opens)s 起才办理现场登记，之前请在网上报名")


class DrawStillToCome(DomainError):
    """还没有抽签 (places of a draw are not given at the door)."""

    code = "event_draw_still_to_come"
    message = _("本场名额由抽签决定，还没有抽签，不能现场登记")


class NotSettledYet(DomainError):
    """到场还没有核定 (whether somebody attended is settled after the session)."""

    code = "event_not_settled_yet"
    message = _("到场情况还没有核定，场次结束后由主办单位或系统核定")


class AttendedTooLittle(DomainError):
    """在场时间不足 (less than the share of the session that a certificate asks for)."""

    code = "event_attended_too_little"
    message = _("您在场 %(share)s%%，不足 %(least)s%%，不能领取参加证明")


class AttendanceUnverified(DomainError):
    """离线记录未核实 (what a certificate would rest on has been looked at by nobody)."""

    code = "event_attendance_unverified"
    message = _("您的入场记录来自离线设备，主办单位核实后才能领取参加证明")


class CertificateTakenBack(DomainError):
    """证明已被撤销 (what an office took back is not taken again)."""

    code = "event_certificate_taken_back"
    message = _("您的参加证明已由主办单位撤销（%(reason)s），有疑问请致电 %(phone)s")


class CertificateNotStanding(DomainError):
    """证明已撤销 (it is revoked once)."""

    code = "event_certificate_not_standing"
    message = _("这份参加证明已经撤销")


class FeedbackNotYet(DomainError):
    """场次还没有结束 (feedback comes after the session)."""

    code = "event_feedback_not_yet"
    message = _("场次 %(ends)s 结束，之后可以填写反馈")


class FeedbackClosed(DomainError):
    """反馈已截止 (after the last day)."""

    code = "event_feedback_closed"
    message = _("反馈已于 %(until)s 截止")


class FeedbackOfWhoCame(DomainError):
    """没有到场记录 (feedback is of those who were there)."""

    code = "event_feedback_of_who_came"
    message = _("没有您的入场记录，反馈由到场的人填写；如有误请致电 %(phone)s")


class ScanFileEmpty(DomainError):
    """空文件 (no row to record)."""

    code = "event_scan_file_empty"
    message = _("文件里没有记录")
    field = "file"


class ScanFileTooLong(DomainError):
    """行数过多 (more rows than are shown and recorded at once)."""

    code = "event_scan_file_too_long"
    message = _("一个文件最多 %(most)s 行，请分开上传")
    field = "file"


class ScanFileHandedIn(DomainError):
    """文件已上传 (the same file changes nothing)."""

    code = "event_scan_file_handed_in"
    message = _("这个文件已经上传过，没有任何改动")
    field = "file"


class ScanFileConflicts(DomainError):
    """有冲突 (all or nothing was asked for, and some rows cannot be recorded)."""

    code = "event_scan_file_conflicts"
    message = _("有 %(wrong)s 行不能记录，按“全部或都不”没有保存任何一行")


class ScanFileVerified(DomainError):
    """已核实 (a file is looked at once)."""

    code = "event_scan_file_verified"
    message = _("这个文件的记录已经核实")
