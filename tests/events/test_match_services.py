"""相亲会: rounds, profiles, reviews, badges, choices, the result, the second yes; the rule, and the wall behind it."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction

from events import match_errors as errors
from events.declarations import CURRENT, DECLARATIONS
from events.match_sight import (
    acting_as,
    cards_shown_to,
    chosen_by,
    figures_of,
    pairs_of,
    profile_of,
    sealed,
    token_of,
)
from events.models import MatchBlock, MatchChoice, MatchPair, MatchProfile, MatchRound
from events.services import matchmaking, registrations
from tests import eventing, matching, people
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import age_on, now, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def badges(cards):
    return [each.badge for each in cards]


@pytest.fixture
def held():
    return matching.turn()


@pytest.fixture
def four(held):
    """Two women and two men of one round."""
    women, men = matching.guests(2, 2)
    return [matching.fast(user, held, 2001 + turn) for turn, user in enumerate((*women, *men))]


# --- a round -------------------------------------------------------------------------------------


def test_a_round_belongs_to_a_session_of_a_published_matchmaking_event():
    with pytest.raises(errors.NotMatchmaking):
        matching.turn(session=eventing.session())
    held = matching.turn()
    assert (held.state, len(held.seed), held.choices) == ("planned", 64, 3)
    with pytest.raises(errors.RoundExists):
        matching.turn(session=held.session)


def test_only_whoever_holds_the_event_sets_a_round_up():
    session = matching.evening()
    for stranger in (people.officer(of="huantai"), people.administrator(), people.applicant()):
        with pytest.raises(NotAllowed):
            matchmaking.set_up_round(actor=stranger, session=session, plan=matching.plan())


def test_a_round_closes_after_it_opens(held):
    with pytest.raises(errors.RoundHoursWrong):
        matching.turn(opens_at=now(), closes_at=now() - HOUR)
    early = matching.hours_moved(held, opens_at=now() + HOUR, closes_at=now() + 2 * HOUR)
    changed = matchmaking.change_round(
        actor=people.city_staff(), turn=early, plan=matching.plan(choices=2, table_rounds=5)
    )
    assert (changed.choices, changed.table_rounds) == (2, 5)


def test_once_it_has_begun_only_the_end_moves(held):
    by = people.city_staff()
    told = {name: getattr(held, name) for name in ("opens_at", "choices", "table_rounds", "table_seats")}
    later = matchmaking.change_round(
        actor=by, turn=held, plan=matching.plan(**told, closes_at=held.closes_at + HOUR)
    )
    assert later.closes_at == held.closes_at + HOUR
    with pytest.raises(errors.RoundBegun):
        matchmaking.change_round(actor=by, turn=held, plan=matching.plan(**told | {"choices": 1}))


@pytest.mark.parametrize(
    ("column", "value", "wall"),
    [
        ("choices", 0, "match_round_asks_for_one_to_ten"),
        ("table_seats", 1, "match_round_has_tables"),
        ("released_at", now(), "match_round_result_goes_in_order"),
        ("cleared_at", now(), "match_round_keeps_its_figures"),
    ],
)
def test_the_database_keeps_a_round_in_order(held, column, value, wall):
    with pytest.raises(IntegrityError, match=wall):
        MatchRound.objects.filter(pk=held.pk).update(**{column: value})


def test_the_database_lets_no_round_back_and_no_seed_change(held):
    matching.released(held)
    for column in ({"state": "planned", "closed_at": None, "released_at": None}, {"seed": "0" * 64}):
        with pytest.raises(InternalError), transaction.atomic():
            MatchRound.objects.filter(pk=held.pk).update(**column)


# --- a profile -----------------------------------------------------------------------------------


def test_a_profile_keeps_the_declaration_and_takes_the_age_from_the_document(held):
    user = matching.verified(people.applicant(gender=people.FEMALE, age=26))
    own = matching.submit(user, held, single_declaration="divorced")
    assert (own.single_declaration, own.declaration_version, own.state) == ("divorced", CURRENT, "waiting")
    assert own.gender == Person.Gender.FEMALE
    assert "取消我的参加资格" in str(DECLARATIONS[CURRENT])
    assert not hasattr(own, "age")


def test_a_profile_needs_a_place_and_a_picture(held):
    user = people.applicant()
    with pytest.raises(errors.NotRegistered):
        matchmaking.save_profile(actor=user, turn=held, told=matching.told())
    matching.come(user, held)
    with pytest.raises(errors.PhotoMissing):
        matchmaking.save_profile(actor=user, turn=held, told=matching.told(photo=None))


def test_a_pdf_is_no_photograph(held):
    user, paper = people.applicant(), pikepdf.new()
    paper.add_blank_page()
    matching.come(user, held)
    out = io.BytesIO()
    paper.save(out)
    upload = SimpleUploadedFile("me.pdf", out.getvalue(), "application/pdf")
    with pytest.raises(errors.PhotoNoPicture):
        matchmaking.save_profile(actor=user, turn=held, told=matching.told(photo=upload))


def test_a_profile_is_let_through_by_somebody_else_with_every_line_ticked(held):
    own = matching.submit(matching.verified(people.applicant()), held)
    told = {"profile": own, "version": 1, "approve": True}
    with pytest.raises(errors.ChecksMissing):
        matchmaking.review_profile(actor=people.city_staff(), checks=matching.CHECKS[1:], **told)
    for stranger in (matching.user_of(own), people.officer(of="huantai"), people.administrator()):
        with pytest.raises(NotAllowed):
            matchmaking.review_profile(actor=stranger, checks=matching.CHECKS, **told)
    through = matching.approve(own)
    assert (through.state, through.reviews.get().version) == ("approved", 1)
    assert 1000 <= through.badge <= 9999
    assert Notice.objects.filter(to=own.person, kind="events.match_admitted").exists()


def test_nobody_is_let_through_before_their_document_was_seen(held):
    own = matching.submit(people.applicant(), held)
    with pytest.raises(errors.IdentityNotVerified):
        matching.approve(own)


def test_whoever_is_sent_back_reads_why_and_hands_in_another_version(held):
    own = matching.submit(matching.verified(people.applicant()), held)
    refuse = {"actor": people.city_staff(), "profile": own, "version": 1, "approve": False, "checks": []}
    with pytest.raises(errors.ReviewReasonMissing):
        matchmaking.review_profile(**refuse, note=" ")
    back = matchmaking.review_profile(**refuse, note="请换一张近照")
    assert (back.state, back.note) == ("refused", "请换一张近照")
    again = matchmaking.save_profile(actor=matching.user_of(own), turn=held, told=matching.told())
    assert (again.state, again.version, again.note) == ("waiting", 2, "")
    with pytest.raises(errors.ProfileMoved):
        matching.approve(own)
    assert matching.approve(again).state == "approved"


def test_another_photograph_or_other_words_need_another_review_and_the_badge_stays(
    held, django_capture_on_commit_callbacks
):
    own = matching.admitted(people.applicant(), held)
    user, before = matching.user_of(own), own.photo.name
    hidden = matchmaking.save_profile(
        actor=user, turn=held, told=matching.told(photo=None, visibility="hidden")
    )
    assert (hidden.state, hidden.visibility) == ("approved", "hidden")
    with django_capture_on_commit_callbacks(execute=True):
        other = matchmaking.save_profile(actor=user, turn=held, told=matching.told())
    assert (other.state, other.version, other.badge) == ("waiting", 2, own.badge)
    assert not storages["private"].exists(before)
    words = matchmaking.save_profile(
        actor=user, turn=held, told=matching.told(photo=None, wishes="加我微信 abc")
    )
    assert (words.state, words.version) == ("waiting", 3)
    assert not words.is_admitted


def test_the_database_shows_nothing_that_nobody_reviewed(held):
    own = matching.submit(people.applicant(), held)
    wall = "match_profile_is_shown_as_reviewed"
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        MatchProfile.objects.filter(pk=own.pk).update(state="approved", badge=1234)
    matching.verified(matching.user_of(own))
    matching.approve(own)
    with pytest.raises(IntegrityError, match=wall):
        MatchProfile.objects.filter(pk=own.pk).update(wishes="别的")


@pytest.mark.parametrize(
    ("columns", "wall"),
    [
        ({"badge": 999}, "match_badge_of_four_digits"),
        ({"badge": None}, "match_profile_shown_under_a_badge"),
        ({"state": "refused"}, "match_profile_refused_says_why"),
        ({"gender": 0}, "match_profile_gender_is"),
    ],
)
def test_the_database_keeps_a_profile_in_order(held, columns, wall):
    own = matching.admitted(people.applicant(), held)
    with pytest.raises(IntegrityError, match=wall):
        MatchProfile.objects.filter(pk=own.pk).update(**columns)


def test_a_badge_is_worn_once_and_a_person_has_one_profile(held, four):
    with pytest.raises(IntegrityError, match="match_badge_worn_once_per_round"), transaction.atomic():
        MatchProfile.objects.filter(pk=four[0].pk).update(badge=four[1].badge)
    four[0].pk = None
    four[0].public_id, four[0].badge, four[0].state = four[1].public_id, None, "waiting"
    with pytest.raises(IntegrityError):
        four[0].save(force_insert=True)


def test_what_was_let_through_is_taken_down_for_a_reason(held):
    own = matching.admitted(people.applicant(), held)
    down = matchmaking.take_down(actor=people.city_staff(), profile=own, note="照片不是本人")
    assert (down.state, down.is_admitted) == ("refused", False)


# --- cards ---------------------------------------------------------------------------------------


def test_cards_are_of_the_other_gender_of_the_same_round_and_name_nobody(held, four):
    ada, bea, carl, dan = four
    other = matching.turn()
    matching.fast(matching.guests(0, 1)[1][0], other, 3003)
    cards = cards_shown_to(profile_of(ada.person_id, held))
    assert badges(cards) == [carl.badge, dan.badge]
    assert cards[0].age == age_on(carl.person.birth_date, today() + timedelta(days=3))
    assert carl.person.full_name not in str(cards)
    assert carl.person.mobile not in str(cards)
    assert bea.badge not in badges(cards)


def test_where_anybody_may_choose_anybody_the_cards_are_of_all():
    held = matching.turn(pairing="any")
    women, men = matching.guests(2, 1)
    three = [matching.fast(user, held, 2001 + turn) for turn, user in enumerate((*women, *men))]
    assert badges(cards_shown_to(profile_of(three[0].person_id, held))) == [2002, 2003]


@pytest.mark.parametrize("how", ["hidden", "taken down", "left", "unverified"])
def test_who_is_not_shown_has_no_card(held, four, how):
    ada, _bea, carl, dan = four
    if how == "hidden":
        MatchProfile.objects.filter(pk=carl.pk).update(visibility="hidden")
    elif how == "taken down":
        matchmaking.take_down(actor=people.city_staff(), profile=carl, note="暂停")
    elif how == "left":
        registrations.cancel_registration(actor=matching.user_of(carl), registration=carl.registration)
    else:
        Person.objects.filter(pk=carl.person_id).update(identity_state="stated")
    assert badges(cards_shown_to(profile_of(ada.person_id, held))) == [dan.badge]


def test_whoever_is_blocked_and_whoever_blocks_do_not_see_each_other(held, four):
    ada, _bea, carl, dan = four
    for _twice in range(2):
        matchmaking.block(actor=matching.user_of(ada), turn=held, badge=carl.badge)
    assert badges(cards_shown_to(profile_of(ada.person_id, held))) == [dan.badge]
    assert ada.badge not in badges(cards_shown_to(profile_of(carl.person_id, held)))
    with pytest.raises(errors.ChosenElsewhere):
        matching.choose(carl, ada)


# --- choices -------------------------------------------------------------------------------------


def test_choices_are_kept_in_order_and_changed_until_the_closing(held, four):
    ada, _bea, carl, dan = four
    assert matching.choose(ada, dan, carl) == 2
    assert chosen_by(ada) == [dan.pk, carl.pk]
    matching.choose(ada, carl)
    matching.choose(ada, carl)
    assert chosen_by(ada) == [carl.pk]
    matching.choose(ada)
    assert chosen_by(ada) == []


def test_no_more_than_the_round_allows_nobody_of_elsewhere_and_not_oneself(held, four):
    ada, bea, carl, dan = four
    matching.hours_moved(held, choices=1)
    with pytest.raises(errors.TooManyChosen) as refusal:
        matching.choose(ada, carl, dan)
    assert str(refusal.value) == "最多选 1 位"
    for wrong in (ada, bea):
        with pytest.raises(errors.ChosenElsewhere):
            matching.choose(ada, wrong)
    assert matching.raw_choices(held) == 0


def test_a_refused_change_leaves_what_was_chosen(held, four):
    ada, bea, carl, _dan = four
    matching.choose(ada, carl)
    with pytest.raises(errors.ChosenElsewhere):
        matching.choose(ada, bea)
    assert chosen_by(ada) == [carl.pk]


@pytest.mark.parametrize("hours", [(1, 2), (-2, -1)], ids=["too early", "too late"])
def test_outside_of_its_hours_nobody_chooses_or_takes_back(held, four, hours):
    ada, _bea, carl, dan = four
    matching.choose(ada, carl)
    matching.hours_moved(held, opens_at=now() + hours[0] * HOUR, closes_at=now() + hours[1] * HOUR)
    for others in ((dan,), ()):
        with pytest.raises(errors.ChoosingNotOpen):
            matching.choose(ada, *others)
    assert chosen_by(ada) == [carl.pk]


def test_whoever_is_not_admitted_does_not_choose(held, four):
    waiting = matching.submit(people.applicant(), held)
    with pytest.raises(errors.NotAdmitted):
        matchmaking.choose(actor=matching.user_of(waiting), turn=held, badges=[four[0].badge])
    with pytest.raises(errors.NotAdmitted):
        matchmaking.choose(actor=people.applicant(), turn=held, badges=[four[0].badge])


def written(own, other, slot=1, **changes):
    """A choice as no service writes it."""
    made = {
        "round": own.round,
        "chooser": own,
        "slot": slot,
        "sealed": sealed(other.pk, chooser=own.pk, slot=slot),
        "token": token_of(own.round_id, own.person_id, other.person_id),
    }
    return MatchChoice(**made | changes).save(force_insert=True)


def test_the_database_refuses_each_wrong_choice(held, four):
    ada, _bea, carl, dan = four
    written(ada, carl)
    wrong = {
        "match_choice_slot_used_once": lambda: written(ada, dan),
        "match_choice_of_one_person_once": lambda: written(ada, carl, slot=2),
        "match_choice_within_its_number": lambda: written(ada, dan, slot=4),
        "match_choice_slots_from_one": lambda: written(ada, dan, slot=0),
        "match_choice_not_of_oneself": lambda: written(ada, ada, slot=2),
    }
    for wall, act in wrong.items():
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            act()
    matching.hours_moved(held, closes_at=now())
    with pytest.raises(IntegrityError, match="match_choice_in_its_time"), transaction.atomic():
        written(ada, dan, slot=2)


def test_the_database_refuses_a_choice_of_whoever_is_not_admitted_or_elsewhere(held, four):
    waiting = matching.submit(people.applicant(), held)
    with pytest.raises(IntegrityError, match="match_choice_of_the_admitted"), transaction.atomic():
        written(waiting, four[0])
    elsewhere = matching.turn()
    with pytest.raises(IntegrityError, match="match_choice_chooser_is_of_the_round"), transaction.atomic():
        written(four[0], four[2], round=elsewhere)


# --- the result ----------------------------------------------------------------------------------


def test_only_mutual_choices_are_a_pair_and_nothing_before_the_release(held, four):
    """booking.md §8, 23."""
    ada, bea, carl, dan = four
    matching.choose(ada, dan, carl)
    matching.choose(carl, ada)
    matching.choose(bea, carl)
    matching.choose(dan, bea)
    by = people.city_staff()
    matchmaking.close_choosing(actor=by, turn=held)
    assert matching.raw_pairs(held) == []
    assert pairs_of(profile_of(ada.person_id, held)) == []
    matchmaking.release_result(actor=by, turn=held)
    assert matching.raw_pairs(held) == [(ada.pk, carl.pk)]
    for own, others in ((ada, [carl.badge]), (carl, [ada.badge]), (bea, []), (dan, [])):
        assert [each.card.badge for each in pairs_of(profile_of(own.person_id, held))] == others


def test_everybody_is_told_the_same_with_a_match_or_without(held, four):
    matching.choose(four[0], four[2])
    matching.choose(four[2], four[0])
    matching.released(held)
    told = Notice.objects.filter(kind="events.match_released")
    assert {each.to_id for each in told} == {each.person_id for each in four}
    assert not Notice.objects.filter(kind="events.match_contact").exists()


def test_a_result_is_released_once_and_after_the_closing(held):
    by = people.city_staff()
    with pytest.raises(errors.RoundMoved):
        matchmaking.release_result(actor=by, turn=held)
    matching.released(held)
    for act in (matchmaking.release_result, matchmaking.close_choosing):
        with pytest.raises(errors.RoundMoved):
            act(actor=by, turn=held)


def test_a_round_closes_itself_at_its_hour_once(held):
    at = now()
    assert matchmaking.close_due_rounds(at=at) == 0
    matching.hours_moved(held, closes_at=at - timedelta(seconds=1))
    assert [matchmaking.close_due_rounds(at=now()) for _twice in range(2)] == [1, 0]


@pytest.mark.parametrize("how", ["blocked", "taken down", "left"])
def test_no_pair_comes_of_whoever_is_gone_or_blocked(held, four, how):
    ada, _bea, carl, _dan = four
    matching.choose(ada, carl)
    matching.choose(carl, ada)
    if how == "blocked":
        matchmaking.block(actor=matching.user_of(carl), turn=held, badge=ada.badge)
    elif how == "left":
        registrations.cancel_registration(actor=matching.user_of(carl), registration=carl.registration)
    else:
        matchmaking.take_down(actor=people.city_staff(), profile=carl, note="暂停")
    matching.released(held)
    assert matching.raw_pairs(held) == []


def test_the_figures_say_nothing_before_the_closing(held, four):
    ada, _bea, carl, _dan = four
    matching.choose(ada, carl)
    matching.choose(carl, ada)
    told = figures_of(held)
    assert (told.invited, told.chose, told.pairs) == (4, None, None)
    held = matchmaking.close_choosing(actor=people.city_staff(), turn=held)
    assert (figures_of(held).chose, figures_of(held).pairs) == (2, None)
    held = matchmaking.release_result(actor=people.city_staff(), turn=held)
    assert (figures_of(held).pairs, figures_of(held).both_yes) == (1, 0)


def test_arrivals_are_marked_by_badge_all_or_none(held, four):
    by = people.city_staff()
    with pytest.raises(errors.BadgeUnknown) as refusal:
        matchmaking.mark_arrivals(actor=by, turn=held, badges=[four[0].badge, 9999])
    assert "9999" in str(refusal.value)
    assert figures_of(held).attended == 0
    told = [four[0].badge, four[0].badge, four[1].badge]
    assert [matchmaking.mark_arrivals(actor=by, turn=held, badges=told) for _twice in range(2)] == [2, 0]
    assert figures_of(held).attended == 2


# --- the second yes ------------------------------------------------------------------------------


@pytest.fixture
def pair(held, four):
    ada, _bea, carl, _dan = four
    matching.choose(ada, carl)
    matching.choose(carl, ada)
    matching.released(held)
    return ada, carl, MatchPair.objects.get()


def sees(own):
    [match] = pairs_of(profile_of(own.person_id, MatchRound.objects.get(pk=own.round_id)))
    return match


def yes(own, pair, act=matchmaking.say_yes):
    return act(actor=matching.user_of(own), turn=own.round, number=pair.pk)


def test_telephones_are_shown_once_both_have_said_yes(pair):
    ada, carl, row = pair
    assert not yes(ada, row)
    assert (sees(ada).said_yes, sees(ada).mobile, sees(ada).name) == (True, "", "")
    # What the other one has answered is not told before.
    assert (sees(carl).said_yes, sees(carl).mobile) == (False, "")
    assert yes(carl, row)
    assert (sees(ada).mobile, sees(carl).mobile) == (carl.person.mobile, ada.person.mobile)
    assert Notice.objects.filter(kind="events.match_contact").count() == 2


def test_a_yes_may_be_taken_back(pair):
    ada, carl, row = pair
    yes(ada, row)
    yes(carl, row)
    yes(ada, row, matchmaking.take_yes_back)
    assert (sees(carl).mobile, sees(carl).said_yes, sees(ada).said_yes) == ("", True, False)


def test_a_pair_is_of_its_two_and_of_nobody_else(held, four, pair):
    _ada, bea, _carl, _dan = four
    for stranger in (matching.user_of(bea), people.applicant()):
        with pytest.raises(errors.PairMissing):
            matchmaking.say_yes(actor=stranger, turn=held, number=pair[2].pk)


def test_the_database_lets_each_say_yes_for_oneself_only(pair):
    ada, carl, row = pair
    wall = "match_pair_each_says_yes_for_oneself"
    for person, column in (
        (carl.person_id, "yes_first_at"),
        (ada.person_id, "yes_second_at"),
        (0, "yes_first_at"),
    ):
        with pytest.raises(IntegrityError, match=wall), acting_as(person):
            MatchPair.objects.filter(pk=row.pk).update(**{column: now()})


def test_the_database_keeps_a_pair_of_its_two(held, four, pair):
    with pytest.raises(InternalError), transaction.atomic():
        MatchPair.objects.filter(pk=pair[2].pk).update(first=four[1])
    for columns, wall in (
        ({"first": four[2], "second": four[0]}, "match_pair_of_two_people"),
        ({"first": four[0], "second": four[2]}, "match_pair_made_once"),
    ):
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            MatchPair.objects.create(round=held, **columns)


def test_a_block_after_the_result_hides_the_match_from_both(held, pair):
    ada, carl, row = pair
    yes(ada, row)
    yes(carl, row)
    matchmaking.block(actor=matching.user_of(carl), turn=held, badge=ada.badge)
    for own in (ada, carl):
        assert pairs_of(profile_of(own.person_id, MatchRound.objects.get(pk=held.pk))) == []
    with pytest.raises(errors.PairMissing):
        yes(ada, row)


# --- reports -------------------------------------------------------------------------------------


def test_a_report_goes_to_the_city_and_is_answered_once(held, four):
    ada, _bea, carl, _dan = four
    told = {"actor": matching.user_of(ada), "turn": held, "badge": carl.badge}
    with pytest.raises(errors.ReportEmpty):
        matchmaking.report(**told, words=" ")
    made = matchmaking.report(**told, words="言语骚扰")
    for stranger in (people.officer(), people.administrator(), matching.user_of(carl)):
        with pytest.raises(NotAllowed):
            matchmaking.answer_report(actor=stranger, report=made, answer="已处理")
    by = people.city_staff()
    with pytest.raises(errors.AnswerMissing):
        matchmaking.answer_report(actor=by, report=made, answer="")
    assert matchmaking.answer_report(actor=by, report=made, answer="已请其离场").state == "answered"
    with pytest.raises(errors.ReportAnswered):
        matchmaking.answer_report(actor=by, report=made, answer="再答")


def test_nobody_reports_or_blocks_oneself_or_a_badge_of_nobody(held, four):
    user = matching.user_of(four[0])
    for badge in (four[0].badge, 9999):
        with pytest.raises(errors.PairMissing):
            matchmaking.report(actor=user, turn=held, badge=badge, words="无")
        with pytest.raises(errors.PairMissing):
            matchmaking.block(actor=user, turn=held, badge=badge)
    with pytest.raises(IntegrityError, match="match_block_of_somebody_else"):
        MatchBlock.objects.create(round=held, blocker=four[0], blocked=four[0])
