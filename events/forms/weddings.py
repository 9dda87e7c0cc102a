"""Forms of the two of a couple: each a few fields, saved on their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import CoupleDocument, CoupleMember, ProgrammeSlot, SlotBooking
from events.models.wedding.words import CouplePaper, Transport
from zibo_youth.core.form_fields import day_field, words_field


class MemberForm(forms.Form):
    """A step without a field; its couple is that of the member."""

    def __init__(self, *args: Any, member: CoupleMember, **options: Any) -> None:
        super().__init__(*args, **options)
        self.member = member

    def offer_rows(self, name: str, rows: Any) -> None:
        """What may be chosen in a field."""
        field: Any = self.fields[name]
        field.queryset = rows


class CertificateForm(MemberForm):
    """结婚证 (certificate): number and date."""

    number = forms.CharField(
        label=_("结婚证字号"),
        max_length=40,
        help_text=_("照结婚证填写，例如 J370301-2021-000001；加密保存，页面只显示后四位"),
    )
    married_on = day_field(_("领证日期"))


class PaperForm(MemberForm):
    """上传材料 (a paper)."""

    kind = forms.ChoiceField(label=_("材料种类"), choices=CouplePaper.choices)
    upload = forms.FileField(label=_("文件"), help_text=_("JPG、PNG 或 PDF，不超过 10 MB"))


class DiscardForm(MemberForm):
    """删除材料 (discard a paper)."""

    document = forms.ModelChoiceField(
        label=_("材料"), queryset=CoupleDocument.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_rows("document", self.member.couple.documents.all())


class GuestsForm(MemberForm):
    """亲友和交通 (guests and transport)."""

    guests = forms.IntegerField(label=_("亲友人数"), min_value=0, max_value=20)
    transport = forms.ChoiceField(label=_("交通方式"), choices=Transport.choices)

    def __init__(self, *args: Any, member: CoupleMember, **options: Any) -> None:
        couple = member.couple
        options["initial"] = {"guests": couple.guests, "transport": couple.transport}
        super().__init__(*args, member=member, **options)
        most = couple.wedding.guests_most
        self.fields["guests"].help_text = str(_("不含双方，最多 %(n)s 人") % {"n": most})


class SizesForm(MemberForm):
    """尺码 (sizes) of oneself."""

    clothes_size = forms.CharField(
        label=_("礼服尺码"), max_length=10, required=False, help_text=_("例如 175/92A")
    )
    shoe_size = forms.CharField(label=_("鞋码"), max_length=10, required=False)

    def __init__(self, *args: Any, member: CoupleMember, **options: Any) -> None:
        options["initial"] = {"clothes_size": member.clothes_size, "shoe_size": member.shoe_size}
        super().__init__(*args, member=member, **options)


class HealthForm(MemberForm):
    """健康提示 (health hint) of oneself, by separate consent."""

    hint = words_field(
        _("健康提示"),
        rows=2,
        max_length=200,
        required=False,
        help_text=_("例如过敏、行动不便；只有本届承办的区县看得到，婚礼后 7 天删除。不愿意写可以留空"),
    )
    agreed = forms.BooleanField(
        label=_("我单独同意为保障婚礼当天的安全使用这条健康信息，随时可以清空"), required=False
    )

    def __init__(self, *args: Any, member: CoupleMember, **options: Any) -> None:
        options["initial"] = {"hint": member.health_hint, "agreed": bool(member.health_agreed_at)}
        super().__init__(*args, member=member, **options)


class PortraitForm(MemberForm):
    """肖像使用 (portrait consent) of oneself."""

    agreed = forms.BooleanField(
        label=_("我同意将婚礼上我的照片和视频用于公益宣传；不同意不影响参加，随时可以撤回"), required=False
    )

    def __init__(self, *args: Any, member: CoupleMember, **options: Any) -> None:
        options["initial"] = {"agreed": member.agrees_to_portrait}
        super().__init__(*args, member=member, **options)


class ConfirmForm(MemberForm):
    """确认 (confirm) with the own log-in."""

    truthful = forms.BooleanField(label=_("我自愿参加，以上内容属实；双方都确认后提交审核"))


class WithdrawForm(MemberForm):
    """退出 (withdraw): asked once more."""

    sure = forms.BooleanField(label=_("确定退出：报名对双方都结束，已有的名额和时段立即让出"))


class SlotField(forms.ModelChoiceField):
    """A slot with its hours, its place and what is left."""

    def label_from_instance(self, obj: ProgrammeSlot) -> str:
        told = {"item": obj.item.local_name, "clock": obj.clock, "place": obj.item.place, "n": obj.left}
        return str(_("%(item)s %(clock)s · %(place)s · 余 %(n)s 对") % told)


class SlotForm(MemberForm):
    """预约时段 (book a slot)."""

    slot = SlotField(label=_("时段"), queryset=ProgrammeSlot.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_rows("slot", open_slots(self.member))


def open_slots(member: CoupleMember) -> Any:
    """Of the edition, of items for which the couple has no slot."""
    rows = ProgrammeSlot.objects.filter(item__wedding=member.couple.wedding_id).select_related("item")
    taken = member.couple.bookings.values("item")
    return rows.exclude(item__in=taken).order_by("item__number", "starts_at")


class BookingField(forms.ModelChoiceField):
    """A booking with its hours."""

    def label_from_instance(self, obj: SlotBooking) -> str:
        return f"{obj.item.local_name} {obj.slot.clock}"


class DropForm(MemberForm):
    """取消时段 (drop a slot)."""

    booking = BookingField(label=_("已约时段"), queryset=SlotBooking.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_rows("booking", self.member.couple.bookings.select_related("item", "slot"))


class StartForm(forms.Form):
    """发起或加入 (start or join)."""

    willing = forms.BooleanField(label=_("我自愿和对方一起报名，知道双方都确认后才算提交"))
