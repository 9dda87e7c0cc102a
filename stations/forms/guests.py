"""Forms of the desk for somebody who has no log-in here: a walk-in, and a caller."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.models import Station, Stay, StayPolicy
from stations.models.policy import Purpose
from stations.proof_errors import ProofReasonMissing
from stations.querysets import StationQuerySet
from zibo_youth.accounts.errors import ConsentMissing
from zibo_youth.accounts.forms.person import DocumentForm
from zibo_youth.accounts.mobile import MobileField
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.services import Stated
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import date_input

from .booking import SENSIBLE_DAYS, SHOWN_NIGHTS
from .desk import PROOF_NOT_SEEN, proof_reason_field
from .fields import referral_field

OF_THE_DOCUMENT = ("full_name", "id_type", "id_number", "gender", "birth_date", "mobile")
OF_THE_STAY = (
    *("station", "nights", "purpose", "purpose_detail", "declared_non_native", "room_wish", "referral"),
)


class GuestForm(DocumentForm):
    """来宾与住宿 (guest and stay): what the staff read off the document and ask."""

    education = forms.ChoiceField(
        label=_("学历"), choices=[("", _("请选择")), *Person.Education.choices], required=False
    )
    mobile = MobileField(label=_("手机号码"), help_text=_("例如 13800138000"))
    station = forms.ModelChoiceField(
        label=_("驿站"), queryset=Station.objects.none(), to_field_name="code", empty_label=_("请选择驿站")
    )
    nights = forms.IntegerField(
        label=pgettext_lazy("住宿", "晚数"),
        min_value=1,
        max_value=SHOWN_NIGHTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input-short"}),
    )
    purpose = forms.ChoiceField(label=_("来淄事由"), choices=Purpose, widget=forms.RadioSelect)
    purpose_detail = forms.CharField(
        label=_("单位、岗位或活动名称"), help_text=_("例如 某某公司 机械工程师面试"), max_length=120
    )
    declared_non_native = forms.BooleanField(
        label=_("来宾声明不是淄博籍"),
        error_messages={"required": _("本项服务面向非淄博籍青年，您可以查看本地青年服务")},
    )
    room_wish = forms.ChoiceField(
        label=_("希望入住的房间"),
        choices=Stay.RoomWish,
        initial=Stay.RoomWish.ANY,
        widget=forms.RadioSelect,
    )

    referral = referral_field(_("来宾持有用人单位或学校的 12 位推荐码时填写"))

    def __init__(self, *args: Any, stations: StationQuerySet, **options: Any) -> None:
        """``stations``: those of the desk that asks; an only one is chosen already."""
        super().__init__(*args, **options)
        if not StayPolicy.objects.asking_for_education(today()).exists():
            del self.fields["education"]
        for name in OF_THE_DOCUMENT:  # the browser must not offer the operator's own
            self.fields[name].widget.attrs["autocomplete"] = "off"
        offered = cast("forms.ModelChoiceField[Station]", self.fields["station"])
        offered.queryset = stations
        if len(stations) == 1:
            self.initial["station"] = stations[0].code

    @property
    def answers(self) -> dict[str, Any]:
        """What the service asks for."""
        said = self.cleaned_data
        guest = Stated(**{name: said[name] for name in OF_THE_DOCUMENT}, education=said.get("education", ""))
        return {"guest": guest} | {name: said[name] for name in OF_THE_STAY}


class WalkInForm(GuestForm):
    """现场入住 (walk-in): tonight is the first night; who has no card shows something else, and says why."""

    proof = forms.ChoiceField(
        label=_("来宾出示的证件"),
        choices=[("", _("证件原件")), *Stay.IdProof.choices],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
    proof_reason = proof_reason_field()
    is_seen = forms.BooleanField(
        label=_("已当面核对所选证件，姓名、照片、号码与本人一致"),
        error_messages={"required": PROOF_NOT_SEEN},
    )
    consent = forms.BooleanField(
        label=_("来宾已在纸质告知同意书上签字"),
        error_messages={"required": ConsentMissing.message},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["proof_reason"].required = False

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("proof") and not said.get("proof_reason"):
            missing = forms.ValidationError(ProofReasonMissing.message, code=ProofReasonMissing.code)
            self.add_error("proof_reason", missing)
        return said

    @property
    def answers(self) -> dict[str, Any]:
        return super().answers | {name: self.cleaned_data[name] for name in ("proof", "proof_reason")}


class CallerForm(GuestForm):
    """电话代约 (booking on behalf): for a later day, on the caller's word."""

    arrival = forms.DateField(label=_("入住日期"), widget=date_input())
    consent = forms.BooleanField(
        label=_("已向来电人读出告知内容，来电人同意处理证件号码和住宿登记信息"),
        error_messages={"required": ConsentMissing.message},
    )

    def clean_arrival(self) -> date:
        arrival: date = self.cleaned_data["arrival"]
        if abs((arrival - today()).days) > SENSIBLE_DAYS:
            raise forms.ValidationError(_("请选择一年以内的日期"), code="date_far")
        return arrival

    @property
    def answers(self) -> dict[str, Any]:
        return super().answers | {"arrival": self.cleaned_data["arrival"]}
