"""Refusals of the stations: each names the broken rule, with its values (reference/domain.md §3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from zibo_youth.core.errors import DomainError, StateChanged
from zibo_youth.core.templatetags.portal import cn_days

if TYPE_CHECKING:
    from .eligibility import Assessment


class BedTaken(DomainError):
    """没有空床 (no bed is free for every night of the stay); ``nights`` are those that are full."""

    code = "bed_gone"
    message = _("没有空床能连住这几晚，请换一个日期、少住几晚或换一家驿站")
    message_of_nights = _("%(nights)s没有空床了，请换一个日期或驿站")
    field = "arrival"

    def __init__(self, nights: Sequence[date] = ()) -> None:
        super().__init__()
        self.nights = nights

    def __str__(self) -> str:
        if not self.nights:
            return super().__str__()
        return str(self.message_of_nights) % {"nights": cn_days(self.nights)}


class PinnedBedTaken(BedTaken):
    """固定的床位不空 (the bed that a pin holds to the stay is not free on the other dates)."""

    code = "pinned_bed_gone"
    message = _("这份预约固定了床位，所选日期这张床不空；请换一个日期，或请驿站先取消固定")
    message_of_nights = _("这份预约固定了床位，%(nights)s这张床不空；请换一个日期，或请驿站先取消固定")


class AlreadyBooked(DomainError):
    """同一晚已有预约 (the guest sleeps somewhere on one of these nights)."""

    code = "overlap"
    message = _("您在这段时间已有一份预约，请先取消或改期")
    field = "arrival"


class FreeNightsUsedUp(DomainError):
    """超过免费晚数 (the guest has fewer free nights left than asked for)."""

    code = "cap_reached"
    message = _("本年度免费入住的晚数已用完")
    field = "nights"


class RoomOfOtherGender(DomainError):
    """房间当晚为另一性别 (the room sleeps the other gender that night)."""

    code = "gender_room"
    message = _("该房间当晚安排的是另一性别的青年，请选择其他房间")
    field = "arrival"


class GenderUnknown(DomainError):
    """性别未填写 (a bed in a shared room needs it)."""

    code = "gender_unknown"
    message = _("请先在个人资料中填写性别，以便安排房间")
    field = "gender"
    status = 400


class NotEligible(DomainError):
    """不符合入住条件 (at least one rule was not met; the assessment tells all of them)."""

    code = "not_eligible"
    message = _("暂不符合入住条件")
    status = 422

    def __init__(self, assessment: Assessment) -> None:
        super().__init__()
        self.assessment = assessment
        first = assessment.refusals[0]
        self.code = first.rule_id
        self.field = first.field

    def __str__(self) -> str:
        return pgettext("标点", "；").join(str(verdict.refusal) for verdict in self.assessment.refusals)


class DatesOutOfRange(DomainError):
    """日期不合理 (departure before arrival, or a stay beyond sense)."""

    code = "dates"
    message = _("离店日期须晚于入住日期，一次最多 %(most)s 晚")
    field = "nights"
    status = 400


class WrongState(DomainError):
    """当前状态不允许此操作."""

    code = "wrong_state"
    message = _("这份入住单目前为“%(state)s”，不能进行此操作")


class CodeUnknown(DomainError):
    """入住码不符 (no approved stay of this station carries the code)."""

    code = "code_unknown"
    message = _("没有找到与此入住码相符的待入住预约，请核对六位数字")
    field = "code"
    status = 404


class NotArrivalDay(DomainError):
    """不在入住日 (check-in is open from the arrival day to the last night)."""

    code = "not_arrival_day"
    message = _("该预约的入住日期为%(arrival)s，今天不能办理入住")


class ReasonMissing(DomainError):
    """未选择理由."""

    code = "reason"
    message = _("请选择理由")
    field = "reason"
    status = 400


class EvidenceInUse(DomainError):
    """材料已随入住单提交 (a stay was handed in with this file, or a placement rests on it)."""

    code = "evidence_in_use"
    message = _("这份材料已随入住单提交，不能删除")
    field = "evidence"


class RoomHasNights(DomainError):
    """房间已有安排 (nights are written that the new kind of room would contradict)."""

    code = "room_has_nights"
    message = _("这间房已安排了入住的夜晚，不能改成另一类型；请等这些夜晚过去，或先处理相关入住单")
    field = "gender_mode"


class BedHasNights(DomainError):
    """床位已有安排 (nights are written for the bed, so it stays in its room)."""

    code = "bed_has_nights"
    message = _("这张床已安排了入住的夜晚，不能移到其他房间或删除")
    field = "room"


class PolicyInUse(DomainError):
    """政策已适用 (stays were admitted by this version; a new version changes what comes)."""

    code = "policy_in_use"
    message = _("已有入住单适用此版政策，不能修改；请另建一版，从新的日期起生效")


class AlreadyLifted(DomainError):
    """已解除 (the suspension was lifted before)."""

    code = "already_lifted"
    message = _("这项暂停已经解除")


class NotYetAGuest(DomainError):
    """尚未入住 (a placement is counted for somebody who stayed)."""

    code = "not_yet_a_guest"
    message = _("只有办理过入住的入住单才能登记签约")
    field = "stay"


class SignedInFuture(DomainError):
    """签约日期在将来."""

    code = "signed_in_future"
    message = _("签约日期不能晚于今天")
    field = "signed_on"
    status = 400


class PlacementRecorded(DomainError):
    """签约已登记 (this stay and employer were recorded before)."""

    code = "placement_recorded"
    message = _("这份入住单与该单位的签约已经登记")
    field = "employer"


class PlacementDecided(StateChanged):
    """签约已核实 (somebody has decided on the claim, or the guest has taken it back)."""

    code = "placement_decided"
    message = _("这条签约目前为“%(state)s”，不能再这样处理")


class FollowUpClosed(StateChanged):
    """回访已结束 (unknown, not yet asked, or over: the link tells none of it apart)."""

    code = "follow_up_closed"
    message = _("这个链接无效，或回答的时间已过")
    status = 404


class AnswerIncomplete(DomainError):
    """回答不完整 (the answer does not suit the question)."""

    code = "answer_incomplete"
    message = _("请选择一项回答；只有在淄博就业才填写单位和签约日期")
    status = 400


class EvidenceOfSomebodyElse(DomainError):
    """材料不属于入住青年."""

    code = "evidence_of_somebody_else"
    message = _("证明材料须是这位入住青年本人的")
    field = "evidence"
    status = 400


class SuspensionTooShort(DomainError):
    """暂停期限有误 (the suspension ends on or before its first day)."""

    code = "suspension_dates"
    message = _("恢复日期须晚于暂停开始的日期")
    field = "until_on"
    status = 400


class IdentityNotSeen(DomainError):
    """证件原件未核对 (the desk has not looked at the guest's document)."""

    code = "identity_not_seen"
    message = _("请先核对来宾的证件原件，再办理入住")


class ArrivalPast(DomainError):
    """入住日期已过 (nobody books for a night that is over)."""

    code = "arrival_past"
    message = _("入住日期不能早于今天")
    field = "arrival"
    status = 400


class LastFourDisagree(DomainError):
    """证件后四位不符 (what the desk read off the document is not the guest's number)."""

    code = "last_four_disagree"
    message = _("证件号码后四位与登记的不一致，请核对是不是这位来宾的证件")
    field = "last4"


class AlreadyIn(DomainError):
    """已办理入住 (another desk was faster; the sentence says when and who)."""

    code = "already_in"
    message = _("这位来宾已由%(by)s于 %(at)s 办理入住，无需重复办理")
    field = "code"


class CodeEnded(DomainError):
    """入住码已失效 (the stay behind the code was given up or is over, even if it was scanned before)."""

    code = "code_ended"
    message = _("此入住码对应的预约目前为“%(state)s”，不能办理入住")
    field = "code"


class StatementMissing(DomainError):
    """未填写申诉说明."""

    code = "statement"
    message = _("请填写申诉说明")
    field = "statement"
    status = 400


class AppealTooLate(DomainError):
    """申诉已过期 (the policy's days for an appeal are over)."""

    code = "appeal_too_late"
    message = _("申诉期限是 %(last)s，已经截止；如有特殊情况，请联系驿站或团委")


class QueueBusy(DomainError):
    """候补安排中 (somebody who waits stands before, and cannot be asked at this moment)."""

    code = "queue_busy"
    message = _("这家驿站正在为候补的青年安排床位，请稍候再试一次")
    status = 503


class AlreadyWaiting(DomainError):
    """已在候补 (the same person waits for the same nights of the same station)."""

    code = "already_waiting"
    message = _("您已经在候补这家驿站的这几晚")
    field = "arrival"


class TooManyWaiting(DomainError):
    """候补份数已满 (the policy's number of places in queues is reached)."""

    code = "too_many_waiting"
    message = _("每人最多同时候补 %(most)s 份，请先退出一份候补")
    field = "arrival"


class OfferOver(StateChanged):
    """候补床位已失效 (the time to accept is over, or the offer was given up)."""

    code = "offer_over"
    message = _("这张候补床位的保留时间已过，已经转给下一位")


class NothingChanges(DomainError):
    """日期没有变化."""

    code = "nothing_changes"
    message = _("新的日期与原来相同")
    field = "departure"
    status = 400


class NotLonger(DomainError):
    """不是延长 (the new departure is not later than the present one)."""

    code = "not_longer"
    message = _("续住后的离店日期须晚于 %(departure)s")
    field = "departure"
    status = 400


class NotShorter(DomainError):
    """不是缩短 (the new departure is not earlier, or lies before what was slept)."""

    code = "not_shorter"
    message = _("新的离店日期须在 %(first)s 至 %(last)s 之间")
    field = "departure"
    status = 400


class TooLateToChange(DomainError):
    """已不能修改 (the last night has gone by, or the first has begun)."""

    code = "too_late_to_change"
    message = _("入住日已到，日期不能再改；已入住的可以在前台办理续住或提前离店")


class TooLateToReinstate(DomainError):
    """已不能恢复 (the hours in which a no-show can be undone are over)."""

    code = "too_late_to_reinstate"
    message = _("判定未入住后 %(hours)s 小时内、且在次日当天，才能恢复预约")


class BedNotFree(DomainError):
    """床位不可用 (the bed is taken, closed, of another station, or in a room of the other gender)."""

    code = "bed_not_free"
    message = _("这张床在剩余的夜晚里不能安排给这位来宾，请另选一张")
    field = "bed"


class SameBed(DomainError):
    """床位未变."""

    code = "same_bed"
    message = _("来宾现在就住这张床，请另选一张")
    field = "bed"


class NothingToMove(DomainError):
    """没有可调整的夜晚 (every night of the stay has been slept)."""

    code = "nothing_to_move"
    message = _("这份入住单没有今晚及以后的夜晚，不能调整床位")


class MoveUnexplained(DomainError):
    """未说明理由 (“other” wants words)."""

    code = "move_unexplained"
    message = _("选择“其他”时请填写说明")
    field = "note"
    status = 400
