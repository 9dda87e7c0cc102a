"""Partners of the district that the demo officer keeps, with codes of every state."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from stations import services
from stations.models import Partner
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import today

if TYPE_CHECKING:
    from .lately import Lately

DISTRICT = "zhangdian"
# name, kind, quota, issued, used
PARTNERS = (
    ("示例陶瓷科技有限公司（演示）", Partner.Kind.EMPLOYER, 20, 6, 2),
    ("示例新材料股份有限公司（演示）", Partner.Kind.EMPLOYER, 10, 4, 1),
    ("示例理工大学就业指导中心（演示）", Partner.Kind.UNIVERSITY, 30, 8, 2),
)
# Where those who were referred apply, and how many days from now.
HOUSES = (("zd-01", 11), ("ht-01", 12), ("gx-01", 11), ("zd-03", 12), ("zd-05", 13))


def tell_partners(lately: Lately) -> None:
    """Two employers and a university: a few codes used, one revoked, the others on paper."""
    officer, houses = lately.world.accounts["officer_zhangdian"], iter(HOUSES)
    for name, kind, quota, issued, used in PARTNERS:
        partner = Partner(
            name=name, kind=kind, quota=quota, reporting_org=Organisation.objects.get(code=DISTRICT)
        )
        save_record(actor=officer, record=partner, action="stations.manage_partner")
        codes = services.issue_codes(
            actor=officer, partner=partner, count=issued, valid_until=today() + timedelta(days=90)
        )
        for code in codes[:used]:
            _use(lately, code.code, *next(houses))
        services.revoke_code(actor=officer, code=codes[-1], reason="单位遗失了这张码（演示）")


def _use(lately: Lately, code: str, house: str, offset: int) -> None:
    guest = lately.guest()
    draft = lately.draft(guest, lately.world.stations[house], offset)
    hand_in = partial(services.submit_or_wait, actor=guest, stay=draft)
    services.hand_in_referred(actor=guest, referral=code, hand_in=hand_in)
