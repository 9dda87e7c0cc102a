"""Walk-in and booking on behalf: the same walls and rules for whoever has no telephone, and one act for the desk."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stations import services
from stations.errors import ArrivalPast, BedTaken, NotEligible
from stations.models import ReferralCode, Stay, StayTransition
from stations.referral_errors import ReferralUsed
from tests import people
from tests.houses import book, house, rule
from tests.stations import referrals
from zibo_youth.accounts.errors import IdentityDisagrees
from zibo_youth.accounts.models import ConsentRecord, Membership, Person, User
from zibo_youth.accounts.services import Stated
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db

ASKED = {"purpose": "job_seeking", "purpose_detail": "机械厂面试", "declared_non_native": True}


def stated(person=None, **changes):
    told = {
        "full_name": person.full_name if person else "林小满",
        "id_type": "id_card",
        "id_number": person.id_number if person else people.id_number(gender=people.FEMALE),
        "mobile": "+8615400000001",
    }
    return Stated(**(told | changes))


def walk_in(operator, station, guest=None, nights=2, **changes):
    asked = ASKED | changes
    return services.walk_in(actor=operator, station=station, guest=guest or stated(), nights=nights, **asked)


def by_phone(operator, station, guest=None, days=5, nights=2, **changes):
    return services.book_by_phone(
        actor=operator,
        station=station,
        guest=guest or stated(),
        arrival=today() + timedelta(days=days),
        nights=nights,
        **(ASKED | changes),
    )


# --- walk-in --------------------------------------------------------------------------------


def test_a_walk_in_is_registered_seen_and_in_by_one_act(station, operator):
    stay = walk_in(operator, station)

    guest = Person.objects.get(pk=stay.guest_id)
    assert (stay.state, stay.arrival, stay.length) == ("checked_in", today(), 2)
    assert (guest.full_name, guest.identity_state) == ("林小满", "verified")
    assert [night.date for night in stay.nights.all()] == [today(), today() + timedelta(days=1)]
    assert [move.to_state for move in stay.transitions.all()] == ["submitted", "approved", "checked_in"]
    assert {move.actor for move in stay.transitions.all()} == {operator}
    assert stay.booked_by == operator
    consents = ConsentRecord.objects.filter(person=guest)
    assert {(c.scope, c.channel, c.recorded_by) for c in consents} == {
        (scope, "desk", operator) for scope in ("privacy", "id_number", "lodging")
    }


def test_the_desk_answers_for_lead_time_horizon_and_evidence_alone(station, operator):
    rule(lead_days=3, evidence_required=True, horizon_days=0)

    assert walk_in(operator, station, nights=6).state == "checked_in"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"nights": 7}, "cap_reached"),
        ({"declared_non_native": False}, "native"),
        ({"guest": "too old"}, "age_out"),
    ],
)
def test_every_other_rule_holds_and_nothing_is_left(station, operator, broken, code):
    if "guest" in broken:
        broken = {"guest": stated(id_number=people.id_number(born=people.LONG_AGO.replace(year=1970)))}
    before = Person.objects.count()

    with pytest.raises(NotEligible) as refusal:
        walk_in(operator, station, **broken)

    assert refusal.value.code == code
    assert len(refusal.value.assessment.verdicts) == 10
    assert Person.objects.count() == before
    assert not Stay.objects.exists()
    assert not ConsentRecord.objects.filter(person__isnull=False).exists()
    assert not Notice.objects.exists()


def test_a_full_house_has_no_bed_for_a_walk_in_either(operator, station):
    for name in ("甲", "乙"):
        walk_in(operator, station, stated(full_name=name, id_number=people.id_number(gender=people.FEMALE)))
    with pytest.raises(BedTaken):
        walk_in(operator, station)


def test_a_room_of_the_other_gender_stays_of_one_gender(operator):
    station = house("flexible:2")
    operator = people.operator(station.operator)
    walk_in(operator, station)
    with pytest.raises(BedTaken):
        walk_in(operator, station, stated(full_name="秦川", id_number=people.id_number(gender=people.MALE)))


def test_nights_of_the_web_and_of_the_desk_are_one_account(guest, station, operator):
    rule(lead_days=0)
    book(guest, station, today() + timedelta(days=10), nights=4)

    with pytest.raises(NotEligible) as refusal:
        walk_in(operator, station, stated(guest.person), nights=3)
    assert refusal.value.code == "cap_reached"
    stay = walk_in(operator, station, stated(guest.person), nights=2)
    assert stay.guest == guest.person
    assert sorted(guest.person.station_nights.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_known_guest_keeps_the_own_telephone_and_the_stay_has_what_was_said(guest, station, operator):
    stay = walk_in(operator, station, stated(guest.person))

    guest.person.refresh_from_db()
    assert guest.person.mobile == guest.mobile
    assert stay.contact_mobile == "+8615400000001"


def test_who_has_a_bed_elsewhere_tonight_gets_no_second(station, operator):
    walk_in(operator, station, stated(None, id_number=(number := people.id_number(gender=people.FEMALE))))
    other = house()
    with pytest.raises(NotEligible) as refusal:
        walk_in(people.operator(other.operator), other, stated(None, id_number=number))
    assert refusal.value.code == "overlap"


def test_a_number_under_another_name_is_refused_and_leaves_nothing(guest, station, operator):
    with pytest.raises(IdentityDisagrees):
        walk_in(operator, station, stated(guest.person, full_name="林小满"))
    assert not Stay.objects.exists()


def test_nobody_walks_into_the_own_desk(guest, station):
    Membership.objects.create(
        person=guest.person, organisation=station.operator, role="station_operator", from_on=people.LONG_AGO
    )
    own = User.objects.get(pk=guest.pk)
    for act in (walk_in, by_phone):
        with pytest.raises(NotAllowed):
            act(own, station, stated(guest.person))
    assert not Stay.objects.exists()


def test_only_the_stations_own_desk_takes_a_walk_in(guest, station):
    other = people.operator(house().operator)
    for actor in (guest, other, people.officer("huantai"), people.administrator()):
        for act in (walk_in, by_phone):
            with pytest.raises(NotAllowed):
                act(actor, station)
    assert walk_in(people.officer("zhangdian"), station).state == "checked_in"


# --- by telephone ---------------------------------------------------------------------------


def test_a_caller_has_a_code_and_is_seen_on_arrival(station, operator):
    stay = by_phone(operator, station)

    assert (stay.state, len(stay.check_in_code)) == ("approved", 6)
    assert stay.guest.identity_state == "stated"
    assert Notice.objects.filter(kind="stations.stay_approved", to=stay.guest).exists()
    assert set(ConsentRecord.objects.filter(person=stay.guest).values_list("channel", flat=True)) == {"phone"}
    assert StayTransition.objects.filter(stay=stay, to_state="checked_in").count() == 0


def test_a_caller_gets_no_earlier_turn_than_a_page(station, operator):
    with pytest.raises(NotEligible) as refusal:
        by_phone(operator, station, days=31)
    assert refusal.value.code == "too_far"
    assert by_phone(operator, station, days=0).state == "approved"


def test_nobody_books_a_night_that_is_over(station, operator):
    with pytest.raises(ArrivalPast):
        by_phone(operator, station, days=-1)


# --- the pages ------------------------------------------------------------------------------


def typed(station, **changes):
    return {
        "one_time_key": uuid.uuid4().hex,
        "full_name": "林小满",
        "id_type": "id_card",
        "id_number": people.id_number(gender=people.FEMALE),
        "mobile": "15400000001",
        "station": station.code,
        "nights": "2",
        "purpose": "job_seeking",
        "purpose_detail": "机械厂面试",
        "declared_non_native": "on",
        "room_wish": "any",
        "consent": "on",
        "is_seen": "on",
    } | changes


@pytest.fixture
def desk(operator):
    client = Client()
    client.force_login(operator)
    return client


@pytest.mark.parametrize(
    ("page", "more", "state"),
    [("desk_walk_in", {}, "checked_in"), ("desk_by_phone", {"arrival": "soon"}, "approved")],
)
def test_the_page_leads_to_the_stay_and_a_double_click_is_one_stay(desk, station, page, more, state):
    if more:
        more = {"arrival": (today() + timedelta(days=4)).isoformat()}
    form = typed(station, **more)

    answers = [desk.post(reverse(page), form) for _click in range(2)]

    stay = Stay.objects.get()
    assert stay.state == state
    assert {answer.url for answer in answers} == {reverse("desk_stay", args=[stay.reference])}


def test_a_refusal_shows_every_rule_and_keeps_what_was_typed(desk, station):
    answer = desk.post(reverse("desk_walk_in"), typed(station, nights="7"))

    page = answer.content.decode()
    assert "逐项核对结果" in page
    assert "本次最多还能申请 6 晚" in page
    assert 'value="林小满"' in page
    assert answer.context["form"].errors["nights"]
    assert not Stay.objects.exists()


def test_the_desk_asks_for_an_education_only_where_a_policy_does(desk, station):
    page = reverse("desk_walk_in")
    assert "education" not in desk.get(page).context["form"].fields
    rule(min_education="bachelor")

    assert "最低学历为本科" in desk.post(page, typed(station)).content.decode()
    assert not Person.objects.filter(full_name="林小满").exists()
    desk.post(page, typed(station, education="master"))
    assert Stay.objects.get().guest.education == "master"


def test_the_desk_changes_no_education_that_was_told(guest, station, operator):
    Person.objects.filter(pk=guest.person_id).update(education="college")
    rule(min_education="bachelor")
    with pytest.raises(NotEligible):
        walk_in(operator, station, stated(guest.person, education="doctor"))
    guest.person.refresh_from_db()
    assert guest.person.education == "college"


@pytest.mark.parametrize("box", ["consent", "is_seen"])
def test_both_statements_are_asked_for(desk, station, box):
    form = typed(station)
    del form[box]

    answer = desk.post(reverse("desk_walk_in"), form)

    assert box in answer.context["form"].errors
    assert not Person.objects.filter(full_name="林小满").exists()


def test_another_name_is_told_beside_the_name_and_shows_nothing_of_the_other(desk, station, guest):
    number = guest.person.id_number

    answer = desk.post(reverse("desk_walk_in"), typed(station, id_number=number))

    assert answer.context["form"].errors["full_name"]
    assert guest.person.full_name not in answer.content.decode()


def test_a_station_of_somebody_else_cannot_be_chosen(desk, station):
    answer = desk.post(reverse("desk_walk_in"), typed(house()))

    assert "station" in answer.context["form"].errors


# --- a consent on paper ends at the desk ------------------------------------------------------


def consent_page(stay):
    return reverse("desk_consent", args=[stay.reference])


def test_the_desk_writes_down_a_withdrawal_and_says_first_what_follows(station, operator):
    stay = walk_in(operator, station)
    desk = people.signed_in(operator)
    assert consent_page(stay) in desk.get(reverse("desk_stay", args=[stay.reference])).content.decode()
    assert "已经发生的住宿登记依法保存" in desk.get(consent_page(stay)).content.decode()

    asked = {
        "scopes": ["lodging", "privacy"],
        "reason": "本人到店书面提出",
        "one_time_key": str(uuid.uuid4()),
    }
    for _twice in range(2):
        answer = desk.post(consent_page(stay), asked)
        assert answer.url == reverse("desk_stay", args=[stay.reference])

    ended = ConsentRecord.objects.filter(person=stay.guest, withdrawn_at__isnull=False)
    assert {(c.scope, c.withdrawn_by, c.withdrawal_reason) for c in ended} == {
        (scope, operator, "本人到店书面提出") for scope in ("lodging", "privacy")
    }
    assert Stay.objects.get(pk=stay.pk).state == "checked_in"


def test_a_withdrawal_names_its_scope_and_its_reason(station, operator):
    stay = walk_in(operator, station)
    page = people.signed_in(operator).post(consent_page(stay), {"scopes": ["no such"]})

    assert set(page.context["form"].errors) == {"scopes", "reason"}
    assert ConsentRecord.objects.recorded_for(stay.guest_id).living().count() == 3


def test_who_agreed_with_an_account_withdraws_with_it(station, operator, guest):
    stay = book(guest, station)
    page = people.signed_in(operator).get(consent_page(stay)).content.decode()

    assert "我的授权" in page
    assert '<form class="form"' not in page


# --- a partner's code ------------------------------------------------------------------------


@pytest.mark.parametrize("book_at_desk", [walk_in, by_phone])
def test_a_partners_code_is_handed_in_at_the_desk_too(station, operator, book_at_desk):
    [code] = referrals.issue(referrals.partner())
    stay = book_at_desk(operator, station, referral=code.code.lower())
    code.refresh_from_db()
    assert (code.state, code.stay_id) == ("used", stay.pk)
    assert Stay.objects.get(pk=stay.pk).referred_by == code.partner.name


@pytest.mark.parametrize("book_at_desk", [walk_in, by_phone])
def test_a_code_that_opens_nothing_leaves_nothing_behind(station, operator, book_at_desk):
    [code] = referrals.issue(referrals.partner())
    walk_in(operator, station, referral=code.code)
    people_before = Person.objects.count()
    with pytest.raises(ReferralUsed):
        book_at_desk(operator, station, referral=code.code)
    assert Stay.objects.count() == 1
    assert Person.objects.count() == people_before


def test_the_desk_types_a_code_and_reads_why_it_is_refused(desk, station):
    told = desk.post(reverse("desk_walk_in"), typed(station, referral="ABCD-EFGH-JKLM"))
    assert "推荐码" in told.content.decode()
    assert told.context["form"].errors
    assert not Stay.objects.exists()
    [code] = referrals.issue(referrals.partner())
    page = desk.post(reverse("desk_walk_in"), typed(station, referral=code.code)).url
    assert ReferralCode.objects.get().state == "used"
    assert code.partner.name in desk.get(page).content.decode()
