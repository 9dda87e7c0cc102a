"""结对: two adults, unrelated, fit, one of them 21, a woman where the child needs one; four children at most."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import AccessRefused, ReasonMissing
from hope_rooms.models import Child, Pairing, PairMember
from hope_rooms.pairing_errors import (
    AlreadyPaired,
    FamilyHasNotAgreed,
    NotDeclaredUnrelated,
    OneOlderAdultNeeded,
    PairingMoved,
    PauseTooLong,
    PostIsNotWithChildren,
    SecondPersonNeeded,
    TooManyChildren,
    TwoAdultsNeeded,
    WomanNeeded,
)
from hope_rooms.services import guard, pairings, partings
from hope_rooms.services.consents import record_view
from tests import hoping, pairing, people, volunteering
from tests.racing import at_once
from volunteers.errors import NotEligible
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice


def propose(city, team, pair, unrelated=True, of=None):
    return pairings.propose_pair(
        actor=team.leader,
        pairing=of or pairing.requested(city, team),
        volunteers=pair,
        unrelated=unrelated,
    )


def may_read_the_name(one, child):
    try:
        guard.read(pairing.login(one), child, Part.PERSON, purpose=Purpose.VISIT)
    except AccessRefused:
        return False
    return True


def test_a_child_has_one_living_pairing(city, team):
    first = pairing.requested(city, team)
    with pytest.raises(AlreadyPaired):
        pairings.request_pairing(actor=city.officer, child=first.child, post=team.post)
    partings.close_pairing(actor=team.leader, pairing=first, note="家庭不再需要")
    pairings.request_pairing(actor=city.officer, child=first.child, post=team.post)


def test_it_is_asked_for_a_post_with_children_by_the_own_district(city, team):
    child = hoping.nominated(city).child
    with pytest.raises(PostIsNotWithChildren):
        pairings.request_pairing(actor=city.officer, child=child, post=volunteering.post())
    with pytest.raises(NotAllowed):
        pairings.request_pairing(actor=city.foreign_officer, child=child, post=team.post)


def test_two_different_adults(city, team, pair):
    with pytest.raises(TwoAdultsNeeded):
        propose(city, team, pair[:1])
    with pytest.raises(TwoAdultsNeeded):
        propose(city, team, [pair[0], pair[0]])


def test_they_declare_that_they_are_unrelated(city, team, pair):
    with pytest.raises(NotDeclaredUnrelated):
        propose(city, team, pair, unrelated=False)


def test_both_are_fit_for_children(city, team, pair):
    with pytest.raises(NotEligible):
        propose(city, team, [pair[0], pairing.adult(fit=False)])


def test_one_of_them_is_21(city, team):
    young = [pairing.adult(people.FEMALE, age=19), pairing.adult(people.MALE, age=20)]
    with pytest.raises(OneOlderAdultNeeded):
        propose(city, team, young)
    propose(city, team, [young[0], pairing.adult(people.MALE, age=21)])


def test_a_woman_where_the_child_needs_one(city, team):
    men = [pairing.adult(people.MALE), pairing.adult(people.MALE)]
    wanted = pairing.requested(city, team)
    Child.objects.filter(pk=wanted.child_id).update(needs_woman=True)
    with pytest.raises(WomanNeeded):
        propose(city, team, men, of=wanted)
    Child.objects.filter(pk=wanted.child_id).update(needs_woman=False)
    wanted = Pairing.objects.get(pk=wanted.pk)
    assert propose(city, team, men, of=wanted).state == "proposed"


def test_one_adult_looks_after_four_children(city, team, pair):
    for _number in range(4):
        propose(city, team, pair)
    with pytest.raises(TooManyChildren) as refusal:
        propose(city, team, [pair[0], pairing.adult()])
    assert "4" in str(refusal.value)


def test_the_database_itself_refuses_a_fifth_child(city, team, pair):
    for _number in range(4):
        propose(city, team, pair)
    fifth = pairing.requested(city, team)
    for seat in (4, 5):
        with pytest.raises(IntegrityError, match="pair_member_"), transaction.atomic():
            PairMember.objects.create(pairing=fifth, volunteer=pair[0], seat=seat)


def test_who_is_of_another_team_names_nobody(city, team, pair):
    stranger = pairing.team()
    with pytest.raises(NotAllowed):
        pairings.propose_pair(
            actor=stranger.leader, pairing=pairing.requested(city, team), volunteers=pair, unrelated=True
        )


@pytest.mark.parametrize("answer", ["no", "unsure", None])
def test_the_family_agrees_before_anybody_meets(city, team, pair, answer):
    named = pairing.proposed(city, team, pair)
    hoping.agree(city, named.child, "visits")
    if answer:
        record_view(
            actor=city.officer, child=named.child, purpose="visits", answer=answer, manner="talk", on=today()
        )
    with pytest.raises(FamilyHasNotAgreed):
        pairings.record_agreement(actor=city.officer, pairing=named)


def test_a_guardian_who_refuses_is_not_overruled_by_the_child(city, team, pair):
    named = pairing.proposed(city, team, pair)
    hoping.agree(city, named.child, "visits", agrees=False)
    record_view(
        actor=city.officer, child=named.child, purpose="visits", answer="yes", manner="talk", on=today()
    )
    with pytest.raises(FamilyHasNotAgreed):
        pairings.record_agreement(actor=city.officer, pairing=named)


def test_no_step_is_left_out(city, team, pair):
    named = pairing.proposed(city, team, pair)
    pairing.family_agrees(city, named.child)
    with pytest.raises(PairingMoved):
        pairings.begin(actor=team.leader, pairing=named)


def test_the_pair_reads_the_name_from_the_beginning_and_the_address_not_at_all(city, team, pair):
    child = pairing.active(city, team, pair).child
    assert may_read_the_name(pair[0], child)
    assert may_read_the_name(pair[1], child)
    with pytest.raises(AccessRefused):
        guard.read(pairing.login(pair[0]), child, Part.HOME, purpose=Purpose.VISIT)
    assert not may_read_the_name(pairing.adult(), child)


def test_what_lapsed_before_the_beginning_is_seen_at_the_beginning(city, team, pair):
    ready = pairing.proposed(city, team, pair)
    pairing.family_agrees(city, ready.child)
    pairings.record_agreement(actor=city.officer, pairing=ready)
    pairings.introduce(actor=team.leader, pairing=ready, on=today())
    pair[0].items.filter(requirement__code="record-check").update(
        from_on=today() - timedelta(400), until_on=today() - timedelta(1)
    )
    with pytest.raises(NotEligible):
        pairings.begin(actor=team.leader, pairing=ready)


def test_a_pause_is_agreed_by_another_and_closes_the_record(city, team, pair):
    living = pairing.active(city, team, pair)
    with pytest.raises(PauseTooLong):
        partings.ask_pause(
            actor=team.leader, pairing=living, reason="实习", until_on=today() + timedelta(200)
        )
    partings.ask_pause(actor=team.leader, pairing=living, reason="实习", until_on=today() + timedelta(20))
    with pytest.raises(SecondPersonNeeded):
        partings.agree_pause(actor=team.leader, pairing=living)

    living = partings.agree_pause(actor=city.officer, pairing=living)

    assert living.state == "paused"
    assert not may_read_the_name(pair[0], living.child)
    living = partings.resume(actor=team.leader, pairing=living)
    assert may_read_the_name(pair[0], living.child)
    assert living.pauses.get().ended_on == today()


def test_a_pair_that_parts_reads_nothing_and_frees_its_seats(city, team, pair):
    living = pairing.active(city, team, pair)
    with pytest.raises(ReasonMissing):
        partings.rematch(actor=team.leader, pairing=living, note=" ")

    living = partings.rematch(actor=team.leader, pairing=living, note="志愿者毕业离淄")

    assert not may_read_the_name(pair[0], living.child)
    assert not living.members.standing().exists()
    assert propose(city, team, pairing.two(), of=living).state == "proposed"


def test_it_closes_after_the_farewell(city, team, pair):
    living = pairing.active(city, team, pair)
    living = partings.start_closing(actor=team.leader, pairing=living, note="孩子升学离开")
    living = partings.close_pairing(actor=team.leader, pairing=living, note="已举行告别")
    assert (living.state, living.closed_on) == ("closed", today())


def test_the_leader_hears_once_of_a_student_who_graduates_within_sixty_days(city, team, pair):
    pairing.active(city, team, pair)
    school = volunteering.organisation(kind="university")
    type(pair[0]).objects.filter(pk=pair[0].pk).update(
        university=school, graduates_on=today() + timedelta(60)
    )
    assert partings.plan_handovers(on=today() - timedelta(1)) == 0
    assert partings.plan_handovers(on=today()) == 1
    assert partings.plan_handovers(on=today() + timedelta(5)) == 0
    assert Notice.objects.filter(kind="hope_rooms.handover_due", to=team.leader.person).count() == 1


# --- races: on real connections, and with what holds the rule taken away -----------------------


@pytest.fixture
def raced(transactional_db):
    city, team = hoping.city(), pairing.team()
    pair = pairing.two()
    for _number in range(3):
        pairing.proposed(city, team, pair)
    return city, team, pair, [pairing.requested(city, team) for _number in range(8)]


def race(team, pair, wanted):
    others = [pairing.adult(people.FEMALE) for _one in wanted]

    def act(number):
        return pairings.propose_pair(
            actor=team.leader,
            pairing=Pairing.objects.get(pk=wanted[number].pk),
            volunteers=[pair[0], others[number]],
            unrelated=True,
        )

    return at_once(act, len(wanted))


@pytest.mark.race
def test_of_eight_at_once_one_gets_the_fourth_seat(raced):
    _city, team, pair, wanted = raced
    answers = race(team, pair, wanted)
    assert sum(isinstance(answer, Pairing) for answer in answers) == 1
    assert {type(answer) for answer in answers} == {Pairing, TooManyChildren}
    assert PairMember.objects.standing().filter(volunteer=pair[0]).count() == 4


@pytest.mark.control
@pytest.mark.django_db
def test_the_control_without_the_key_a_seat_is_taken_twice(city, team, pair):
    with connection.cursor() as sql:
        sql.execute("RESET ROLE")
        sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
        sql.execute("ALTER TABLE hope_rooms_pairmember DROP CONSTRAINT pair_member_one_child_per_seat")
    for _number in range(2):
        PairMember.objects.create(pairing=pairing.requested(city, team), volunteer=pair[0], seat=1)
    assert PairMember.objects.standing().filter(volunteer=pair[0], seat=1).count() == 2
