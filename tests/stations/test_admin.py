"""入住单的管理页: what a reviewer sees, and what a batch does to each row."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from stations.models import Closure, Placement, Room, Stay, StayPolicy, Suspension
from tests import people
from tests.core.test_admin_scope import address
from tests.districts import district
from tests.houses import book, house, soon
from tests.people import signed_in
from zibo_youth.accounts.models import IdentityReveal, Membership
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now, today

pytestmark = pytest.mark.django_db
LIST = "admin:stations_stay_changelist"


@pytest.fixture
def world():
    return district("zhangdian")


def act(client, action, *stays, **answers):
    asked = {"action": action, "_selected_action": [stay.pk for stay in stays], **answers}
    return client.post(reverse(LIST), asked, follow=True)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_each_row_has_its_own_message_and_a_refusal_stops_nobody_else(world):
    other = book(people.applicant("吴晓"), world.station)
    client = signed_in(world.officer)
    act(client, "approve", other)

    answer = act(client, "approve", other, world.stay)

    assert sorted(told(answer)) == sorted(
        [
            f"{other.reference}：这份入住单目前为“待入住”，不能进行此操作",
            f"{world.stay.reference}：已办理",
            "共 2 条，已办理 1 条",
        ]
    )
    assert set(Stay.objects.values_list("state", flat=True)) == {"approved"}


def test_a_move_is_written_in_the_log_of_the_admin(world):
    act(signed_in(world.officer), "approve", world.stay)
    entry = LogEntry.objects.filter(object_id=str(world.stay.pk), user=world.officer).first()
    assert entry.change_message == "approve_stay"


def test_returning_asks_for_a_reason_first(world):
    client = signed_in(world.officer)

    page = act(client, "send_back", world.stay)
    assert page.templates[0].name == "admin/ask.html"
    assert world.stay.reference in page.content.decode()
    empty = act(client, "send_back", world.stay, answered="yes")
    assert empty.context["form"].errors["reason"]
    silent = act(client, "send_back", world.stay, answered="yes", reason="other")
    assert silent.context["form"].errors["note"]
    world.stay.refresh_from_db()
    assert world.stay.state == "submitted"

    act(client, "send_back", world.stay, answered="yes", reason="evidence_unclear", note="请重新拍照")
    world.stay.refresh_from_db()
    assert world.stay.state == "returned"
    last = world.stay.transitions.last()
    assert (last.reason, last.note, last.actor) == ("evidence_unclear", "请重新拍照", world.officer)


def test_rejecting_frees_the_nights(world):
    act(signed_in(world.officer), "reject", world.stay, answered="yes", reason="not_eligible", note="")
    assert Stay.objects.get().state == "rejected"
    assert not world.stay.nights.exists()


def test_a_bed_is_pinned_for_a_reason_and_let_go(world):
    client = signed_in(world.operator)

    assert act(client, "pin_bed", world.stay).templates[0].name == "admin/ask.html"
    empty = act(client, "pin_bed", world.stay, answered="yes")
    assert empty.context["form"].errors["reason"]
    act(client, "pin_bed", world.stay, answered="yes", reason="accessibility")
    page = client.get(reverse("admin:stations_stay_change", args=[world.stay.pk]))
    assert "无障碍需要" in page.rendered_content
    assert Stay.objects.get(pk=world.stay.pk).bed_pinned

    act(client, "unpin_bed", world.stay)
    assert not Stay.objects.get(pk=world.stay.pk).bed_pinned


def test_nobody_edits_a_state_by_hand(world):
    page = reverse("admin:stations_stay_change", args=[world.stay.pk])
    assert signed_in(world.officer).post(page, {"state": "approved"}).status_code == 403


def test_an_overdue_request_says_so_in_words(world):
    client, tag = signed_in(world.officer), '<span class="tag is-error">超时</span>'
    assert tag not in client.get(reverse(LIST)).rendered_content
    Stay.objects.update(review_due_at=now().replace(year=2021))
    assert tag in client.get(reverse(LIST)).rendered_content


def test_the_list_is_masked_and_found_by_the_ends_of_numbers(world):
    client, person = signed_in(world.officer), world.guest.person
    for wanted in (world.stay.reference, person.full_name, person.id_last4, person.mobile[-4:]):
        page = client.get(reverse(LIST), {"q": wanted}).rendered_content
        assert world.stay.reference in page
        assert person.full_name not in page.split('id="result_list"')[1]
    assert world.stay.reference not in client.get(reverse(LIST), {"q": "没有此人"}).rendered_content


@pytest.mark.parametrize("rows", [1, 6])
def test_the_list_costs_the_same_for_any_number_of_rows(rows, world, django_assert_max_num_queries):
    Room.objects.filter(station=world.station).first().beds.bulk_create(
        [
            type(world.station.rooms.first().beds.first())(room=world.station.rooms.first(), label=f"x{n}")
            for n in range(6)
        ]
    )
    for _row in range(rows):
        book(people.applicant(), world.station)
    client = signed_in(world.officer)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(26):
        assert client.get(reverse(LIST)).status_code == 200


def test_a_number_of_zibo_is_a_hint_and_nothing_more(world):
    page = reverse("admin:stations_stay_change", args=[world.stay.pk])
    client = signed_in(world.officer)
    assert "请人工核对户籍" in client.get(page).rendered_content

    stranger = people.applicant()
    number = people.id_number(place="110199")
    stranger.person.id_sealed = crypto.seal(number, context=stranger.person.id_context)
    stranger.person.save()
    stay = book(stranger, world.station)
    page = reverse("admin:stations_stay_change", args=[stay.pk])
    assert "请人工核对户籍" not in client.get(page).rendered_content


def test_other_stays_of_the_guest_are_shown_as_far_as_the_officer_sees(world):
    Suspension.objects.all().delete()
    abroad = book(world.guest, house(of="huantai"), soon(12))
    near = book(world.guest, house(), soon(18))
    page = reverse("admin:stations_stay_change", args=[world.stay.pk])
    shown = signed_in(world.officer).get(page).rendered_content
    assert near.reference in shown
    assert abroad.reference not in shown


def test_a_full_number_is_shown_once_for_a_written_reason(world):
    client, person = signed_in(world.officer), world.guest.person
    page = reverse("admin:accounts_person_reveal", args=[person.pk])
    reveals = IdentityReveal.objects.filter(person=person, by=world.officer)
    before = reveals.count()

    for answer in (client.get(page), client.post(page, {"reason": " "})):
        assert person.id_number not in answer.rendered_content
    assert reveals.count() == before

    shown = client.post(page, {"reason": "核对住宿登记"})
    assert person.id_number in shown.rendered_content
    assert "no-store" in shown["Cache-Control"]
    assert reveals.first().reason == "核对住宿登记"
    assert person.id_number not in client.get(page).rendered_content


def test_the_administrator_sees_no_number_and_no_stay(world):
    client = signed_in(people.administrator())
    assert (
        client.get(reverse("admin:accounts_person_reveal", args=[world.guest.person_id])).status_code == 403
    )
    assert client.get(reverse(LIST)).status_code == 403


def test_a_suspension_is_lifted_with_a_reason(world):
    suspension, client = Suspension.objects.get(), signed_in(world.officer)
    asked = {"action": "lift", "_selected_action": suspension.pk}
    client.post(address(Suspension, "changelist"), asked)
    suspension.refresh_from_db()
    assert suspension.lifted_at is None

    client.post(address(Suspension, "changelist"), asked | {"answered": "yes", "reason": "已说明情况"})
    suspension.refresh_from_db()
    assert (suspension.lifted_by, suspension.lift_reason) == (world.officer, "已说明情况")


def test_an_officer_suspends_a_guest_of_the_own_district_only(world):
    add = reverse("admin:stations_suspension_add")
    form = {"person": world.guest.person_id, "from_on": today(), "until_on": "2099-01-01", "reason": "测试"}
    signed_in(people.officer("huantai")).post(add, form)
    assert Suspension.objects.count() == 1
    signed_in(world.officer).post(add, form)
    assert Suspension.objects.count() == 2


def test_a_placement_needs_somebody_who_stayed(world):
    Placement.objects.all().delete()
    add, client = reverse("admin:stations_placement_add"), signed_in(world.officer)
    form = {"stay": world.stay.pk, "employer": "某机械厂", "signed_on": today(), "evidence": ""}
    answer = client.post(add, form, follow=True)
    assert told(answer) == ["只有办理过入住的入住单才能登记签约"]
    assert not Placement.objects.exists()


def test_a_used_policy_changes_its_note_only(world):
    client, policy = signed_in(people.city_staff()), world.stay.policy
    page = reverse("admin:stations_staypolicy_change", args=[policy.pk])
    client.post(page, {"note": "按2020年11月通知", "max_free_nights": "9"})
    policy.refresh_from_db()
    assert (policy.note, policy.max_free_nights) == ("按2020年11月通知", 6)


def test_a_new_policy_says_whom_it_touches(world):
    form = {
        field.name: getattr(StayPolicy(), field.name)
        for field in StayPolicy._meta.fields
        if field.name != "id"
    }
    form |= {
        "effective_from": today(),
        "source": "测试",
        "max_nights_per_stay": "",
        "allowed_purposes": ["job_seeking"],
    }
    form["max_free_nights"] = 2
    form = {key: value for key, value in form.items() if value is not False}
    answer = signed_in(people.city_staff()).post(reverse("admin:stations_staypolicy_add"), form, follow=True)
    assert any(text.startswith("影响范围：1 份已受理的入住单按原政策执行") for text in told(answer))


def test_a_room_keeps_its_kind_while_nights_contradict(world):
    room = world.station.rooms.get()
    form = {
        "station": world.station.pk,
        "name": room.name,
        "gender_mode": "female",
        "floor": "1",
        "beds-TOTAL_FORMS": "0",
        "beds-INITIAL_FORMS": "0",
    }
    answer = signed_in(world.officer).post(
        reverse("admin:stations_room_change", args=[room.pk]), form, follow=True
    )
    room.refresh_from_db()
    assert room.gender_mode == "flexible"
    assert told(answer) == [
        "这间房已安排了入住的夜晚，不能改成另一类型；请等这些夜晚过去，或先处理相关入住单"
    ]


def test_a_booked_bed_is_not_deleted_and_an_unused_one_is(world):
    used = world.stay.nights.first().bed
    unused = used.room.beds.exclude(pk=used.pk).last()
    client = signed_in(world.officer)
    for bed in (used, unused):
        client.post(reverse("admin:stations_bed_delete", args=[bed.pk]), {"post": "yes"})
    left = set(world.station.rooms.get().beds.values_list("pk", flat=True))
    assert used.pk in left
    assert unused.pk not in left


def test_a_closure_is_made_and_lifted_at_the_desk_alone(world):
    """A row typed in here would leave guests in closed beds and tell nobody."""
    form = {"station": world.station.pk, "reason": "检修", "from_on": "2099-01-01", "until_on": "2099-01-02"}
    client, kept = signed_in(world.officer), Closure.objects.get(station=world.station)
    assert client.post(reverse("admin:stations_closure_add"), form).status_code == 403
    assert client.post(reverse("admin:stations_closure_change", args=[kept.pk]), form).status_code == 403
    assert client.post(reverse("admin:stations_closure_delete", args=[kept.pk])).status_code == 403
    assert list(Closure.objects.filter(station=world.station)) == [kept]


def test_an_office_given_here_opens_the_staff_door(world):
    form = {
        "person": world.guest.person_id,
        "organisation": world.station.operator_id,
        "role": "station_operator",
        "from_on": today(),
    }
    signed_in(people.administrator()).post(reverse("admin:accounts_membership_add"), form)
    world.guest.refresh_from_db()
    assert world.guest.is_staff
    assert Membership.objects.filter(person=world.guest.person).count() == 1
