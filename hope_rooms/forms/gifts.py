"""Forms of the finance desk; a room is named by its code."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.funding import funding_of
from hope_rooms.models import Allocation, BillLine, Campaign, Donor, Gift, HopeRoom
from hope_rooms.services.gifts import Restriction
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.form_fields import day_field

from .steps import StepForm


def money_field(label: Any) -> forms.DecimalField:
    """Yuan to the cent."""
    return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2)


class RoomField(forms.CharField):
    """小屋 by its code; the child stands nowhere."""

    def clean(self, value: Any) -> HopeRoom | None:
        code = super().clean(value)
        if not code:
            return None
        rooms = HopeRoom.objects.select_related("child").filter(child__code=code.strip().upper())
        # No code has another letter, and PostgreSQL takes no half of a surrogate pair.
        room = rooms.first() if code.isascii() else None
        if room is None:
            raise ValidationError(_("没有这个编号的小屋"), code="room_unknown")
        return room


class DeskForm(forms.Form):
    """A step of the desk; ``of`` is what it is about, and says what may be chosen."""

    def __init__(self, *args: Any, of: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.of = of


class RestrictedForm(DeskForm):
    """Where a gift may go."""

    purpose = forms.ChoiceField(label=_("限定用途"), choices=Gift.Purpose.choices)
    district = forms.ModelChoiceField(
        label=_("限定区县"), queryset=Organisation.objects.reporting(), required=False
    )
    room = RoomField(label=_("限定小屋（编号）"), max_length=24, required=False)

    def told(self) -> Restriction:
        """The restriction as the service takes it."""
        given = self.cleaned_data
        return Restriction(given["purpose"], given["district"], given["room"])


class DonorForm(forms.Form):
    """谁捐的: a donor who is known, or a new one."""

    donor = forms.ModelChoiceField(label=_("已登记的捐赠方"), queryset=Donor.objects.all(), required=False)
    kind = forms.ChoiceField(label=_("新捐赠方类别"), choices=Donor.Kind.choices, required=False)
    name = forms.CharField(label=_("新捐赠方名称"), max_length=80, required=False)
    may_be_named = forms.BooleanField(label=_("同意公开名称"), required=False)

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if not given.get("donor") and not given.get("name"):
            self.add_error("name", _("请选择已登记的捐赠方，或填写新捐赠方的名称"))


class PledgeForm(RestrictedForm, DonorForm):
    """登记捐赠意向 (pledge)."""

    reporting_org = forms.ModelChoiceField(label=_("填报单位"), queryset=Organisation.objects.reporting())
    campaign = forms.ModelChoiceField(label=_("筹款活动"), queryset=Campaign.objects.all(), required=False)
    amount = money_field(_("承诺金额（元）"))
    field_order = ("donor", "kind", "name", "may_be_named", "amount", "reporting_org", "campaign")


class ReceiveForm(DeskForm):
    """登记到账."""

    amount = money_field(_("到账金额（元）"))
    on = day_field(_("到账日期"))


class ReceiptForm(DeskForm):
    """登记票据号."""

    receipt_no = forms.CharField(label=_("慈善组织票据号"), max_length=40)


class AllocateForm(DeskForm):
    """分配到小屋."""

    room = RoomField(label=_("小屋编号"), max_length=24)
    line = forms.ChoiceField(label=_("预算科目"), choices=BillLine.Line.choices)
    amount = money_field(_("分配金额（元）"))


class AllocateHereForm(StepForm):
    """分配资金 on the room's page: of a gift that fits it, to a line that is short."""

    gift = forms.ModelChoiceField(label=_("现金捐赠"), queryset=Gift.objects.none(), empty_label=_("请选择"))
    line = forms.ChoiceField(label=_("预算科目"), choices=BillLine.Line.choices)
    amount = money_field(_("分配金额（元）"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        gift: Any = self.fields["gift"]
        gift.queryset = Gift.objects.with_money_left().fitting(self.room).select_related("donor")
        gift.label_from_instance = told_with_rest
        lines = funding_of(self.room).lines
        if lines:
            line: Any = self.fields["line"]
            line.choices = [(each.line, told_with_need(each.label, each.short)) for each in lines]


def told_with_rest(gift: Gift) -> str:
    """A gift in a list: whose, and how much of it is left."""
    return _("%(gift)s %(donor)s（余额 %(left)s 元）") % {
        "gift": gift,
        "donor": gift.donor,
        "left": gift.left,
    }


def told_with_need(label: str, short: Decimal) -> str:
    """A line in a list: how much it lacks."""
    return _("%(line)s（缺口 %(short)s 元）") % {"line": label, "short": short}


class AllocationForm(DeskForm):
    """A step of one of the gift's allocations."""

    allocation = forms.ModelChoiceField(
        label=_("资金分配"), queryset=Allocation.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["allocation"].queryset = self.of.allocations.select_related("room__child")  # type: ignore[attr-defined]


class SpendForm(AllocationForm):
    """登记支出."""

    amount = money_field(pgettext_lazy("支出", "金额（元）"))
    on = day_field(_("付款日期"))
    voucher = forms.CharField(label=_("凭证号"), max_length=40)


class RefundForm(DeskForm):
    """退款."""

    amount = money_field(pgettext_lazy("退款", "金额（元）"))
    reason = forms.CharField(label=pgettext_lazy("退款", "理由"), max_length=200)
    voucher = forms.CharField(label=_("凭证号"), max_length=40)


class ChangeForm(RestrictedForm):
    """申请变更用途."""

    consent = forms.CharField(label=_("捐赠方同意书（名称和编号）"), max_length=120)
    paper = forms.FileField(
        label=_("同意书扫描件"),
        help_text=_("JPG、PNG 或 PDF，不超过 10 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
    )


class CampaignForm(forms.Form):
    """开设筹款活动."""

    name = forms.CharField(label=pgettext_lazy("筹款活动", "名称"), max_length=60)
    starts_on = day_field(pgettext_lazy("筹款活动", "开始"))
    ends_on = day_field(pgettext_lazy("筹款活动", "结束"))


class AdoptForm(StepForm):
    """认领: a donor who is known, with or without the name at the door."""

    donor = forms.ModelChoiceField(label=_("捐赠方"), queryset=Donor.objects.all(), empty_label=_("请选择"))
    names_the_sign = forms.BooleanField(label=_("在门牌上写捐赠方名称（需要监护人同意冠名）"), required=False)
