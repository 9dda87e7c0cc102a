"""Pages of rosters: the template, an upload with an error, mending, confirming, changes; whose they are."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Registration
from tests import eventing, people, rostering
from tests.rostering import row, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return rostering.school()


@pytest.fixture
def browser(school):
    return people.signed_in(rostering.teacher(school))


def address(turn):
    return f"/events/sessions/{turn.public_id}/group/"


def sent(browser, turn, school, *lines, quota=""):
    upload = SimpleUploadedFile("名册.csv", rostering.file(*lines), content_type="text/csv")
    return browser.post(address(turn), {"organisation": school.pk, "quota": quota, "file": upload})


def confirm(browser, turn, answer, act="all", **more):
    sealed = answer.context["confirm"].initial["sealed"]
    return browser.post(address(turn), {"sealed": sealed, "act": act} | more, follow=True)


def test_an_upload_shows_what_is_wrong_and_keeps_nothing(browser, school):
    turn = rostering.session(9)
    page = sent(browser, turn, school, row("对"), row("错", born="昨天"))
    text = page.content.decode()
    assert "预览：共 2 行，1 行有错" in text
    assert "请按“年-月-日”填写" in text
    assert "只报正确的 1 人" in text
    assert Registration.objects.count() == 0
    assert "已报名 1 人。" in confirm(browser, turn, page, "good").content.decode()


def test_a_right_file_is_confirmed_and_kept_by_its_teacher(browser, school):
    turn = rostering.session(9)
    page = confirm(browser, turn, sent(browser, turn, school, *rows(2)))
    one = Registration.objects.get()
    assert page.redirect_chain[-1][0] == f"/events/rosters/{one.public_id}/"
    here = f"/events/rosters/{one.public_id}/"
    added = browser.post(here, rostering.cells("加同学") | {"act": "add"}, follow=True)
    assert "加同学" in added.content.decode()
    browser.post(here, rostering.cells("换同学") | {"act": "replace", "person": "1"})
    browser.post(here, {"act": "remove", "person": "2"})
    assert sorted(one.roster.live().values_list("full_name", flat=True)) == ["加同学", "换同学"]
    assert (
        "请按“年-月-日”"
        in browser.post(here, rostering.cells(birth_date="昨天") | {"act": "add"}).content.decode()
    )
    for act in ("", "promote"):
        assert browser.post(here, {"act": act}).status_code == 404
    for person in ("", "99", "²", "1" * 30):
        assert browser.post(here, {"act": "remove", "person": person}).status_code == 404
    browser.post(here, {"act": "cancel"})
    one.refresh_from_db()
    assert one.state == "cancelled"
    assert browser.post(here, {"act": "cancel"}).status_code == 404
    assert "本单位的名册" in browser.get("/events/rosters/").content.decode()


def test_no_place_for_all_is_said_and_waiting_is_a_tick(browser, school):
    turn = rostering.session(2)
    eventing.register(people.applicant(), turn)
    page = sent(browser, turn, school, *rows(2))
    assert "名额不足" in confirm(browser, turn, page).content.decode()
    assert "全体已加入候补" in confirm(browser, turn, page, may_wait="on").content.decode()


def test_bad_files_and_bad_seals_are_refused_in_words(browser, school):
    turn = rostering.session(9)
    for name, content in (("a.exe", b"MZ"), ("b.csv", b"\xff\xfe\x00\x00"), ("c.xlsx", b"PK\x03\x04")):
        upload = SimpleUploadedFile(name, content)
        page = browser.post(address(turn), {"organisation": school.pk, "file": upload})
        assert page.status_code == 200
        assert page.context["form"].errors
    huge = SimpleUploadedFile("d.csv", b"x" * (2 * 1024 * 1024 + 1))
    page = browser.post(address(turn), {"organisation": school.pk, "file": huge})
    assert page.context["form"].errors["file"] == ["文件最多 2 MB"]
    for sealed in ("", "x", "a:b:c"):
        assert browser.post(address(turn), {"sealed": sealed, "act": "all"}, follow=True).status_code == 200
    assert Registration.objects.count() == 0


def test_another_school_is_no_choice_and_another_s_roster_no_page(browser, school):
    turn, other = rostering.session(9), rostering.school("huantai")
    assert sent(browser, turn, other, *rows(1)).context["form"].errors["organisation"]
    foreign = rostering.bring(rostering.teacher(other), other, turn, *rows(1))
    assert browser.get(f"/events/rosters/{foreign.public_id}/").status_code == 404
    assert (
        people.signed_in(people.applicant()).get(f"/events/rosters/{foreign.public_id}/").status_code == 404
    )
    organiser = people.signed_in(people.officer())
    page = organiser.get(f"/events/rosters/{foreign.public_id}/")
    assert (page.status_code, page.context["may_edit"]) == (200, False)
    assert organiser.post(f"/events/rosters/{foreign.public_id}/", {"act": "cancel"}).status_code == 404
    assert str(other) in organiser.get(f"/events/desk/sessions/{turn.public_id}/").content.decode()


def test_the_template_names_every_column_in_both_formats(browser):
    csv = b"".join(browser.get("/events/rosters/template/?format=csv").streaming_content).decode("utf-8-sig")
    assert csv.strip() == rostering.HEAD
    assert browser.get("/events/rosters/template/").headers["Content-Disposition"].endswith(".xlsx")
    assert browser.get("/events/rosters/template/?format=pdf").status_code == 404


def test_the_page_of_the_event_leads_offices_there_and_nobody_else(browser):
    turn = rostering.session(9)
    here = f"/events/{turn.event.public_id}/"
    assert address(turn) in browser.get(here).content.decode()
    assert address(turn) not in people.signed_in(people.applicant()).get(here).content.decode()
    without = eventing.session(9)
    assert browser.get(address(without)).status_code == 404
