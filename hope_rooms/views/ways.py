"""财务台的各页 (ways): the lists of money and goods that this office may open."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User

WAYS = (
    ("hope_rooms.view_gift", _("捐赠台账"), "hope_gifts"),
    ("hope_rooms.view_gift", pgettext_lazy("复数", "实物捐赠"), "hope_goods"),
    ("hope_rooms.view_gift", pgettext_lazy("复数", "筹款活动"), "hope_campaigns"),
    ("hope_rooms.view_stock", _("物资库存"), "hope_stock"),
    ("hope_rooms.view_stock", pgettext_lazy("复数", "盘点记录"), "hope_stock_takes"),
)


def ways(user: User) -> list[tuple[str | Promise, str]]:
    """Words and address of each."""
    return [(words, reverse(name)) for action, words, name in WAYS if policy.may(user, action)]
