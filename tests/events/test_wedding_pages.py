"""Pages of the wedding: what the public reads, one case for both, the desk; and that nothing tells of a result early."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Couple, WeddingSelection
from events.wedding_invariants import SENTENCES
from events.wedding_own_data import weddings_hold
from events.wedding_selection import ADMITTED, ranked
from tests import applying, marrying, people
from tests.people import signed_in
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
State = Couple.State


def text(answer):
    return answer.content.decode()


def at_couple(user, couple, act="", **said):
    page = reverse("couple", args=[couple.public_id])
    client = signed_in(user)
    if not act:
        return client.get(page)
    return client.post(page, {f"{act}-{name}": value for name, value in said.items()} | {"act": act})


# --- the public ----------------------------------------------------------------------------------


def test_a_draft_is_nobody_s_business(client):
    made = marrying.draft()
    assert made.local_title not in text(client.get(reverse("weddings")))
    assert client.get(reverse("wedding", args=[made.public_id])).status_code == 404
    assert client.get(reverse("wedding_list_file", args=[made.public_id])).status_code == 404


def test_the_page_says_day_places_conditions_gift_deadline_and_rules(client):
    of = marrying.wedding(gift="新婚礼包一份", age_to=40, officiant="示例主婚人")
    page = text(client.get(reverse("wedding", args=[of.public_id])))
    for said in ("孝妇河湿地公园", "天空之橙", of.conditions, "新婚礼包一份", "不超过 40 周岁", "示例主婚人"):
        assert said in page, said
    assert WeddingSelection.objects.get(wedding=of).seed_hash in page


def test_the_result_is_told_by_number_and_never_by_name(client):
    of, found = marrying.chosen(3)
    page = text(client.get(reverse("wedding", args=[of.public_id])))
    assert "入选 2 对" in page
    for _couple, two in found:
        assert not [user for user in two if user.person.full_name in page]


# --- the two -------------------------------------------------------------------------------------


def test_from_the_start_to_handed_in_by_their_own_pages():
    of, (his, hers) = marrying.wedding(), marrying.pair()
    apply = reverse("wedding_apply", args=[of.public_id])
    assert "请先" not in text(signed_in(his).get(apply))
    signed_in(his).post(apply, {"willing": "on"})
    couple = Couple.objects.get()
    link = re.search(r"/events/weddings/join/[\w-]{20}/", text(at_couple(his, couple)))[0]
    assert his.person.masked_name in text(signed_in(hers).get(link))
    signed_in(hers).post(link, {"willing": "on"})
    at_couple(his, couple, "certificate", number=marrying.certificate(), married_on=today().isoformat())
    at_couple(hers, couple, "paper", kind="certificate", upload=applying.paper())
    at_couple(hers, couple, "paper", kind="photo", upload=applying.paper("合影.png"))
    at_couple(his, couple, "guests", guests="3", transport="bus")
    at_couple(his, couple, "health", hint="对花生过敏", agreed="on")
    at_couple(his, couple, "confirm", truthful="on")
    at_couple(hers, couple, "confirm", truthful="on")
    couple.refresh_from_db()
    assert (couple.state, couple.number, couple.guests) == (State.SUBMITTED, 1, 3)
    assert link not in text(at_couple(his, couple))


def test_both_see_the_same_case_and_nobody_else_any():
    couple, (his, hers) = marrying.submitted(marrying.wedding())
    for user in (his, hers):
        assert "报名号" in text(at_couple(user, couple))
    for stranger in (people.applicant(), people.officer(), people.city_staff()):
        assert at_couple(stranger, couple).status_code == 404
    assert signed_in(None).get(couple.get_absolute_url()).status_code == 302


def test_one_health_hint_is_not_the_other_s_to_read():
    couple, (his, hers) = marrying.joined(marrying.wedding())
    marrying.couples.tell_health(
        actor=his, member=marrying.seat_of(his, couple), hint="对花生过敏", agreed=True
    )
    assert "花生" in text(at_couple(his, couple))
    assert "花生" not in text(at_couple(hers, couple))


def test_a_link_that_was_used_opens_nothing_for_others():
    couple, (his, hers) = marrying.joined(marrying.wedding())
    link = reverse("couple_join", args=[marrying.free_seat(couple).token])
    assert signed_in(people.applicant(gender=people.FEMALE)).get(link).status_code == 404
    for user in (his, hers):
        assert signed_in(user).get(link).url == couple.get_absolute_url()


@pytest.mark.parametrize("token", ["x", "a" * 20, "a" * 21, "<b>"])
def test_a_link_of_nothing_is_no_page(token):
    assert signed_in(people.applicant()).get(f"/events/weddings/join/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("certificate", {"number": "\x00", "married_on": "2021-13-01"}),
        ("certificate", {"number": "J" * 41, "married_on": today().isoformat()}),
        ("paper", {"kind": "nothing"}),
        ("guests", {"guests": "-1", "transport": "bus"}),
        ("guests", {"guests": "1e400", "transport": "bus"}),
        ("guests", {"guests": "21", "transport": "<script>"}),
        ("sizes", {"clothes_size": "9" * 11}),
        ("health", {"hint": "过敏" * 101, "agreed": "on"}),
        ("health", {"hint": "过敏"}),
        ("withdraw", {}),
    ],
)
def test_bad_input_is_the_form_again_with_a_sentence_and_nothing_stored(act, said):
    couple, (his, _hers) = marrying.joined(marrying.wedding())
    before = (Couple.objects.values().get(), list(couple.members.values()))
    answer = at_couple(his, couple, act, **said)
    assert answer.status_code == 200
    assert answer.context["offer"].sent.errors
    assert (Couple.objects.values().get(), list(couple.members.values())) == before


def test_a_button_that_the_page_does_not_have_is_no_page():
    couple, (his, _hers) = marrying.joined(marrying.wedding())
    for act in ("pass", "accept", "book", "release", "\x00"):
        assert at_couple(his, couple, act).status_code == 404


def test_the_own_copy_holds_the_own_hint_and_not_the_other_s():
    couple, (his, hers) = marrying.submitted(marrying.wedding())
    marrying.couples.tell_health(
        actor=his, member=marrying.seat_of(his, couple), hint="对花生过敏", agreed=True
    )
    assert "花生" in str(weddings_hold(his))
    assert "花生" not in str(weddings_hold(hers))
    assert couple.marriage_cert_no in str(weddings_hold(hers))


# --- the desk ------------------------------------------------------------------------------------


def test_an_edition_is_written_at_the_desk():
    officer = people.officer()
    district = marrying.Organisation.objects.get(code="zhangdian")
    said = {
        "number": "17",
        "held_on": marrying.held_on().isoformat(),
        "opens_at": f"{now():%Y-%m-%dT%H:%M}",
        "places": "20",
        "organiser": str(district.pk),
        "contact_phone": "0533-0000000",
        "conditions": "示范",
        "age_from_man": "22",
        "age_from_woman": "20",
        "age_to": "45",
        "method": "draw",
        "guests_most": "4",
        "table_seats": "10",
    }
    page = reverse("wedding_new")
    assert signed_in(officer).post(page, said | {"table_seats": "5"}).status_code == 200
    assert signed_in(officer).post(page, said).status_code == 302
    made = marrying.Wedding.objects.get(number=17)
    assert (made.reporting_org, made.state) == (district, "draft")


def test_the_desk_shows_the_certificate_while_it_is_looked_at_and_its_tail_after():
    of = marrying.wedding()
    couple, _two = marrying.submitted(of)
    page = reverse("managed_couple", args=[couple.public_id])
    officer = signed_in(people.officer())
    assert couple.marriage_cert_no in text(officer.get(page))
    marrying.verified(couple)
    for by in marrying.reviewers():
        marrying.reviewing.pass_couple(actor=by, couple=couple)
    assert couple.marriage_cert_no not in text(officer.get(page))


def test_health_hints_are_shown_to_the_district_alone():
    rows = marrying.rows_of(people.applicant())
    page = reverse("wedding_health", args=[rows[marrying.Wedding].public_id])
    assert "花生" in text(signed_in(people.officer()).get(page))
    for other in (people.city_staff(), people.officer("linzi"), people.administrator()):
        assert signed_in(other).get(page).status_code == 404


# --- sealed --------------------------------------------------------------------------------------


def _told_of(couple, two, staff):
    """Everything that anybody is told of a couple: pages, admin, notices, the own copy."""
    of = couple.wedding
    pages = [reverse("wedding", args=[of.public_id]), reverse("weddings"), reverse("api_schema")]
    own = [couple.get_absolute_url(), reverse("my_couples"), reverse("wedding_apply", args=[of.public_id])]
    desk = [
        *(reverse("managed_couple", args=[couple.public_id]), reverse("wedding_desk")),
        *(
            reverse(name, args=[of.public_id])
            for name in ("managed_wedding", "wedding_couples", "wedding_sheets")
        ),
        *(reverse(f"admin:events_{name}_changelist") for name in ADMIN),
        reverse("admin:events_couple_change", args=[couple.pk]),
        reverse("admin:events_weddingselection_change", args=[of.selection.pk]),
    ]
    asked = [(None, pages), *((user, [*pages, *own]) for user in two), *((user, desk) for user in staff)]
    for user, addresses in asked:
        client = signed_in(user)
        for address in addresses:
            yield address, text(client.get(address))
    for user in two:
        yield "own copy", str(weddings_hold(user))
        yield "notices", str(list(Notice.objects.filter(to=user.person).values_list("kind", flat=True)))


ADMIN = ("wedding", "weddingselection", "couple", "couplescore", "coupletransition")
EVERY_TIME = (
    r'name="(?:csrfmiddlewaretoken|one_time_key)" value="[^"]*"',
    r"[\w-]{36}",  # identifiers
    r"\d{4}-\d\d-\d\d[T ][\d:.+]+",
    r"20\d\d年[^<]*?\d\d:\d\d",
    r"\d+月\d+日[^<]*?\d\d:\d\d",
)


def _leveled(words, everybody):
    """Without what tells one couple from another in any case: identifiers, moments, names, numbers."""
    for pattern in EVERY_TIME:
        words = re.sub(pattern, "·", words)
    for user in everybody:
        for own in (user.person.full_name, user.person.masked_name):
            words = words.replace(own, "某")
    return re.sub(r"\d+", "9", words)


def _differences(first, second, staff):
    """Where one of two couples is told something that the other is not."""
    found, everybody = [], [*first[1], *second[1]]
    for (address, mine), (_address, theirs) in zip(
        _told_of(*first, staff), _told_of(*second, staff), strict=True
    ):
        if _leveled(mine, everybody) != _leveled(theirs, everybody):
            found.append(re.sub(r"[\w-]{36}|\d+", "·", address))
    return set(found)


def _two_couples(method):
    """One that will be admitted and one that will not, both eligible, the list closed."""
    of = marrying.wedding(method=method, places=1)
    by = marrying.reviewers()
    found = [marrying.eligible(of, by) for _ in range(2)]
    marrying.listed(of)
    for couple, _two in found:
        couple.refresh_from_db()
        if of.is_scored or method == "scoring":
            for each in by:
                marrying.scored(couple, each, 30 + couple.number, 20)
    return of, found


@pytest.mark.parametrize("method", ["draw", "scoring"])
def test_before_the_release_nothing_tells_who_is_admitted(method):
    of, found = _two_couples(method)
    staff = [people.officer(), people.city_staff()]
    assert _differences(*found, staff) == set()
    selection = WeddingSelection.objects.get(wedding=of)
    stored = str(list(Couple.objects.values())) + str(list(WeddingSelection.objects.values("result")))
    assert "admitted" not in stored
    assert "reserve" not in stored
    for couple, two in found:
        for address, words in _told_of(couple, two, staff):
            assert selection.seed not in words, address


@pytest.mark.parametrize("method", ["draw", "scoring"])
def test_the_control_after_the_release_the_same_look_finds_it(method):
    """Negative control: the search sees a result where there is one."""
    of, found = _two_couples(method)
    marrying.released(of)
    for couple, _two in found:
        couple.refresh_from_db()
    different = _differences(*found, [people.officer(), people.city_staff()])
    assert {"own copy", "notices", "/events/weddings/couples/·/"} <= different


def test_another_scorer_s_points_are_read_by_nobody_before():
    of, found = _two_couples("scoring")
    couple, _two = found[0]
    page = reverse("managed_couple", args=[couple.public_id])
    third = signed_in(people.officer(name="郑三"))
    assert 'value="31"' not in text(third.get(page))
    assert third.get(reverse("admin:events_couplescore_changelist")).context["cl"].queryset.count() == 0
    marrying.released(of)
    assert third.get(reverse("admin:events_couplescore_changelist")).context["cl"].queryset.count() == 8


def test_the_database_holds_no_result_that_the_inputs_would_not_give():
    of, _found = _two_couples("draw")
    selection = WeddingSelection.objects.get(wedding=of)
    expected = [
        each.number for each in ranked(selection.seed, selection.listing, 1) if each.outcome == ADMITTED
    ]
    marrying.released(of)
    admitted = of.couples.filter(state=State.ADMITTED).values_list("number", flat=True)
    assert list(admitted) == expected
    with standing_at(of.closes_at + timedelta(hours=4)):
        assert {name: broken for name, broken in verify().items() if broken and name in SENTENCES} == {}
