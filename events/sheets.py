"""
签到表和胸牌 (sign-in and badge sheets) of a session: the same seats in the same order, on paper and as XLSX.

Where people meet without names (相亲会), a badge carries a number. The code of a badge is the pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zibo_youth.core.calendar import now
from zibo_youth.core.exports import Table
from zibo_youth.core.exports.table import clean
from zibo_youth.reports.exports.typeset import typeset

from .attendance_paper import qr_of, span_of
from .models import Event, Registration, Session
from .passes import code_of, name_of

HERE = Path(__file__).parent / "papers"
NAMELESS = (Event.Kind.MATCHMAKING,)


@dataclass(frozen=True, slots=True)
class Seat:
    """One confirmed seat, as the sheets print it."""

    registration: Registration
    number: int

    @property
    def label(self) -> str:
        return f"{self.registration.pk}-{self.number}"

    @property
    def name(self) -> str:
        return clean(name_of(self.registration, self.number))


def seats_of(session: Session) -> Iterator[Seat]:
    """Every confirmed seat, in the order of registering; two queries."""
    rows = session.registrations.filter(state=Registration.State.REGISTERED)
    rows = rows.select_related("person", "quota").prefetch_related("companions").order_by("pk")
    for one in rows:
        yield from (Seat(one, number) for number in range(1, one.seats + 1))


def title_of(session: Session) -> str:
    return clean(" · ".join(filter(None, (session.event.title, session.name))))


def write_sign_in(session: Session) -> bytes:
    """签到表 as PDF. Raises `ChineseFontMissing`."""
    with translation.override("zh-hans"):
        told = {
            "title": f"{title_of(session)} 签到表",
            "subject": f"{span_of(session)}　{clean(session.place)}",
            "columns": ["序号", "报名序号", "姓名", "名额组", "到场时间", "签字"],
            "rows": [
                [str(place), seat.label, seat.name, clean(seat.registration.quota.name), "", ""]
                for place, seat in enumerate(seats_of(session), 1)
            ],
            "printed": f"打印时间 {timezone.localtime(now()):%Y-%m-%d %H:%M}",
            "note": "本表含个人信息，用后交回主办单位保存，不得拍照外传。",
        }
        [whole] = typeset(HERE / "sign_in.typ", told)
    return whole


def write_badges(session: Session) -> bytes:
    """胸牌 as PDF, ten to a sheet. Raises `ChineseFontMissing`."""
    nameless = session.event.kind in NAMELESS
    with translation.override("zh-hans"):
        badges = [_badge(seat, place, nameless) for place, seat in enumerate(seats_of(session), 1)]
        [whole] = typeset(HERE / "badges.typ", {"title": title_of(session), "badges": badges})
    return whole


def _badge(seat: Seat, place: int, nameless: bool) -> dict[str, Any]:
    code = code_of(seat.registration, seat.number)
    return {
        "name": f"{place:03d}" if nameless else seat.name or seat.label,
        "group": clean(seat.registration.quota.name) if seat.registration.quota.gender else "",
        "qr": qr_of(f"{settings.SITE_URL}{reverse('event_pass', args=[code])}"),
        "code": code,
    }


def sign_in_table(session: Session) -> Table:
    """The same list for a spreadsheet."""
    heads = [_("报名序号"), _("姓名"), _("名额组"), _("到场时间"), pgettext("签到表", "签字")]
    rows = ([seat.label, seat.name, seat.registration.quota.local_name, "", ""] for seat in seats_of(session))
    return Table(_("签到表"), heads, rows)


def device_table(session: Session) -> Table:
    """凭证清单 for a device without a network: a code, and as much of the name as tells who it is."""
    heads = [_("凭证码"), _("姓名"), _("名额组")]
    rows = (
        [
            code_of(seat.registration, seat.number),
            masked(seat.name),
            seat.registration.quota.local_name,
        ]
        for seat in seats_of(session)
    )
    return Table(_("凭证清单"), heads, rows)


def masked(name: str) -> str:
    """The first character, and a star for each further one."""
    return name[:1] + "*" * (len(name) - 1)
