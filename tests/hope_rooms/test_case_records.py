"""Who may read what of a case, its files and its corrections, as pages: asked, answered, written down, never kept."""

import pytest
from django.urls import reverse

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.models import Access, AccessGrant, ChildFile
from hope_rooms.records import ChildHardship, ChildHome, ChildPerson
from hope_rooms.services import guard
from hope_rooms.services.consents import withdraw_consent
from tests import hoping, pairing, people
from tests.corpus import SHARP
from tests.hope_rooms.test_files import picture
from tests.people import signed_in
from zibo_youth.core import queues
from zibo_youth.core.calendar import today

ASKED = {"data_class": "3", "purpose": "supervision", "reason": "督导抽查", "until_on": today().isoformat()}


@pytest.fixture
def room(city):
    return hoping.nominated(city, full_name="示雀儿", address="示范雀村")


def text(answer):
    return answer.content.decode()


def page(room, name="hope_case_access"):
    return reverse(name, args=[room.child.code])


def take(user, room, name, act, **fields):
    told = {f"{act}-{field}": value for field, value in fields.items()}
    return signed_in(user).post(page(room, name), {"act": act} | told, follow=True)


def grant_page(grant):
    return reverse("hope_grant", args=[grant.pk])


def answer(user, grant, act, words=""):
    return signed_in(user).post(grant_page(grant), {"act": act, "answer": words}, follow=True)


# --- access ----------------------------------------------------------------------------------


def test_a_request_is_asked_answered_used_and_taken_back_on_its_pages(city, room):
    look = {"parts": ["home"], "purpose": "supervision"}
    case = reverse("hope_case", args=[room.child.code])
    take(city.city_staff, room, "hope_case_access", "ask", **ASKED)
    grant = AccessGrant.objects.get()
    assert "雀" not in text(signed_in(city.city_staff).post(case, look))
    assert 'value="agree"' not in text(signed_in(city.city_staff).get(grant_page(grant)))

    assert room.child.code in text(signed_in(city.director).get(reverse("hope_grants")))
    assert "督导抽查" in text(answer(city.director, grant, "agree"))
    assert "示范雀村" in text(signed_in(city.city_staff).post(case, look))

    answer(city.lead, grant, "revoke", "抽查结束")
    grant.refresh_from_db()
    assert grant.state == "revoked"
    assert "雀" not in text(signed_in(city.city_staff).post(case, look))


def test_a_refusal_without_a_word_is_no_answer(city, room):
    take(city.city_staff, room, "hope_case_access", "ask", **ASKED)
    grant = AccessGrant.objects.get()
    assert "请写明理由" in text(answer(city.director, grant, "refuse"))
    answer(city.director, grant, "refuse", "与职责无关")
    grant.refresh_from_db()
    assert (grant.state, grant.answer) == ("refused", "与职责无关")


def test_nobody_answers_the_own_request(city, room):
    take(city.director, room, "hope_case_access", "ask", **ASKED)
    grant = AccessGrant.objects.get()
    answer(city.director, grant, "agree")
    grant.refresh_from_db()
    assert grant.state == "asked"


@pytest.mark.parametrize(
    ("field", "value"),
    [("reason", " "), ("until_on", "2000-01-01"), ("purpose", "retention"), ("data_class", "9")],
)
def test_a_request_without_reason_end_or_purpose_is_refused_beside_its_field(city, room, field, value):
    shown = take(city.city_staff, room, "hope_case_access", "ask", **ASKED | {field: value})
    assert list(shown.context["offer"].sent.errors) == [field]
    assert not AccessGrant.objects.exists()


def test_whose_the_grant_is_not_finds_no_page(city, room):
    take(city.city_staff, room, "hope_case_access", "ask", **ASKED)
    grant = AccessGrant.objects.get()
    for user in (city.foreign_officer, city.finance, people.applicant()):
        assert signed_in(user).get(grant_page(grant)).status_code == 404
    assert take(city.lead, room, "hope_case_access", "ask", **ASKED).status_code == 404


