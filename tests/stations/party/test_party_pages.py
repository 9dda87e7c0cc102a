"""同住 on the pages: two log-ins, one link, no script."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stations.models import Party, Stay
from tests import people
from tests.houses import paper, soon
from tests.stations.together import begin, place_of, say_yes, together
from zibo_youth.accounts.demo.papers import paper as picture
from zibo_youth.core.middleware import RequestLog
from zibo_youth.embedded.servers import CLONE

pytestmark = pytest.mark.django_db


def answers(user, **changes):
    return {
        "purpose": "job_seeking",
        "purpose_detail": "机械厂面试",
        "declared_non_native": "on",
        "keep": str(paper(user).public_id),
        "contact_mobile": user.mobile.removeprefix("+86"),
        "emergency_contact": "李母",
        "emergency_mobile": "13900007788",
        "house_rules": "on",
        "lodging_consent": "on",
    } | changes


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_couple_books_with_two_log_ins_and_one_link(inn, he, she):
    his, hers = people.signed_in(he), people.signed_in(she)
    page = reverse("station_page", args=[inn.code])
    shown = words(his.get(page, {"arrival": soon().isoformat(), "nights": 2, "gender": "male"}))
    assert "与伴侣或家人同住" in shown

    asked = {"station": inn.code, "arrival": soon().isoformat(), "nights": 2, "relation": "couple", "size": 2}
    begun = his.post(reverse("party_begin"), asked, follow=True)
    party = Party.objects.get()
    assert begun.redirect_chain == [(party.get_absolute_url(), 302)]
    [link] = re.findall(r'value="(http[^"]+/together/join/[^"]+)"', begun.content.decode())
    own = his.get(reverse("party_join", args=[place_of(party, 1).token]))
    assert "王" not in words(own)
    his.post(own.request["PATH_INFO"], answers(he))

    path = link.removeprefix("http://testserver")
    asked = hers.get(path)
    assert "李" in words(asked)
    assert he.mobile[-4:] not in words(asked)
    done = hers.post(path, answers(she), follow=True)

    assert "全部同意" in words(done)
    assert Stay.objects.filter(state="submitted").count() == 2
    stay = Stay.objects.get(guest=she.person)
    assert party.get_absolute_url() in words(hers.get(stay.get_absolute_url()))
    assert his.get(stay.get_absolute_url()).status_code == 404


def test_a_file_that_is_added_keeps_what_was_filled_in(inn, he):
    party = begin(he, inn)
    address = reverse("party_join", args=[place_of(party, 1).token])
    file = SimpleUploadedFile("通知.jpg", picture("通知"), content_type="image/jpeg")
    said = {"purpose_detail": "机械厂面试", "upload": "1", "evidence": file}

    shown = people.signed_in(he).post(address, said)

    assert shown.status_code == 200
    assert "通知.jpg" in words(shown)
    assert "机械厂面试" in words(shown)
    assert party.members.filter(said_yes_at__isnull=False).count() == 0


def test_a_page_that_lacks_something_says_so_and_nobody_has_said_yes(inn, he):
    party = begin(he, inn)
    address = reverse("party_join", args=[place_of(party, 1).token])
    shown = people.signed_in(he).post(address, answers(he, lodging_consent="", purpose_detail=""))
    assert set(shown.context["form"].errors) == {"lodging_consent", "purpose_detail"}
    assert place_of(party, 1).said_yes_at is None


def test_who_may_not_come_sees_every_rule(inn, he):
    young = people.applicant("赵甲", born=soon(-17 * 365))
    party = begin(he, inn)
    address = reverse("party_join", args=[place_of(party, 2).token])
    shown = people.signed_in(young).post(address, answers(young))
    assert shown.status_code == 200
    assert shown.context["assessment"].refusals


def test_a_link_that_somebody_has_used_opens_nothing_for_others(inn, he, she):
    party = begin(he, inn)
    say_yes(she, party, 2)
    token = place_of(party, 2).token
    stranger = people.signed_in(people.applicant("赵甲"))
    for name in ("party_join", "party_decline"):
        assert stranger.get(reverse(name, args=[token])).status_code == 404
    assert stranger.get(reverse("party_join", args=["A" * 20])).status_code == 404
    assert stranger.get(reverse("party_join", args=["short"])).status_code == 404
    assert stranger.get(party.get_absolute_url()).status_code == 404
    assert people.signed_in(she).get(reverse("party_join", args=[token])).status_code == 302


def test_a_no_is_asked_again_and_told(inn, he, she):
    party = begin(he, inn)
    hers = people.signed_in(she)
    address = reverse("party_decline", args=[place_of(party, 2).token])
    assert "取消这份同住" in words(hers.get(address))
    assert hers.post(address).url == reverse("my_stays")
    party.refresh_from_db()
    assert party.state == "ended"
    assert "有人不参加" in words(people.signed_in(he).get(party.get_absolute_url()))
    assert "办结或过期" in words(hers.get(address, follow=True))


def test_what_is_open_stands_beside_the_own_stays(inn, he):
    party = begin(he, inn)
    assert party.get_absolute_url() in words(people.signed_in(he).get(reverse("my_stays")))


def test_a_full_room_is_told_on_the_form_and_the_page_offers_none(inn, he, she):
    together(he, she, inn)
    third = people.signed_in(people.applicant("赵甲"))
    page = reverse("station_page", args=[inn.code])
    shown = third.get(page, {"arrival": soon().isoformat(), "nights": 1, "gender": "male"})
    assert "与伴侣或家人同住" not in words(shown)
    asked = {"station": inn.code, "arrival": soon().isoformat(), "nights": 2, "relation": "family", "size": 2}
    assert "没有空着的同住间" in words(third.post(reverse("party_begin"), asked))


def test_the_desk_sees_who_belongs_together_and_which_room_is_theirs(inn, he, she):
    together(he, she, inn)
    desk = people.signed_in(people.operator(inn.operator))
    sheet = words(desk.get(reverse("desk_day", args=[soon(4).isoformat()])))
    assert "同住间" in sheet
    assert "限同住" in sheet
    full = words(desk.get(reverse("desk_day", args=[soon().isoformat()])))
    assert "限同住" not in full


def test_the_log_keeps_no_invitation(rf, he, inn):
    """Whoever comes first with it has the place: the portal's log leaves it out, and so does nginx's."""
    token = place_of(begin(he, inn), 2).token
    for path in (reverse("party_join", args=[token]), f"/en{reverse('party_decline', args=[token])}"):
        told = RequestLog.format_request(rf.get(path))
        assert token not in told
        assert "/stations/together/join/-" in told
    assert "stations/together/join)/)" in (CLONE / "deploy/nginx.conf").read_text()
