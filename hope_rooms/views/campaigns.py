"""筹款活动 (campaigns): each with what it raised, beside the ledger and never in its sum."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hope_rooms.forms.gifts import CampaignForm
from hope_rooms.models import Campaign
from hope_rooms.raised import raised_by, raised_by_ledger
from hope_rooms.services.campaigns import open_campaign
from hope_rooms.services.gifts import KEEP
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import shown_on

from .money import PER_PAGE, TONES, VIEW
from .ways import ways


@needs_office(VIEW)
@require_safe
def campaign_list(request: SignedInRequest) -> HttpResponse:
    """筹款活动: the newest first; the ledger stands apart, and there is no sum of both."""
    page = Paginator(Campaign.objects.managed_by(request.user), PER_PAGE).get_page(request.GET.get("page"))
    raised = raised_by(page)
    words = {
        "page": page,
        "lines": [(campaign, raised[campaign.pk]) for campaign in page],
        "ledger": raised_by_ledger(),
        "may_keep": policy.may(request.user, KEEP),
        "ways": ways(request.user),
    }
    return render(request, "hope_rooms/campaigns/list.html", words)


@needs_office(KEEP)
@answered_once
def new_campaign(request: SignedInRequest) -> HttpResponse:
    """开设筹款活动."""
    form = CampaignForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            campaign = open_campaign(actor=request.user, **form.cleaned_data)
            messages.success(request, _("已登记。"))
            return redirect("hope_campaign", campaign.pk)
    return render(request, "hope_rooms/campaigns/new.html", {"form": form})


@needs_office(VIEW)
@require_safe
def campaign(request: SignedInRequest, number: int) -> HttpResponse:
    """一个筹款活动: what it raised, by its own gifts."""
    found = get_object_or_404(Campaign.objects.managed_by(request.user), pk=number)
    gifts = found.gifts.select_related("donor", "reporting_org")
    page = Paginator(gifts, PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "campaign": found,
        "raised": raised_by([found])[found.pk],
        "page": page,
        "gifts": [(gift, TONES[gift.state]) for gift in page],
        "goods": found.goods.select_related("donor", "place"),
        "may_keep": policy.may(request.user, KEEP),
    }
    return render(request, "hope_rooms/campaigns/campaign.html", words)
