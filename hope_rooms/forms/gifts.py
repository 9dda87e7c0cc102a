"""Forms of the finance desk; a room is named by its code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.models import Allocation, Campaign, Donor, Gift, HopeRoom
from hope_rooms.services.gifts import Restriction
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.form_fields import day_field


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
    """A step of the desk; ``gift`` says what may be chosen."""

    def __init__(self, *args: Any, gift: Gift | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.gift = gift


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


class PledgeForm(RestrictedForm):
    """登记捐赠意向 (pledge): of a donor who is known, or of a new one."""

    donor = forms.ModelChoiceField(label=_("已登记的捐赠方"), queryset=Donor.objects.all(), required=False)
    kind = forms.ChoiceField(label=_("新捐赠方类别"), choices=Donor.Kind.choices, required=False)
    name = forms.CharField(label=_("新捐赠方名称"), max_length=80, required=False)
    may_be_named = forms.BooleanField(label=_("同意公开名称"), required=False)
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
    line = forms.CharField(label=_("预算项目"), max_length=60)
    amount = money_field(_("分配金额（元）"))


class SpendForm(DeskForm):
    """登记支出."""

    allocation = forms.ModelChoiceField(label=_("资金分配"), queryset=Allocation.objects.none())
    amount = money_field(pgettext_lazy("支出", "金额（元）"))
    on = day_field(_("付款日期"))
    voucher = forms.CharField(label=_("凭证号"), max_length=40)

    def __init__(self, *args: Any, gift: Gift, **options: Any) -> None:
        super().__init__(*args, gift=gift, **options)
        self.fields["allocation"].queryset = gift.allocations.select_related("room__child")  # type: ignore[attr-defined]


class RefundForm(DeskForm):
    """退款."""

    amount = money_field(pgettext_lazy("退款", "金额（元）"))
    reason = forms.CharField(label=pgettext_lazy("退款", "理由"), max_length=200)
    voucher = forms.CharField(label=_("凭证号"), max_length=40)


class ChangeForm(RestrictedForm):
    """申请变更用途."""

    consent = forms.CharField(label=_("捐赠方同意书（名称和编号）"), max_length=120)
