"""Scenarios 1, 2, 4, 5, 7, 8, 10 and 14 of reference/booking.md §8: beds, nights and who may have them."""

from collections import Counter
from contextlib import contextmanager
from datetime import time, timedelta

import pytest
from django.urls import reverse

from stations.models import Stay, StayNight
from stations.tasks import lapse_holds, lapse_offers, mark_no_shows
from tests import people
from tests.houses import house, rule, soon
from tests.racing import at_once
from tests.stations.scenarios.ways import (
    GUESTS,
    WAYS_TO_BOOK,
    ByCalls,
    OnPages,
    Staff,
)
from zibo_youth.accounts.models import IdentityReview
from zibo_youth.accounts.services import give_consent
from zibo_youth.core.calendar import at, now, standing_at
from zibo_youth.core.templatetags.portal import cn_days

APPLICANTS = 50
DAY = timedelta(days=1)
NO_BED = "没有空床"

by_guests = pytest.mark.parametrize("way", GUESTS, ids=lambda way: way.name)
by_all = pytest.mark.parametrize("way", WAYS_TO_BOOK, ids=lambda way: way.name)
raced = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
plain = pytest.mark.django_db


def nights_of(user):
    return sorted(StayNight.objects.filter(guest=user.person).values_list("date", flat=True))


class TestScenario1:
    """Last bed, 50 applicants: one booking, 49 hear "just taken" with alternatives, never none."""

    pytestmark = raced

    @by_guests
    def test_of_fifty_at_one_instant_one_books_and_49_are_shown_another_way(self, way):
        # Given one free bed for a night, and a neighbour with many,
        station, neighbour = house("male:1"), house("male:8")
        guests = [way(user) for user in people.crowd(APPLICANTS)]
        if way is OnPages:
            for guest in guests:
                guest.draft_at_once(station)

        # when fifty people submit at the same instant,
        def submit(n):
            return guests[n].hand_in() if way is OnPages else guests[n].ask(station)

        told = at_once(submit, APPLICANTS)

        # then exactly one booking exists, and 49 are told what is left.
        assert Counter(answer.done for answer in told) == {True: 1, False: APPLICANTS - 1}
        assert Stay.objects.live().count() == 1
        assert StayNight.objects.count() == 2
        for answer in told:
            if not answer.done:
                assert answer.answer.status_code in (200, 409)
                assert NO_BED in answer.said
                assert neighbour.name in answer.said


class TestScenario2:
    """Overlap by one night: the night is refused, the day of departure is free for the next."""

    pytestmark = plain

    @by_all
    def test_a_night_that_is_taken_is_refused_and_the_bed_turns_over_on_the_day(self, way):
        # Given a stay from the 1st to the 4th,
        station, first = house("male:1"), soon(6)
        assert way(people.applicant("甲")).ask(station, first, nights=3).done

        # when another wants the bed from the 3rd to the 5th,
        late = way(people.applicant("乙")).ask(station, first + 2 * DAY, nights=2)

        # then it is refused naming the 3rd, and from the 4th to the 6th it is given.
        assert not late.done
        assert f"{cn_days([first + 2 * DAY])}{NO_BED}" in late.said
        assert way(people.applicant("丙")).ask(station, first + 3 * DAY, nights=2).done
        assert sorted(StayNight.objects.values_list("date", flat=True)) == [first + n * DAY for n in range(5)]

    def test_the_admin_names_the_night_too(self):
        """What may find no bed in the admin is a late guest who is let in again."""
        rule(lead_days=0)
        station, guest = house("male:1"), people.applicant("甲")
        stay = booked(guest, station, arrival=soon(0), nights=3)
        operator = people.operator(station.operator)
        assert Staff(operator).at_desk("approve", stay).done
        midnight = at(stay.arrival + DAY, time(0, 5))
        with standing_at(midnight):
            assert mark_no_shows() == 1
            booked(people.applicant("乙"), station, arrival=stay.arrival + 2 * DAY, nights=1)
        Stay.objects.filter(pk=stay.pk).update(ended_at=midnight)  # the database's clock, which no test moves

        with standing_at(at(stay.arrival + DAY, time(9))):
            told = Staff(operator).in_admin("reinstate", stay)

        assert not told.done
        assert f"{cn_days([stay.arrival + 2 * DAY])}{NO_BED}" in told.said

    def test_the_page_names_the_night_that_is_full(self):
        """The calendar of the first page says 满 at the very nights that are taken."""
        station, first = house("male:1"), soon(6)
        ByCalls(people.applicant("甲")).ask(station, first, nights=3)
        guest = OnPages(people.applicant("乙"))

        page = guest.post(
            "stay_dates", station=station.code, arrival=(first + 2 * DAY).isoformat(), nights="2"
        )

        days = [day for week in page.context["weeks"] for day in week if day]
        full = [day["date"] for day in days if day["level"] == "full"]
        assert full == [first, first + DAY, first + 2 * DAY]


