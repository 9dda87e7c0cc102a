"""Forms of the awards: recommend, decide, seat the panel, score or recuse, propose."""

from __future__ import annotations

from collections.abc import Sequence
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

    def __init__(self, *args: Any, season: AwardSeason, **options: Any) -> None:
        super().__init__(*args, **options)
        categories = season.categories.filter(kind__in=self.kinds)
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]


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

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["recommender"].queryset = organisations  # type: ignore[attr-defined]
        projects = ServiceProject.objects.shown().filter(organiser__in=organisations)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        category = told.get("category")
        needs = {AwardKind.INDIVIDUAL: "volunteer_no", AwardKind.PROJECT: "project"}
        field = needs.get(category.kind) if category else None
        if field and not told.get(field) and field not in self.errors:
            self.add_error(field, _("这一奖项须填写这一项"))
        return told


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
            (str(each.pk), f"{each.category} · {each.subject}") for each in nominations
        ]
