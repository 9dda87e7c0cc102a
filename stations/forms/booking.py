"""Forms of the booking wizard: at most five fields a page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.models import ReferralChannel, Station, Stay
from stations.models.evidence import FOR_A_STAY
from stations.models.policy import Purpose
from stations.split_errors import SplitDisagrees
from stations.splits import MOST_PARTS, SplitPart
from zibo_youth.accounts.mobile import MobileField
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import today
from zibo_youth.core.form_fields import date_input

from .fields import referral_field

MAX_FILES = 5
YES_NO = [("yes", pgettext_lazy("选择", "是")), ("no", pgettext_lazy("选择", "否"))]
SHOWN_NIGHTS = 30
SENSIBLE_DAYS = 366


class StayDatesForm(forms.Form):
    """入住日期 (dates): which station, from when, how many nights."""

    station = forms.ModelChoiceField(
        label=_("驿站"), queryset=Station.objects.none(), to_field_name="code", empty_label=_("请选择驿站")
    )
    arrival = forms.DateField(label=_("入住日期"), widget=date_input())
    nights = forms.IntegerField(
        label=pgettext_lazy("住宿", "晚数"),
        min_value=1,
        max_value=SHOWN_NIGHTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        stations: QuerySet[Station] = Station.objects.all().open_on(today())
        offered = cast("forms.ModelChoiceField[Station]", self.fields["station"])
        offered.queryset = stations.select_related("area")

    def clean_arrival(self) -> date:
        """A day that a rule can speak about; the rules say which days may be booked."""
        arrival: date = self.cleaned_data["arrival"]
        if abs((arrival - today()).days) > SENSIBLE_DAYS:
            raise ValidationError(_("请选择一年以内的日期"), code="date_far")
        return arrival

    @property
    def departure(self) -> date:
        """The morning after the last night."""
        arrival: date = self.cleaned_data["arrival"]
        return arrival + timedelta(days=self.cleaned_data["nights"])


class EligibilityForm(StayDatesForm):
    """资格自测 (eligibility check): five questions, but none whose answer is known or serves no rule."""

    age = forms.IntegerField(
        label=_("您入住当日的周岁年龄"),
        min_value=0,
        max_value=120,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    non_native = forms.ChoiceField(label=_("您是非淄博籍青年吗"), choices=YES_NO, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("您来淄博做什么"), widget=forms.RadioSelect)
    has_evidence = forms.ChoiceField(
        label=_("您手边有能说明来意的材料吗"),
        help_text=_("例如面试通知、招聘会邀请、商务或学术邀请、实习通知，任意一份即可"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    education = forms.ChoiceField(
        label=_("学历"), choices=[("", _("请选择")), *Person.Education.choices], required=False
    )
    field_order = [
        "age",
        "education",
        "non_native",
        "purpose",
        "has_evidence",
        "station",
        "arrival",
        "nights",
    ]

    def __init__(
        self, *args: Any, knows_age: bool = False, asks_education: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offered = cast("forms.ChoiceField", self.fields["purpose"])
        offered.choices = [*Purpose.choices, ("other", pgettext_lazy("事由", "其他"))]
        if knows_age:
            del self.fields["age"]
        if not asks_education:
            del self.fields["education"]


class RoomWishForm(forms.Form):
    """房间意愿 (room wish): the desk gives the bed; nobody learns who the others are."""

    room_wish = forms.ChoiceField(
        label=_("希望入住的房间"),
        help_text=_("多人间只安排同性别的青年。床位由驿站安排，先满足能住满全程的床位。"),
        choices=Stay.RoomWish,
        widget=forms.RadioSelect,
    )


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files of one field; each is checked by the service that keeps it."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(files) > MAX_FILES:
            raise ValidationError(_("最多上传 %(n)s 份材料"), code="too_many", params={"n": MAX_FILES})
        return list(files)


class PurposeForm(forms.Form):
    """来淄事由与证明 (purpose and evidence)."""

    purpose = forms.ChoiceField(label=_("来淄事由"), choices=Purpose, widget=forms.RadioSelect)
    purpose_detail = forms.CharField(
        label=_("单位、岗位或活动名称"), help_text=_("例如 某某公司 机械工程师面试"), max_length=120
    )
    declared_non_native = forms.BooleanField(
        label=_("本人声明：我不是淄博籍"),
        error_messages={"required": _("本项服务面向非淄博籍青年，您可以查看本地青年服务")},
    )
    evidence_kind = forms.ChoiceField(label=_("材料种类"), choices=FOR_A_STAY, required=False)
    evidence = ManyFilesField(
        label=_("上传证明材料"),
        required=False,
        help_text=_("JPG、PNG 或 PDF，每份不超过 10 MB，最多 5 份"),
        widget=ManyFilesInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
    )

    def __init__(self, *args: Any, is_partial: bool = False, **options: Any) -> None:
        """``is_partial``: only a file is added or taken away; the rest may wait."""
        super().__init__(*args, **options)
        self.is_partial = is_partial

    def full_clean(self) -> None:
        """Check; an unfinished page is let through, and still says what will be required."""
        required = {name for name, field in self.fields.items() if field.required}
        for name in required:
            self.fields[name].required = not self.is_partial
        super().full_clean()
        for name in required:
            self.fields[name].required = True


class ContactForm(forms.Form):
    """联系方式 (contact)."""

    contact_mobile = MobileField(label=_("手机号码"), help_text=_("例如 13800138000"))
    emergency_contact = forms.CharField(label=_("紧急联系人"), max_length=60)
    emergency_mobile = MobileField(label=_("紧急联系人电话"))
    arrival_time = forms.TimeField(
        label=_("预计到达时间"),
        required=False,
        help_text=_("例如 15:30，便于前台准备"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    referral_channel = forms.ModelChoiceField(
        label=_("您从哪里得知青年驿站"),
        queryset=ReferralChannel.objects.none(),
        required=False,
        empty_label=_("不方便说"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = cast("forms.ModelChoiceField[ReferralChannel]", self.fields["referral_channel"])
        offered.queryset = ReferralChannel.objects.all().active()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        own, other = cleaned.get("contact_mobile"), cleaned.get("emergency_mobile")
        if own and own == other:
            self.add_error("emergency_mobile", _("紧急联系人电话请填写另一位联系人的号码"))
        return cleaned


class SplitField(forms.CharField):
    """分段方案 (a stay in parts), as its button sends it: `stations.splits.spelled`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=120, widget=forms.HiddenInput, **options)

    def clean(self, value: Any) -> list[SplitPart]:
        words = str(super().clean(value)).split()
        if not words:
            return []
        try:
            days = [date.fromisoformat(word) for word in (*words[1::2], words[-1])]
        except ValueError as unreadable:
            raise ValidationError(SplitDisagrees.message, code=SplitDisagrees.code) from unreadable
        houses = {station.code: station for station in Station.objects.filter(code__in=words[:-1:2])}
        found = [houses.get(code) for code in words[:-1:2]]
        parts = [
            SplitPart(station, first, last)
            for station, first, last in zip(found, days, days[1:], strict=False)
            if station is not None
        ]
        if len(words) != MOST_PARTS * 2 + 1 or len(parts) != MOST_PARTS:
            raise ValidationError(SplitDisagrees.message, code=SplitDisagrees.code)
        return parts