class TestScenario4:
    """The cap raced: twelve requests of two nights at twelve stations end in six nights."""

    pytestmark = raced

    def test_of_twelve_requests_in_parallel_exactly_three_succeed(self):
        # Given no night used, and a year in which six nights are free,
        rule(lead_days=0, horizon_days=60, max_stays_per_window=12)
        stations = [house("male:2") for _ in range(12)]
        [user] = people.crowd(1)
        guest, first = ByCalls(user), in_one_year(12 * 2)

        # when one person asks for two nights at each of twelve stations in parallel,
        told = at_once(lambda n: guest.ask(stations[n], first + 2 * n * DAY, nights=2), 12)

        # then exactly three succeed.
        assert sum(answer.done for answer in told) == 3
        assert len(nights_of(user)) == 6
        assert {answer.answer.json()["code"] for answer in told if not answer.done} == {"cap_reached"}

    def test_one_draft_in_twelve_windows_is_one_stay(self):
        """A browser has one draft: twelve windows that hand it in make one booking."""
        station, [user] = house("male:2"), people.crowd(1)
        windows = [OnPages(user) for _ in range(12)]
        windows[0].draft_at_once(station)

        told = at_once(lambda n: windows[n].hand_in(), 12)

        assert Counter(answer.answer.status_code for answer in told)[500] == 0
        assert Stay.objects.live().count() == 1
        assert len(nights_of(user)) == 2


def in_one_year(days):
    """A first day whose span lies in one calendar year: the cap counts by year."""
    first = soon(1)
    last = first + days * DAY
    return first if first.year == last.year else first.replace(year=last.year, month=1, day=1)


class TestScenario5:
    """Second account: one person has one allowance, whatever the number of log-ins."""

    pytestmark = plain

    @by_guests
    def test_a_used_number_alerts_a_reviewer_and_the_allowance_is_shared(self, way):
        # Given a person who has used five of six nights,
        rule(max_stays_per_window=12)
        station, first = house("male:2"), people.applicant("陈一帆")
        assert way(first).ask(station, nights=5).done

        # when a new account registers the same document,
        second, city = people.newcomer(), people.city_staff()
        give_consent(second, "privacy")
        give_consent(second, "lodging")
        answer = people.signed_in(second).post(
            reverse("identity"),
            {
                "full_name": "陈一帆",
                "id_type": "id_card",
                "id_number": first.person.id_number,
                "consent": "on",
                "one_time_key": "second",
            },
        )

        # then nothing is linked yet, and a reviewer is alerted;
        assert "已提请工作人员核对" in answer.content.decode()
        review = IdentityReview.objects.get()
        assert (review.user, review.person) == (second, first.person)
        assert city.person.notices.filter(kind__contains="review").exists()

        # and once the document was seen, both have one allowance.
        Reviewer(city).link(review)
        second.refresh_from_db()
        assert second.person == first.person
        too_many = way(second).ask(station, soon(12), nights=2)
        assert not too_many.done
        assert "最多还能申请 1 晚" in too_many.said
        assert len(nights_of(first)) == 5


class Reviewer(Staff):
    def link(self, review):
        address = reverse("admin:accounts_identityreview_changelist")
        asked = {"action": "link", "_selected_action": review.pk, "answered": "yes", "note": "当面核对"}
        self.client.post(address, asked, follow=True)


WAYS_TO_FREE = ("page", "API", "admin")


class TestScenario7:
    """Turn of gender: a shared room belongs to one gender while anybody of it sleeps there, and no longer."""

    pytestmark = plain

    @pytest.mark.parametrize("freed_by", WAYS_TO_FREE)
    @by_all
    def test_the_room_turns_when_the_only_woman_cancels_and_not_before(self, way, freed_by):
        # Given a room with two women,
        station = house("flexible:4")
        women = [people.applicant(name, people.FEMALE) for name in ("甲", "乙")]
        stays = [booked(user, station) for user in women]
        man = way(people.applicant("丙"))

        # while one woman remains, a man is refused;
        free(freed_by, women[0], stays[0])
        assert NO_BED in man.ask(station).said

        # when the only woman cancels, he is accepted.
        free(freed_by, women[1], stays[1])
        assert man.ask(station).done
        assert set(StayNight.objects.values_list("gender", flat=True)) == {people.MALE}

    @by_all
    def test_and_the_next_woman_is_refused_in_turn(self, way):
        station = house("flexible:4")
        assert way(people.applicant("丙")).ask(station).done
        assert not way(people.applicant("甲", people.FEMALE)).ask(station).done


def booked(user, station, **more):
    assert ByCalls(user).ask(station, **more).done
    return Stay.objects.get(guest=user.person)


def free(freed_by, user, stay):
    """Give a bed back: the guest by page or call, or a reviewer in the admin."""
    if freed_by == "admin":
        officer = Staff(people.officer(stay.station.reporting_org.code))
        told = officer.in_admin("reject", stay, reason="station_unavailable", note="")
    else:
        told = (OnPages if freed_by == "page" else ByCalls)(user).give_up(stay)
    assert told.done, told.said


