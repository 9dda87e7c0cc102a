"""Certificates of attendance of a group: each of its people has their own, taken by whoever brought them."""

import pytest

from events import verification
from events.attendance_paper import content
from events.checkin_errors import AttendedTooLittle, CertificateOfAGroup, NotSettledYet
from events.models import AttendanceCertificate, RosterPerson
from events.services.checkin import certificates
from events.services.checkin.settling import settle_attendance
from tests import eventing, people, rostering
from zibo_youth.core.calendar import standing_at
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return rostering.school()


@pytest.fixture
def by(school):
    return rostering.teacher(school)


@pytest.fixture
def one(by, school):
    """Three of a school at a session that is over; the third stayed away."""
    turn = eventing.running(6, roster_most=60)
    with standing_at(turn.opens_at):
        made = rostering.bring(by, school, turn, *map(rostering.row, ("甲同学", "乙同学", "丙同学")))
    with standing_at(turn.starts_at):
        for seat in (1, 2):
            eventing.come(made, seat)
    return made


def over(one):
    settle_attendance(actor=people.officer(), session=eventing.over(one.session))
    one.session.refresh_from_db()
    return one


def take(user, one):
    return certificates.take_group_certificates(actor=user, registration=one)


def test_each_who_was_there_has_one_of_their_own_and_asking_again_makes_none(by, one):
    over(one)
    assert (take(by, one), take(by, one)) == (2, 0)
    made = AttendanceCertificate.objects.order_by("seat")
    assert [(each.seat, each.holder) for each in made] == [(1, "甲**"), (2, "乙**")]
    assert len({each.number for each in made}) == 2


def test_the_paper_says_the_name_and_whoever_checks_it_a_part_of_it(by, one):
    over(one)
    take(by, one)
    paper = AttendanceCertificate.objects.whole().get(seat=2)
    assert "兹证明 乙同学 参加了" in content(paper)["sentence"]
    verdict = verification.by_code(verification.code_of_certificate(paper))
    assert (verdict.name, verdict.state) == ("乙**", "valid")


def test_when_the_roster_is_gone_the_paper_says_what_is_known(by, one):
    over(one)
    take(by, one)
    RosterPerson.objects.all().delete()
    assert "兹证明 甲** 参加了" in content(AttendanceCertificate.objects.whole().get(seat=1))["sentence"]


def test_nobody_has_one_before_it_is_settled(by, one):
    with pytest.raises(NotSettledYet):
        take(by, one)


def test_where_nobody_was_there_long_enough_it_says_so(by, one):
    over(one)
    one.attendances.update(minutes=0)
    with pytest.raises(AttendedTooLittle):
        take(by, one)


def test_another_organisation_takes_none_and_who_comes_alone_has_their_own_way(one, by):
    other = rostering.teacher(rostering.school())
    over(one)
    with pytest.raises(NotAllowed):
        take(other, one)
    with pytest.raises(CertificateOfAGroup):
        certificates.take_certificate(actor=by, registration=one)


def test_of_somebody_alone_an_organisation_takes_none(by):
    turn = eventing.running()
    alone = eventing.register_before(people.crowd(1)[0], turn)
    with pytest.raises(NotAllowed):
        take(people.city_staff(), alone)


def test_a_corrected_attendance_ends_the_certificate_of_that_seat_alone(by, one):
    over(one)
    take(by, one)
    lost = one.attendances.get(seat=2)
    lost.minutes = 0
    assert certificates.end_unearned([lost]) == 1
    assert list(AttendanceCertificate.objects.standing().values_list("seat", flat=True)) == [1]


def test_when_whoever_brought_them_leaves_the_papers_of_their_people_stand(by, one):
    over(one)
    take(by, one)
    assert certificates.end_certificates_of([by.person_id]) == 0
    assert AttendanceCertificate.objects.standing().count() == 2


def test_the_page_of_the_roster_gives_the_papers_and_strangers_have_none(by, one):
    over(one)
    page, here = people.signed_in(by), f"/events/rosters/{one.public_id}/"
    assert page.post(here, {"act": "certificates"}).status_code == 302
    number = AttendanceCertificate.objects.get(seat=1).number
    assert number in page.get(here).content.decode()
    paper = f"/events/certificates/{number}/paper.pdf"
    assert page.get(paper).status_code == 200
    stranger = people.signed_in(rostering.teacher(rostering.school()))
    assert stranger.get(paper).status_code == 404
