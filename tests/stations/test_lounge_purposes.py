"""What a zone asks about: every purpose, some, or none."""

from dataclasses import replace

import pytest
from django.urls import reverse

from stations import services
from stations.lounge_errors import TooLateToAsk
from stations.models.lounge import VisitPurpose
from tests import people
from tests.lounges import asked_for, hall, host, moment, monday, wish, zone
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def booked_for(of, purpose, **changes):
    user = people.applicant()
    asked = replace(wish(of), purpose=purpose, **changes)
    return services.book_visit(actor=user, person=user.person, wish=asked)


@pytest.mark.parametrize(
    ("hours", "asks_about", "asked"),
    [
        (0, [], []),
        (0, ["team"], []),
        (24, [], list(VisitPurpose.values)),
        (24, ["team", "rehearsal"], ["rehearsal", "team"]),
    ],
)
@pytest.mark.parametrize("purpose", VisitPurpose.values)
def test_a_zone_asks_about_the_purposes_that_it_names(hours, asks_about, asked, purpose):
    visit = booked_for(zone(answer_hours=hours, asks_about=asks_about), purpose)
    assert visit.purpose == purpose
    assert visit.state == ("requested" if purpose in asked else "booked")
    assert (visit.answer_by is not None) == (purpose in asked)


def test_a_hall_asks_where_a_zone_of_it_does():
    whole, room, _gym = hall()
    room.answer_hours, room.asks_about = 12, ["team"]
    room.save()
    assert booked_for(whole, "team").state == "requested"
    assert booked_for(whole, "study", date=monday(2)).state == "booked"


def test_only_what_must_be_asked_is_too_late_once_it_runs(time_machine):
    room = zone(answer_hours=24, asks_about=["team"])
    first = booked_for(room, "study", date=monday(2))
    time_machine.move_to(moment(first, -7 * 24 * 60 + 5), tick=False)
    day = first.date - (first.date - monday(0))
    with pytest.raises(TooLateToAsk):
        booked_for(room, "team", date=day)
    assert booked_for(room, "study", date=day).state == "booked"


def test_the_page_asks_and_the_desk_reads_what_for():
    room, user = zone(answer_hours=24, asks_about=["team"]), people.applicant()
    shown = signed_in(user).get(reverse("lounge", args=[room.lounge.code]), {"date": f"{monday():%Y-%m-%d}"})
    assert "只问这些用途：团队活动" in shown.text
    page = reverse("lounge_book", args=[room.lounge.code])
    signed_in(user).post(page, asked_for(room, purpose="team"))
    visit = user.person.lounge_visits.get()
    assert (visit.state, visit.purpose) == ("requested", "team")
    desk = signed_in(host(room)).get(reverse("lounge_desk_visit", args=[visit.reference]))
    assert "团队活动" in desk.text
    refused = signed_in(user).post(page, asked_for(room, purpose="party"))
    assert "请从列表中选择用途" in refused.text
