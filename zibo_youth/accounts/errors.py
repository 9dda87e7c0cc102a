"""Refusals of accounts: each says what is wrong, and where."""

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class InvalidIdNumber(DomainError):
    """证件号码有误 (form, check digit, birth date or prefix is wrong)."""

    code = "id_bad"
    message = _("证件号码有误，请核对后重新填写")
    field = "id_number"
    status = 400


class GenderDisagrees(DomainError):
    """性别与证件号码不一致 (the number carries another gender than the one stated)."""

    code = "gender_disagrees"
    message = _("所选性别与证件号码不一致，请核对")
    field = "gender"
    status = 400


class BirthDateDisagrees(DomainError):
    """出生日期与证件号码不一致."""

    code = "birth_date_disagrees"
    message = _("出生日期与证件号码不一致，请核对")
    field = "birth_date"
    status = 400


class DuplicateIdentity(DomainError):
    """证件已登记 (the document is registered by another log-in; an officer has been asked to look)."""

    code = "identity_in_review"
    message = _("该证件已由另一账号登记。我们已提请工作人员核对，您也可以用原手机号登录")
    field = "id_number"


class IdentityDisagrees(DomainError):
    """与登记不符 (the document is registered under another name, gender or birth date)."""

    code = "identity_disagrees"
    message = _(
        "姓名、性别或出生日期与该证件登记的不一致，不能办理。请再核对证件原件；仍不一致的，请联系团市委核实"
    )
    field = "full_name"


class IdentityLocked(DomainError):
    """身份已核验 (a verified identity is changed at the desk only)."""

    code = "identity_locked"
    message = _("身份已核验，如需更改请携带证件到驿站前台办理")
    field = "id_number"


class IdentityInUse(DomainError):
    """证件已用于办理 (something already done rests on the document or the gender as stated)."""

    code = "identity_in_use"
    message = _("已有业务按现在的证件办理，证件和性别不能自行更改；如填写有误，请先取消预约或联系工作人员")
    field = "id_number"


class ConsentWithdrawn(DomainError):
    """已撤回同意 (the act rests on a consent that was taken back)."""

    code = "consent_withdrawn"
    message = _("来宾已撤回“%(scope)s”的同意，不能办理；来宾重新同意后可以办理")
    status = 409


class ConsentMissing(DomainError):
    """未同意 (the act rests on a consent that was not given)."""

    code = "consent"
    message = _("请阅读并勾选同意后再提交")
    field = "consent"
    status = 400


class IdentityMissing(DomainError):
    """未实名 (the act needs a stated identity)."""

    code = "identity_missing"
    message = _("请先完成实名信息填写")
    status = 403


class KeyReused(DomainError):
    """提交键重复 (the one-time key was used for another request)."""

    code = "key_reused"
    message = _("这个提交键已用于另一份内容不同的申请，请刷新页面后重新提交")
    status = 422


class TooOften(DomainError):
    """过于频繁 (a limit of attempts in a time window is reached)."""

    code = "too_often"
    message = _("操作过于频繁，请稍后再试")
    status = 429


class NothingToWithdraw(DomainError):
    """没有可撤回的同意 (nothing was agreed to on paper or by telephone, or it was withdrawn before)."""

    code = "nothing_to_withdraw"
    message = _("没有可以撤回的同意记录，可能刚刚已经撤回")
    field = "scopes"


class ReasonMissing(DomainError):
    """未填写事由."""

    code = "reason_missing"
    message = _("请填写事由")
    field = "reason"
    status = 400


class RecordRefused(DomainError):
    """记录有误 (a plain record breaks one of its rules; the words are the rule's own)."""

    code = "record_refused"
    message = _("未能保存：%(reason)s")
    status = 400


class RecordInUse(DomainError):
    """记录已被使用 (something rests on the row, so it stays)."""

    code = "record_in_use"
    message = _("已有记录引用此项，不能删除")


class BirthDateMissing(DomainError):
    """未填写出生日期 (the document does not carry it, so it is asked for)."""

    code = "birth_date_missing"
    message = _("请填写出生日期")
    field = "birth_date"
    status = 400


class GenderMissing(DomainError):
    """未选择性别 (the document does not carry it, so it is asked for)."""

    code = "gender_missing"
    message = _("请选择性别")
    field = "gender"
    status = 400


class ReviewDecided(DomainError):
    """身份核对已处理 (somebody else decided in the meantime)."""

    code = "review_decided"
    message = _("这项身份核对已经处理，请刷新后查看")


class AlreadyAppointed(DomainError):
    """已在任 (the person holds this office already)."""

    code = "already_appointed"
    message = _("该人员已在此单位担任这一角色")
    field = "role"


class InvalidMobile(DomainError):
    """手机号有误 (not a number that a text message can reach)."""

    code = "mobile_bad"
    message = _("请输入11位手机号码，境外号码请加国家代码")
    field = "mobile"
    status = 400


class MobileTaken(DomainError):
    """手机号已有账号."""

    code = "mobile_taken"
    message = _("这个手机号已有账号，请直接用它登录")
    field = "mobile"


class TokensFull(DomainError):
    """令牌已满 (a person keeps at most ten living tokens)."""

    code = "tokens_full"
    message = _("有效令牌最多 %(most)s 个，请先停用不再使用的令牌")
    field = "label"


class MachineScopeInvalid(DomainError):
    """数据范围有误 (a machine reads the whole city, or one unit that reports)."""

    code = "machine_scope"
    message = _("数据范围只能是团市委，或一个报送月报的单位")
    field = "organisation"


class AccountErased(DomainError):
    """账号已注销 (the person was erased while this act was under way)."""

    code = "account_erased"
    message = _("账号已经注销，不能再办理；如需使用，请重新登录并填写实名信息")


class ClosingAsked(DomainError):
    """已申请注销 (a request of this person is open already)."""

    code = "closing_asked"
    message = _("已有一份注销申请正在办理，请在“我的数据”页查看进度")


class NothingToTakeBack(DomainError):
    """没有可撤回的注销申请."""

    code = "nothing_to_take_back"
    message = _("没有可以撤回的注销申请，请刷新后查看")


class TwoPeopleNeeded(DomainError):
    """须另一人复核 (who wrote the request down, or whom it is about, does not approve it)."""

    code = "two_people"
    message = _("登记人和本人不能复核同一份注销申请，请由另一位工作人员复核")
    status = 403


class HeldByLaw(DomainError):
    """依法保留 (the law demands to keep the data)."""

    code = "erase_legal_hold"
    message = _("您的信息正依法保留，暂时不能注销。请联系团市委了解依据和期限")


class StillInOffice(DomainError):
    """仍在任 (who serves acts for others)."""

    code = "erase_in_office"
    message = _("您仍担任工作岗位，不能注销。请先请系统管理员办理离任，再申请注销")


class ReviewHangsOnIt(DomainError):
    """身份核对未完."""

    code = "erase_review_open"
    message = _("您的身份核对还没有结果，不能注销。请等待核对完成，再申请注销")


class HoldStands(DomainError):
    """已在依法保留中."""

    code = "hold_stands"
    message = _("该人员的信息已在依法保留中")


class HoldLifted(DomainError):
    """依法保留已解除."""

    code = "hold_lifted"
    message = _("这项依法保留已经解除，请刷新后查看")


class NumberForgotten(DomainError):
    """号码已删 (the sealed number was let go when its term was over; hash and last four stay)."""

    code = "number_forgotten"
    message = _("证件号码的密文已按保存期限删除，只留后四位；如需完整号码，请当面核对证件")
