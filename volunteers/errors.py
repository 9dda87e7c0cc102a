"""Refusals of the volunteers: each is a class, a code and a sentence (design.md §3.2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class ShiftHasSignups(DomainError):
    """班次已有人报名 (somebody would lose the seat, or meet another shift)."""

    code = "shift_has_signups"
    message = _("已有志愿者报名，不能改成这样的人数或时间")


class ShiftHangsOnIt(DomainError):
    """还有班次 (somebody counts on the volunteer; an account is not closed before that is over)."""

    code = "shift_hangs_on_it"
    message = _("您还有未结束的志愿服务班次（%(project)s），请先退出或完成服务，再注销账号")


class SignupMoved(DomainError):
    """报名状态已变 (the signup is not, or no longer, where the move starts)."""

    code = "signup_moved"
    message = _("这份报名现在是“%(state)s”，不能进行此操作，请刷新后再看")


class ReasonMissing(DomainError):
    """没有写理由 (a decision about somebody says why)."""

    code = "volunteer_reason_missing"
    message = _("请写明理由")
    field = "reason"


class VolunteerMissing(DomainError):
    """未注册志愿者 (the log-in's person is no volunteer)."""

    code = "volunteer_missing"
    message = _("您还不是注册志愿者，请先注册")


class VolunteerLeft(DomainError):
    """已退出 (the volunteer has left, and may come back)."""

    code = "volunteer_left"
    message = _("您已退出志愿者队伍；重新注册后可以继续报名")


class AlreadyVolunteer(DomainError):
    """已注册 (a person is a volunteer once)."""

    code = "volunteer_exists"
    message = _("您已经是注册志愿者")


class TooYoungToVolunteer(DomainError):
    """未满注册年龄 (below the age from which somebody may register)."""

    code = "volunteer_too_young"
    message = _("年满 %(age)s 周岁才能注册志愿者；您到 %(day)s 年满")


class BirthDateUnknown(DomainError):
    """没有出生日期 (the age decides who may serve, and is not known)."""

    code = "volunteer_birth_date_unknown"
    message = _("请先填写实名信息中的出生日期，再注册志愿者")


class GraduationWithoutUniversity(DomainError):
    """没有选高校 (a day of graduation belongs to a university)."""

    code = "volunteer_university_missing"
    message = _("填写了预计毕业日期，请同时选择就读高校")
    field = "university"


class VolunteerStillServes(DomainError):
    """还有班次 (somebody counts on the volunteer)."""

    code = "volunteer_still_serves"
    message = _("您还有未结束的班次（%(project)s），请先退出或完成服务")


class TooYoungForRole(DomainError):
    """未满岗位年龄 (the role has a lowest age on the day of the shift)."""

    code = "volunteer_role_too_young"
    message = _("“%(role)s”岗位要求服务当天年满 %(age)s 周岁")


class GuardianConsentMissing(DomainError):
    """没有监护人同意 (whoever is not yet 18 serves with it)."""

    code = "volunteer_guardian_missing"
    message = _("未满 18 周岁须有监护人书面同意；请带同意书到所在区县团委登记")


class NotEligible(DomainError):
    """资质不齐 (the role asks for proofs that do not hold today)."""

    code = "volunteer_not_eligible"
    message = _("这个岗位还需要：%(missing)s。在“我的资质”提交，核验通过后可以报名")


class NotArrangedNow(DomainError):
    """暂不安排 (a place that is not given now; why is nobody's business here)."""

    code = "volunteer_not_arranged"
    message = _("这个岗位现在不能安排，请联系服务队负责人")


class AlreadyInTeam(DomainError):
    """已在队或已申请 (one membership of a team at a time)."""

    code = "volunteer_in_team"
    message = _("您已在这支服务队，或申请正在审核")


class MemberMoved(DomainError):
    """入队状态已变 (somebody else has decided, or the volunteer has left)."""

    code = "volunteer_member_moved"
    message = _("这份入队申请现在是“%(state)s”，请刷新后再看")


class ItemWaits(DomainError):
    """已提交待核验 (one proof of a requirement is checked at a time)."""

    code = "volunteer_item_waits"
    message = _("这项资质已提交，正在等待核验")


class ItemMoved(DomainError):
    """凭证状态已变."""

    code = "volunteer_item_moved"
    message = _("这份凭证现在是“%(state)s”，请刷新后再看")


class ItemNeedsDocument(DomainError):
    """须附材料 (the requirement is proved by a paper)."""

    code = "volunteer_item_needs_document"
    message = _("“%(name)s”须上传材料")
    field = "upload"


class ItemDatesWrong(DomainError):
    """日期不对 (a proof ends after it begins, and neither began in the future nor ended long ago)."""

    code = "volunteer_item_dates"
    message = _("生效日期不能晚于今天，有效期须晚于今天")
    field = "from_on"


class NotSubmittedByHand(DomainError):
    """不能自行提交 (the identity is verified with the person, a training by attending it)."""

    code = "volunteer_item_not_by_hand"
    message = _("“%(name)s”不用提交：实名在账号中核验，培训在参加后自动记录")


class ExemptionStands(DomainError):
    """已有免除 (one exemption of a requirement at a time)."""

    code = "volunteer_exemption_stands"
    message = _("这项资质已免除，先撤销再重新登记")


class TermInvalid(DomainError):
    """期限不对 (a term ends after it begins, and within a year)."""

    code = "volunteer_term_invalid"
    message = _("截止日期须在今天之后，最长一年")
    field = "until_on"


class ConsentStands(DomainError):
    """已登记监护人同意."""

    code = "volunteer_consent_stands"
    message = _("已登记监护人同意；有变化请先撤回再登记")


class ConsentNotNeeded(DomainError):
    """已满 18 周岁 (a guardian consents for whoever is not of age)."""

    code = "volunteer_consent_not_needed"
    message = _("这位志愿者已满 18 周岁，不需要监护人同意")


class ProjectHasNoPost(DomainError):
    """还没有岗位 (there is nothing to sign up for)."""

    code = "project_has_no_post"
    message = _("请先添加岗位，再发布项目")


class ProjectHasShifts(DomainError):
    """还有班次 (somebody may be on the way to one)."""

    code = "project_has_shifts"
    message = _("还有 %(count)s 个未结束的班次，请先取消或等它们结束")


class ProjectMoved(DomainError):
    """项目状态已变."""

    code = "project_moved"
    message = _("项目现在是“%(state)s”，不能进行此操作")
