"""筹款活动 (campaigns): opened by those who keep the ledger, and told apart from it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hope_rooms.gift_errors import CampaignDaysWrong, CampaignNameMissing, CampaignStands
from hope_rooms.models import Campaign
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining

from .gifts import KEEP


def open_campaign(*, actor: User, name: str, starts_on: date, ends_on: date) -> Campaign:
    """开设筹款活动 (open). Raises `CampaignNameMissing`, `CampaignDaysWrong`, `CampaignStands`."""
    policy.require(actor, KEEP)
    if not name.strip():
        raise CampaignNameMissing
    told = {"name": name.strip(), "starts_on": starts_on, "ends_on": ends_on}
    with (
        explaining(
            campaign_ends_after_it_begins=CampaignDaysWrong(starts_on=starts_on, ends_on=ends_on),
            campaign_named_once_per_start=CampaignStands(**told),
        ),
        transaction.atomic(),
    ):
        campaign: Campaign = Campaign.objects.create(**told)
    return campaign
