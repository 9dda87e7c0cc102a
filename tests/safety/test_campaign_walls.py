"""Campaigns, activities and materials: their states by role, and the walls behind the services."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, connection, transaction

from safety.campaign_errors import CampaignDaysWrong, CampaignMoved, MaterialNeedsOne, NotATraining
from safety.models import SafetyActivity, SafetyCampaign, SafetyMaterial
from safety.services import campaigns
from safety.tasks import remind_training_parts, sweep_safety_materials
from tests import campaigning, eventing, guarding, people
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
STATES = ["draft", "published", "closed"]
ACTS = {"publish": campaigns.publish_campaign, "close": campaigns.close_campaign}
MOVES = {("draft", "publish"): "published", ("published", "close"): "closed"}


def standing_in(state):
    """A campaign of Zhangdian that is in this state by its services."""
    by = people.officer()
    made = campaigns.write_campaign(actor=by, plan=campaigning.plan())
    for act in ("publish", "close")[: STATES.index(state)]:
        made = ACTS[act](actor=by, campaign=made)
    return made


@pytest.mark.parametrize(("state", "act"), list(product(STATES, sorted(ACTS))))
def test_each_act_in_each_state(state, act):
    made = standing_in(state)
    wanted = MOVES.get((state, act))
    if wanted is None:
        with pytest.raises(CampaignMoved):
            ACTS[act](actor=people.officer(), campaign=made)
        wanted = state
    else:
        ACTS[act](actor=people.officer(), campaign=made)
    assert SafetyCampaign.objects.get(pk=made.pk).state == wanted


def visitors():
    enterprise = guarding.enterprise()
    return {
        "applicant": (people.applicant("陈一帆"), False),
        "safety officer": (guarding.safety_officer(enterprise), False),
        "emergency officer": (guarding.emergency_officer(), False),
        "foreign officer": (people.officer("huantai"), False),
        "administrator": (people.administrator(), False),
        "officer": (people.officer(), True),
        "city staff": (people.city_staff(), True),
    }


def test_who_publishes_a_campaign_of_a_district():
    for name, (user, is_allowed) in visitors().items():
        made = standing_in("draft")
        if is_allowed:
            assert campaigns.publish_campaign(actor=user, campaign=made).state == "published", name
        else:
            with pytest.raises(NotAllowed):
                campaigns.publish_campaign(actor=user, campaign=made)


@pytest.mark.parametrize(("old", "new"), [each for each in product(STATES, STATES) if each[0] != each[1]])
def test_the_database_itself_knows_which_state_follows_which(old, new):
    made = standing_in(old)
    rows = SafetyCampaign.objects.filter(pk=made.pk)
    if new in SafetyCampaign.NEXT.get(old, ()):
        assert rows.update(state=new) == 1
    else:
        with pytest.raises(InternalError), transaction.atomic():
            rows.update(state=new)


def test_a_campaign_ends_after_it_begins():
    wrong = {"from_on": today(), "until_on": today() - timedelta(days=1)}
    with pytest.raises(CampaignDaysWrong):
        campaigns.write_campaign(actor=people.officer(), plan=campaigning.plan(**wrong))
    made = campaigning.campaign()
    with pytest.raises(IntegrityError, match="safety_campaign_ends_after_it_begins"):
        SafetyCampaign.objects.filter(pk=made.pk).update(until_on=made.from_on - timedelta(days=1))


def test_only_a_training_is_for_engineers():
    within = campaigning.campaign()
    with pytest.raises(NotATraining):
        campaigning.activity(within=within, kind="film")
    assert SafetyActivity.objects.count() == 0
    assert eventing.Event.objects.count() == 0
    made = campaigning.activity(within=within)
    with pytest.raises(IntegrityError, match="activity_for_engineers_is_a_training"):
        SafetyActivity.objects.filter(pk=made.pk).update(kind="film")


def test_nothing_is_added_to_what_is_over_and_a_draft_is_its_offices():
    over, draft = standing_in("closed"), standing_in("draft")
    with pytest.raises(CampaignMoved):
        campaigning.activity(within=over)
    with pytest.raises(CampaignMoved):
        _poster(over, link="https://example.invalid/x")
    with pytest.raises(NotAllowed):
        campaigning.activity("huantai", within=draft)


def _poster(campaign, **told):
    said = {"kind": "poster", "language": "zh-hans", "title": "海报"} | told
    return campaigns.add_material(actor=people.officer(), campaign=campaign, **said)


def test_a_material_is_a_link_or_a_file_and_not_both():
    made = campaigning.campaign()
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    for told in ({}, {"link": "https://example.invalid/x", "upload": file}):
        with pytest.raises(MaterialNeedsOne):
            _poster(made, **told)
    row = _poster(made, link="https://example.invalid/x")
    rows = SafetyMaterial.objects.filter(pk=row.pk)
    for wrong, wall in (
        ({"link": ""}, "material_is_a_link_or_a_file"),
        ({"file": "x.pdf"}, "material_is_a_link_or_a_file"),
        ({"link": "http://example.invalid/x"}, "material_link_is_encrypted"),
    ):
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            rows.update(**wrong)


def test_a_material_is_withdrawn_once_by_its_office():
    row = _poster(campaigning.campaign(), link="https://example.invalid/x")
    with pytest.raises(NotAllowed):
        campaigns.withdraw_material(actor=people.officer("huantai"), material=row)
    told = [campaigns.withdraw_material(actor=people.officer(), material=row) for _ in range(2)]
    assert told == [True, False]


def test_jobs_run_twice_and_leave_files_with_rows_alone(monkeypatch):
    assert (remind_training_parts(), remind_training_parts()) == (0, 0)
    storage = storages["private"]
    name = storage.save("safety-materials/lost.pdf", SimpleUploadedFile("lost.pdf", b"x"))
    long_ago = eventing.now() - timedelta(days=1)
    monkeypatch.setattr(type(storage), "get_modified_time", lambda self, name: long_ago)
    assert (sweep_safety_materials(), sweep_safety_materials()) == (1, 0)
    assert not storage.exists(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM safety_safetymaterial")
        assert cursor.fetchone() == (0,)
