"""Scenarios 11, 13, 16, 17, 19 and 22 of reference/booking.md §8: who decides, who waits, who comes."""

import re
from collections import Counter
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from stations import services
from stations.models import Bed, Room, Stay, StayNight, Strike
from stations.services import booking, queue
from stations.tasks import expire_stays, mark_no_shows, remind_reviews, settle_queues
from tests import people
from tests.houses import house, rule, soon
from tests.racing import at_once
from tests.stations import places
from tests.stations.scenarios.ways import GUESTS, ByCalls, OnPages, Staff
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.notifications.models import Notice

DAY = timedelta(days=1)
SCANNERS = 8

by_guests = pytest.mark.parametrize("way", GUESTS, ids=lambda way: way.name)
raced = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
plain = pytest.mark.django_db


def fresh(stay):
    return Stay.objects.get(pk=stay.pk)


def booked(user, station, **more):
    told = ByCalls(user).ask(station, **more)
    assert told.done, told.said
    return Stay.objects.filter(guest=user.person).latest("pk")


def desk_of(station):
    return Staff(people.operator(station.operator))


def messages_of(user):
    """What stands in somebody's message box, as its page shows it."""
    return people.signed_in(user).get(reverse("messages")).content.decode()


def waiting(name, station, **more):
    """Somebody who found the house full and joined its queue."""
    guest = ByCalls(people.applicant(name))
    told = guest.ask(station, wait=True, **more)
    assert told.done, told.said
    assert guest.stay().state == "waiting"
    return guest


class TestScenario11:
    """A pending review keeps the bed, then lets go: staff are warned first, the guest is told."""

    pytestmark = plain

    @by_guests
    def test_an_undecided_request_holds_its_bed_until_staff_were_warned_and_no_longer(self, way):
        # Given an application in review,
        station, guest, day = house("male:1"), way(people.applicant("甲")), soon(12)
        operator, officer = people.operator(station.operator), people.officer("zhangdian")
        assert guest.ask(station, day).done
        stay = guest.stay()
        assert not ByCalls(people.applicant("乙")).ask(station, day).done, "the bed is kept"

        # when its deadline passes undecided,
        self.warned(stay, operator, officer)
        release_at = fresh(stay).release_at

        # then, after the warnings, the bed is released and the applicant is told,
        later = waiting("乙", station, arrival=day)
        with standing_at(release_at):
            expire_stays()
            expire_stays()
            assert fresh(stay).state == "expired"
            assert later.stay().state == "offered"
            assert "没能按时审完" in messages_of(guest.user)
            assert Notice.objects.filter(kind="stations.review_lapsed", to=guest.user.person).count() == 1

            # and keeps queue priority.
            third = waiting("丙", station, arrival=day).stay()
            assert guest.ask(station, day, wait=True).done
        assert services.place_in_queue(guest.stay()) < services.place_in_queue(third)

    @staticmethod
    def warned(stay, operator, officer):
        with standing_at(stay.submitted_at + (stay.review_due_at - stay.submitted_at) * 0.6):
            remind_reviews()
            assert stay.reference in messages_of(operator)
        with standing_at(stay.review_due_at + timedelta(minutes=5)):
            remind_reviews()
            assert stay.reference in messages_of(officer)
        with standing_at(fresh(stay).release_at - timedelta(minutes=5)):
            assert remind_reviews() == 2, "desk and district are warned once more"
            expire_stays()
            assert "床位将自动放开" in messages_of(operator)
            assert fresh(stay).state == "submitted"


