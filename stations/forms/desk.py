"""Forms of the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.beds import Opening
from stations.case_errors import AskedMissing
from stations.errors import BedNotFree, IdentityNotSeen
from stations.models import BedMove, Stay
from stations.proof_errors import ProofMissing, ProofReasonMissing
from zibo_youth.accounts import identity

from .fields import read_code

REFERENCE = re.compile("YZ[0-9A-Z-]{4,22}")
RETURN_REASONS = (
    Stay.Reason.EVIDENCE_UNCLEAR,
    Stay.Reason.PURPOSE_UNCLEAR,
    Stay.Reason.CONTACT_WRONG,
    Stay.Reason.OTHER,
)
REJECT_REASONS = (
    Stay.Reason.NOT_ELIGIBLE,
    Stay.Reason.FALSE_STATEMENT,
    Stay.Reason.STATION_UNAVAILABLE,
    Stay.Reason.OTHER,
)


class CodeForm(forms.Form):
    """入住码 (check-in code): typed by hand, or what a scanner reads off the guest's QR code."""

    code = forms.CharField(
        label=_("六位入住码"),
        help_text=_("请来宾出示“我的预约”中的入住码；也可以用扫码枪扫描二维码"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        """Six digits, or the reference inside a scanned address."""
        code = read_code(str(self.cleaned_data["code"]), REFERENCE)
        if code is None:
            raise forms.ValidationError(_("请输入六位数字入住码"), code="code_bad")
        return code


class AskedField(forms.MultipleChoiceField):
    """补正内容: what the applicant may change; where nothing is ticked, the reason says it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("需要申请人补正的内容"),
            help_text=_("申请人只能修改勾选的内容。不勾选时按理由确定；理由为“其他”时必须勾选"),
            choices=Stay.Asked,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


def check_asked(form: forms.Form, said: dict[str, Any]) -> None:
    """Say beside the boxes that a return for another reason names what it asks for."""
    if said.get("reason") == Stay.Reason.OTHER and not said.get("asked"):
        form.add_error("asked", forms.ValidationError(AskedMissing.message, code=AskedMissing.code))


class ReasonForm(forms.Form):
    """理由 (reason): the applicant reads the chosen words; the note stays with the staff."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("审核", "理由"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择理由")},
    )
    asked = AskedField()
    note = forms.CharField(
        label=_("内部备注"), help_text=_("只有工作人员能看到"), max_length=300, required=False
    )

    def __init__(self, *args: Any, act: str, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = RETURN_REASONS if act == "return" else REJECT_REASONS
        offered = cast("forms.ChoiceField", self.fields["reason"])
        offered.choices = [(reason.value, reason.label) for reason in reasons]
        if act != "return":
            del self.fields["asked"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if "asked" in self.fields:
            check_asked(self, said)
        return said


class SeenForm(forms.Form):
    """证件已核对 (the document was seen): one statement for everybody who is checked in by it."""

    is_seen = forms.BooleanField(
        label=_("已核对证件原件，姓名、照片与本人一致"),
        error_messages={"required": IdentityNotSeen.message},
    )


class AdmitForm(SeenForm):
    """核对证件 (see the document): the last four characters off the original, or a tick."""

    last4 = forms.CharField(
        label=_("证件号码后四位"),
        help_text=_("照证件原件输入；不方便输入时可以只勾选下一项"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input-short"}),
    )
    field_order = ("last4", "is_seen")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["is_seen"].required = False

    def clean_last4(self) -> str:
        return identity.normalise(self.cleaned_data["last4"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not (said["last4"] or said["is_seen"]):
            self.add_error(
                "is_seen", forms.ValidationError(IdentityNotSeen.message, code="identity_not_seen")
            )
        return said


PROOF_NOT_SEEN = _("请先当面核对来宾出示的证件或证明")


def proof_reason_field() -> forms.CharField:
    """没带身份证的原因: read by the officer; it goes when the words of the stay go."""
    return forms.CharField(
        label=_("没带身份证的原因"),
        help_text=_("例如 遗失、忘带、正在补办"),
        max_length=120,
        error_messages={"required": ProofReasonMissing.message},
    )


class NoCardForm(SeenForm):
    """没带身份证 (no card): what was seen in its place, and why."""

    proof = forms.ChoiceField(
        label=_("来宾出示的证明"),
        choices=Stay.IdProof,
        widget=forms.RadioSelect,
        error_messages={"required": ProofMissing.message},
    )
    proof_reason = proof_reason_field()
    field_order = ("proof", "proof_reason", "is_seen")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["is_seen"].label = _("已当面核对这份证明，姓名、照片、号码与本人一致")
        self.fields["is_seen"].error_messages["required"] = PROOF_NOT_SEEN


class SearchForm(forms.Form):
    """查找来宾 (search): a few characters that the guest can say."""

    text = forms.CharField(
        label=_("查找来宾"),
        help_text=_("证件或手机后四位、受理编号，或姓名的开头"),
        max_length=30,
        error_messages={"required": _("请输入要查找的内容")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReferencesField(forms.MultipleChoiceField):
    """References that were ticked: who has left the list meanwhile is answered by the service, by name."""

    def valid_value(self, value: Any) -> bool:
        return bool(REFERENCE.fullmatch(str(value)))


class GroupForm(SeenForm):
    """团队入住 (check in a group): who of today's arrivals stands here, documents in hand."""

    guests = ReferencesField(
        label=_("到店的来宾"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少勾选一位来宾")},
    )
    field_order = ("guests", "is_seen")

    def __init__(self, *args: Any, stays: Sequence[Stay] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["is_seen"].label = _("已逐一核对证件原件，姓名、照片与本人一致")
        offered = cast("ReferencesField", self.fields["guests"])
        offered.choices = [(stay.reference, self._line(stay)) for stay in stays]

    @staticmethod
    def _line(stay: Any) -> str:
        """What a member of staff holds against the document in the other hand."""
        guest = stay.guest
        return " · ".join([guest.full_name, guest.get_gender_display(), guest.masked_id, stay.bed_near])


class BedForm(forms.Form):
    """调整床位 (another bed): only beds that suit the guest for all nights to come are offered."""

    bed = forms.TypedChoiceField(
        label=_("新床位"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择新床位"), "invalid_choice": BedNotFree.message},
    )
    reason = forms.ChoiceField(
        label=pgettext_lazy("调整床位", "理由"),
        choices=BedMove.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择理由")},
    )
    note = forms.CharField(
        label=_("说明"), help_text=_("选择“其他”时必填，只有工作人员能看到"), max_length=120, required=False
    )

    def __init__(self, *args: Any, beds: Sequence[Opening] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        offered = cast("forms.TypedChoiceField", self.fields["bed"])
        offered.choices = [(bed.bed, f"{bed.room_name} {bed.label} · {bed.mode_word}") for bed in beds]
