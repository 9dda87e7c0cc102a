"""One step of a row: from the state that was read, or from whichever leads there; once, and told what stands."""

import pytest

from safety.models import SafetyCampaign
from safety.services import campaigns
from tests import campaigning, people, racing
from zibo_youth.core.errors import DomainError
from zibo_youth.core.moves import along, leading_to, reach

DRAFT, PUBLISHED, CLOSED = SafetyCampaign.State.values


class Refused(DomainError):
    """Says the state that stands there."""

    code = "refused"
    message = "%(state)s"


@pytest.fixture
def campaign():
    return campaigns.write_campaign(actor=people.officer(), plan=campaigning.plan())


def test_which_states_lead_there():
    assert leading_to({"a": ("b", "c"), "b": ("c",)}, "c") == ["a", "b"]
    assert leading_to({"a": ("b",)}, "a") == []


@pytest.mark.django_db
def test_a_step_writes_reads_and_tells_where_it_began(campaign):
    assert along(campaign, PUBLISHED, Refused, title="改了") == DRAFT
    assert (campaign.state, campaign.title) == (PUBLISHED, "改了")
    reach(campaign, CLOSED, Refused)
    assert SafetyCampaign.objects.get().state == CLOSED


@pytest.mark.django_db
@pytest.mark.parametrize("step", [along, reach])
def test_a_step_that_is_not_allowed_is_refused_and_writes_nothing(campaign, step):
    with pytest.raises(Refused, match=str(campaign.get_state_display())):
        step(campaign, CLOSED, Refused, title="改了")
    assert SafetyCampaign.objects.get().title != "改了"


@pytest.mark.django_db
def test_what_was_read_long_ago_is_refused_with_what_stands_there(campaign):
    old = SafetyCampaign.objects.get()
    reach(campaign, PUBLISHED, Refused)
    with pytest.raises(Refused, match=str(campaign.get_state_display())):
        along(old, PUBLISHED, Refused)
    assert old.state == PUBLISHED


@pytest.mark.django_db
def test_whichever_state_leads_there_it_is_reached(campaign):
    """The control of the test above: `reach` does not ask what was read."""
    old = SafetyCampaign.objects.get()
    reach(campaign, PUBLISHED, Refused)
    reach(old, CLOSED, Refused)
    assert old.state == CLOSED


@pytest.mark.django_db
def test_only_from_narrows_where_a_step_begins(campaign):
    with pytest.raises(Refused):
        along(campaign, PUBLISHED, Refused, only_from=[CLOSED])
    assert along(campaign, PUBLISHED, Refused, only_from=[DRAFT]) == DRAFT


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [along, reach])
def test_of_many_at_one_instant_one_takes_the_step(campaign, step):
    rows = [SafetyCampaign.objects.get() for _number in range(16)]
    answers = racing.at_once(lambda number: step(rows[number], PUBLISHED, Refused), 16)
    assert sum(isinstance(answer, Refused) for answer in answers) == 15


@pytest.mark.django_db(transaction=True)
def test_the_control_without_the_filter_all_take_it(campaign):
    def unfiltered(_number):
        return SafetyCampaign.objects.filter(pk=campaign.pk).update(state=PUBLISHED)

    assert racing.at_once(unfiltered, 16) == [1] * 16
