"""After a session: certificates, the page that checks them, feedback and what the desk reads of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from events.checkin_errors import (
    AttendanceUnverified,
    AttendedTooLittle,
    CertificateNotStanding,
    CertificateTakenBack,
    FeedbackClosed,
    FeedbackNotYet,
    FeedbackOfWhoCame,
    NotSettledYet,
)
from events.errors import ReasonMissing
from events.feedback_figures import feedback_of
from events.models import AttendanceCertificate, EntryScan, Feedback, ScanUpload
from events.presence import days_of
from events.services.checkin import certificates, feedback, settling
from events.services.checkin.feedback import Said
from events.services.registrations import end_registrations_of
from events.verification import by_code, code_of_certificate
from tests import eventing, people
from tests.people import signed_in
from volunteers.models import HourEntry
from zibo_youth.accounts.terms import term
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
GOOD = Said(5, "content", "yes", "讲得清楚")


@pytest.fixture
def turn():
    return eventing.running(20)


@pytest.fixture
def user():
    return people.applicant("陈一帆")


@pytest.fixture
def one(turn, user):
    return eventing.register_before(user, turn)


def came(one, until=None):
    with standing_at(one.session.starts_at):
        eventing.come(one)
    if until is not None:
        with standing_at(one.session.starts_at + timedelta(minutes=until)):
            eventing.go(one)


def settled(turn):
    with standing_at(turn.ends_at):
        settling.settle_attendance(actor=people.officer(), session=turn)


def take(one, by=None):
    return certificates.take_certificate(actor=by or one.person.users.get(), registration=one)


@pytest.fixture
def paper(turn, one):
    came(one)
    settled(turn)
    return take(one)


def text(answer):
    return answer.content.decode()


# --- certificates --------------------------------------------------------------------------------


def test_whoever_was_there_long_enough_takes_one_and_it_is_the_same_again(paper, one):
    assert paper.number.startswith("CJ")
    assert (paper.minutes, paper.planned) == (120, 120)
    assert take(one) == paper


def test_sixty_percent_is_enough_and_less_is_not(turn, one):
    came(one, until=71)
    settled(turn)
    with pytest.raises(AttendedTooLittle) as refusal:
        take(one)
    assert str(refusal.value) == "您在场 59%，不足 60%，不能领取参加证明"


def test_whoever_left_at_sixty_percent_takes_one(turn, one):
    came(one, until=72)
    settled(turn)
    assert take(one).minutes == 72


def test_not_before_it_is_settled_nor_for_whoever_was_absent_nor_by_another(turn, one):
    with pytest.raises(NotSettledYet):
        take(one)
    settled(turn)
    with pytest.raises(AttendedTooLittle):
        take(one)
    with pytest.raises(NotAllowed):
        take(one, people.officer())


def test_what_rests_on_an_offline_record_waits_until_it_is_verified(turn, one):
    file = ScanUpload.objects.create(session=turn, digest="b" * 64, lines=1, by=people.officer())
    EntryScan.objects.create(
        registration=one,
        day=days_of(turn)[0],
        step=1,
        kind="in",
        way="offline",
        at=turn.starts_at,
        by=people.officer(),
        upload=file,
    )
    settled(turn)
    with pytest.raises(AttendanceUnverified):
        take(one)
    ScanUpload.objects.update(verified_at=now(), verified_by=people.officer())
    assert take(one).minutes == 120


def test_what_an_office_took_back_is_not_taken_again(paper, one):
    by = people.officer()
    with pytest.raises(ReasonMissing):
        certificates.revoke_certificate(actor=by, certificate=paper, reason=" ")
    certificates.revoke_certificate(actor=by, certificate=paper, reason="代签")
    with pytest.raises(CertificateNotStanding):
        certificates.revoke_certificate(actor=by, certificate=paper, reason="代签")
    with pytest.raises(CertificateTakenBack) as refusal:
        take(one)
    assert "代签" in str(refusal.value)
    assert Notice.objects.filter(kind="events.certificate_revoked", to=one.person).count() == 1


def test_another_district_revokes_nothing(paper):
    with pytest.raises(NotAllowed):
        certificates.revoke_certificate(actor=people.officer(of="linzi"), certificate=paper, reason="x")


def test_a_record_that_is_corrected_takes_its_certificate_along(paper, one):
    scan = EntryScan.objects.get(registration=one)
    eventing.take_back(scan)
    paper.refresh_from_db()
    assert (paper.state, paper.reason) == ("revoked", "attendance_corrected")


def test_no_hours_of_service_come_of_it(paper):
    assert not HourEntry.objects.exists()


def test_the_pdf_is_for_its_holder_and_the_office(paper, user):
    address = reverse("event_certificate_paper", args=[paper.number])
    for who in (user, people.officer()):
        answer = signed_in(who).get(address)
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "private, no-store"
    for who in (people.applicant("别人"), people.officer(of="linzi")):
        assert signed_in(who).get(address).status_code == 404


@pytest.mark.parametrize(
    ("told", "wall"),
    [
        ({"minutes": 130}, "attendance_certificate_within_its_session"),
        ({"state": "revoked"}, "attendance_certificate_revoked_says_why"),
    ],
)
def test_the_database_itself_refuses(paper, told, wall):
    with pytest.raises(IntegrityError, match=wall):
        AttendanceCertificate.objects.filter(pk=paper.pk).update(**told)


def test_the_database_itself_refuses_a_second_that_stands(paper, one):
    with pytest.raises(IntegrityError, match="attendance_certificate_stands_once"):
        AttendanceCertificate.objects.create(registration=one, minutes=1, planned=1, code_digest="x")


# --- checking a paper ----------------------------------------------------------------------------


def test_a_code_tells_a_masked_name_and_whether_it_stands(paper, client):
    code = code_of_certificate(paper)
    page = text(client.get(reverse("event_certificate_code", args=[code])))
    assert "陈**" in page
    assert "陈一帆" not in page
    assert paper.registration.person.mobile not in page
    certificates.revoke_certificate(actor=people.officer(), certificate=paper, reason="代签")
    page = text(client.post(reverse("event_certificate_verify"), {"code": f" {code} "}))
    assert "已撤销" in page
    assert "代签" not in page


@pytest.mark.parametrize("code", ["x", "A" * 20, "你好", "%00", "a" * 60])
def test_a_code_that_nobody_has_opens_nothing(client, code):
    assert by_code(code) is None
    assert "没有查到" in text(client.post(reverse("event_certificate_verify"), {"code": code}))


def test_guessing_is_counted(client):
    address = reverse("event_certificate_verify")
    for number in range(20):
        client.post(address, {"code": f"{number:020d}"})
    assert "没有查到" not in text(client.post(address, {"code": "0" * 20}))


def test_a_closed_account_leaves_no_name(paper, one):
    certificates.end_certificates_of([one.person_id])
    end_registrations_of([one.person_id])
    paper.refresh_from_db()
    assert paper.state == "revoked"


# --- feedback ------------------------------------------------------------------------------------


def say(one, said=GOOD, minutes=1):
    with standing_at(one.session.ends_at + timedelta(minutes=minutes)):
        return feedback.give_feedback(actor=one.person.users.get(), registration=one, said=said)


def test_whoever_was_there_says_it_once_and_may_change_it(one):
    came(one)
    say(one)
    say(one, Said(2, "place", "no"))
    row = Feedback.objects.get()
    assert (row.rating, row.liked, row.words) == (2, "place", "")


def test_not_before_the_end_nor_after_the_last_day_nor_by_whoever_was_not_there(one):
    with pytest.raises(FeedbackOfWhoCame):
        say(one)
    came(one)
    with pytest.raises(FeedbackNotYet):
        say(one, minutes=-1)
    with pytest.raises(FeedbackClosed):
        say(one, minutes=60 * 24 * 14 + 1)


def test_nobody_writes_for_another(one):
    came(one)
    with standing_at(one.session.ends_at), pytest.raises(NotAllowed):
        feedback.give_feedback(actor=people.applicant(), registration=one, said=GOOD)


def test_the_database_itself_refuses_a_second_and_a_sixth_star(one):
    with pytest.raises(IntegrityError, match="feedback_rates_from_one_to_five"):
        Feedback.objects.create(registration=one, rating=6, liked="content", again="yes")


def said_by(turn, ratings):
    for user, rating in zip(people.crowd(len(ratings)), ratings, strict=True):
        one = eventing.register_before(user, turn)
        Feedback.objects.create(
            registration=one, rating=rating, liked="content", again="yes", words=f"话{rating}"
        )


def test_of_a_few_nothing_is_told(turn):
    said_by(turn, [5, 1, 3, 4])
    told = feedback_of(turn)
    assert (told.is_told, told.words, told.ratings) == (False, [], [])


def test_of_many_sums_are_told_without_small_counts_and_words_without_names(turn):
    said_by(turn, [5] * 6 + [1])
    told = feedback_of(turn)
    assert (told.answers, told.mean) == (7, Decimal("4.4"))
    assert dict(told.ratings)[1] is None
    assert len(told.words) == 7
    page = text(signed_in(people.officer()).get(reverse("event_feedback", args=[turn.public_id])))
    assert "访客" not in page


def test_the_desk_of_another_district_reads_nothing(turn):
    stranger = signed_in(people.officer(of="linzi"))
    for name in ("event_feedback", "event_certificates", "event_offline"):
        assert stranger.get(reverse(name, args=[turn.public_id])).status_code == 404
    told = {"act": "sign_in_pdf", "reason": "x"}
    assert stranger.post(reverse("event_sheets", args=[turn.public_id]), told).status_code == 404


def test_words_go_when_their_term_is_over(one):
    came(one)
    say(one)
    with standing_at(now() + timedelta(days=181)):
        rows = term("event_feedback_words").rows()
        assert rows.count() == 1
        term("event_feedback_words").let_go(rows)
    assert Feedback.objects.get().words == ""


# --- the page ------------------------------------------------------------------------------------


def test_the_page_gives_the_certificate_and_takes_feedback(turn, one, user):
    came(one)
    settled(eventing.over(turn))
    address = reverse("event_afterwards", args=[one.public_id])
    browser = signed_in(user)
    assert "领取参加证明" in text(browser.get(address))
    page = text(browser.post(address, {"act": "certificate"}, follow=True))
    assert AttendanceCertificate.objects.get().number in page
    wrong = browser.post(address, {"act": "feedback", "rating": "9"})
    assert wrong.status_code == 200
    told = {"act": "feedback", "rating": "4", "liked": "people", "again": "maybe", "words": "好"}
    assert "谢谢您的反馈" in text(browser.post(address, told, follow=True))
    assert signed_in(people.applicant("别人")).get(address).status_code == 404


def test_whoever_attended_is_thanked_once(turn, one):
    came(one)
    settled(turn)
    settled(turn)
    assert Notice.objects.filter(kind="events.attended", to=one.person).count() == 1


def test_the_desk_revokes_by_the_number(paper, turn):
    address = reverse("event_certificates", args=[turn.public_id])
    desk = signed_in(people.officer())
    assert "陈**" in text(desk.get(address))
    assert "本场没有这个编号" in text(desk.post(address, {"number": "CJ1", "reason": "x"}))
    desk.post(address, {"number": f" {paper.number.lower()} ", "reason": "代签"})
    paper.refresh_from_db()
    assert paper.state == "revoked"
