"""Forms of the awards: recommend, decide, seat the panel, score or recuse, propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import AwardCategory, AwardNomination, AwardSeason, ServiceProject
from volunteers.models.awards import AwardKind, Recusal
from zibo_youth.accounts.mobile import MobileField
from zibo_youth.accounts.models import Organisation


class OwnNominationForm(forms.Form):
    """自荐 (recommend oneself)."""

    category = forms.ModelChoiceField(
        label=pgettext_lazy("评选", "奖项"), queryset=AwardCategory.objects.none(), empty_label=_("请选择")
    )
    citation = forms.CharField(label=_("主要事迹"), max_length=500, widget=forms.Textarea(attrs={"rows": 6}))

    kinds: Sequence[str] = (AwardKind.INDIVIDUAL,)
    # By kind of the category: what has to be filled in beside the citation.
    needs: Mapping[str, Sequence[str]] = {}

    def __init__(self, *args: Any, season: AwardSeason, **options: Any) -> None:
        super().__init__(*args, **options)
        categories = season.categories.filter(kind__in=self.kinds)
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        category = told.get("category")
        for field in self.needs.get(category.kind, ()) if category else ():
            if not told.get(field) and field not in self.errors:
                self.add_error(field, _("这一奖项须填写这一项"))
        return told


class NominationForm(OwnNominationForm):
    """单位推荐 (recommend): a volunteer by number, the organisation itself, or one of its projects."""

    recommender = forms.ModelChoiceField(
        label=_("推荐单位"), queryset=Organisation.objects.none(), empty_label=None
    )
    volunteer_no = forms.CharField(
        label=_("志愿者编号"), max_length=24, required=False, help_text=_("推荐先进个人时填写")
    )
    project = forms.ModelChoiceField(
        label=_("志愿服务项目"),
        queryset=ServiceProject.objects.none(),
        required=False,
        empty_label=_("请选择"),
        help_text=_("推荐优秀项目时选择；推荐先进集体就是推荐本单位"),
    )
    field_order = ["recommender", "category", "volunteer_no", "project", "citation"]

    kinds = AwardKind.values
    needs = {AwardKind.INDIVIDUAL: ["volunteer_no"], AwardKind.PROJECT: ["project"]}

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["recommender"].queryset = organisations  # type: ignore[attr-defined]
        projects = ServiceProject.objects.shown().filter(organiser__in=organisations)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]


class PublicNominationForm(OwnNominationForm):
    """推荐他人 (recommend somebody else): a volunteer by number and name, an organisation or a project."""

    volunteer_no = forms.CharField(
        label=_("志愿者编号"),
        max_length=24,
        required=False,
        help_text=_("推荐先进个人时填写，请向本人询问；本人同意后才参评"),
    )
    full_name = forms.CharField(
        label=_("志愿者姓名"), max_length=50, required=False, help_text=_("推荐先进个人时填写")
    )
    organisation = forms.ModelChoiceField(
        label=_("服务队或高校"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("请选择"),
        help_text=_("推荐先进集体时选择"),
    )
    project = forms.ModelChoiceField(
        label=_("志愿服务项目"),
        queryset=ServiceProject.objects.none(),
        required=False,
        empty_label=_("请选择"),
        help_text=_("推荐优秀项目时选择"),
    )
    field_order = ["category", "volunteer_no", "full_name", "organisation", "project", "citation"]

    kinds = AwardKind.values
    needs = {
        AwardKind.INDIVIDUAL: ["volunteer_no", "full_name"],
        AwardKind.COLLECTIVE: ["organisation"],
        AwardKind.PROJECT: ["project"],
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        teams = Organisation.objects.filter(kind__in=["team", "university"])
        self.fields["organisation"].queryset = teams  # type: ignore[attr-defined]
        self.fields["project"].queryset = ServiceProject.objects.shown()  # type: ignore[attr-defined]


class SeatForm(forms.Form):
    """聘请评委 (seat a member), by the mobile number of the log-in."""

    mobile = MobileField(label=_("评委的手机号"))


class ScoreForm(forms.Form):
    """评分或回避 (score or recuse): one of the two, and it is final."""

    points = forms.IntegerField(
        label=pgettext_lazy("评选", "分数"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("0 到 100"),
    )
    recusal = forms.ChoiceField(
        label=pgettext_lazy("评选", "回避原因"),
        choices=[("", _("不回避")), *Recusal.choices],
        required=False,
        help_text=_("有关系的请选择原因，不用评分"),
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and (told.get("points") is None) == (not told.get("recusal")):
            raise forms.ValidationError(_("请填写分数，或选择回避原因，二者选一"))
        return told


class ProposalForm(forms.Form):
    """拟表彰 (propose): within each quota, in the order of the ranking."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("拟表彰对象"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, nominations: Sequence[AwardNomination], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), f"{each.category} · {each.named_subject}") for each in nominations
        ]
