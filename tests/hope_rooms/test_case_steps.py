"""From the nomination to the survey on the pages of a case: what is asked, what is refused, and to whom it is shown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hope_rooms.models import Access, CareConsent, Child, ChildView, EligibilityFact, HopeRoom
from hope_rooms.services import children
from hope_rooms.views.next_step import next_of
from tests import building, hoping, people
from tests.corpus import SHARP
from tests.people import signed_in
from zibo_youth.core.calendar import today

NEW = reverse("hope_nominate")
TOMORROW = (today() + timedelta(days=1)).isoformat()


def text(answer):
    return answer.content.decode()


def page(room, name="hope_case"):
    return reverse(name, args=[room.child.code])


def answers(place, **other):
    """What a town types."""
    born = hoping.born_for(hoping.TEN_YEARS)
    return {
        "place": place.pk,
        "full_name": "示雀儿",
        "id_number": people.id_number(born=born),
        "address": "示范雀村一号",
        "school": "示范雀小学",
        "grade": "四年级",
        "guardian_name": "王示雀",
        "guardian_relation": "祖母",
        "guardian_mobile": "13900007777",
        "channel": "paper",
        "on": today().isoformat(),
    } | other


def take(user, room, name, act, **fields):
    """Press a button of a page of the case; what follows."""
    told = {f"{act}-{field}": value for field, value in fields.items()}
    return signed_in(user).post(page(room, name), {"act": act} | told, follow=True)


def fact(user, room, kind, **other):
    told = {"is_met": "yes", "evidence": "示范材料 2021-1", "on": today().isoformat()} | other
    return take(user, room, "hope_case_facts", f"fact_{kind}", **told)


def state(room):
    return HopeRoom.objects.get(pk=room.pk).state


# --- nomination ------------------------------------------------------------------------------


def test_a_town_nominates_and_stands_before_the_case(city):
    client = signed_in(city.town_officer)
    assert f'value="{city.town.pk}" selected' in text(client.get(NEW))

    shown = text(client.post(NEW, answers(city.town), follow=True))

    child = Child.objects.get()
    assert (child.town, child.reporting_org, child.room.state) == (city.town, city.here, "nominated")
    assert child.code in shown
    assert "开始资格核对" in shown
    assert "雀" not in shown


def test_a_district_nominates_for_a_town_or_for_itself(city):
    client = signed_in(city.officer)
    for place in (city.town, city.here):
        client.post(NEW, answers(place))
    assert [child.town for child in Child.objects.order_by("pk")] == [city.town, None]


def test_no_place_of_another_district_may_be_chosen(city):
    for place in (city.there, hoping.town_of(city.there)):
        shown = signed_in(city.town_officer).post(NEW, answers(place))
        assert "place" in shown.context["form"].errors
    assert not Child.objects.exists()


@pytest.mark.parametrize("who", ["city_staff", "director", "finance", "lead", "deputy"])
def test_who_does_not_nominate_finds_no_such_page(city, who):
    client = signed_in(getattr(city, who))
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, answers(city.town)).status_code == 404
    assert "cases/new/" not in text(client.get(reverse("hope_cases")))
    assert not Child.objects.exists()


def test_a_second_nomination_is_refused_beside_the_number_and_tells_nothing_of_the_first(city):
    mine = answers(city.town)
    signed_in(city.town_officer).post(NEW, mine)
    first = Child.objects.get()

    elsewhere = answers(city.there, id_number=mine["id_number"], full_name="示另", address="另村")
    elsewhere |= {"school": "", "guardian_name": "示亲"}
    shown = signed_in(city.foreign_officer).post(NEW, elsewhere)

    assert shown.context["form"].errors["id_number"] == [
        "这个证件号码已有档案，请向区县团委核实，不要重复提报"
    ]
    assert not {word for word in (first.code, "雀", str(city.town), str(city.here)) if word in text(shown)}
    assert Child.objects.get() == first


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("id_number", ""),
        ("id_number", "370303201503051234"),
        ("address", ""),
        ("guardian_name", ""),
        ("guardian_name", " "),
        ("guardian_relation", ""),
        ("guardian_mobile", "12"),
        ("channel", "dream"),
        ("on", TOMORROW),
        ("on", "yesterday"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(city, field, value):
    shown = signed_in(city.town_officer).post(NEW, answers(city.town, **{field: value}))
    assert list(shown.context["form"].errors) == [field]
    assert not Child.objects.exists()


@pytest.mark.parametrize("sharp", SHARP)
def test_no_input_breaks_a_page_of_a_case(city, sharp):
    room = children.start_screening(actor=city.officer, room=hoping.nominated(city))
    client = signed_in(city.officer, raise_request_exception=False)
    sharp = sharp.encode("utf-8", "replace").decode()
    assert client.post(NEW, dict.fromkeys(answers(city.town), sharp)).status_code == 200
    for name, act, fields in (
        ("hope_case_facts", "fact_age", ("on",)),
        ("hope_case_facts", "fact_space", ("is_met", "evidence", "on")),
        ("hope_case_consents", "answer", ("purpose", "answer", "channel", "guardian_name", "on")),
        ("hope_case_consents", "view", ("purpose", "answer", "manner", "on")),
        ("hope_case_consents", "withdraw", ("purpose",)),
    ):
        told = {f"{act}-{field}": sharp for field in fields}
        assert client.post(page(room, name), {"act": act} | told).status_code == 200
        assert client.post(page(room, name), {"act": sharp}).status_code in (200, 404)
    assert not EligibilityFact.objects.exists()
    assert CareConsent.objects.count() == 1


# --- the four facts --------------------------------------------------------------------------


def test_a_case_is_walked_from_the_nomination_to_the_survey_on_its_pages(city):
    room = hoping.nominated(city)
    shown = text(signed_in(city.town_officer).get(page(room)))
    assert "区县团委" in shown
    assert "去办理" not in shown

    assert "去办理" in text(signed_in(city.officer).get(page(room)))
    take(city.officer, room, "hope_case_facts", "screen")
    assert "核对四项资格事实" in text(signed_in(city.officer).get(page(room)))
    take(city.officer, room, "hope_case_facts", "fact_age", on=today().isoformat())
    for kind in ("family", "space", "hardship"):
        assert take(city.officer, room, "hope_case_facts", "decide").status_code == 404
        fact(city.officer, room, kind)
    assert "作出资格结论" in text(signed_in(city.officer).get(page(room)))
    take(city.officer, room, "hope_case_facts", "decide")

    assert state(room) == "surveying"
    shown = text(signed_in(city.officer).get(page(room, "hope_case_facts")))
    assert "示范材料 2021-1" in shown
    assert 'name="act"' not in shown


def test_one_fact_that_is_not_met_ends_it(city):
    room = children.start_screening(actor=city.officer, room=hoping.nominated(city))
    hoping.facts_of(city, room.child)
    fact(city.officer, room, "space", is_met="no")
    take(city.officer, room, "hope_case_facts", "decide")
    assert state(room) == "ineligible"
    assert "开始资格核对" in text(signed_in(city.officer).get(page(room, "hope_case_facts")))


def test_the_age_is_decided_by_the_portal(city):
    room = hoping.nominated(city, id_number=people.id_number(born=hoping.born_for(16)))
    room = children.start_screening(actor=city.officer, room=room)
    shown = text(take(city.officer, room, "hope_case_facts", "fact_age", on=today().isoformat()))
    assert EligibilityFact.objects.get().is_met is False
    assert "不符合" in shown


@pytest.mark.parametrize(
    ("other", "field"),
    [({"evidence": " "}, "evidence"), ({"on": TOMORROW}, "on"), ({"is_met": ""}, "is_met")],
)
def test_a_fact_without_paper_day_or_result_is_refused_beside_its_field(city, other, field):
    room = children.start_screening(actor=city.officer, room=hoping.nominated(city))
    shown = fact(city.officer, room, "space", **other)
    assert list(shown.context["offer"].sent.errors) == [field]
    assert not EligibilityFact.objects.exists()


@pytest.mark.parametrize("who", ["town_officer", "city_staff", "director", "finance", "lead"])
def test_only_the_district_checks_and_decides(city, who):
    room = children.start_screening(actor=city.officer, room=hoping.nominated(city))
    user = getattr(city, who)
    assert signed_in(user).get(page(room, "hope_case_facts")).status_code == 200
    assert fact(user, room, "space").status_code == 404
    assert take(user, room, "hope_case_facts", "screen").status_code == 404
    assert not EligibilityFact.objects.exists()


@pytest.mark.parametrize("name", ["hope_case_facts", "hope_case_consents"])
def test_another_district_finds_no_page_of_the_case(city, name):
    room = hoping.nominated(city)
    client = signed_in(city.foreign_officer)
    assert client.get(page(room, name)).status_code == 404
    assert client.post(page(room, name), {"act": "screen"}).status_code == 404


def test_two_presses_of_one_button_are_one_step(city):
    room, client = hoping.nominated(city), signed_in(city.officer)
    pressed = {"act": "screen", "one_time_key": "k-1"}
    for _time in range(2):
        assert client.post(page(room, "hope_case_facts"), pressed).status_code == 302
    assert room.transitions.count() == 1


# --- guardian and child ----------------------------------------------------------------------


def consent(user, room, **other):
    told = {"purpose": "visits", "answer": "agreed", "channel": "paper", "guardian_name": "王示雀"}
    told |= {"guardian_relation": "祖母", "on": today().isoformat()}
    return take(user, room, "hope_case_consents", "answer", **told | other)


def test_an_answer_is_given_and_taken_back_and_both_are_shown_without_the_guardians_name(city):
    room = hoping.nominated(city)
    for user in (city.town_officer, city.director):
        shown = text(consent(user, room))
        assert "第 1 版" in shown
        assert "雀" not in shown
        shown = text(take(user, room, "hope_case_consents", "withdraw", purpose="visits"))
        assert "已撤回" in shown
    assert CareConsent.objects.filter(purpose="visits", withdrawn_at__isnull=False).count() == 2


def test_a_refusal_is_an_answer_and_a_standing_answer_is_not_offered_again(city):
    room = hoping.nominated(city)
    consent(city.officer, room, answer="refused")
    assert CareConsent.objects.get(purpose="visits").answer == "refused"
    shown = consent(city.officer, room)
    assert list(shown.context["offer"].sent.errors) == ["purpose"]


@pytest.mark.parametrize(
    ("other", "field"),
    [({"guardian_name": " "}, "guardian_name"), ({"on": TOMORROW}, "on"), ({"channel": ""}, "channel")],
)
def test_an_answer_without_a_name_or_a_day_is_refused_beside_its_field(city, other, field):
    room = hoping.nominated(city)
    assert list(consent(city.officer, room, **other).context["offer"].sent.errors) == [field]
    assert CareConsent.objects.count() == 1


def test_after_the_withdrawal_of_care_the_case_page_shows_nothing_of_the_child(city):
    room = hoping.nominated(city, full_name="示雀")
    take(city.officer, room, "hope_case_consents", "withdraw", purpose="care")
    before = Access.objects.count()
    look = {"parts": ["person"], "purpose": "care"}
    assert "雀" not in text(signed_in(city.officer).post(page(room), look))
    assert Access.objects.count() == before


def test_the_childs_own_view_is_written_down_with_the_manner(city):
    room = hoping.nominated(city)
    told = {"purpose": "care", "answer": "yes", "manner": "drawing"}
    refused = take(city.town_officer, room, "hope_case_consents", "view", **told, on=TOMORROW)
    assert list(refused.context["offer"].sent.errors) == ["on"]
    shown = text(take(city.town_officer, room, "hope_case_consents", "view", **told, on=today().isoformat()))
    assert ChildView.objects.get().manner == "drawing"
    assert "画画表达" in shown


@pytest.mark.parametrize("who", ["city_staff", "finance", "lead", "deputy"])
def test_who_records_nothing_sees_what_was_said_and_no_button(city, who):
    room, user = hoping.nominated(city), getattr(city, who)
    shown = text(signed_in(user).get(page(room, "hope_case_consents")))
    assert "第 1 版" in shown
    assert 'name="act"' not in shown
    assert consent(user, room).status_code == 404


# --- the next step ---------------------------------------------------------------------------


def test_every_stage_says_what_comes_next_until_the_way_is_over(city):
    room = hoping.nominated(city)
    over = {"ineligible", "closed", "cancelled", "withdrawn"}
    for each in HopeRoom.State.values:
        room.state = each
        assert (next_of(room) is None) == (each in over), each


def test_a_survey_says_whose_turn_it_is(city):
    room = hoping.screened(city)
    assert str(next_of(room).words) == "指派勘察人"
    survey = building.named(city, room)
    assert str(next_of(room).who) == "勘察人"
    for user, visit in building.places(survey):
        building.surveys.check_in(actor=user, visit=visit)
    user, visit = building.places(survey)[0]
    building.surveys.hand_in(actor=user, visit=visit, findings=building.findings())
    assert str(next_of(room).words) == "登记孩子的意愿"
    building.asked(city, room)
    assert str(next_of(room).words) == "提请评审"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_are_there_in_both_languages(city, language):
    room = hoping.nominated(city)
    client = signed_in(city.officer)
    prefix = "/en" if language == "en" else ""
    for address in (NEW, page(room), page(room, "hope_case_facts"), page(room, "hope_case_consents")):
        shown = client.get(prefix + address)
        assert shown.status_code == 200
        assert "no-store" in shown["Cache-Control"]
