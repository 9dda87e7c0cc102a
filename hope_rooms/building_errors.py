"""Refusals of surveying, approving, building and accepting a room; each says what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class TwoSurveyorsNeeded(DomainError):
    """须两人勘察 (two different people survey)."""

    code = "two_surveyors_needed"
    message = _("请指派两名不同的勘察人")


class SurveyBegun(DomainError):
    """勘察已开始 (somebody has come: the two are not changed any more)."""

    code = "survey_begun"
    message = _("勘察人已经到场，不能再更换")


class SurveyorMissing(DomainError):
    """未两人到场 (one of the two has not checked in: nothing is kept but the attempt)."""

    code = "surveyor_missing"
    message = _("两名勘察人都到场签到后才能提交，这次填写的内容没有保存")


class SurveyHandedIn(DomainError):
    """勘察已提交."""

    code = "survey_handed_in"
    message = _("这次勘察已经提交，不能再改")


class SurveyNotHandedIn(DomainError):
    """勘察未提交."""

    code = "survey_not_handed_in"
    message = _("还没有提交的勘察，不能提请评审")


class RoomMustWait(DomainError):
    """须暂缓 (nothing is built into a dangerous or a rented house)."""

    code = "room_must_wait"
    message = _("房屋有危险或为租住，不能提请评审；请登记暂缓")


class CareNotAgreed(DomainError):
    """监护人未同意建设."""

    code = "care_not_agreed"
    message = _("监护人对建档和建设的同意还没有登记或已撤回")


class ChildNotAsked(DomainError):
    """未询问孩子 (the child's view is asked and written down, 未成年人保护法 4, 19)."""

    code = "child_not_asked"
    message = _("还没有登记孩子本人的意愿")


class ChildSaidNo(DomainError):
    """孩子不愿意."""

    code = "child_said_no"
    message = _("孩子最近一次表示不愿意，不能提请评审")


class ActedAtAnotherLevel(DomainError):
    """已在别的层级经手 (one person acts on a room at one level only)."""

    code = "acted_at_another_level"
    message = _("您已以“%(level)s”身份经手过这间小屋，请由另一个人办理")
    status = 403


class BillTooHigh(DomainError):
    """超过预算上限 (a room costs no more than the city has set)."""

    code = "bill_too_high"
    message = _("料单合计 %(total)s 元，超过每间 %(cap)s 元的上限")


class BillEmpty(DomainError):
    """料单为空."""

    code = "bill_empty"
    message = _("料单还是空的，请先填写要用的材料和物品")


class BillClosed(DomainError):
    """料单已定 (it changes while the plan is made, and not later)."""

    code = "bill_closed"
    message = _("小屋现在是“%(state)s”，料单不能再改")


class QuantityNotPositive(DomainError):
    """数量或单价不对."""

    code = "bill_quantity_wrong"
    message = _("数量须大于零，单价不能为负")


class AgreementMissing(DomainError):
    """协议缺失 (works begin with the family's agreement and with a safe site)."""

    code = "agreement_missing"
    message = _("请填写施工单位、协议签订日期和施工期间的安全措施；开工日期不能早于协议")


class DayWrong(DomainError):
    """日期不对."""

    code = "build_day_wrong"
    message = _("日期须在 %(first)s 到 %(last)s 之间")


class LogStands(DomainError):
    """当天已有日志 (one a day)."""

    code = "build_log_stands"
    message = _("这一天的施工日志已经写过")


class PauseAsked(DomainError):
    """已有停工申请."""

    code = "suspension_asked"
    message = _("已有停工申请在等待另一人同意")


class NoPauseToAgree(DomainError):
    """没有停工申请."""

    code = "no_suspension_asked"
    message = _("没有等待同意的停工申请")


class AgreedByAnother(DomainError):
    """须另一人同意 (nobody agrees to the own request)."""

    code = "suspension_agreed_by_another"
    message = _("停工须由提出人以外的另一个人同意")
    status = 403


class InstalledMissing(DomainError):
    """安装清单未填齐 (each line of the bill says how many were put in)."""

    code = "installed_missing"
    message = _("请逐项填写实际安装数量，且不超过料单数量：%(items)s")


class ChecklistIncomplete(DomainError):
    """三面三物件未核对完."""

    code = "checklist_incomplete"
    message = _("三面三物件等项目须全部核对合格才能通过，还缺：%(missing)s")


class SafetyDefectOpen(DomainError):
    """安全缺陷未消除."""

    code = "safety_defect_open"
    message = _("还有没有复验通过的安全缺陷")


class DefectIncomplete(DomainError):
    """缺陷未写全 (what, how grave, who mends it, until when)."""

    code = "defect_incomplete"
    message = _("请写明缺陷、严重程度、责任方和不早于今天的期限")


class DefectMended(DomainError):
    """已登记整改."""

    code = "defect_mended"
    message = _("这个缺陷已登记整改")


class AirTestStands(DomainError):
    """检测报告已登记."""

    code = "air_test_stands"
    message = _("这份检测报告已经登记过")


class NotReadyForHandover(DomainError):
    """还不能交付 (everything that keeps a room closed is named)."""

    code = "not_ready_for_handover"
    message = _("还不能交付，缺：%(missing)s")


class NotPairedYet(DomainError):
    """还没有结对陪伴."""

    code = "not_paired_yet"
    message = _("结对志愿者开始陪伴后，小屋才进入陪伴")


class PairingStands(DomainError):
    """结对未结束 (a room is closed after the farewell)."""

    code = "pairing_stands"
    message = _("结对还没有结束，请先办理告别")


class RecheckTooEarly(DomainError):
    """复查过早."""

    code = "recheck_too_early"
    message = _("这次复查从 %(day)s 起才能登记")


class RecheckStands(DomainError):
    """已复查."""

    code = "recheck_stands"
    message = _("这次复查已经登记")


class RecheckSaysNothing(DomainError):
    """复查未说明 (who finds something says what)."""

    code = "recheck_says_nothing"
    message = _("没有使用或有损坏时，请写明情况")
