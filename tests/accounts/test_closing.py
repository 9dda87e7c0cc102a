"""注销账号: asked for on one's own page or on paper, thought over, refused with the next step, done by a job."""

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from stations.errors import NotEligible
from stations.models import Placement, Stay, Strike
from stations.services import approve_stay, cancel_stay, hold_bed, save_draft, withdraw_stay
from tests import lounges, people
from tests.districts import follow_up_of
from tests.houses import book, soon
from zibo_youth.accounts import holdings, own_data, policy, services
from zibo_youth.accounts.errors import (
    AccountErased,
    ClosingAsked,
    HeldByLaw,
    NothingToTakeBack,
    TwoPeopleNeeded,
)
from zibo_youth.accounts.models import (
    ErasureRecord,
    ErasureRequest,
    IdentityReview,
    LegalHold,
    Membership,
    Person,
    User,
)
from zibo_youth.accounts.services import erasing
from zibo_youth.accounts.services.at_desk import Stated
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.errors import DomainError, NotAllowed, StateChanged
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=8)


def ask(user):
    return services.ask_to_close(actor=user, person=user.person)


def carry_out():
    with standing_at(now() + WEEK):
        return services.close_due_accounts()


def slept(user, station, nights=2, when=None):
    """A stay that was slept and is over; without a day of last month."""
    arrival = when or today() - timedelta(days=30)
    with standing_at(at(arrival - timedelta(days=5), time(9))):
        stay = book(user, station, arrival=arrival, nights=nights)
    stays = Stay.objects.filter(pk=stay.pk)
    stays.update(state="approved", decided_at=now(), check_in_code="111111", two_reviewers=False)
    stays.update(state="checked_in", checked_in_at=now())
    stays.update(state="checked_out", checked_out_at=now())
    return stay


# --- the person's own way ---------------------------------------------------------------------------


def test_the_person_asks_sees_the_clock_and_is_erased_after_the_days_of_thought(guest):
    asked = ask(guest)

    assert asked.answer_by == today() + timedelta(days=30)
    assert timedelta(days=6) < asked.due_at - now() <= timedelta(days=7)
    assert services.close_due_accounts() == 0
    assert Notice.objects.filter(to=guest.person, kind="accounts.erasure_asked").exists()

    assert carry_out() == 1
    assert carry_out() == 0

    asked.refresh_from_db()
    guest.refresh_from_db()
    person = Person.objects.get(pk=guest.person_id)
    assert (asked.state, person.is_erased, guest.is_active) == ("done", True, False)
    assert (str(person), str(guest)) == ("已注销", "已注销")
    assert ErasureRecord.objects.get().person_number == person.pk


def test_it_may_be_taken_back_while_nothing_is_done(guest):
    ask(guest)
    services.take_back(actor=guest, person=guest.person)
    assert carry_out() == 0
    with pytest.raises(NothingToTakeBack):
        services.take_back(actor=guest, person=guest.person)
    assert ask(guest).state == "asked"


def test_one_request_is_open_at_a_time(guest):
    ask(guest)
    with pytest.raises(ClosingAsked):
        ask(guest)
    with pytest.raises(IntegrityError, match="erasure_request_open_once"), transaction.atomic():
        ErasureRequest.objects.create(person=guest.person, due_at=now(), answer_by=today())


def test_nobody_closes_the_account_of_another(guest):
    with pytest.raises(NotAllowed):
        services.ask_to_close(actor=people.newcomer(), person=guest.person)


def test_the_page_needs_a_fresh_proof_and_the_box(client, guest):
    page = reverse("close_account")
    client.force_login(guest)
    assert client.post(page, {"understood": "on"}).status_code == 302
    assert not ErasureRequest.objects.exists()


def test_the_page_asks_shows_the_clock_and_takes_it_back(client, log_in):
    mobile = people.mobile_number()
    log_in(mobile)
    page = reverse("close_account")
    assert "会删除的" in client.get(page).content.decode()
    assert client.post(page, {"one_time_key": "1"}).status_code == 400
    assert client.post(page, {"understood": "on"}, follow=True).status_code == 200

    asked = ErasureRequest.objects.get()
    shown = client.get(page).content.decode()
    assert "最迟答复日期" in shown
    assert "understood" not in shown
    assert "查看进度或撤回" in client.get(reverse("own_data")).content.decode()

    client.post(reverse("keep_account"))
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert "没有可以撤回的" in client.post(reverse("keep_account"), follow=True).content.decode()


