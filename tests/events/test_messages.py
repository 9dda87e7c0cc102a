"""Messages to a segment: a count and a sample first, each person once, and a log of what was sent."""

import pytest

from events import message_errors
from events.models import SegmentMessage
from events.segments import people_of
from events.services import messaging
from events.services.checkin.settling import settle_attendance
from tests import eventing, people, rostering
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.sheets import PreviewExpired
from zibo_youth.notifications.channels.sms import LONGEST, sms_text
from zibo_youth.notifications.kinds import kind_of
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def told():
    return list(
        Notice.objects.filter(kind="events.segment_message")
        .order_by("to")
        .values_list("to__full_name", flat=True)
    )


def shown(turn, by=None, segment="registered", words="请带身份证", **fields):
    by = by or people.officer()
    return by, messaging.preview_message(actor=by, session=turn, segment=segment, words=words, **fields)


def test_a_preview_counts_and_sends_nothing_and_a_press_sends_to_each_once():
    turn, crowd = eventing.session(2), people.crowd(3)
    for user in crowd[:2]:
        eventing.register(user, turn)
    eventing.wait(crowd[2], turn)
    by, preview = shown(turn)
    assert (preview.people, len(preview.sample), told()) == (2, 2, [])
    first, again = (messaging.send_message(actor=by, sealed=preview.sealed) for _ in range(2))
    assert (first, SegmentMessage.objects.count(), len(told())) == (again, 1, 2)


def test_each_segment_is_its_own_people():
    turn, crowd = eventing.session(1), people.crowd(2)
    eventing.register(crowd[0], turn)
    eventing.wait(crowd[1], turn)
    names = {segment: [p.pk for p in people_of(turn, segment)] for segment in SegmentMessage.Segment.values}
    assert names == {
        "registered": [crowd[0].person_id],
        "waiting": [crowd[1].person_id],
        "attended": [],
        "absent": [],
    }


def test_who_came_and_who_did_not_are_told_apart_once_the_door_is_settled():
    turn, (here, absent) = eventing.running(2), people.crowd(2)
    came, _stayed_away = (eventing.register_before(user, turn) for user in (here, absent))
    eventing.come(came)
    assert not people_of(turn, "attended").exists()
    settle_attendance(actor=people.officer(), session=eventing.over(turn))
    assert [p.pk for p in people_of(turn, "attended")] == [here.person_id]
    assert [p.pk for p in people_of(turn, "absent")] == [absent.person_id]


def test_whoever_brings_two_groups_is_told_once():
    turn, by = rostering.session(9), people.city_staff()
    for _each in range(2):
        rostering.bring(by, rostering.school(), turn, rostering.row("某同学"))
    assert shown(turn)[1].people == 1


def test_nobody_to_tell_another_s_session_and_another_s_preview_are_refused():
    turn = eventing.session(2)
    with pytest.raises(message_errors.NobodyToTell):
        shown(turn)
    one = eventing.register(people.applicant(), turn)
    with pytest.raises(NotAllowed):
        shown(turn, people.officer(of="huantai"))
    by, preview = shown(turn)
    with pytest.raises(PreviewExpired):
        messaging.send_message(actor=people.city_staff(), sealed=preview.sealed)
    eventing.cancel(one)
    with pytest.raises(message_errors.NobodyToTell):
        messaging.send_message(actor=by, sealed=preview.sealed)


def test_the_desk_writes_previews_sends_and_reads_the_log():
    turn, user = eventing.session(2), people.applicant()
    eventing.register(user, turn)
    desk = people.signed_in(people.officer())
    here = f"/events/desk/sessions/{turn.public_id}/messages/"
    page = desk.post(here, {"segment": "registered", "words": "改在二楼", "words_en": "Second floor"})
    assert "将通知 1 人" in page.content.decode()
    sealed = page.context["confirm"].initial["sealed"]
    assert "已通知 1 人。" in desk.post(here, {"sealed": sealed}, follow=True).content.decode()
    desk.post(here, {"sealed": sealed})
    assert len(told()) == 1
    for wrong in ({}, {"segment": "x", "words": "y"}, {"segment": "registered", "words": "字" * 301}):
        assert desk.post(here, wrong).context["form"].errors or not wrong
    for bad in ("", "x", "a:b:c"):
        assert desk.post(here, {"sealed": bad}, follow=True).status_code == 200
    assert people.signed_in(people.officer(of="huantai")).get(here).status_code == 404


def test_the_words_are_in_the_inbox_and_a_text_only_points_there():
    turn = eventing.session(2, title="青年大讲堂：和一位航天工程师面对面谈两个小时")
    eventing.register(people.applicant(), turn)
    by, preview = shown(turn, words="字" * 300)
    made = messaging.send_message(actor=by, sealed=preview.sealed)
    kind = kind_of("events.segment_message")
    assert "字" * 300 in kind.text("message", made)
    assert len(sms_text(kind, made)) <= LONGEST