class TestScenario13:
    """More information is asked for: what was asked changes, the clock resumes, the case comes back."""

    pytestmark = plain

    FORGED = {
        "purpose": "internship",
        "purpose_detail": "机械厂 焊工面试 6 月 4 日",
        "contact_mobile": "13900009999",
        "evidence_kind": "diploma",
        "arrival": "2030-01-01",
        "station": "another",
        "referral_channel": "job_fair",
    }

    @staticmethod
    def whole(stay):
        """Everything that an applicant says in a request."""
        row = Stay.objects.values(
            *("station", "arrival", "departure", "purpose", "purpose_detail", "contact_mobile"),
            *("room_wish", "declared_non_native", "referral_channel", "arrival_time"),
        ).get(pk=stay.pk)
        row["evidence"] = sorted(stay.evidence.values_list("pk", flat=True))
        return row | {"nights": list(stay.nights.values_list("bed", "date", "number"))}

    def answered_on_the_page(self, guest, stay):
        client = people.signed_in(guest.user)
        page = client.get(reverse("stay_correct", args=[stay.reference])).content.decode()
        assert "需补正：单位、岗位或活动" in page
        assert 'name="contact_mobile"' not in page
        files = {"evidence": places.picture(), "one_time_key": "again"}
        client.post(reverse("stay_correct", args=[stay.reference]), self.FORGED | files)

    def answered_by_call(self, guest, stay):
        calls = ByCalls(guest.user)
        forged = calls.answer(stay, purpose_detail="机械厂 焊工面试 6 月 4 日", purpose="internship")
        assert not forged.done
        assert "not_asked" in forged.said
        assert fresh(stay).state == "returned"
        assert calls.answer(stay, purpose_detail="机械厂 焊工面试 6 月 4 日").done

    @staticmethod
    def returned(by, reviewer, stay):
        asked = {"reason": "other", "asked": "purpose_detail", "note": "请写明岗位"}
        if by == "desk":
            return reviewer.at_desk("return", stay, **asked)
        return reviewer.in_admin("send_back", stay, **asked)

    def is_with_the_same_reviewer(self, stay, reviewer):
        assert fresh(stay).reviewer == reviewer.user
        assert stay.reference in self.own_queue(reviewer)
        assert stay.reference in messages_of(reviewer.user)
        other = desk_of(stay.station)
        assert stay.reference not in self.own_queue(other)
        assert f"由{reviewer.user.display_name}经办" in other.at_desk("approve", stay).said
        assert fresh(stay).state == "submitted"

    @staticmethod
    def own_queue(reviewer):
        desk = people.signed_in(reviewer.user)
        return desk.get(reverse("desk"), {"review": "mine"}).content.decode()

    @staticmethod
    def is_told_on_both_pages(stay, guest, reviewer):
        desk = reverse("desk_stay", args=[stay.reference])
        for reader, page in ((guest.user, stay.get_absolute_url()), (reviewer.user, desk)):
            story = people.signed_in(reader).get(page).content.decode()
            assert "需补正：单位、岗位或活动" in story
            assert "补正后重新提交" in story

    @pytest.mark.parametrize("returned_by", ["desk", "admin"])
    @pytest.mark.parametrize("answered", ["on_the_page", "by_call"])
    def test_only_what_was_asked_changes_the_clock_resumes_and_the_case_comes_back(
        self, returned_by, answered, time_machine
    ):
        # Given "more information needed", six working hours after the request,
        time_machine.move_to("2026-05-11 10:00:00 +0800", tick=False)
        station, guest = house("male:2"), OnPages(people.applicant("甲"))
        assert guest.ask(station, soon(10)).done
        stay, reviewer = guest.stay(), desk_of(station)
        before, due = self.whole(stay), stay.review_due_at
        time_machine.move_to("2026-05-11 16:00:00 +0800", tick=False)
        assert self.returned(returned_by, reviewer, stay).done
        assert fresh(stay).review_due_at is None, "the clock stands still"
        assert self.whole(stay) == before, "the bed is kept"

        # when the applicant answers a day and a half later, and tries to change everything else as well,
        time_machine.move_to("2026-05-13 09:00:00 +0800", tick=False)
        getattr(self, f"answered_{answered}")(guest, stay)

        # then only the asked field has changed,
        after = fresh(stay)
        assert after.state == "submitted"
        assert self.whole(stay) == before | {"purpose_detail": "机械厂 焊工面试 6 月 4 日"}

        # the reviewer's clock has resumed with the eighteen hours that were left,
        assert after.review_due_at - now() == due - at(date(2026, 5, 11), time(16)) == timedelta(hours=18)

        # and the case is with the same reviewer, and with nobody else.
        self.is_with_the_same_reviewer(stay, reviewer)
        self.is_told_on_both_pages(stay, guest, reviewer)