def test_after_it_no_session_and_no_token_opens_anything(client, guest):
    token, secret = services.create_token(guest, "一")
    client.force_login(guest)
    ask(guest)
    carry_out()
    assert client.get(reverse("profile")).status_code == 302
    assert services.user_of_token(secret) is None
    assert not guest.api_tokens.filter(pk=token.pk).exists()


# --- what hangs on the account ----------------------------------------------------------------------


def hold_by_law(user, _station):
    LegalHold.objects.create(person=user.person, reason="文书", placed_by=people.city_staff())


def in_office(user, station):
    Membership.objects.create(
        person=user.person, organisation=station.operator, role="station_operator", from_on=today()
    )


def appealed(user, station):
    Strike.objects.create(
        person=user.person, kind="no_show", occasion="stay-0", operator=station.operator,
        reporting_org=station.reporting_org, happened_on=today(), state="appealed", appealed_at=now(),
        statement="误",
    )  # fmt: skip


def claimed(user, station):
    stay = slept(user, station)
    question = follow_up_of(stay)
    Placement.objects.create(stay=stay, employer="厂", signed_on=today(), follow_up=question)


def visiting(user, _station):
    lounges.book(user, lounges.zone(lounges.lounge("zhangdian")))


def holding(user, station):
    draft = save_draft(
        actor=user, guest=user.person, station=station, arrival=soon(), departure=soon(7),
        purpose="job_seeking", declared_non_native=True,
    )  # fmt: skip
    hold_bed(actor=user, stay=draft)


OBSTACLES = {
    "erase_legal_hold": hold_by_law,
    "erase_in_office": in_office,
    "erase_review_open": lambda user, _s: IdentityReview.objects.create(user=user, person=user.person),
    "erase_stay_open": book,
    "erase_hold_open": holding,
    "erase_visit_open": visiting,
    "erase_appeal_open": appealed,
    "erase_claim_open": claimed,
}


@pytest.mark.parametrize("code", OBSTACLES)
def test_while_something_hangs_on_it_the_account_stays_and_says_what_to_do(client, guest, station, code):
    OBSTACLES[code](guest, station)

    with pytest.raises(DomainError) as refusal:
        ask(guest)

    assert refusal.value.code == code
    assert any(step in str(refusal.value) for step in ("请先", "请等待", "请联系"))
    client.force_login(guest)
    assert str(refusal.value) in client.get(reverse("close_account")).content.decode()
    assert not ErasureRequest.objects.exists()


def test_what_was_booked_after_the_asking_is_a_written_refusal(guest, station):
    asked = ask(guest)
    stay = book(guest, station, arrival=soon(20))

    assert carry_out() == 0

    asked.refresh_from_db()
    assert asked.state == "refused"
    assert stay.reference in asked.reason
    assert Notice.objects.filter(to=guest.person, kind="accounts.erasure_refused").exists()
    withdraw_stay(actor=guest, stay=stay)
    ask(guest)
    assert carry_out() == 1


def test_one_account_that_fails_keeps_no_other_waiting(guest, monkeypatch):
    other = people.applicant("林远")
    ask(guest)
    ask(other)
    broken, erase = guest.person_id, erasing.erase

    def fails_once(person):
        if person.pk == broken:
            raise ZeroDivisionError
        erase(person)

    monkeypatch.setattr("zibo_youth.accounts.services.closing.erase", fails_once)
    assert carry_out() == 1
    assert not Person.objects.get(pk=broken).is_erased


# --- on paper ---------------------------------------------------------------------------------------


def on_paper(person, by):
    return services.record_closing(actor=by, person=person, paper="11月28日递交")


def test_on_paper_one_writes_it_down_and_another_human_approves(guest):
    clerk, chief = people.city_staff("李青"), people.administrator("王管")
    written = on_paper(guest.person, clerk)
    assert Notice.objects.filter(to=chief.person, kind="accounts.erasure_to_approve").exists()
    assert services.close_due_accounts() == 0

    with pytest.raises(TwoPeopleNeeded):
        services.approve_closing(actor=clerk, erasurerequest=written)
    services.approve_closing(actor=chief, erasurerequest=written)

    with pytest.raises(StateChanged):
        services.approve_closing(actor=chief, erasurerequest=written)
    assert services.close_due_accounts() == 1


def test_a_second_account_of_the_same_human_is_no_second_human(guest):
    clerk = people.city_staff()
    twin = User.objects.create_user(people.mobile_number(), person=clerk.person, is_staff=True)
    written = on_paper(guest.person, clerk)
    with pytest.raises(TwoPeopleNeeded):
        services.approve_closing(actor=twin, erasurerequest=written)


