"""Forms of gifts in kind: what is offered, and what was found at the inspection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.models import Campaign, GoodsItem
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.form_fields import words_field

from .gifts import DeskForm, DonorForm

ROWS = range(1, 7)
MOST = 100_000


class OfferForm(DonorForm):
    """登记实物意向: up to six items at once; a row without an item is none."""

    place = forms.ModelChoiceField(
        label=_("存放单位"), queryset=Organisation.objects.reporting(), empty_label=_("请选择")
    )
    campaign = forms.ModelChoiceField(label=_("筹款活动"), queryset=Campaign.objects.all(), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        items = [("", _("请选择")), *((item.pk, told(item)) for item in GoodsItem.objects.all())]
        for row in ROWS:
            number = {"row": row}
            self.fields |= {
                f"item_{row}": forms.TypedChoiceField(
                    label=_("第 %(row)s 种物资") % number,
                    choices=items,
                    coerce=int,
                    empty_value=None,
                    required=row == 1,
                ),
                f"quantity_{row}": forms.IntegerField(
                    label=_("第 %(row)s 种的数量") % number, min_value=1, max_value=MOST, required=row == 1
                ),
            }

    def clean(self) -> None:
        super().clean()
        seen: set[int] = set()
        for row in ROWS:
            item, quantity = (self.cleaned_data.get(f"{name}_{row}") for name in ("item", "quantity"))
            if item in seen:
                self.add_error(f"item_{row}", _("这种物资已经登记了一行，请把数量合在一起"))
            if item and not quantity and f"quantity_{row}" not in self.errors:
                self.add_error(f"quantity_{row}", _("请填写数量"))
            if quantity and not item and f"item_{row}" not in self.errors:
                self.add_error(f"item_{row}", _("请选择物资"))
            seen |= {item} if item else set()

    def lines(self) -> Mapping[GoodsItem, int]:
        """So many of each."""
        given = self.cleaned_data
        counts = {given[f"item_{row}"]: given[f"quantity_{row}"] for row in ROWS if given[f"item_{row}"]}
        return {item: counts[item.pk] for item in GoodsItem.objects.filter(pk__in=counts)}


def told(item: GoodsItem) -> str:
    """An item in a list: what today's catalogue says it is worth."""
    return _("%(item)s（%(price)s 元/%(unit)s）") % {
        "item": item,
        "price": item.price,
        "unit": item.unit,
    }


class InspectionForm(DeskForm):
    """查验结论, or why it is not taken."""

    note = words_field(pgettext_lazy("实物捐赠", "结论或理由"), max_length=200)
