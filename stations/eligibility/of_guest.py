"""Rules about the guest: who it is, what for, with which proof, and in which standing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from stations.facts import Facts
from stations.models.policy import Purpose
from zibo_youth.accounts.models import Person

from .verdicts import ARTICLE, FIRST_STATIONS, HOUSE, Rule, day_text

Education = Person.Education


class AgeOnArrival(Rule):
    rule_id, field = "age_out", "birth_date"
    label, clause = gettext_lazy("入住当日年龄"), FIRST_STATIONS

    def passes(self, facts: Facts) -> bool:
        return facts.age is not None and facts.policy.min_age <= facts.age <= facts.policy.max_age

    def value(self, facts: Facts) -> str:
        return _("未填写") if facts.age is None else _("%(age)s 周岁") % {"age": facts.age}

    def requirement(self, facts: Facts) -> str:
        limits = {"min": facts.policy.min_age, "max": facts.policy.max_age}
        return _("入住当日须年满 %(min)s 周岁且不超过 %(max)s 周岁") % limits

    def remedy(self, facts: Facts) -> str:
        if facts.age is None:
            return _("请在个人资料中填写出生日期")
        if facts.age < facts.policy.min_age:
            return _("年满 %(min)s 周岁后可以申请") % {"min": facts.policy.min_age}
        return _("年龄条件无法更改，您可以咨询驿站的自费入住")


class NotNative(Rule):
    rule_id, field = "native", "declared_non_native"
    label, clause = gettext_lazy("非淄博籍"), ARTICLE

    def passes(self, facts: Facts) -> bool:
        return facts.request.declared_non_native or not facts.policy.native_excluded

    def value(self, facts: Facts) -> str:
        return _("已声明") if facts.request.declared_non_native else _("未声明")

    def requirement(self, facts: Facts) -> str:
        if not facts.policy.native_excluded:
            return _("本期政策不限籍贯")
        return _("本项服务面向非淄博籍青年，须由本人声明")

    def remedy(self, facts: Facts) -> str:
        return _("如您不是淄博籍，请勾选声明；淄博籍青年可以查看本地青年服务")

    def refusal(self, facts: Facts) -> str:
        return _("本项服务面向非淄博籍青年，您可以查看本地青年服务")


class PurposeAllowed(Rule):
    rule_id, field = "purpose", "purpose"
    label, clause = gettext_lazy("来淄事由"), ARTICLE

    def passes(self, facts: Facts) -> bool:
        return facts.request.purpose in facts.policy.allowed_purposes

    def value(self, facts: Facts) -> str:
        known = facts.request.purpose in Purpose.values
        return str(Purpose(facts.request.purpose).label) if known else _("未填写")

    def requirement(self, facts: Facts) -> str:
        names = [str(Purpose(code).label) for code in facts.policy.allowed_purposes]
        return _("来淄事由须为：%(list)s") % {"list": pgettext("列举", "、").join(names)}

    def remedy(self, facts: Facts) -> str:
        return _("请选择上列事由之一")


class EducationReached(Rule):
    """No notice of the city names an education: the rule sleeps until a policy asks for one."""

    rule_id, field = "education", "education"
    label, clause = gettext_lazy("学历"), HOUSE

    def passes(self, facts: Facts) -> bool:
        lowest = facts.policy.min_education
        return not lowest or bool(facts.education and Education(facts.education).reaches(lowest))

    def value(self, facts: Facts) -> str:
        return str(Education(facts.education).label) if facts.education else _("未填写")

    def requirement(self, facts: Facts) -> str:
        lowest = facts.policy.min_education
        if not lowest:
            return _("本期政策不限学历")
        return _("最低学历为%(education)s") % {"education": Education(lowest).label}

    def remedy(self, facts: Facts) -> str:
        if not facts.education:
            return _("请在个人资料中填写学历")
        return _("取得所要求的学历后，请在个人资料中更新学历再申请")


class EvidenceGiven(Rule):
    rule_id, field = "evidence", "evidence"
    label, clause = gettext_lazy("证明材料"), HOUSE

    def passes(self, facts: Facts) -> bool:
        return facts.request.has_evidence or not facts.policy.evidence_required

    def value(self, facts: Facts) -> str:
        return _("已上传") if facts.request.has_evidence else _("未上传")

    def requirement(self, facts: Facts) -> str:
        if not facts.policy.evidence_required:
            return _("本期政策不要求证明材料")
        return _("请上传面试通知、招聘会邀请等任意一份证明")

    def remedy(self, facts: Facts) -> str:
        return _("上传一份能说明来淄事由的材料即可，支持 JPG、PNG、PDF")


class NotSuspended(Rule):
    rule_id, field = "suspended", ""
    label, clause = gettext_lazy("申请资格"), HOUSE

    def passes(self, facts: Facts) -> bool:
        return facts.suspended_until is None

    def value(self, facts: Facts) -> str:
        if facts.suspended_until is None:
            return _("正常")
        return _("暂停至 %(date)s") % {"date": day_text(facts.suspended_until)}

    def requirement(self, facts: Facts) -> str:
        return _("未处于暂停资格期间")

    def remedy(self, facts: Facts) -> str:
        return _("到期后自动恢复；如有特殊原因，可在“失约与申诉”中说明")

    def refusal(self, facts: Facts) -> str:
        return _("因多次预约未入住，您在 %(date)s 前不能提交新的申请") % {
            "date": day_text(facts.suspended_until or facts.today)
        }