# --- files -----------------------------------------------------------------------------------


def upload(user, room, **other):
    told = {"kind": "evidence", "data_class": "3", "purpose": "screening", "file": picture()} | other
    return take(user, room, "hope_case_files", "upload", **told)


LISTED = {"data_class": "3", "purpose": "screening"}


def test_a_file_is_uploaded_listed_after_a_look_and_opened_by_another(city, room):
    upload(city.town_officer, room)
    stored, client, before = ChildFile.objects.get(), signed_in(city.officer), Access.objects.count()
    file = reverse("hope_case_file", args=[room.child.code, stored.public_id])
    assert str(stored.public_id) not in text(client.get(page(room, "hope_case_files")))
    assert str(stored.public_id) in text(client.post(page(room, "hope_case_files"), LISTED))

    opened = client.post(file, LISTED)

    assert opened.content[:3] == b"\xff\xd8\xff"
    assert "no-store" in opened["Cache-Control"]
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert Access.objects.count() == before + 2
    assert client.get(file).status_code == 405


def test_a_picture_of_the_room_asks_for_a_look_at_it_and_for_the_guardians_yes(city, room):
    shown = upload(city.officer, room, kind="room")
    assert list(shown.context["offer"].sent.errors) == ["without_people"]
    shown = upload(city.officer, room, kind="room", without_people="on")
    assert list(shown.context["offer"].sent.errors) == ["__all__"]
    assert not ChildFile.objects.exists()


def test_no_file_is_opened_without_a_right_or_a_purpose_or_from_elsewhere(city, room):
    upload(city.officer, room)
    file = reverse("hope_case_file", args=[room.child.code, ChildFile.objects.get().public_id])
    assert signed_in(city.foreign_officer).post(file, LISTED).status_code == 404
    assert signed_in(city.finance).post(file, LISTED).status_code == 302
    assert signed_in(city.officer).post(file, {"data_class": "3"}).status_code == 302
    assert 'name="act"' not in text(signed_in(city.finance).get(page(room, "hope_case_files")))
    assert upload(city.finance, room).status_code == 404
    withdraw_consent(actor=city.officer, child=room.child, purpose="care")
    assert signed_in(city.officer).post(file, LISTED).status_code == 302


# --- corrections -----------------------------------------------------------------------------


def read(city, room, part, kind):
    return guard.read(city.officer, room.child, part, purpose=Purpose.CARE).need(kind)


def test_a_name_is_corrected_and_the_birthday_stays(city, room):
    before = read(city, room, Part.PERSON, ChildPerson)
    told = {"purpose": "rights", "full_name": "示鹊儿", "school": "示范二小", "grade": "五年级"}
    shown = text(take(city.town_officer, room, "hope_case_record", "person", **told))
    after = read(city, room, Part.PERSON, ChildPerson)
    assert (after.full_name, after.grade, after.born_on) == ("示鹊儿", "五年级", before.born_on)
    assert "鹊" not in shown


def test_home_hardship_and_health_are_written_anew(city, room):
    home = {"purpose": "care", "address": "示范新村", "guardian_name": "王示", "guardian_relation": "祖父"}
    take(city.officer, room, "hope_case_record", "home", **home, guardian_mobile="13900008888")
    assert read(city, room, Part.HOME, ChildHome).guardian_mobile == "+8613900008888"
    hardship = {"purpose": "screening", "family_kind": "low_income", "hardship_kind": "orphan"}
    take(city.officer, room, "hope_case_record", "hardship", **hardship)
    assert read(city, room, Part.HARDSHIP, ChildHardship).hardship_kind == "orphan"
    take(city.officer, room, "hope_case_record", "health", purpose="care", words="花粉过敏")
    written = Access.objects.filter(child=room.child, is_writing=True).first()
    assert (written.data_class, written.purpose) == (Part.HEALTH.data_class, "care")


