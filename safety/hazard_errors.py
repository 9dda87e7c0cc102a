"""Refusals around hazards: each names the broken rule."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class HazardMoved(DomainError):
    """状态已变 (somebody was faster, or it is not the time for this step)."""

    code = "hazard_moved"
    message = _("这条隐患现在是“%(state)s”，不能办理这一步，请刷新后再试")


class HazardWhereMissing(DomainError):
    """未写在哪里 (an enterprise from the list, or a place in words)."""

    code = "hazard_where_missing"
    message = _("请选择企业，或写明地点和所在区县")
    field = "place"


class HazardSpotTooVague(DomainError):
    """位置不够准 (a place that is told may be off by so many metres)."""

    code = "hazard_spot_too_vague"
    message = _("标出的位置可能差 %(reach)s 米，请再选到 %(metres)s 米以内，或清除位置")
    field = "spot"


class HazardSpotOfEnterprise(DomainError):
    """选了企业就不标位置 (whoever reports from home would show the enterprise where they live)."""

    code = "hazard_spot_of_enterprise"
    message = _("选了企业就不用标位置，请清除位置，或写在情况里")
    field = "spot"


class HazardPhotoMissing(DomainError):
    """没有照片 (a report, and a fix, shows a picture)."""

    code = "hazard_photo_missing"
    message = _("请附上现场照片")
    field = "photo"


class HazardNoPicture(DomainError):
    """不是照片 (a PDF is no picture of a place)."""

    code = "hazard_no_picture"
    message = _("请上传照片，JPG 或 PNG 格式")
    field = "photo"


class HazardAlreadySent(DomainError):
    """已经上报 (the same form was sent twice; the first made the report)."""

    code = "hazard_already_sent"
    message = _("这份上报已经收到，不用再提交")


class WorkAreaElsewhere(DomainError):
    """车间不属于企业."""

    code = "hazard_work_area_elsewhere"
    message = _("所选车间或区域不属于这家企业")
    field = "work_area"


class HazardNotLike(DomainError):
    """不相似 (only reports that were offered as the same can be joined)."""

    code = "hazard_not_like"
    message = _("这两条隐患不是同一企业同类，也不在附近，不能合并")


class HazardJoinedAlready(DomainError):
    """已经合并 (one of the two was joined elsewhere, or has others joined to it)."""

    code = "hazard_joined_already"
    message = _("其中一条隐患已与别的隐患合并，请刷新后再试")


class HazardJoinedToItself(DomainError):
    """并入自己 (a report is joined to another one)."""

    code = "hazard_joined_to_itself"
    message = _("不能把一条隐患并入它自己，请选另一条")


class HazardReasonMissing(DomainError):
    """未说明理由."""

    code = "hazard_reason_missing"
    message = _("请说明理由")
    field = "words"


class NobodyToMend(DomainError):
    """责任人不在岗 (whoever is to mend it works for the enterprise, or for the district)."""

    code = "hazard_nobody_to_mend"
    message = _("整改责任人须是该企业在岗的安全员，或所在区县的管理员")
    field = "person"


class HazardFixElsewhere(DomainError):
    """不是同一处 (the after-photo says that it was taken somewhere else)."""

    code = "hazard_fix_elsewhere"
    message = _("整改后照片的拍摄位置离原照片超过 %(metres)s 米，请在原处重拍")
    field = "photo"


class HazardFixBefore(DomainError):
    """不是整改后拍的 (the after-photo is older than the report)."""

    code = "hazard_fix_before"
    message = _("整改后照片的拍摄时间早于上报或上次退回的时间，请重拍")
    field = "photo"


class HazardSamePicture(DomainError):
    """照片相同 (the after-photo is one that was there already)."""

    code = "hazard_same_picture"
    message = _("这张照片与之前的照片相同，请重拍整改后的现场")
    field = "photo"


class HazardPlaceUnseen(DomainError):
    """未核对地点 (without two positions, somebody looks whether both pictures are of one place)."""

    code = "hazard_place_unseen"
    message = _("照片没有拍摄位置，请对照两张照片，确认是同一处")
    field = "place_seen"


class HazardAnswered(DomainError):
    """已经答复 (each side answers a claim once)."""

    code = "hazard_answered"
    message = _("您已答复过这次整改")


class HazardOwnFix(DomainError):
    """自己填报的整改 (whoever claims a fix does not confirm it)."""

    code = "hazard_own_fix"
    message = _("填报整改的人不能确认这次整改，请由另一位工作人员确认")
    status = 403


class HazardPhotoWithheld(DomainError):
    """照片没有给企业看 (nobody said that it may be shown, or it was taken back already)."""

    code = "hazard_photo_withheld"
    message = _("这张照片现在就没有给企业看，不用收回")


class HazardNotMajor(DomainError):
    """退回时仍是重大 (what comes back from the bureau is less than major)."""

    code = "hazard_not_major"
    message = _("退回的隐患请改定为重大以下的严重程度")
    field = "severity"


class ClaimCodeUnknown(DomainError):
    """没有这个领取码."""

    code = "hazard_claim_code_unknown"
    message = _("没有这个领取码，请核对")
    field = "code"


class RewardPaid(DomainError):
    """已经发放 (a code is paid once)."""

    code = "hazard_reward_paid"
    message = _("这个领取码的奖励已经发放")
    field = "code"


class SealStays(DomainError):
    """不能查看上报人 (the database gives the name to city staff alone)."""

    code = "hazard_seal_stays"
    message = _("只有市级管理员写明理由后可以查看上报人")
    status = 403


class ReporterGone(DomainError):
    """上报人信息已清除 (the account was closed, or its time is over)."""

    code = "hazard_reporter_gone"
    message = _("上报人的信息已按期限清除，或其账号已注销")


class HazardOneForBoth(DomainError):
    """一人办两方 (reporter, mender and officer are different people)."""

    code = "hazard_one_for_both"
    message = _("上报、整改、确认要由不同的人来做，请另一位工作人员办理")