class TestScenario8:
    """
    A hold that expires mid-form: the bed is taken again if it is still free, else the answer says so.

    A machine hands in at once and holds nothing; the hold that it knows is an offer of the queue.
    """

    pytestmark = plain

    @by_guests
    def test_an_offer_that_lapsed_is_told_and_a_free_bed_can_be_had_at_once(self, way):
        # Given an offer whose time is up while its guest looks at it,
        station, holder, guest = house("male:1"), people.applicant("甲"), way(people.applicant("乙"))
        held = booked(holder, station)
        assert guest.ask(station, wait=True).done
        ByCalls(holder).give_up(held)
        offered = guest.stay()
        assert offered.state == "offered"

        with standing_at(offered.offer_until + timedelta(minutes=1)):
            lapse_offers()
            # when the guest presses accept,
            late = guest.accept(offered)
        # then the answer says so and nothing is held any more;
        assert not late.done
        assert Stay.objects.get(pk=offered.pk).state == "expired"
        assert not StayNight.objects.exists()
        # and since the bed is still free, the same guest has it by asking.
        assert guest.ask(station).done
        assert StayNight.objects.count() == 2

    def test_while_the_half_hour_lasts_nobody_else_has_the_bed(self):
        station, guest = house("male:1"), OnPages(people.applicant("乙"))
        guest.prepare(station)
        assert "床位为您保留至" in guest.client.get(reverse("stay_check")).content.decode()
        assert NO_BED in ByCalls(people.applicant("甲")).ask(station).said
        assert guest.hand_in().done

    def test_after_it_the_bed_is_taken_again_while_it_is_free(self):
        # Given a 30-minute hold that lapses,
        station, guest = house("male:1"), OnPages(people.applicant("乙"))
        guest.prepare(station)
        with half_an_hour_later():
            assert not StayNight.objects.exists()
            # when the applicant presses submit,
            told = guest.hand_in()
        # then the bed is taken again.
        assert told.done
        assert nights_of(guest.user) == [soon(), soon() + DAY]

    def test_a_form_whose_bed_is_gone_keeps_every_word_that_was_typed(self):
        # Given a guest at the last page whose half hour is over,
        station, guest = house("male:1"), OnPages(people.applicant("乙"))
        guest.prepare(station)
        with half_an_hour_later():
            # when somebody else takes the bed before the button is pressed,
            booked(people.applicant("甲"), station)
            answer = guest.hand_in()
        # then the page says so, and the draft keeps what was typed.
        assert NO_BED in answer.said
        draft = guest.stay()
        assert (draft.state, draft.purpose_detail, draft.evidence.count()) == ("draft", "机械厂面试", 1)
        assert "机械厂面试" in answer.said


@contextmanager
def half_an_hour_later():
    """The time for which beds are held is over, and the job has looked."""
    with standing_at(now() + timedelta(minutes=30)):
        lapse_holds()
        yield


class TestScenario10:
    """A check two screens earlier is not enough: the bed is looked for when it is handed in."""

    pytestmark = plain

    @by_guests
    def test_what_filled_since_the_form_opened_is_refused_at_submit(self, way):
        # Given a bed that was free when the form opened,
        station, guest = house("male:1"), way(people.applicant("乙"))
        guest.prepare(station)
        # when it fills before submit, the half hour being over,
        with half_an_hour_later():
            booked(people.applicant("甲"), station)
            told = guest.hand_in()
        # then it is refused at submit.
        assert not told.done
        assert NO_BED in told.said
        assert StayNight.objects.count() == 2


class TestScenario14:
    """Moving dates fails safely: full dates change nothing, and moved nights are not counted twice."""

    pytestmark = plain

    @by_guests
    def test_a_move_to_full_dates_leaves_bed_and_nights_as_they_were(self, way):
        # Given a confirmed stay, and other dates that are full,
        station, guest = house("male:1"), way(people.applicant("甲"))
        stay = confirmed(guest, station)
        booked(people.applicant("乙"), station, arrival=soon(12))
        before = list(StayNight.objects.filter(stay=stay).values())

        # when the guest moves there,
        told = guest.move(stay, soon(12), nights=2)

        # then it is refused, and the old bed and nights are untouched.
        assert not told.done
        assert list(StayNight.objects.filter(stay=stay).values()) == before

    @by_guests
    def test_a_move_that_succeeds_counts_the_nights_once(self, way):
        # Given a stay of all six nights,
        station, guest = house("male:1"), way(people.applicant("甲"))
        stay = confirmed(guest, station, nights=6)
        # when it moves by some days,
        assert guest.move(stay, soon(12), nights=6).done
        # then the cap is net of the old nights.
        assert nights_of(guest.user) == [soon(12) + n * DAY for n in range(6)]
        numbers = StayNight.objects.filter(stay=stay).values_list("number", flat=True)
        assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def confirmed(guest, station, nights=2):
    assert guest.ask(station, soon(5), nights=nights).done
    stay = guest.stay()
    told = Staff(people.operator(station.operator)).at_desk("approve", stay)
    assert told.done
    return Stay.objects.get(pk=stay.pk)