@pytest.mark.parametrize(
    ("act", "told", "field"),
    [
        ("person", {"purpose": "care", "full_name": ""}, "full_name"),
        (
            "home",
            {"purpose": "care", "address": "村", "guardian_name": "王", "guardian_relation": "母"},
            "guardian_mobile",
        ),
        ("hardship", {"purpose": "care", "family_kind": "rich", "hardship_kind": "orphan"}, "family_kind"),
        ("health", {"purpose": "", "words": "好"}, "purpose"),
    ],
)
def test_a_part_that_is_wrong_is_refused_beside_its_field(city, room, act, told, field):
    shown = take(city.officer, room, "hope_case_record", act, **told)
    assert list(shown.context["offer"].sent.errors) == [field]


def test_who_corrects_nothing_is_offered_nothing(city, room):
    for user in (city.city_staff, city.director, city.finance):
        assert 'name="act"' not in text(signed_in(user).get(page(room, "hope_case_record")))
        assert take(user, room, "hope_case_record", "health", purpose="care", words="x").status_code == 404


@pytest.mark.parametrize("sharp", SHARP)
def test_no_input_breaks_these_pages(city, room, sharp):
    sharp = sharp.encode("utf-8", "replace").decode()
    client = signed_in(city.officer, raise_request_exception=False)
    for name, act, fields in (
        ("hope_case_access", "ask", ASKED),
        ("hope_case_files", "upload", LISTED | {"kind": "", "file": ""}),
        ("hope_case_record", "home", {"purpose": "", "address": "", "guardian_name": ""}),
        ("hope_case_record", "hardship", {"purpose": "", "family_kind": "", "words": ""}),
    ):
        told = {f"{act}-{field}": sharp for field in fields}
        assert client.post(page(room, name), {"act": act} | told).status_code == 200
    assert client.post(page(room, "hope_case_files"), dict.fromkeys(LISTED, sharp)).status_code == 200
    assert not AccessGrant.objects.exists()


# --- ways to the pages -----------------------------------------------------------------------


def tiles(user):
    return {str(tile.label): tile for tile in queues.tiles_for(user)}


def test_what_waits_for_an_office_stands_on_its_dashboard_and_leads_to_it(city, room):
    take(city.city_staff, room, "hope_case_access", "ask", **ASKED)
    mine = tiles(city.officer)["待开始资格核对的孩子"]
    assert mine.count == 1
    assert room.child.code in text(signed_in(city.officer).get(mine.url))
    assert tiles(city.foreign_officer)["待开始资格核对的孩子"].count == 0
    assert "待开始资格核对的孩子" not in tiles(city.town_officer)
    waiting = tiles(city.director)["待批准的查阅申请"]
    assert waiting.count == 1
    assert room.child.code in text(signed_in(city.director).get(waiting.url))


def test_every_desk_is_a_link_away_for_whoever_works_there(city, room):
    for who, names in (
        ("town_officer", ("hope_board", "hope_cases", "hope_grants", "hope_surveys")),
        ("officer", ("hope_board", "hope_cases", "hope_grants", "hope_surveys", "pairings")),
        ("finance", ("hope_board", "hope_cases", "hope_gifts")),
    ):
        shown = text(signed_in(getattr(city, who)).get("/"))
        assert [name for name in names if f'href="{reverse(name)}"' not in shown] == []
    shown = text(signed_in(people.applicant()).get("/"))
    assert reverse("hope_board") not in shown
    case = text(signed_in(city.officer).get(reverse("hope_case", args=[room.child.code])))
    for name in (
        "hope_case_access",
        "hope_case_files",
        "hope_case_record",
        "hope_case_facts",
        "hope_case_consents",
    ):
        assert page(room, name) in case


def test_a_volunteer_finds_the_own_children_on_the_first_page(city):
    two = pairing.two()
    pairing.active(city, pairing.team(), two)
    assert reverse("my_children") in text(signed_in(pairing.login(two[0])).get("/"))
    assert reverse("my_children") not in text(signed_in(people.applicant()).get("/"))