class TestScenario16:
    """A no-show: nights released once, one strike, an offer to the first who waits; who comes late may get in."""

    pytestmark = plain

    @pytest.fixture
    def missed(self):
        rule(lead_days=0)
        station, guest = house("male:1"), OnPages(people.applicant("甲"))
        assert guest.ask(station, today(), nights=3).done
        stay = guest.stay()
        assert desk_of(station).at_desk("approve", stay).done
        return station, guest, stay

    def test_the_job_run_twice_releases_once_strikes_once_and_offers_to_the_first(self, missed):
        # Given no check-in by the cut-off, and two who wait for the later nights,
        station, guest, stay = missed
        first = waiting("乙", station, arrival=today() + DAY, nights=2)
        second = waiting("丙", station, arrival=today() + DAY, nights=2)

        # when the job runs, even twice,
        with standing_at(at(stay.arrival + DAY, time(0, 5))):
            assert mark_no_shows() == 1
            assert mark_no_shows() == 0

            # then the later nights are released once, one strike is noted, the first has an offer.
            assert fresh(stay).state == "no_show"
            assert [night.date for night in stay.nights.all()] == [stay.arrival]
            assert Strike.objects.filter(person=guest.user.person).count() == 1
            assert [first.stay().state, second.stay().state] == ["offered", "waiting"]
            assert "失约" in guest.client.get(reverse("my_strikes")).content.decode()

    @pytest.mark.parametrize("marked_by", ["job", "desk", "admin"])
    def test_whoever_marks_it_it_is_one_no_show(self, missed, marked_by):
        station, _guest, stay = missed
        with standing_at(at(stay.arrival + DAY, time(9, 0))):
            desk = desk_of(station)
            marks = {
                "job": mark_no_shows,
                "desk": lambda: desk.at_desk("no_show", stay),
                "admin": lambda: desk.in_admin("no_show", stay),
            }
            marks[marked_by]()
            for again in marks.values():
                again()
        assert fresh(stay).state == "no_show"
        assert Strike.objects.count() == 1
        assert stay.transitions.filter(to_state="no_show").count() == 1

    @staticmethod
    def marked_at_midnight(stay):
        """Run the job; the database's own clock, which no test can move, stands on that midnight too."""
        midnight = at(stay.arrival + DAY, time(0, 5))
        with standing_at(midnight):
            assert mark_no_shows() == 1
        Stay.objects.filter(pk=stay.pk).update(ended_at=midnight)

    @pytest.mark.parametrize("let_in_by", ["at_desk", "in_admin"])
    def test_a_late_guest_is_let_in_again_while_a_bed_is_left(self, missed, let_in_by):
        station, _guest, stay = missed
        self.marked_at_midnight(stay)
        with standing_at(at(stay.arrival + DAY, time(9))):
            desk = desk_of(station)
            assert "恢复预约" in desk.client.get(reverse("desk_stay", args=[stay.reference])).content.decode()
            assert getattr(desk, let_in_by)("reinstate", stay).done
        assert fresh(stay).state == "approved"
        assert stay.nights.count() == 3
        assert Strike.objects.get().state == "lifted"

    @pytest.mark.parametrize("let_in_by", ["at_desk", "in_admin"])
    def test_a_late_guest_whose_bed_is_gone_or_who_comes_a_day_later_is_told_so(self, missed, let_in_by):
        station, _guest, stay = missed
        first = waiting("乙", station, arrival=today() + DAY, nights=2)
        self.marked_at_midnight(stay)
        with standing_at(at(stay.arrival + DAY, time(9))):
            desk = desk_of(station)
            assert not getattr(desk, let_in_by)("reinstate", stay).done
            assert first.stay().state == "offered"
        with standing_at(at(stay.arrival + 2 * DAY, time(9))):
            desk = desk_of(station)
            assert (
                "恢复预约"
                not in desk.client.get(reverse("desk_stay", args=[stay.reference])).content.decode()
            )
            assert "小时" in getattr(desk, let_in_by)("reinstate", stay).said
        assert fresh(stay).state == "no_show"
        assert Strike.objects.get().state == "standing"


