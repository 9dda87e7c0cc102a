"""安全主题活动 (campaigns): written, published, closed; their activities are events, their materials kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now

from events.models import Event
from events.services import events, sessions
from events.services.events import EventPlan
from events.services.sessions import QuotaPlan, SessionPlan
from safety.campaign_errors import (
    CampaignDaysWrong,
    CampaignMoved,
    MaterialLinkOpen,
    MaterialNeedsOne,
    NotATraining,
)
from safety.models import SafetyActivity, SafetyCampaign, SafetyMaterial
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core import private_files, uploads
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import reach

MANAGE = "safety.manage_campaign"
FOLDER = "safety-materials"
# A list of an enterprise may be as long as the events let it be.
ROSTER_MOST = 200
State = SafetyCampaign.State


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What an office says about a campaign."""

    season: str
    title: str
    summary: str
    organiser: Organisation
    from_on: date
    until_on: date
    title_en: str = ""
    summary_en: str = ""


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """
    What an office says about an activity: its form, the event, its first session.

    ``event.kind`` is taken as safety, whatever it says; ``for_engineers``: lists are advised on by degree.
    """

    kind: str
    event: EventPlan
    session: SessionPlan
    for_engineers: bool = False


def write_campaign(*, actor: policy.Actor, plan: CampaignPlan) -> SafetyCampaign:
    """新建主题活动 (write), as a draft. Raises `CampaignDaysWrong`."""
    told = {name: getattr(plan, name) for name in CampaignPlan.__slots__}
    campaign = SafetyCampaign(**told)
    policy.require(actor, MANAGE, campaign)
    with explaining(safety_campaign_ends_after_it_begins=CampaignDaysWrong), transaction.atomic():
        campaign.save()
    return campaign


def publish_campaign(*, actor: policy.Actor, campaign: SafetyCampaign) -> SafetyCampaign:
    """发布 (publish): everybody reads it from now on. Raises `CampaignMoved`."""
    return _moved(actor, campaign, State.PUBLISHED)


def close_campaign(*, actor: policy.Actor, campaign: SafetyCampaign) -> SafetyCampaign:
    """结束 (close): nothing is added to it any more. Raises `CampaignMoved`."""
    return _moved(actor, campaign, State.CLOSED)


def _moved(actor: policy.Actor, campaign: SafetyCampaign, to: str) -> SafetyCampaign:
    policy.require(actor, MANAGE, campaign)
    reach(campaign, to, CampaignMoved)
    return campaign


def open_activity(*, actor: policy.Actor, campaign: SafetyCampaign, plan: ActivityPlan) -> SafetyActivity:
    """
    开展活动 (an activity): the event with its first session, published at once, as one of a campaign.

    A district puts its own into a campaign of the city: the right is over the event. Raises
    `CampaignMoved`, `NotATraining`, and as `events.write_event`, `sessions.plan_session`.
    """
    with explaining(activity_for_engineers_is_a_training=NotATraining), transaction.atomic():
        locked: SafetyCampaign = SafetyCampaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        if locked.state == State.CLOSED:
            raise CampaignMoved(state=locked.get_state_display())
        if locked.state == State.DRAFT:
            policy.require(actor, MANAGE, locked)
        made = events.write_event(actor=actor, plan=_of_safety(plan.event))
        parts = [QuotaPlan("个人报名", plan.session.capacity, name_en="Registering alone")]
        sessions.plan_session(actor=actor, event=made, plan=plan.session, quotas=parts)
        activity: SafetyActivity = SafetyActivity.objects.create(
            campaign=locked, kind=plan.kind, event=made, for_engineers=plan.for_engineers
        )
        events.publish_event(actor=actor, event=made)
    return activity


def _of_safety(plan: EventPlan) -> EventPlan:
    told: dict[str, Any] = plan.columns() | {"kind": Event.Kind.SAFETY, "roster_most": ROSTER_MOST}
    return EventPlan(**told)


def add_material(
    *,
    actor: User,
    campaign: SafetyCampaign,
    kind: str,
    language: str,
    title: str,
    link: str = "",
    upload: UploadedFile | None = None,
) -> SafetyMaterial:
    """
    登记资料 (a material): a link, or a file that is checked and rebuilt.

    Raises `MaterialNeedsOne`, `MaterialLinkOpen`, `CampaignMoved` and the refusals of ``uploads.rebuild``.
    """
    policy.require(actor, MANAGE, campaign)
    if campaign.state == State.CLOSED:
        raise CampaignMoved(state=campaign.get_state_display())
    if bool(link) == (upload is not None):
        raise MaterialNeedsOne
    told: dict[str, Any] = {"kind": kind, "language": language, "title": title.strip(), "added_by": actor}
    if upload is None:
        with explaining(material_link_is_encrypted=MaterialLinkOpen), transaction.atomic():
            made: SafetyMaterial = SafetyMaterial.objects.create(campaign=campaign, link=link, **told)
        return made
    clean = uploads.rebuild(upload)
    with private_files.kept(FOLDER, clean) as stored, transaction.atomic():
        return SafetyMaterial.objects.create(
            campaign=campaign, file=stored, content_type=clean.content_type, **told
        )


@transaction.atomic
def withdraw_material(*, actor: User, material: SafetyMaterial) -> bool:
    """撤下资料 (withdraw): nobody is offered it any more. Whether it was offered until now."""
    policy.require(actor, MANAGE, material.campaign)
    return bool(SafetyMaterial.objects.offered().filter(pk=material.pk).update(withdrawn_at=Now()))


def sweep_materials() -> int:
    """Files whose upload was cut off before the row. How many; safe to run twice."""
    return private_files.sweep(FOLDER, set(SafetyMaterial.objects.values_list("file", flat=True)))
