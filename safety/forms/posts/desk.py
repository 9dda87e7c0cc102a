"""Forms of the desks: a year with its rules; reviews; notice and objections; re-checks and accidents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.models import Enterprise, EnterpriseAccident, PostCheck, PostObjection, PostReviewer, PostRound
from safety.models.posts.words import CriterionKind, Exclusion
from safety.services.posts.rounds import LIMITS, RoundPlan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.form_fields import day_field, words_field

from .unit import PostStepForm


class RoundForm(forms.Form):
    """新建年度 (a year), with the limits of its first form version."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2200)
    places = forms.IntegerField(label=_("入围名额"), min_value=1, max_value=500, initial=30)
    opens_on = day_field(_("申报开始"))
    closes_on = day_field(_("申报截止"))
    conditions = words_field(_("创建要求"), rows=5, max_length=2000)
    conditions_en = words_field(_("英文创建要求"), rows=3, max_length=4000, required=False)
    reviewers_each = forms.IntegerField(label=_("每个集体的评审员人数"), min_value=3, max_value=15, initial=3)
    notice_workdays = forms.IntegerField(label=_("公示工作日"), min_value=5, max_value=30, initial=5)
    valid_years = forms.IntegerField(label=_("命名有效年数"), min_value=1, max_value=10, initial=3)
    team_most = forms.IntegerField(label=_("集体人数上限"), min_value=1, max_value=1000, initial=100)
    young_age = forms.IntegerField(label=_("青年年龄上限"), min_value=18, max_value=60, initial=35)
    young_share = forms.IntegerField(label=_("青年占比下限（%）"), min_value=0, max_value=100, initial=60)
    leader_age_most = forms.IntegerField(
        label=_("青年负责人年龄上限"), min_value=18, max_value=65, initial=35
    )
    accident_years = forms.IntegerField(label=_("无严重事故年数"), min_value=1, max_value=10, initial=2)

    def plan(self) -> RoundPlan:
        return RoundPlan(**{name: value for name, value in self.cleaned_data.items() if name not in LIMITS})

    def limits(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in LIMITS}


class RoundStepForm(forms.Form):
    """A step of a year without a field."""

    def __init__(self, *args: Any, round: PostRound, **options: Any) -> None:
        super().__init__(*args, **options)
        self.round = round


class QuotaForm(RoundStepForm):
    """推荐名额 (quota)."""

    district = forms.ModelChoiceField(
        label=_("推荐单位"), queryset=Organisation.objects.reporting(), empty_label=None
    )
    places = forms.IntegerField(label=_("推荐名额"), min_value=0, max_value=500)


class CriterionForm(RoundStepForm):
    """评审项 (a line of the sheet)."""

    kind = forms.ChoiceField(label=pgettext_lazy("评审项", "类别"), choices=CriterionKind.choices)
    name = forms.CharField(label=pgettext_lazy("评审项", "名称"), max_length=80)
    name_en = forms.CharField(label=_("英文名称"), max_length=160, required=False)
    weight = forms.IntegerField(label=_("权重（%）"), min_value=0, max_value=100, initial=0)
    most = forms.IntegerField(label=_("满分"), min_value=1, max_value=100, initial=1)


class ReviewerForm(RoundStepForm):
    """聘请评审员 (seat), by the number of the log-in."""

    mobile = forms.CharField(label=_("手机号"), max_length=20, help_text=_("须已登记“青安岗评审员”任职"))

    def clean_mobile(self) -> str:
        said = str(self.cleaned_data["mobile"]).replace(" ", "")
        return said if said.startswith("+") else f"+86{said}"


class DismissForm(RoundStepForm):
    """解聘评审员 (dismiss)."""

    reviewer = forms.ModelChoiceField(
        label=_("评审员"), queryset=PostReviewer.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["reviewer"]
        field.queryset = self.round.reviewers.seated().select_related("person")


class CancelRoundForm(RoundStepForm):
    """取消年度 (call off)."""

    words = words_field(_("原因"), max_length=300, help_text=_("申报单位会看到"))


class OpinionForm(PostStepForm):
    """推荐意见 (opinion)."""

    words = words_field(_("推荐意见"), max_length=300)


class WordsForm(PostStepForm):
    """Words that the unit reads."""

    words = words_field(_("说明"), max_length=300, help_text=_("申报单位会看到"))


class ExcludeForm(WordsForm):
    """一票否决 (exclude)."""

    reason = forms.ChoiceField(label=_("否决原因"), choices=Exclusion.choices)


class AnswerObjectionForm(forms.Form):
    """答复异议 (answer)."""

    is_upheld = forms.TypedChoiceField(
        label=_("核实结果"),
        choices=[("", "—"), ("no", _("异议不成立")), ("yes", _("异议成立，否决该集体"))],
        coerce=lambda said: said == "yes",
    )
    answer = words_field(_("答复"), max_length=500, help_text=_("提出异议的人会看到"))

    def __init__(self, *args: Any, objection: PostObjection, **options: Any) -> None:
        super().__init__(*args, **options)
        self.objection = objection


class CheckStepForm(forms.Form):
    """A step of a re-check: what was found or decided."""

    words = words_field(_("意见"), max_length=300)

    def __init__(self, *args: Any, check: PostCheck, **options: Any) -> None:
        super().__init__(*args, **options)
        self.check = check


class AccidentForm(forms.Form):
    """登记事故 (an accident of an enterprise); nobody who was hurt is named."""

    enterprise = forms.ModelChoiceField(label=_("企业"), queryset=Enterprise.objects.none(), empty_label=None)
    happened_on = day_field(_("发生日期"))
    grade = forms.ChoiceField(label=_("事故等级"), choices=EnterpriseAccident.Grade.choices)
    source = forms.CharField(
        label=_("信息来源"), max_length=200, help_text=_("例如通报文号；不写伤亡人员姓名")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        reach = policy.reach(user, "safety.record_accident").office()
        field: Any = self.fields["enterprise"]
        field.queryset = Enterprise.objects.within(reach).in_list_order()


class VoidAccidentForm(forms.Form):
    """作废事故记录 (void)."""

    words = words_field(_("作废原因"), max_length=200)

    def __init__(self, *args: Any, accident: EnterpriseAccident, **options: Any) -> None:
        super().__init__(*args, **options)
        self.accident = accident
