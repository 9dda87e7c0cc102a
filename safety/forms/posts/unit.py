"""Forms of a unit and of the public: begin, write, sign, take back; object."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safety.models import Enterprise, PostRound, SafetyPost
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import words_field


class PostStepForm(forms.Form):
    """A step of a post without a field."""

    def __init__(self, *args: Any, post: SafetyPost, **options: Any) -> None:
        super().__init__(*args, **options)
        self.post = post


class StartPostForm(forms.Form):
    """申报 (begin): for which year, which of one's enterprises, which team."""

    round = forms.ModelChoiceField(label=_("青安岗年度"), queryset=PostRound.objects.none(), empty_label=None)
    enterprise = forms.ModelChoiceField(label=_("企业"), queryset=Enterprise.objects.none(), empty_label=None)
    team_name = forms.CharField(
        label=_("集体名称"), max_length=60, help_text=_("班组、车间或岗位的名称，不写个人姓名")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        rounds: Any = self.fields["round"]
        rounds.queryset = PostRound.objects.taking(today())
        own: Any = self.fields["enterprise"]
        reach = policy.reach(user, "safety.apply_post").office()
        own.queryset = Enterprise.objects.within(reach).select_related("organisation")


class TeamForm(PostStepForm):
    """申报材料 (the text): what was written, or signed before, stands in it."""

    workplace = forms.CharField(label=_("车间或岗位"), max_length=60)
    team_size = forms.IntegerField(label=_("集体人数"), min_value=1, max_value=1000)
    young = forms.IntegerField(label=_("其中青年人数"), min_value=0, max_value=1000)
    leader_age = forms.IntegerField(label=_("青年负责人年龄"), min_value=18, max_value=65)
    measures = words_field(_("安全管理做法"), rows=5, max_length=2000)
    deeds = words_field(_("主要成效"), rows=5, max_length=2000)

    def __init__(self, *args: Any, post: SafetyPost, **options: Any) -> None:
        last = post.revisions.order_by("-number").first()
        told = {name: getattr(last, name) for name in self.base_fields} if last else {}
        super().__init__(*args, post=post, initial=told, **options)


class SignForm(PostStepForm):
    """签署 (sign)."""

    is_true = forms.BooleanField(label=_("本单位承诺材料真实，两年内没有瞒报事故"))


class ObjectionForm(forms.Form):
    """异议 (object)."""

    text = words_field(
        _("异议内容"),
        max_length=500,
        help_text=_("请写明事实和依据。您的姓名只有团市委看得到，申报单位和区县看不到。"),
    )