def test_the_database_itself_refuses_one_human_for_both(guest):
    clerk = people.city_staff()
    written = on_paper(guest.person, clerk)
    with pytest.raises(IntegrityError, match="erasure_request_takes_two_people"), transaction.atomic():
        ErasureRequest.objects.filter(pk=written.pk).update(
            state="approved", due_at=now(), decided_by=clerk.person
        )
    with pytest.raises(IntegrityError, match="erasure_request_on_paper_was_approved"), transaction.atomic():
        ErasureRequest.objects.filter(pk=written.pk).update(state="approved", due_at=now())


def test_nobody_writes_down_or_approves_the_own_case(guest):
    clerk, chief = people.city_staff(), people.administrator()
    with pytest.raises(NotAllowed):
        on_paper(clerk.person, clerk)
    written = on_paper(guest.person, clerk)
    ErasureRequest.objects.filter(pk=written.pk).update(person=chief.person)
    written.refresh_from_db()
    with pytest.raises(TwoPeopleNeeded):
        services.approve_closing(actor=chief, erasurerequest=written)


@pytest.mark.parametrize("who", ["officer", "operator", "guest"])
def test_who_may_not_write_down_or_approve(request, who, guest, station):
    stranger = people.applicant("林远") if who == "guest" else request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        on_paper(guest.person, stranger)
    written = on_paper(guest.person, people.city_staff())
    with pytest.raises(NotAllowed):
        services.approve_closing(actor=stranger, erasurerequest=written)


def test_a_refusal_on_paper_has_its_reason(client, guest):
    clerk, chief = people.city_staff(), people.administrator()
    written = on_paper(guest.person, clerk)
    services.refuse_closing(actor=chief, erasurerequest=written, reason="申请书没有本人签名")
    client.force_login(guest)
    with translation.override("zh-hans"):
        assert "没有本人签名" in client.get(reverse("close_account")).content.decode()
    with pytest.raises(IntegrityError, match="erasure_request_refused_with_a_reason"), transaction.atomic():
        ErasureRequest.objects.filter(pk=written.pk).update(reason="")


def test_the_admin_writes_down_approves_and_shows_the_clock(guest):
    clerk, chief = people.signed_in(people.city_staff()), people.signed_in(people.administrator())
    people_list = reverse("admin:accounts_person_changelist")
    chosen = {"action": "record_closing", "_selected_action": guest.person_id}
    assert clerk.post(people_list, chosen).status_code == 200
    clerk.post(people_list, chosen | {"answered": "1", "paper": "11月28日递交"})
    written = ErasureRequest.objects.get()

    requests = reverse("admin:accounts_erasurerequest_changelist")
    assert "30 天" in chief.get(requests).content.decode()
    approve = {"action": "approve", "_selected_action": written.pk}
    assert "另一位工作人员" in clerk.post(requests, approve, follow=True).content.decode()
    chief.post(requests, approve)
    written.refresh_from_db()
    assert written.state == "approved"


# --- legal hold -------------------------------------------------------------------------------------


def test_a_legal_hold_stops_what_is_due_until_it_is_lifted(guest):
    clerk = people.city_staff()
    ask(guest)
    held = services.place_hold(actor=clerk, person=guest.person, reason="调证函 1 号")
    assert carry_out() == 0
    with pytest.raises(HeldByLaw):
        ask(guest)
    services.lift_hold(actor=clerk, legalhold=held, reason="案件办结")
    ask(guest)
    assert carry_out() == 1


def test_the_admin_places_and_lifts_a_hold(guest):
    clerk = people.signed_in(people.city_staff())
    answered = {"answered": "1", "reason": "调证函 1 号"}
    clerk.post(
        reverse("admin:accounts_person_changelist"),
        {"action": "place_hold", "_selected_action": guest.person_id} | answered,
    )
    held = LegalHold.objects.get()
    clerk.post(
        reverse("admin:accounts_legalhold_changelist"),
        {"action": "lift", "_selected_action": held.pk} | answered,
    )
    held.refresh_from_db()
    assert held.lifted_at


# --- coming back ------------------------------------------------------------------------------------


def returned(guest_number, mobile):
    """A new log-in of the same human states the same document, and an officer sees the paper."""
    back = people.newcomer(mobile=mobile)
    services.give_consent(back, "id_number")
    told = {"full_name": "陈一帆", "id_type": "id_card", "id_number": guest_number}
    with pytest.raises(DomainError) as refusal:
        services.state_identity(actor=back, **told)
    assert refusal.value.code == "identity_in_review"
    review = IdentityReview.objects.get(user=back)
    services.link_review(people.city_staff(), review, "已看证件")
    back.refresh_from_db()
    return back, services.state_identity(actor=back, **told)


