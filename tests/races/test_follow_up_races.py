"""Follow-ups under many at once: asked once, one whole answer, one claim, one decision."""

import pytest

from stations import services
from stations.errors import PlacementDecided
from stations.models import FollowUp, Placement
from stations.services import Answer, follow_ups
from tests import people
from tests.houses import house
from tests.racing import at_once
from tests.stations import after
from zibo_youth.core.calendar import standing_at, today
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 16


@pytest.fixture
def stay():
    station = house()
    return after.stayed(people.applicant(), station, people.operator(station.operator))


def job(_number):
    """Each thread stands on the day of its own: the moment is no property of the process."""
    return after.ask(0)


def test_a_job_that_runs_many_times_at_once_asks_once(stay):
    assert sum(at_once(job, CROWD)) == 1
    assert Notice.objects.filter(kind="stations.survey_asked").count() == 1


@pytest.mark.control
def test_the_control_without_the_old_state_in_the_update_two_would_ask(stay, monkeypatch):
    """The filter on the old state is the guard: a job that does not look asks as often as it runs."""

    def ask_without_looking(follow_up, closes_on):
        row = FollowUp.objects.filter(pk=follow_up.pk)
        return bool(row.update(state="asked", asked_at=after.noon(4), closes_on=closes_on))

    monkeypatch.setattr(follow_ups, "_ask", ask_without_looking)
    assert sum(at_once(job, CROWD)) > 1


def test_a_reminder_that_runs_many_times_at_once_comes_once(stay):
    after.ask(0)
    FollowUp.objects.filter(state="asked").update(asked_at=after.noon(4))

    def remind(_number):
        with after.standing(6):
            return services.remind_follow_ups(at=after.noon())

    assert sum(at_once(remind, CROWD)) == 1


def test_many_answers_at_once_leave_one_whole_answer_and_one_claim(stay):
    after.ask(30)
    link = after.token(after.asked(stay, "d30"))

    def answer(number):
        said = Answer(result="employed_here", employer=f"示例公司{number}", signed_on=today())
        with after.standing(30):
            return services.answer_by_link(token=link, answer=said)

    answers = at_once(answer, CROWD)

    assert all(isinstance(one, FollowUp) for one in answers), answers
    kept = FollowUp.objects.get(stay=stay, kind="d30")
    assert Placement.objects.get(state="claimed").employer == kept.employer
    assert Placement.objects.filter(state="withdrawn").count() == CROWD - 1


def test_two_links_of_one_stay_with_one_employer_make_one_claim(stay):
    after.ask(30)
    after.ask(90)
    FollowUp.objects.filter(stay=stay, kind="d30").update(closes_on=today().replace(year=today().year + 1))
    links = [after.token(after.asked(stay, kind)) for kind in ("d30", "d90")]

    def answer(number):
        said = Answer(result="employed_here", employer="示例公司", signed_on=today())
        with after.standing(90):
            return services.answer_by_link(token=links[number % 2], answer=said)

    assert all(isinstance(one, FollowUp) for one in at_once(answer, CROWD))
    assert Placement.objects.count() == 1


def test_of_many_decisions_at_once_one_stands(stay):
    after.ask(30)
    said = Answer(result="employed_here", employer="示例公司", signed_on=today())
    with standing_at(after.noon(34)):
        services.answer_by_link(token=after.token(after.asked(stay, "d30")), answer=said)
    officer = people.officer("zhangdian")

    def decide(_number):
        claim = Placement.objects.select_related("stay__guest").get()
        return services.confirm_placement(actor=officer, placement=claim)

    answers = at_once(decide, CROWD)
    assert sum(isinstance(one, Placement) for one in answers) == 1
    assert sum(isinstance(one, PlacementDecided) for one in answers) == CROWD - 1
