"""Refusals of the Hope Rooms: each names the broken rule, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class AccessRefused(DomainError):
    """没有查阅权 (neither an office nor a grant lets this person read so much of this child now)."""

    code = "child_access_refused"
    message = _("您现在没有查阅这名孩子这部分信息的权限；确有需要，请说明目的申请查阅授权")
    status = 403


class GuardianHasNotAgreed(DomainError):
    """监护人未同意 (no consent of the guardian stands: nothing of the child is shown)."""

    code = "guardian_has_not_agreed"
    message = _("监护人尚未同意或已撤回同意，孩子的信息不再显示；登记监护人同意后才能查阅")
    status = 403


class NotWrittenYet(DomainError):
    """尚未登记 (this part of the child's record holds nothing yet)."""

    code = "child_part_missing"
    message = _("这部分信息还没有登记")


class AlreadyRegistered(DomainError):
    """已有档案 (a case with this identity number stands in the city)."""

    code = "child_already_registered"
    message = _("这个证件号码已有档案，请向区县团委核实，不要重复提报")
    field = "id_number"


class TownOfAnotherDistrict(DomainError):
    """镇街不属本区县 (the town hands in its report elsewhere)."""

    code = "town_of_another_district"
    message = _("镇街团委不属于这个填报单位")
    field = "town"


class EvidenceMissing(DomainError):
    """缺少依据 (a fact rests on a paper that can be found again)."""

    code = "evidence_missing"
    message = _("请写明依据的材料名称和编号")
    field = "evidence"


class CheckedInTheFuture(DomainError):
    """日期未到 (nothing was checked or answered on a day to come)."""

    code = "day_has_not_come"
    message = _("日期不能晚于今天")
    field = "on"


class FactsMissing(DomainError):
    """事实未齐 (the four facts are decided together)."""

    code = "eligibility_facts_missing"
    message = _("四项资格事实须全部核对后才能得出结论，还缺：%(missing)s")


class RoomMoved(DomainError):
    """状态已变 (the room is not where this step begins)."""

    code = "room_moved"
    message = _("小屋现在是“%(state)s”，不能办理这一步，请刷新后再试")


class AnswerStands(DomainError):
    """已有答复 (the guardian has answered this; it is withdrawn before it is given anew)."""

    code = "consent_stands"
    message = _("这一事项已有监护人答复；先登记撤回，再登记新的答复")


class NothingToWithdraw(DomainError):
    """没有可撤回的答复 (no consent to this purpose stands)."""

    code = "no_consent_to_withdraw"
    message = _("这一事项没有可撤回的同意")


class GuardianMissing(DomainError):
    """监护人未填写 (who agreed is written down)."""

    code = "guardian_missing"
    message = _("请填写作出答复的监护人姓名和与孩子的关系")
    field = "guardian_name"


class ReasonMissing(DomainError):
    """理由未填写."""

    code = "reason_missing"
    message = _("请写明理由")
    field = "reason"


class GrantMoved(DomainError):
    """授权已处理 (somebody was faster)."""

    code = "grant_moved"
    message = _("这份查阅授权现在是“%(state)s”，不能再这样处理")


class GrantTooLong(DomainError):
    """授权过长 (a grant ends, and soon)."""

    code = "grant_too_long"
    message = _("查阅授权最长 %(days)s 天，从今天起算")
    field = "until_on"


class DecidedByAnother(DomainError):
    """须由他人批准 (nobody decides about the own request, or looks at the own emergency)."""

    code = "grant_decided_by_another"
    message = _("自己的查阅申请和紧急查阅须由另一个人批准或复核")


class WordsNotSafe(DomainError):
    """含有号码 (a note that leaves the sealed record holds no numbers of people)."""

    code = "words_hold_numbers"
    message = _("请不要在说明里写电话号码或证件号码")


class PeopleNotRuledOut(DomainError):
    """未确认照片中没有人 (whoever uploads a picture has looked that nobody is in it)."""

    code = "child_photo_people_not_ruled_out"
    message = _("请先确认照片中没有人，也看不出住址，再上传")
    field = "without_people"


class FileNotThere(DomainError):
    """没有这份材料 (no file of the child by this number lies open at this look)."""

    code = "child_file_missing"
    message = _("没有这份材料，或它的数据分级高于这次查阅")
    status = 404


class PhotosNotAgreed(DomainError):
    """监护人未同意保存照片 (pictures of the room are kept and shown only while the guardian agrees)."""

    code = "guardian_has_not_agreed_to_photos"
    message = _("监护人没有同意保存小屋照片或已撤回同意，照片不保存也不显示")
    status = 403


class LedgerEmpty(DomainError):
    """台账为空 (a file without a line)."""

    code = "ledger_empty"
    message = _("文件里没有小屋，请在表头下面每行填写一间")
    field = "file"
    status = 400


class LedgerTooLong(DomainError):
    """台账太长 (more lines than one transaction takes in)."""

    code = "ledger_too_long"
    message = _("一次最多导入 %(most)s 行，请分成几个文件")
    field = "file"
    status = 400


class LedgerChanged(DomainError):
    """台账已变 (what would be written is no longer what was shown)."""

    code = "ledger_changed"
    message = _("预览之后平台里的小屋有变化，没有导入任何内容。请重新上传并预览")


class NothingNew(DomainError):
    """没有新小屋 (every room of the file stands in the portal)."""

    code = "ledger_has_nothing_new"
    message = _("文件里的小屋都已在平台中，没有重复导入")
