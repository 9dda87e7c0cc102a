"""Forms of patrols: the plan, who leads, the two rolls, an alert and its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import AreaAlert, PatrolArea, PatrolPoint, Signup


class PatrolPlanForm(forms.Form):
    """安排巡护 (plan): which water, and which of its points."""

    area = forms.ModelChoiceField(
        label=_("巡护水域"), queryset=PatrolArea.objects.none(), empty_label=_("请选择")
    )
    points = forms.ModelMultipleChoiceField(
        label=_("巡护点位"),
        queryset=PatrolPoint.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选则为这片水域的全部点位"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        active = PatrolArea.objects.filter(is_active=True)
        points = PatrolPoint.objects.filter(area__in=active).select_related("area")
        self.fields["area"].queryset = active  # type: ignore[attr-defined]
        self.fields["points"].queryset = points  # type: ignore[attr-defined]

    def chosen_points(self) -> list[PatrolPoint]:
        """The points said, or all of the area."""
        said = list(self.cleaned_data["points"])
        return said or list(self.cleaned_data["area"].points.all())


class LeaderForm(forms.Form):
    """指定带队人 (name who leads)."""

    leader = forms.ModelChoiceField(
        label=_("带队人"), queryset=Signup.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, *args: Any, signups: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["leader"].queryset = signups or Signup.objects.none()  # type: ignore[attr-defined]
        self.fields["leader"].label_from_instance = (  # type: ignore[attr-defined]
            lambda signup: f"{signup.volunteer.person.full_name} {signup.volunteer.volunteer_no}"
        )


class RollForm(forms.Form):
    """清点 (a roll): what must be sure before a team goes to the water."""

    act = forms.ChoiceField(choices=[("begin", _("出队")), ("end", _("收队"))], widget=forms.HiddenInput)
    is_line_only = forms.BooleanField(
        label=_("我已向队员说明：只抛绳、抛圈、伸竿，任何人不下水"), required=False
    )
    is_phones_charged = forms.BooleanField(label=_("手机电量充足，已互留号码"), required=False)


class AlertForm(forms.Form):
    """发布预警 (issue an alert)."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("预警", "类别"), choices=AreaAlert.Kind.choices, widget=forms.RadioSelect
    )


class LiftForm(forms.Form):
    """解除预警 (lift): a question without fields."""