class TestScenario17:
    """Queue order: a freed bed is the first one's, and a newcomer joins behind."""

    pytestmark = plain

    @pytest.mark.parametrize("freed_by", ["page", "API", "admin"])
    @by_guests
    def test_a_freed_bed_is_the_first_ones_and_the_newcomer_is_behind(self, way, freed_by):
        # Given a full house with A, then B waiting,
        station, holder = house("male:1"), people.applicant("主")
        held = booked(holder, station)
        a, b = waiting("甲", station), waiting("乙", station)

        # when the bed frees while newcomer C submits,
        free(freed_by, holder, held)
        c = way(people.applicant("丙"))
        assert not c.ask(station).done
        assert c.ask(station, wait=True).done

        # then A has it, and C is behind B.
        assert [who.stay().state for who in (a, b, c)] == ["offered", "waiting", "waiting"]
        assert a.accept(a.stay()).done
        page = OnPages(c.user).client.get(c.stay().get_absolute_url()).content.decode()
        assert "候补第 2 位" in page

    @pytest.mark.control
    def test_the_control_without_the_queue_the_newcomer_overtakes(self, monkeypatch):
        station, holder = house("male:1"), people.applicant("主")
        held = booked(holder, station)
        a = waiting("甲", station)
        monkeypatch.setattr(queue, "settle", lambda *_station: 0)
        monkeypatch.setattr(booking, "ask_queue_first", lambda *_station: None)

        free("API", holder, held)

        assert ByCalls(people.applicant("丙")).ask(station).done
        assert a.stay().state == "waiting"


class TestScenario17Raced:
    pytestmark = raced

    @by_guests
    def test_no_newcomer_overtakes_at_the_instant_the_bed_frees(self, way):
        station, [holder, a, *crowd] = house("male:1"), people.crowd(22)
        held = booked(holder, station)
        first = ByCalls(a)
        assert first.ask(station, wait=True).done
        newcomers = [way(user) for user in crowd]
        if way is OnPages:
            for newcomer in newcomers:
                newcomer.draft_at_once(station)
        holder_calls = ByCalls(holder)

        def act(n):
            if n == 0:
                return holder_calls.give_up(held)
            return newcomers[n - 1].hand_in() if way is OnPages else newcomers[n - 1].ask(station)

        told = at_once(act, len(newcomers) + 1)

        assert told[0].done
        assert not any(answer.done for answer in told[1:])
        settle_queues()
        assert first.stay().state == "offered"
        assert StayNight.objects.count() == 2


def free(freed_by, user, stay):
    if freed_by == "admin":
        officer = Staff(people.officer(stay.station.reporting_org.code))
        told = officer.in_admin("reject", stay, reason="station_unavailable", note="")
    else:
        told = (OnPages if freed_by == "page" else ByCalls)(user).give_up(stay)
    assert told.done, told.said


class TestScenario19:
    """Wrong promotion: who waits and leaves frees nothing; three more beds promote exactly three."""

    pytestmark = plain

    @by_guests
    def test_when_somebody_who_waits_leaves_nobody_is_promoted(self, way):
        # Given a full house with three waiting,
        station = house("male:1")
        booked(people.applicant("主"), station)
        line = [waiting(name, station) for name in "甲乙丙"]
        # when a waiting person leaves,
        assert way(line[0].user).give_up(line[0].stay()).done
        settle_queues()
        # then nobody is promoted.
        assert [who.stay().state for who in line] == ["withdrawn", "waiting", "waiting"]

    def test_when_capacity_is_raised_by_three_exactly_three_are_promoted(self):
        # Given a full house with five waiting,
        station = house("male:1")
        booked(people.applicant("主"), station)
        line = [waiting(name, station) for name in "甲乙丙丁戊"]
        # when three beds are added in the admin,
        add_beds(Staff(people.officer("zhangdian")), Room.objects.get(station=station), "2", "3", "4")
        settle_queues()
        settle_queues()
        # then exactly the first three are.
        states = [who.stay().state for who in line]
        assert states == ["offered", "offered", "offered", "waiting", "waiting"]


