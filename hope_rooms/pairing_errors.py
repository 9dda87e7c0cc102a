"""Refusals of pairings and visits: each names the broken rule, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class AlreadyPaired(DomainError):
    """已有结对 (a child has one living pairing)."""

    code = "child_already_paired"
    message = _("这名孩子已有一份未结束的结对，请在原结对上办理")


class RoomIsOver(DomainError):
    """小屋已结束 (no pairing begins for a case that is over)."""

    code = "room_is_over"
    message = _("小屋现在是“%(state)s”，不能再提出结对")


class PostIsNotWithChildren(DomainError):
    """岗位不符 (the post's role does not ask for what company of children asks for)."""

    code = "post_not_with_children"
    message = _("请选择直接接触未成年人的陪伴岗位")
    field = "post"


class TwoAdultsNeeded(DomainError):
    """须两名成年人 (never one adult alone with a child, reference/welfare.md S1)."""

    code = "two_adults_needed"
    message = _("每名孩子由两名不同的志愿者结对")
    field = "volunteers"


class NotDeclaredUnrelated(DomainError):
    """未声明互非亲属 (two who are related do not watch each other, reference/welfare.md S1)."""

    code = "not_declared_unrelated"
    message = _("两名志愿者须声明互不是亲属")
    field = "unrelated"


class OneOlderAdultNeeded(DomainError):
    """须有一人年满 21 (reference/welfare.md S2)."""

    code = "older_adult_needed"
    message = _("两名志愿者中至少一人须年满 %(age)s 周岁")
    field = "volunteers"


class WomanNeeded(DomainError):
    """须有女性 (a girl is never visited without a woman, reference/welfare.md S4)."""

    code = "woman_needed"
    message = _("这名孩子的结对志愿者中须有一名女性")
    field = "volunteers"


class TooManyChildren(DomainError):
    """孩子过多 (one adult looks after four at most)."""

    code = "too_many_children"
    message = _("%(volunteer)s 已结对 %(most)s 名孩子，不能再增加")
    field = "volunteers"


class FamilyHasNotAgreed(DomainError):
    """家庭未同意 (the guardian has not agreed to visits, or the child has not said yes)."""

    code = "family_has_not_agreed"
    message = _("监护人同意志愿者入户陪伴、孩子本人表示愿意，并都已登记后，才能继续")


class PairingMoved(DomainError):
    """状态已变 (the pairing is not where this step begins)."""

    code = "pairing_moved"
    message = _("结对现在是“%(state)s”，不能办理这一步，请刷新后再试")


class SecondPersonNeeded(DomainError):
    """须另一人同意 (a pause and a review are agreed by somebody else)."""

    code = "second_person_needed"
    message = _("须由另一个人办理这一步")


class PauseTooLong(DomainError):
    """暂停过长 (a pause has an end, and soon)."""

    code = "pause_too_long"
    message = _("暂停最长 %(days)s 天，从今天起算")
    field = "until_on"


class NoPauseAsked(DomainError):
    """没有待同意的暂停 (nobody has asked for one)."""

    code = "no_pause_asked"
    message = _("没有等待同意的暂停申请")


class PauseStands(DomainError):
    """已有暂停 (one at a time)."""

    code = "pause_stands"
    message = _("已有一份未结束的暂停")


class VisitTimesWrong(DomainError):
    """走访时间有误 (a visit lies ahead, and is no day long)."""

    code = "visit_times_wrong"
    message = _("走访须在今后 %(days)s 天内开始，时长不超过 %(hours)s 小时")
    field = "starts_at"


class VisitPlanned(DomainError):
    """已有约定 (one visit to come at a time)."""

    code = "visit_planned"
    message = _("已有一次尚未完成的走访，请先办理或取消")


class OtherAdultAccepts(DomainError):
    """须另一人同意 (nobody is put on a visit without the own word, reference/welfare.md S11)."""

    code = "other_adult_accepts"
    message = _("走访由另一名结对志愿者确认")


class ChildVisitMoved(DomainError):
    """走访状态已变."""

    code = "visit_moved"
    message = _("走访现在是“%(state)s”，不能办理这一步，请刷新后再试")


class BothMustBeThere(DomainError):
    """两人未都到场 (a visit is made by both; otherwise it was an attempt)."""

    code = "both_must_be_there"
    message = _("两名志愿者都签到、签退后才能记录走访；家中无人请选择“家中无人”")


class ReportEmpty(DomainError):
    """走访记录为空."""

    code = "report_empty"
    message = _("请写下走访情况")
    field = "words"


class VisitInRed(DomainError):
    """未同时在场 (one of the two was alone; nothing counts before somebody else has accepted why)."""

    code = "visit_in_red"
    message = _("两名志愿者没有同时在场；须先说明原因并由另一人审核通过，才能计入走访和时长")


class VisitNotRed(DomainError):
    """无须说明 (the two were together)."""

    code = "visit_not_red"
    message = _("两名志愿者同时在场，无须说明")


class AlreadyAcknowledged(DomainError):
    """已确认."""

    code = "already_acknowledged"
    message = _("这次催办已经确认过")
