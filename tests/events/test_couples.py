"""Couples: one starts, the other joins by a link, both confirm; two reviewers; and the walls behind it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError
from django.db.models import ProtectedError

from events import wedding_errors as errors
from events.models import Couple, CoupleMember, CoupleTransition
from events.services.weddings import couples, editions, papers, reviewing
from tests import applying, marrying, people
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
State = Couple.State


def told(user):
    return list(Notice.objects.filter(to=user.person).order_by("pk").values_list("kind", flat=True))


def age(years):
    """Born so many years before the day of the wedding, on it."""
    day = marrying.held_on()
    return day.replace(year=day.year - years)


# --- the edition ---------------------------------------------------------------------------------


def test_entry_closes_30_days_before_unless_the_edition_says_otherwise():
    made = marrying.draft()
    assert made.held_on - marrying.Wedding.objects.get(pk=made.pk).closes_at.date() == timedelta(days=30)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"age_from_man": 21}, errors.WeddingAgesWrong),
        ({"age_from_woman": 19}, errors.WeddingAgesWrong),
        ({"age_to": 21}, errors.WeddingAgesWrong),
        ({"guests_most": 9, "table_seats": 10}, errors.TableTooSmall),
        ({"guests_most": 21, "table_seats": 30}, errors.TableTooSmall),
        ({"number": 16}, errors.WeddingNumberTaken),
    ],
)
def test_an_edition_that_breaks_a_rule_is_not_written(fields, refusal):
    marrying.draft(number=16)
    with pytest.raises(refusal):
        marrying.draft(**fields)


def test_its_days_and_its_window_are_in_order():
    with pytest.raises(errors.WeddingDaysWrong):
        marrying.draft(closes_at=now() + timedelta(days=90))
    with pytest.raises(errors.CertificateWindowWrong):
        marrying.draft(married_from=today(), married_until=today() - timedelta(days=1))


@pytest.mark.parametrize("places", [0, 501])
def test_the_database_itself_keeps_an_edition_between_1_and_500_couples(places):
    with pytest.raises(IntegrityError, match="wedding_has_room_for_somebody"):
        marrying.draft(places=places)


def test_it_is_opened_with_a_programme_and_where_points_decide_with_a_sheet():
    by = people.officer()
    bare = editions.write_wedding(actor=by, plan=marrying.wedding_plan())
    with pytest.raises(errors.WeddingNotReady):
        editions.open_wedding(actor=by, wedding=bare)
    scoring = editions.write_wedding(actor=by, plan=marrying.wedding_plan(method="scoring"))
    editions.add_item(actor=by, wedding=scoring, kind="party", name="聚会", place="天空之橙")
    with pytest.raises(errors.WeddingNotReady):
        editions.open_wedding(actor=by, wedding=scoring)


def test_a_district_writes_for_itself_alone():
    plan = marrying.wedding_plan("linzi")
    with pytest.raises(NotAllowed):
        editions.write_wedding(actor=people.officer("zhangdian"), plan=plan)


# --- two people ----------------------------------------------------------------------------------


def test_it_is_a_draft_until_both_have_confirmed_with_their_own_log_in():
    couple, (his, hers) = marrying.joined(marrying.wedding())
    marrying.with_papers(couple, his)
    assert marrying.confirm(his, couple).state == State.DRAFT
    assert marrying.confirm(his, couple).state == State.DRAFT  # once more is no second person
    handed_in = marrying.confirm(hers, couple)
    assert (handed_in.state, handed_in.number) == (State.SUBMITTED, 1)
    assert told(his) == ["events.couple_joined", "events.couple_submitted"]
    assert told(hers) == ["events.couple_submitted"]


def test_nobody_confirms_for_the_other():
    couple, (his, hers) = marrying.joined(marrying.wedding())
    with pytest.raises(NotAllowed):
        couples.confirm_couple(actor=his, member=marrying.seat_of(hers, couple))


def test_the_link_opens_once():
    of = marrying.wedding()
    couple, (_his, _hers) = marrying.joined(of)
    seat = marrying.free_seat(couple)
    (third,) = people.crowd(1, genders=(people.FEMALE,))
    with pytest.raises(errors.LinkUsed):
        couples.join_couple(actor=third, seat=seat)
    with pytest.raises(InternalError, match="couple_seat_is_taken_once"):
        CoupleMember.objects.filter(pk=seat.pk).update(person=third.person)


def test_the_own_link_is_not_for_oneself():
    of, (his, _hers) = marrying.wedding(), marrying.pair()
    couple = marrying.started(of, his)
    with pytest.raises((errors.SamePerson, errors.AlreadyInACouple)):
        couples.join_couple(actor=his, seat=marrying.free_seat(couple))


def test_two_of_one_sex_are_told_what_the_identity_says():
    of, two = marrying.wedding(), people.crowd(2)
    couple = marrying.started(of, two[0])
    with pytest.raises(errors.OfOneGender, match="一男一女"):
        couples.join_couple(actor=two[1], seat=marrying.free_seat(couple))


def test_a_person_is_in_one_live_couple_per_edition():
    of = marrying.wedding()
    couple, (his, hers) = marrying.joined(of)
    for user in (his, hers):
        with pytest.raises(errors.AlreadyInACouple):
            marrying.started(of, user)
    marrying.started(marrying.wedding(), his)  # another edition is another matter
    marrying.withdraw(hers, couple)
    assert marrying.started(of, his).state == State.DRAFT


def test_the_database_itself_refuses_a_second_live_couple():
    of = marrying.wedding()
    _couple, (his, _hers) = marrying.joined(of)
    (other,) = people.crowd(1, genders=(people.FEMALE,))
    second = marrying.started(of, other)
    with pytest.raises(IntegrityError, match="couple_member_in_one_live_couple_per_edition"):
        CoupleMember.objects.filter(couple=second, seat=2).update(
            person=his.person, gender=1, joined_at=now()
        )


# --- ages, sexes, certificates: which rule, which value -------------------------------------------


@pytest.mark.parametrize(
    ("gender", "years", "is_admitted"),
    [
        (people.MALE, 21, False),
        (people.MALE, 22, True),
        (people.FEMALE, 19, False),
        (people.FEMALE, 20, True),
        (people.MALE, 45, True),
        (people.FEMALE, 45, True),
        (people.MALE, 46, False),
        (people.FEMALE, 46, False),
    ],
)
def test_ages_are_full_years_on_the_day_both_ends_included(gender, years, is_admitted):
    of, user = marrying.wedding(), people.applicant(gender=gender, born=age(years))
    if is_admitted:
        assert marrying.started(of, user)
        return
    with pytest.raises((errors.TooYoungToMarry, errors.TooOldForEdition), match=f"{years} 周岁"):
        marrying.started(of, user)


def test_an_edition_may_ask_for_other_ages():
    of = marrying.wedding(age_to=30, age_from_woman=25)
    with pytest.raises(errors.TooYoungToMarry, match="最低 25 周岁"):
        marrying.started(of, people.applicant(gender=people.FEMALE, born=age(24)))
    with pytest.raises(errors.TooOldForEdition, match="最高 30 周岁"):
        marrying.started(of, people.applicant(born=age(31)))


def test_without_an_identity_nobody_starts():
    with pytest.raises(errors.IdentityNeeded):
        marrying.started(marrying.wedding(), people.newcomer())


@pytest.mark.parametrize(
    ("shift", "refusal"),
    [
        (timedelta(days=1), errors.CertificateInFuture),
        (-timedelta(days=400), errors.CertificateTooEarly),
        (-timedelta(days=2), errors.CertificateTooLate),
    ],
)
def test_the_certificate_s_day_lies_in_the_edition_s_window(shift, refusal):
    last = today() - timedelta(days=10)
    of = marrying.wedding(married_from=today() - timedelta(days=365), married_until=last)
    couple, (his, _hers) = marrying.joined(of)
    with pytest.raises(refusal):
        couples.tell_certificate(
            actor=his,
            member=marrying.seat_of(his, couple),
            number=marrying.certificate(),
            married_on=today() + shift,
        )


def test_nobody_was_married_below_the_legal_age():
    couple, (his, _hers) = marrying.joined(marrying.wedding())
    with pytest.raises(errors.CertificateBeforeLegalAge):
        couples.tell_certificate(
            actor=his,
            member=marrying.seat_of(his, couple),
            number=marrying.certificate(),
            married_on=today() - timedelta(days=366 * 6),
        )


@pytest.mark.parametrize(
    "number", ["", "J37", "没有数字的字号", "J370301-2021-000001-000000-0000000000", "\x00" * 8]
)
def test_what_cannot_stand_on_a_certificate_is_refused(number):
    couple, (his, _hers) = marrying.joined(marrying.wedding())
    with pytest.raises(errors.CertificateShapeWrong):
        couples.tell_certificate(
            actor=his, member=marrying.seat_of(his, couple), number=number, married_on=today()
        )


def test_the_certificate_is_sealed_and_given_once_per_edition():
    of = marrying.wedding()
    couple, (his, _hers) = marrying.joined(of)
    seat = marrying.seat_of(his, couple)
    couples.tell_certificate(actor=his, member=seat, number="j370390－2026－900001 ", married_on=today())
    couple.refresh_from_db()
    assert couple.marriage_cert_no == "J370390-2026-900001"
    assert "900001" not in couple.cert_sealed
    assert couple.masked_cert == "**** 0001"
    other, (him, _her) = marrying.joined(of)
    with pytest.raises(errors.CertificateTaken):
        couples.tell_certificate(
            actor=him,
            member=marrying.seat_of(him, other),
            number="J370390-2026-900001",
            married_on=today(),
        )


def test_what_is_missing_is_said_before_anybody_confirms():
    of, (his, hers) = marrying.wedding(), marrying.pair()
    couple = marrying.started(of, his)
    with pytest.raises(errors.PartnerMissing):
        marrying.confirm(his, couple)
    couples.join_couple(actor=hers, seat=marrying.free_seat(couple))
    with pytest.raises(errors.CertificateMissing):
        marrying.confirm(his, couple)
    couples.tell_certificate(
        actor=hers, member=marrying.seat_of(hers, couple), number=marrying.certificate(), married_on=today()
    )
    with pytest.raises(errors.PapersMissing, match="结婚证照片、双方合影"):
        marrying.confirm(his, couple)


def test_what_was_confirmed_and_changes_is_confirmed_anew():
    couple, (his, hers) = marrying.joined(marrying.wedding())
    marrying.with_papers(couple, his)
    marrying.confirm(his, couple)
    couples.tell_certificate(
        actor=hers, member=marrying.seat_of(hers, couple), number=marrying.certificate(), married_on=today()
    )
    assert marrying.confirm(hers, couple).state == State.DRAFT
    assert marrying.confirm(his, couple).state == State.SUBMITTED


def test_after_the_deadline_nothing_is_handed_in():
    of = marrying.wedding()
    couple, (his, hers) = marrying.joined(of)
    marrying.with_papers(couple, his)
    marrying.confirm(his, couple)
    with standing_at(of.closes_at), pytest.raises(errors.WeddingClosed):
        marrying.confirm(hers, couple)


def test_handed_in_it_stays_as_it_is():
    couple, (his, _hers) = marrying.submitted(marrying.wedding())
    seat = marrying.seat_of(his, couple)
    with pytest.raises(errors.NotWhileReviewed):
        couples.tell_certificate(actor=his, member=seat, number=marrying.certificate(), married_on=today())
    with pytest.raises(errors.NotWhileReviewed):
        papers.discard_document(actor=his, member=seat, document=couple.documents.first())
    with pytest.raises(errors.NotWhileReviewed):
        papers.add_document(actor=his, member=seat, kind="photo", upload=applying.paper())


def test_the_same_paper_twice_is_kept_once_and_so_many_and_no_more(settings):
    couple, (his, _hers) = marrying.joined(marrying.wedding())
    marrying.with_papers(couple, his)
    seat = marrying.seat_of(his, couple)
    first = couple.documents.get(kind="photo")
    again = papers.add_document(actor=his, member=seat, kind="photo", upload=applying.paper())
    assert (again, couple.documents.count()) == (first, 2)
    settings.EVENTS = settings.EVENTS | {"wedding_most_papers": 2}
    with pytest.raises(errors.TooManyPapers):
        papers.add_document(actor=his, member=seat, kind="household", upload=applying.paper())


# --- what each says alone ------------------------------------------------------------------------


def test_guests_are_as_many_as_the_edition_has_chairs_for():
    couple, (his, _hers) = marrying.joined(marrying.wedding(guests_most=2))
    seat = marrying.seat_of(his, couple)
    assert couples.tell_guests(actor=his, member=seat, guests=2, transport="bus").guests == 2
    with pytest.raises(errors.GuestsTooMany, match="2 位"):
        couples.tell_guests(actor=his, member=seat, guests=3, transport="bus")
    with pytest.raises(IntegrityError, match="couple_guests_within_the_edition"):
        Couple.objects.filter(pk=couple.pk).update(guests=3)


def test_a_health_hint_is_sealed_and_told_by_consent():
    couple, (his, _hers) = marrying.joined(marrying.wedding())
    seat = marrying.seat_of(his, couple)
    with pytest.raises(errors.HealthNeedsConsent):
        couples.tell_health(actor=his, member=seat, hint="对花生过敏", agreed=False)
    couples.tell_health(actor=his, member=seat, hint="对花生过敏", agreed=True)
    seat.refresh_from_db()
    assert seat.health_hint == "对花生过敏"
    assert "花生" not in seat.health_sealed
    couples.tell_health(actor=his, member=seat, hint=" ", agreed=False)
    seat.refresh_from_db()
    assert (seat.health_sealed, seat.health_agreed_at) == ("", None)


def test_portrait_consent_is_each_one_s_own_and_revocable():
    couple, (his, hers) = marrying.joined(marrying.wedding())
    seat = marrying.seat_of(his, couple)
    couples.tell_portrait(actor=his, member=seat, agreed=True)
    seat.refresh_from_db()
    assert (seat.agrees_to_portrait, marrying.seat_of(hers, couple).agrees_to_portrait) == (True, False)
    couples.tell_portrait(actor=his, member=seat, agreed=False)
    seat.refresh_from_db()
    assert (seat.agrees_to_portrait, seat.portrait_agreed_at is not None) == (False, True)
    with pytest.raises(NotAllowed):
        couples.tell_portrait(actor=hers, member=seat, agreed=True)


def test_sizes_are_one_s_own():
    couple, (his, hers) = marrying.joined(marrying.wedding())
    seat = marrying.seat_of(his, couple)
    couples.tell_sizes(actor=his, member=seat, clothes_size=" 175/92A ", shoe_size="42")
    seat.refresh_from_db()
    assert (seat.clothes_size, seat.shoe_size) == ("175/92A", "42")
    with pytest.raises(NotAllowed):
        couples.tell_sizes(actor=hers, member=seat, clothes_size="1", shoe_size="1")


# --- two reviewers -------------------------------------------------------------------------------


def test_two_people_look_and_the_second_makes_it_eligible():
    first, second = marrying.reviewers()
    couple, (his, _hers) = marrying.submitted(marrying.wedding())
    marrying.verified(couple)
    assert reviewing.pass_couple(actor=first, couple=couple).state == State.SECOND_LOOK
    with pytest.raises(errors.SameReviewer):
        reviewing.pass_couple(actor=first, couple=couple)
    done = reviewing.pass_couple(actor=second, couple=couple)
    assert (done.state, done.first_reviewer, done.second_reviewer) == (
        State.ELIGIBLE,
        first.person,
        second.person,
    )
    assert told(his)[-1] == "events.couple_eligible"


def test_the_database_itself_asks_for_two_people():
    couple, _two = marrying.submitted(marrying.wedding())
    one = people.officer().person
    with pytest.raises(IntegrityError, match="couple_reviewed_by_two_people"):
        Couple.objects.filter(pk=couple.pk).update(first_reviewer=one, second_reviewer=one)


def test_no_look_is_over_before_both_documents_were_seen():
    first, _second = marrying.reviewers()
    couple, (his, hers) = marrying.submitted(marrying.wedding())
    with pytest.raises(errors.IdentityNotVerified, match="第 1 位"):
        reviewing.pass_couple(actor=first, couple=couple)
    reviewing.verify_member(actor=first, member=marrying.seat_of(his, couple))
    with pytest.raises(errors.IdentityNotVerified, match="第 2 位"):
        reviewing.pass_couple(actor=first, couple=couple)
    reviewing.verify_member(actor=first, member=marrying.seat_of(hers, couple))
    assert reviewing.pass_couple(actor=first, couple=couple).state == State.SECOND_LOOK
    assert (
        Person.objects.filter(pk__in=[his.person_id, hers.person_id], identity_state="verified").count() == 2
    )


def test_a_draft_is_no_business_of_an_office():
    couple, (his, _hers) = marrying.joined(marrying.wedding())
    officer = people.officer()
    assert not Couple.objects.managed_by(officer).exists()
    assert not Person.objects.managed_by(officer).filter(pk=his.person_id).exists()
    marrying.with_papers(couple, his)


def test_what_is_asked_for_returns_to_whoever_asked():
    """booking.md §8, 13."""
    first, second = marrying.reviewers()
    couple, (his, hers) = marrying.submitted(marrying.wedding())
    marrying.verified(couple)
    asked = reviewing.ask_couple(actor=first, couple=couple, words="请补户口簿")
    assert (asked.state, told(his)[-1]) == (State.RETURNED, "events.couple_returned")
    papers.add_document(
        actor=hers, member=marrying.seat_of(hers, couple), kind="household", upload=applying.paper()
    )
    marrying.confirm(his, couple)
    back = marrying.confirm(hers, couple)
    assert (back.state, back.number) == (State.SUBMITTED, 1)
    with pytest.raises(errors.ReviewedByAnother):
        reviewing.pass_couple(actor=second, couple=couple)
    reviewing.pass_couple(actor=first, couple=couple)
    reviewing.ask_couple(actor=second, couple=couple, words="照片看不清")
    marrying.confirm(his, couple)
    assert marrying.confirm(hers, couple).state == State.SECOND_LOOK
    with pytest.raises(errors.ReviewedByAnother):
        reviewing.pass_couple(actor=people.officer(name="郑三"), couple=couple)
    assert reviewing.pass_couple(actor=second, couple=couple).state == State.ELIGIBLE


def test_a_reviewer_who_is_away_is_relieved_with_a_reason():
    first, second = marrying.reviewers()
    couple, (his, hers) = marrying.submitted(marrying.wedding())
    marrying.verified(couple)
    reviewing.ask_couple(actor=first, couple=couple, words="请补")
    marrying.confirm(his, couple)
    marrying.confirm(hers, couple)
    with pytest.raises(errors.WeddingReasonMissing):
        reviewing.hand_over_review(actor=second, couple=couple, reason=" ")
    reviewing.hand_over_review(actor=second, couple=couple, reason="初审人休假")
    assert reviewing.pass_couple(actor=second, couple=couple).state == State.SECOND_LOOK


def test_a_refusal_names_a_reason_of_the_list_and_frees_both():
    first, _second = marrying.reviewers()
    of = marrying.wedding()
    couple, (his, _hers) = marrying.submitted(of)
    with pytest.raises(errors.WeddingReasonMissing):
        reviewing.refuse_couple(actor=first, couple=couple, reason="不喜欢")
    gone = reviewing.refuse_couple(actor=first, couple=couple, reason="papers", words="看不清")
    assert (gone.state, gone.refusal, told(his)[-1]) == (
        State.REFUSED,
        "papers",
        "events.couple_refused",
    )
    assert marrying.started(of, his)


def test_nobody_reviews_the_own_couple():
    officer = people.officer(name="自审")
    Person.objects.filter(pk=officer.person_id).update(
        gender=1, birth_date=age(30), identity_state="stated", id_index="own", id_last4="0000"
    )
    officer.person.refresh_from_db()
    (hers,) = people.crowd(1, genders=(people.FEMALE,))
    couple, _two = marrying.submitted(marrying.wedding(), (officer, hers))
    with pytest.raises(NotAllowed):
        reviewing.pass_couple(actor=officer, couple=couple)


def test_another_district_reviews_nothing():
    couple, _two = marrying.submitted(marrying.wedding())
    with pytest.raises(NotAllowed):
        reviewing.pass_couple(actor=people.officer("linzi"), couple=couple)


# --- walls that no service ever meets -------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "wall"),
    [
        ({"state": "submitted"}, "couple_handed_in_has_a_number"),
        ({"refusal": "papers"}, "couple_refused_says_why"),
    ],
)
def test_the_database_itself_keeps_a_couple_whole(fields, wall):
    couple, _two = marrying.joined(marrying.wedding())
    with pytest.raises(IntegrityError, match=wall):
        Couple.objects.filter(pk=couple.pk).update(**fields)


@pytest.mark.parametrize("fields", [{"cert_index": ""}, {"married_on": None}])
def test_the_database_itself_keeps_the_certificate_while_it_is_looked_at(fields):
    couple, _two = marrying.submitted(marrying.wedding())
    with pytest.raises(IntegrityError, match="couple_reviewed_with_its_certificate"):
        Couple.objects.filter(pk=couple.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "wall"),
    [
        ({"seat": 3}, "couple_has_two_seats"),
        ({"seat": 1}, "couple_member_one_per_seat"),
        ({"joined_at": now()}, "couple_seat_is_taken_or_free"),
        ({"confirmed_at": now()}, "couple_is_confirmed_by_a_person"),
        ({"health_sealed": "x"}, "couple_health_is_told_by_consent"),
        ({"portrait_revoked_at": now()}, "couple_portrait_revoked_after_it_was_given"),
    ],
)
def test_the_database_itself_keeps_a_seat_whole(fields, wall):
    couple = marrying.started(marrying.wedding(), people.applicant())
    free = marrying.free_seat(couple)
    with pytest.raises(IntegrityError, match=wall):
        CoupleMember.objects.create(
            couple=couple, wedding=couple.wedding, **{"seat": 3, "digest": "d"} | fields
        ) if "seat" in fields else CoupleMember.objects.filter(pk=free.pk).update(**fields)


def test_a_seat_is_of_its_couple_s_edition():
    couple = marrying.started(marrying.wedding(), people.applicant())
    CoupleMember.objects.filter(couple=couple, seat=2).delete()
    with pytest.raises(IntegrityError, match="couple_member_is_of_the_couples_edition"):
        CoupleMember.objects.create(couple=couple, wedding=marrying.wedding(), seat=2, digest="d")


def test_a_couple_stays_in_its_edition_begins_as_a_draft_and_moves_as_allowed():
    of = marrying.wedding()
    couple, _two = marrying.joined(of)
    with pytest.raises(InternalError, match="couple_stays_in_its_edition"):
        Couple.objects.filter(pk=couple.pk).update(wedding=marrying.wedding())


def test_nobody_enters_as_anything_but_a_draft():
    with pytest.raises(InternalError, match="couple_begins_as_a_draft"):
        Couple.objects.create(wedding=marrying.wedding(), state="submitted", number=1)


def test_a_draft_is_not_admitted_by_anybody():
    couple, _two = marrying.joined(marrying.wedding())
    with pytest.raises(InternalError, match="couple_moves_as_allowed"):
        Couple.objects.filter(pk=couple.pk).update(state="admitted", number=1)


def test_moves_are_written_down():
    couple, (_his, _hers) = marrying.submitted(marrying.wedding())
    found = CoupleTransition.objects.filter(couple=couple).values_list("from_state", "to_state")
    assert list(found) == [("", "draft"), ("draft", "submitted")]
    with pytest.raises(ProtectedError):
        marrying.Wedding.objects.get(pk=couple.wedding_id).delete()
