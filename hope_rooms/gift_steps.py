"""下一步 (next step): what a gift waits for, in words; the desk's lists show it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hope_rooms.models import Gift, GoodsGift


def next_of(gift: Gift) -> str:
    """Of the gift's state and its counters; nothing where all is done."""
    if gift.state == Gift.State.PLEDGED:
        return _("等待到账")
    if gift.state == Gift.State.WITHDRAWN:
        return ""
    if gift.left > 0:
        return _("分配到小屋")
    return _("登记票据号") if gift.state == Gift.State.RECEIVED else ""


def next_of_goods(gift: GoodsGift) -> str:
    """Of a gift in kind; nothing once it is taken or not."""
    asked = {GoodsGift.State.OFFERED: _("查验"), GoodsGift.State.INSPECTED: _("接收入库或不接收")}
    return asked.get(GoodsGift.State(gift.state), "")
