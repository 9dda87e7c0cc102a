"""Refusals of the collective wedding: the rule, the value, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class WeddingMoved(StateChanged):
    """婚礼状态已变 (the edition is not, or no longer, where the move starts)."""

    code = "wedding_moved"
    message = _("这届婚礼现在是“%(state)s”，不能这样办理")


class CoupleMoved(StateChanged):
    """新人状态已变 (the couple is not, or no longer, where the move starts)."""

    code = "couple_moved"
    message = _("这份报名现在是“%(state)s”，不能这样办理")


class WeddingNumberTaken(DomainError):
    """届次重复 (an edition of this number is there)."""

    code = "wedding_number_taken"
    message = _("这一届已经建立，请核对届次")
    field = "number"


class WeddingDaysWrong(DomainError):
    """日期不对 (opening, closing and the day are not in order)."""

    code = "wedding_days_wrong"
    message = _("报名截止须晚于报名开始，且不晚于婚礼当天")
    field = "closes_at"


class WeddingAgesWrong(DomainError):
    """年龄不合法 (below the law's lowest ages, or not in order)."""

    code = "wedding_ages_wrong"
    message = _("最低年龄不能低于法定婚龄（男 22、女 20 周岁），最高年龄不能低于最低年龄")
    field = "age_to"


class CertificateWindowWrong(DomainError):
    """领证日期范围不对 (its end before its beginning)."""

    code = "wedding_window_wrong"
    message = _("领证日期的最晚一天不能早于最早一天")
    field = "married_until"


class TableTooSmall(DomainError):
    """桌子太小 (a couple with all its guests sits at one table)."""

    code = "wedding_table_too_small"
    message = _("每桌座位须坐得下一对新人和全部亲友（亲友上限加 2），亲友上限不超过 20 人")
    field = "table_seats"


class WeddingNotReady(DomainError):
    """还不能发布 (without a programme, or a scoring sheet where points decide)."""

    code = "wedding_not_ready"
    message = _("发布前请先安排至少一个环节；用评分遴选的，还须先写评分项")


class WeddingReasonMissing(DomainError):
    """没有写原因 (those concerned read the reason)."""

    code = "wedding_reason_missing"
    message = _("请写明原因，新人会看到")
    field = "reason"


class WeddingNotOpen(DomainError):
    """不在征集 (not, or no longer, open for applications)."""

    code = "wedding_not_open"
    message = _("这届婚礼现在不接受报名")


class WeddingNotYetOpen(DomainError):
    """报名未开始 (before the first moment)."""

    code = "wedding_not_yet_open"
    message = _("报名 %(opens)s 开始")


class WeddingClosed(DomainError):
    """报名已截止 (after the last moment)."""

    code = "wedding_closed"
    message = _("报名已于 %(closes)s 截止，双方须在此之前都确认")


class IdentityNeeded(DomainError):
    """没有实名信息 (age and sex decide, and nobody has told them)."""

    code = "couple_identity_needed"
    message = _("请先填写实名信息，再报名集体婚礼")


class GenderNotKnown(DomainError):
    """性别未知 (the identity tells no sex)."""

    code = "couple_gender_not_known"
    message = _("实名信息里没有性别，请到服务窗口补充后再报名")


class TooYoungToMarry(DomainError):
    """未达婚龄 (below the edition's lowest age, which is never below the law's)."""

    code = "couple_too_young"
    message = _(
        "本届最低 %(lowest)s 周岁（不低于法定婚龄），婚礼当天您 %(age)s 周岁，满 %(lowest)s 周岁后才能参加"
    )


class TooOldForEdition(DomainError):
    """超过年龄 (above the edition's highest age)."""

    code = "couple_too_old"
    message = _("本届最高 %(highest)s 周岁，婚礼当天您 %(age)s 周岁；请关注以后的婚礼")


class OfOneGender(DomainError):
    """双方性别相同 (a couple of one sex: 民法典 1046)."""

    code = "couple_of_one_gender"
    message = _("按婚姻登记的规定，双方须为一男一女；实名信息里双方性别相同，有误请到服务窗口更正")


class AlreadyInACouple(DomainError):
    """已在一对新人里 (one live couple per person and edition)."""

    code = "couple_already"
    message = _("您在这届婚礼已有一份报名，可在“我的婚礼报名”查看；要换人请先退出那一份")


class SamePerson(DomainError):
    """同一个人 (both seats of one person)."""

    code = "couple_same_person"
    message = _("这是您自己的邀请，请把链接发给对方，由对方用自己的账号打开")


class LinkUsed(DomainError):
    """链接已使用 (the second seat is taken)."""

    code = "couple_link_used"
    message = _("这个邀请链接已经用过，不能再次使用")


class PartnerMissing(DomainError):
    """对方未加入 (the second seat is free)."""

    code = "couple_partner_missing"
    message = _("对方还没有加入，请把邀请链接发给对方")


class CertificateMissing(DomainError):
    """没有填结婚证 (number and date are asked for)."""

    code = "couple_certificate_missing"
    message = _("请填写结婚证字号")
    field = "number"


class CertificateShapeWrong(DomainError):
    """结婚证字号不对 (no such number can stand on a certificate)."""

    code = "couple_certificate_shape"
    message = _("请按结婚证上的样子填写字号，例如 J370301-2021-000001")
    field = "number"


class CertificateTaken(DomainError):
    """结婚证已用 (another live couple of this edition gave the same number)."""

    code = "couple_certificate_taken"
    message = _("这个结婚证字号在本届已经报名，请核对；有疑问请致电承办单位")
    field = "number"


class CertificateInFuture(DomainError):
    """领证日期未到 (a day that has not come)."""

    code = "couple_certificate_in_future"
    message = _("领证日期 %(day)s 还没有到，请在领证以后再填写")
    field = "married_on"


class CertificateTooEarly(DomainError):
    """领证日期太早 (before the edition's window)."""

    code = "couple_certificate_too_early"
    message = _("本届要求 %(first)s 及以后领证，您填的是 %(day)s")
    field = "married_on"


class CertificateTooLate(DomainError):
    """领证日期太晚 (after the edition's window)."""

    code = "couple_certificate_too_late"
    message = _("本届要求 %(last)s 及以前领证，您填的是 %(day)s")
    field = "married_on"


class CertificateBeforeLegalAge(DomainError):
    """领证时未达婚龄 (no certificate is given below the legal age: the date is wrong)."""

    code = "couple_certificate_before_age"
    message = _("%(day)s 时有一方未满法定婚龄（男 22、女 20 周岁），请核对领证日期")
    field = "married_on"


class PapersMissing(DomainError):
    """材料不全 (a paper without which nothing is handed in)."""

    code = "couple_papers_missing"
    message = _("还缺：%(papers)s")


class TooManyPapers(DomainError):
    """材料过多 (so many papers and no more)."""

    code = "couple_too_many_papers"
    message = _("最多上传 %(n)s 份材料，请先删除不需要的")


class GuestsTooMany(DomainError):
    """亲友过多 (more than the edition has chairs for)."""

    code = "couple_guests_too_many"
    message = _("每对最多带 %(most)s 位亲友")
    field = "guests"


class NotWhileReviewed(DomainError):
    """审核中不能改 (what is looked at stays as it was handed in)."""

    code = "couple_not_while_reviewed"
    message = _("现在是“%(state)s”，这部分不能修改")


class HealthNeedsConsent(DomainError):
    """缺单独同意 (health is sensitive: PIPL article 29)."""

    code = "couple_health_needs_consent"
    message = _("健康提示属于敏感个人信息，请勾选单独同意后再保存，或留空")
    field = "agreed"


class ReviewedByAnother(DomainError):
    """由另一人审核 (a case that was sent back returns to whoever asked)."""

    code = "couple_reviewed_by_another"
    message = _("这份报名由另一位审核人经办，补充后仍回到该审核人；需要换人请先转交")


class SameReviewer(DomainError):
    """同一审核人 (the second look is another's)."""

    code = "couple_same_reviewer"
    message = _("初审是您办理的，复审须由另一人办理")


class IdentityNotVerified(DomainError):
    """身份未核验 (the document of one of them was not seen yet)."""

    code = "couple_identity_not_verified"
    message = _("第 %(seat)s 位的证件还没有核验，请先核对证件并办理“核验身份”")


class ReviewsOpen(DomainError):
    """还有未审结的报名 (the list is closed when all looks are over)."""

    code = "wedding_reviews_open"
    message = _("还有 %(n)s 份报名没有审结，审结后才能定名单")


class ApplicationsStillOpen(DomainError):
    """报名未截止 (the list is closed when nobody can enter any more)."""

    code = "wedding_applications_open"
    message = _("报名 %(closes)s 截止，之后才能定名单")


class NobodyEligible(DomainError):
    """没有通过审核的新人 (nobody to choose from)."""

    code = "wedding_nobody_eligible"
    message = _("没有通过审核的新人，不能定名单")


class TooManyPoints(DomainError):
    """得分超过满分 (more points than the criterion gives)."""

    code = "couple_too_many_points"
    message = _("得分不能超过该项满分")


class ScoredByTwo(DomainError):
    """已有两位评分人 (a third sheet is not taken)."""

    code = "couple_scored_by_two"
    message = _("这对新人已有两位评分人")


class NotScored(DomainError):
    """不评分 (the edition draws, or the list is not closed)."""

    code = "wedding_not_scored"
    message = _("定名单后、公布结果前，用评分遴选的婚礼才评分")


class ScoresMissing(DomainError):
    """评分不全 (each couple needs both sheets whole)."""

    code = "wedding_scores_missing"
    message = _("还有 %(n)s 对新人没有两位评分人的完整评分，不能公布结果")


class ReleaseTooEarly(DomainError):
    """公布太早 (so many hours after the list)."""

    code = "wedding_release_too_early"
    message = _("名单公布满 %(hours)s 小时后才能公布结果")


class CoupleOfferLapsed(DomainError):
    """名额已过期 (an offer was not taken up in time)."""

    code = "couple_offer_lapsed"
    message = _("名额保留到 %(until)s，现已转给下一对候补新人")


class WeddingNotOver(DomainError):
    """还没有举办 (what became of the day is told on it or after it)."""

    code = "wedding_not_over"
    message = _("婚礼在 %(day)s，当天及以后才能登记")


class AbsentUnknown(DomainError):
    """没有这个报名号 (a number that no admitted couple has)."""

    code = "wedding_absent_unknown"
    message = _("入选新人里没有这些报名号：%(numbers)s")
    field = "absent"