class HandInForm(forms.Form):
    """提交前的两项确认 (the two boxes before handing in), neither ticked in advance."""

    house_rules = forms.BooleanField(
        label=_("我已阅读并遵守入住公约"), error_messages={"required": _("请阅读入住公约并勾选")}
    )
    lodging_consent = forms.BooleanField(
        label=_("我单独同意驿站将我的身份信息用于公安住宿登记（敏感个人信息）"),
        error_messages={"required": _("请阅读并勾选同意后再提交")},
    )
    referral = referral_field(_("用人单位或学校给您的 12 位推荐码，没有就留空"))
    split = SplitField(required=False)


class GiveUpForm(forms.Form):
    """取消或撤回 (cancel or withdraw): with a reason that helps to plan."""

    REASONS = (Stay.Reason.PLANS_CHANGED, Stay.Reason.FOUND_LODGING, Stay.Reason.OTHER)

    reason = forms.ChoiceField(
        label=pgettext_lazy("取消", "原因"),
        choices=[(reason.value, reason.label) for reason in REASONS],
        widget=forms.RadioSelect,
    )


class AppealForm(forms.Form):
    """申诉 (appeal against a strike)."""

    statement = forms.CharField(
        label=_("申诉说明"),
        help_text=_("写明当时的情况，例如车次延误、突发疾病；不超过 500 字"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CorrectionForm(PurposeForm):
    """补正 (correction): what the reviewer has asked for, and no other field."""

    contact_mobile = MobileField(label=_("手机号码"), help_text=_("例如 13800138000"))

    def __init__(self, *args: Any, asked: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        files = ("evidence", "evidence_kind") if Stay.Asked.EVIDENCE in asked else ()
        for name in set(self.fields) - {*asked, *files}:
            del self.fields[name]