def add_beds(staff, room, *labels):
    """The room's page in the admin, with more rows of beds."""
    beds = list(room.beds.order_by("pk"))
    form = {
        "station": room.station_id,
        "name": room.name,
        "gender_mode": room.gender_mode,
        "floor": room.floor,
    }
    form |= {"beds-TOTAL_FORMS": len(beds) + len(labels), "beds-INITIAL_FORMS": len(beds)}
    for number, bed in enumerate(beds):
        form |= {
            f"beds-{number}-id": bed.pk,
            f"beds-{number}-room": room.pk,
            f"beds-{number}-label": bed.label,
        }
    for number, label in enumerate(labels, start=len(beds)):
        form |= {f"beds-{number}-room": room.pk, f"beds-{number}-label": label}
    answer = staff.client.post(reverse("admin:stations_room_change", args=[room.pk]), form)
    assert answer.status_code == 302, answer.context["errors"]
    assert Bed.objects.filter(room=room).count() == len(beds) + len(labels)


def arriving(station, user):
    booked(user, station, arrival=today())
    stay = Stay.objects.get(guest=user.person)
    assert desk_of(station).at_desk("approve", stay).done
    return fresh(stay)


class TestScenario22:
    """Two scanners: one says welcome, the other when and by whom; a cancelled code stays refused."""

    pytestmark = raced

    def test_of_eight_devices_in_one_second_one_says_welcome(self):
        # Given one code,
        rule(lead_days=0)
        station, [user] = house("male:2"), people.crowd(1)
        stay = arriving(station, user)
        desks = [Staff(people.operator(station.operator, f"前台{n}")) for n in range(SCANNERS)]

        # when devices scan it in the same second,
        told = at_once(lambda n: desks[n].at_desk("admit", stay, is_seen="on"), SCANNERS)

        # then one says welcome, and the others when and by whom.
        said = [answer.said for answer in told]
        welcomed = [words for words in said if "证件已核对，入住已办理" in words]
        assert len(welcomed) == 1
        assert Counter(answer.answer.status_code for answer in told) == {200: SCANNERS}
        [move] = stay.transitions.filter(to_state="checked_in")
        by = re.escape(move.actor.display_name)
        for words in said:
            assert words in welcomed or re.search(rf"已由{by}于 \d\d:\d\d 办理入住", words)


class TestScenario22Cancelled:
    pytestmark = plain

    @pytest.mark.parametrize("cancelled_by", ["page", "API", "admin"])
    def test_a_cancelled_code_is_refused_even_if_it_was_scanned_before(self, cancelled_by):
        # Given a code that a desk has scanned once,
        rule(lead_days=0)
        station, user = house("male:2"), people.applicant("甲")
        stay, desk = arriving(station, user), desk_of(station)
        address = reverse("desk_code", args=[station.code])
        assert desk.client.post(address, {"code": stay.check_in_code}).url == reverse(
            "desk_stay", args=[stay.reference]
        )

        # when the stay is cancelled,
        if cancelled_by == "admin":
            assert desk.in_admin("cancel", stay, reason="plans_changed", note="").done
        else:
            assert (OnPages if cancelled_by == "page" else ByCalls)(user).give_up(stay).done

        # then the code is refused, and so is the act.
        again = desk.client.post(address, {"code": stay.check_in_code})
        assert again.status_code == 200
        assert again.context["form"].errors
        assert not desk.at_desk("admit", stay, is_seen="on").done
        assert not desk.in_admin("check_in", stay).done
        assert fresh(stay).state == "cancelled"
