"""当天工作表 (sheets of the day): the programme by slot, the seating by table, couples with sizes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zibo_youth.core.exports import Table

from .models import Couple, CoupleMember, SlotBooking, Wedding
from .wedding_querysets import HOLDING


def couples_of(wedding: Wedding) -> list[Couple]:
    """Who holds a place, by number."""
    rows = wedding.couples.filter(state__in=HOLDING).prefetch_related("members__person")
    return list(rows.order_by("number"))


def names_of(couple: Couple) -> str:
    """Both, in the order of their seats."""
    return " · ".join(str(each.person) for each in couple.members.all() if each.person)


def seating_of(wedding: Wedding) -> list[tuple[int | None, list[Couple], int]]:
    """Table, its couples, and how many chairs they take; those without a table come last."""
    seated = sorted(couples_of(wedding), key=lambda each: (each.table_number or 10**6, each.number or 0))
    found = []
    for table, group in groupby(seated, key=lambda each: each.table_number):
        together = list(group)
        found.append((table, together, sum(each.seats for each in together)))
    return found


def programme_table(wedding: Wedding) -> Table:
    """环节: who is where when."""
    columns = [_("婚礼环节"), _("地点"), _("时段"), _("报名号"), _("新人")]
    rows = SlotBooking.objects.filter(item__wedding=wedding).select_related("item", "slot", "couple")
    held = rows.prefetch_related("couple__members__person").order_by(
        "item__number", "starts_at", "couple__number"
    )
    lines = (
        [each.item.local_name, each.item.place, each.slot.clock, each.couple.number, names_of(each.couple)]
        for each in held
    )
    return Table(_("环节安排"), columns, list(lines))


def seating_table(wedding: Wedding) -> Table:
    """座位: couples with their guests, table by table."""
    columns = [_("桌号"), _("报名号"), _("新人"), _("亲友人数"), _("座位数")]
    lines = [
        [table, each.number, names_of(each), each.guests, each.seats]
        for table, couples, _seats in seating_of(wedding)
        for each in couples
    ]
    return Table(_("座位表"), columns, lines)


def couples_table(wedding: Wedding) -> Table:
    """新人: sizes, transport, and whether each may be shown in pictures."""
    columns = [
        *(_("报名号"), _("姓名"), _("性别"), _("礼服尺码"), _("鞋码")),
        *(_("交通方式"), _("肖像使用")),
    ]
    return Table(pgettext("复数", "新人"), columns, list(_people(couples_of(wedding))))


def _people(couples: list[Couple]) -> Iterator[list[Any]]:
    for couple in couples:
        for member in couple.members.all():
            yield [couple.number, *_of(member), couple.get_transport_display(), _may_be_shown(member)]


def _of(member: CoupleMember) -> list[str]:
    return [str(member.person), member.get_gender_display(), member.clothes_size, member.shoe_size]


def _may_be_shown(member: CoupleMember) -> str:
    return _("同意") if member.agrees_to_portrait else _("不同意")


def tables_of(wedding: Wedding) -> list[Table]:
    return [programme_table(wedding), seating_table(wedding), couples_table(wedding)]
