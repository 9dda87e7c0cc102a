"""事由 (reasons): asked before something that is kept safe is shown or taken away."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import ConsentRecord


class ExportForm(forms.Form):
    """导出事由: who takes a list away says what it is for."""

    reason = forms.CharField(
        label=_("导出事由"),
        max_length=200,
        help_text=_("请写明用途，如“核对六月床位”。事由将与您的姓名、时间和行数一并留痕"),
    )


class PaperForm(forms.Form):
    """书面注销申请: what the person handed in, so that a second member of staff can look at it."""

    paper = forms.CharField(
        label=_("书面申请说明"),
        max_length=120,
        help_text=_("写明收到的日期和存放处，如“11月28日本人到团市委递交，存综合部”"),
    )


class AnswerReason(forms.Form):
    """答复理由: the person reads it."""

    reason = forms.CharField(label=_("理由"), help_text=_("本人会看到这段话"), max_length=300)


class HoldReason(forms.Form):
    """依法保留的依据, or why it ends; the person is not told."""

    reason = forms.CharField(
        label=_("依据或理由"), help_text=_("写明文书名称和文号，不写案情"), max_length=200
    )


class WithdrawalForm(forms.Form):
    """登记撤回同意: which of the consents on paper end, and what the person said."""

    scopes = forms.MultipleChoiceField(
        label=_("撤回哪些同意"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少勾选一项")},
    )
    reason = forms.CharField(
        label=_("撤回事由"),
        max_length=120,
        help_text=_("写明本人怎样提出，如“本人到店书面提出”。不要写健康情况等与撤回无关的内容"),
    )

    def __init__(self, *args: Any, records: Sequence[ConsentRecord] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        offered = cast("forms.MultipleChoiceField", self.fields["scopes"])
        offered.choices = [(record.scope, record.get_scope_display()) for record in records]