def test_leaving_and_coming_back_gives_no_seventh_night(guest, station):
    number, mobile = guest.person.id_number, guest.mobile
    slept(guest, station, 4)
    ask(guest)
    assert carry_out() == 1
    person = Person.objects.get(pk=guest.person_id)
    assert person.id_index
    assert not person.id_sealed

    back, again = returned(number, mobile)

    assert again.pk == person.pk
    assert (again.is_erased, again.full_name, again.id_number) == (False, "陈一帆", number)
    with pytest.raises(NotEligible):
        book(back, station, nights=3)
    assert book(back, station, nights=2)


def test_at_a_desk_whoever_comes_back_is_known_again(guest, station, operator):
    number = guest.person.id_number
    slept(guest, station, 2)
    ask(guest)
    carry_out()
    stated = Stated(full_name="陈一帆", id_type="id_card", id_number=number, mobile="+8613900009999")
    person = services.register_person(actor=operator, stated=stated)
    assert (person.pk, person.full_name, person.id_number) == (guest.person_id, "陈一帆", number)


def test_the_hash_stays_for_the_year_of_the_last_night_and_then_goes(guest, station):
    other = people.applicant("林远")
    slept(guest, station)
    slept(other, station, when=date(today().year - 1, 11, 20))
    for user in (guest, other):
        ask(user)
    assert carry_out() == 2

    of_this_year, of_last_year = (Person.objects.get(pk=user.person_id) for user in (guest, other))

    assert of_this_year.id_index
    assert not of_last_year.id_index
    assert holdings.identity_until(of_this_year.pk) == date(today().year, 12, 31)
    with pytest.raises(IntegrityError, match="nights are counted"), transaction.atomic():
        Person.objects.filter(pk=of_this_year.pk).update(id_index="")


def test_the_night_s_job_lets_the_hash_go_when_its_day_has_come(guest, monkeypatch):
    ask(guest)
    monkeypatch.setattr(holdings, "identity_until", lambda _person: today())
    carry_out()
    rows = Person.objects.filter(pk=guest.person_id)
    services.erase_again()
    assert rows.get().id_index

    monkeypatch.setattr(holdings, "identity_until", lambda _person: today() - timedelta(days=1))
    services.erase_again()
    assert not rows.get().id_index


def test_without_nights_the_hash_goes_at_once(guest):
    ask(guest)
    carry_out()
    assert not Person.objects.get(pk=guest.person_id).id_index


# --- what a request in flight meets -----------------------------------------------------------------


def test_a_request_in_flight_finds_the_account_closed(guest, station):
    ask(guest)
    carry_out()
    acts = [
        lambda: book(guest, station),
        lambda: services.change_details(actor=guest, university="某大学"),
        lambda: services.copy_own_data(actor=guest),
        lambda: services.change_mobile(user=guest, mobile="+8613900008888"),
        lambda: services.place_hold(actor=people.city_staff(), person=guest.person, reason="x"),
    ]
    for act in acts:
        with pytest.raises((AccountErased, NotAllowed)), transaction.atomic():
            act()
    assert holdings.identity_until(guest.person_id) is None
    assert not Stay.objects.filter(guest=guest.person).exists()


def test_the_database_itself_refuses_a_name_on_an_erased_person(guest):
    ask(guest)
    carry_out()
    with pytest.raises(IntegrityError, match="person_erased_holds_nothing"), transaction.atomic():
        Person.objects.filter(pk=guest.person_id).update(full_name="某")


def test_the_journal_only_grows(guest):
    ask(guest)
    carry_out()
    for change in (lambda: ErasureRecord.objects.update(person_number=0), ErasureRecord.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_one_s_own_copy_tells_of_the_request(guest):
    ask(guest)
    [told] = own_data.everything_about(guest)["closing_requests"]
    assert told["state"] == "asked"


def test_staff_do_not_see_who_asked_beyond_their_right(officer, guest):
    asked = ask(guest)
    assert not ErasureRequest.objects.visible_to(officer).filter(pk=asked.pk).exists()
    assert ErasureRequest.objects.visible_to(people.city_staff()).filter(pk=asked.pk).exists()
    assert policy.MATRIX["accounts.decide_erasure"][0] == ""


def test_what_is_over_hangs_on_nothing(guest, station, operator):
    stay = approve_stay(actor=operator, stay=book(guest, station))
    cancel_stay(actor=operator, stay=stay, reason="plans_changed")
    slept(guest, station)
    assert holdings.obstacles(guest.person) == []
