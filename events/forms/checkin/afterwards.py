"""Forms of what follows a session: feedback, a certificate's code, a file of a device."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import AttendanceCertificate, Feedback, ScanUpload, Session
from events.services.checkin.feedback import Said
from zibo_youth.core.form_fields import words_field

RATINGS = [
    (5, pgettext_lazy("评分", "5 很好")),
    (4, pgettext_lazy("评分", "4 好")),
    (3, pgettext_lazy("评分", "3 一般")),
    (2, pgettext_lazy("评分", "2 较差")),
    (1, pgettext_lazy("评分", "1 很差")),
]
NOT_OF_THIS_SESSION = _("本场没有这个编号的证明")


class FeedbackForm(forms.Form):
    """活动反馈 (feedback)."""

    rating = forms.TypedChoiceField(label=_("评分"), choices=RATINGS, coerce=int, widget=forms.RadioSelect)
    liked = forms.ChoiceField(label=_("最满意的"), choices=Feedback.Liked.choices)
    again = forms.ChoiceField(label=_("会再来吗"), choices=Feedback.Again.choices, widget=forms.RadioSelect)
    words = words_field(
        _("想说的话"),
        rows=3,
        required=False,
        max_length=300,
        help_text=_("不署名交给主办单位，请不要写姓名和电话"),
    )

    def said(self) -> Said:
        return Said(**self.cleaned_data)


class VerifyCodeForm(forms.Form):
    """查验 (check) by the code below the square."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=60,
        help_text=_("证明上二维码下的 20 个字"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()


class RevokeForm(forms.Form):
    """撤销参加证明 (revoke), by its number."""

    number = forms.RegexField(
        r"^[A-Za-z0-9-]+\Z",
        label=_("证明编号"),
        max_length=24,
        strip=True,
        error_messages={"invalid": NOT_OF_THIS_SESSION},
    )
    reason = words_field(_("原因"), max_length=120, help_text=_("持证人会看到"))

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session = session

    def clean_number(self) -> AttendanceCertificate:
        rows = AttendanceCertificate.objects.whole().filter(registration__session=self.session)
        found: AttendanceCertificate | None = rows.filter(number=self.cleaned_data["number"].upper()).first()
        if found is None:
            raise forms.ValidationError(NOT_OF_THIS_SESSION)
        return found


class ScanFileForm(forms.Form):
    """离线记录文件 (a file of a device)."""

    file = forms.FileField(
        label=_("CSV、XLSX 或 JSON 文件"),
        help_text=_("列：凭证码、动作（入场或离场）、时间、设备记录号；最多 500 行"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.json"}),
    )


class VerifyUploadForm(forms.Form):
    """核实 (verify) a file of the session."""

    upload = forms.ModelChoiceField(queryset=ScanUpload.objects.none())

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["upload"].queryset = session.scan_uploads.all()  # type: ignore[attr-defined]
