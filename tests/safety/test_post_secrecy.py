"""Points are hidden until the own sheet is in: by every way in which anybody reads anything."""

import json
import re

import pytest
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db import connection
from django.urls import reverse

from safety.models import PostScore, PostSheet
from tests import people, posting
from tests.people import signed_in
from zibo_youth.core.scope import Reach

pytestmark = pytest.mark.django_db
MARK = "暗号七三一九"


def half_way():
    """One of three sheets is in, with a remark that is found wherever it is read."""
    of, (post,) = posting.scoring(1)
    first, second, third = posting.owed(post)
    by = first.reviewer.person.users.get()
    posting.judging.submit_sheet(actor=by, sheet=first, points=posting.points(post, 0.7), remark=MARK)
    return of, post, first, second, third


def user_of(sheet):
    return sheet.reviewer.person.users.get()


def readers(post, first, second):
    """Everybody but whose sheet it is."""
    return {
        "who owes the own": user_of(second),
        "city": posting.city(),
        "administrator": people.administrator(),
        "district": posting.district_officer(),
        "unit": posting.unit(post.enterprise),
        "foreign district": posting.district_officer("linzi"),
        "applicant": people.applicant(),
        "nobody": None,
    }


def crawled(user, start):
    """Every page that links lead to, and each admin list of these tables with its rows."""
    client = signed_in(user)
    queue, seen, said = list(start), set(), {}
    while queue and len(seen) < 60:
        address = queue.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        said[address] = answer.content.decode()
        queue += [
            link for link in re.findall(r'href="(/safety/posts/[^"#?]*)"', said[address]) if link not in seen
        ]
    return said


def doors(post, first):
    """Where a point might be read, whoever asks."""
    admins = []
    for model in admin.site._registry:
        opts = model._meta
        if opts.app_label == "safety" and opts.model_name.startswith("post"):
            admins.append(reverse(f"admin:safety_{opts.model_name}_changelist"))
    for row in (first, first.scores.first(), post):
        opts = row._meta
        names = [f"admin:safety_{opts.model_name}_{view}" for view in ("change", "history")]
        admins += [reverse(name, args=[quote(row.pk)]) for name in names]
    pages = ["post_rounds", "post_desk", "post_reviews", "unit_posts", "post_checks"]
    return [
        *(reverse(name) for name in pages),
        reverse("post_round", args=[post.round.year]),
        reverse("managed_post", args=[post.public_id]),
        reverse("unit_post", args=[post.public_id]),
        reverse("post_sheet", args=[first.public_id]),
        *admins,
    ]


@pytest.mark.parametrize(
    "who",
    [
        "who owes the own",
        "city",
        "administrator",
        "district",
        "unit",
        "foreign district",
        "applicant",
        "nobody",
    ],
)
def test_nobody_reads_a_point_or_a_remark_before_the_own_sheet_is_in(who):
    _of, post, first, second, _third = half_way()
    user = readers(post, first, second)[who]
    said = crawled(user, doors(post, first))
    assert said or who == "nobody"
    assert [address for address, words in said.items() if MARK in words or "70.00" in words] == []


def test_the_rows_themselves_are_hidden_whatever_page_or_export_or_api_asks():
    _of, post, first, second, _third = half_way()
    for who, user in readers(post, first, second).items():
        if user is None:
            continue
        assert not PostScore.objects.visible_to(user).exists(), who
        assert not PostScore.objects.managed_by(user).exists(), who
        assert not PostSheet.objects.visible_to(user).exclude(reviewer__person=user.person_id).exists(), who
    assert PostScore.objects.visible_to(user_of(first)).count() == 5


def test_the_audit_keeps_neither_points_nor_remarks_nor_who_objected():
    """An administrator reads the audit, and none of these."""
    user = people.applicant()
    posting.rows_of(user, "zhangdian")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(event) FROM safety_postscoreevent AS event LIMIT 1")
        [(score,)] = cursor.fetchall()
        cursor.execute("SELECT to_jsonb(event) FROM safety_postsheetevent AS event LIMIT 1")
        [(sheet,)] = cursor.fetchall()
        cursor.execute("SELECT pgh_label, to_jsonb(event) FROM safety_postobjectionevent AS event")
        [(label, objection)] = cursor.fetchall()
    score, sheet, objection = (json.loads(each) for each in (score, sheet, objection))
    assert ("points" in score, "remark" in sheet, label) == (False, False, "update")
    assert not {"by_id", "text", "answer"} & set(objection)


def test_once_the_own_is_in_the_others_of_the_same_text_are_read_by_seat_and_not_by_name():
    _of, _post, first, second, third = half_way()
    posting.judge(second, 0.9)
    client = signed_in(user_of(second))
    said = client.get(reverse("post_sheet", args=[second.public_id])).content.decode()
    assert MARK in said
    assert first.reviewer.person.full_name not in said
    assert third.reviewer.person.full_name not in said
    assert client.get(reverse("post_sheet", args=[first.public_id])).status_code == 404


def test_another_post_s_points_stay_hidden_until_its_own_sheet_is_in():
    _of, posts = posting.scoring(2)
    mine, other = posting.owed(posts[0])[0], posting.owed(posts[1])
    posting.judge(mine)
    for sheet in other:
        if sheet.reviewer_id != mine.reviewer_id:
            posting.judge(sheet)
    seen = PostScore.objects.visible_to(user_of(mine)).values_list("sheet__post", flat=True)
    assert set(seen) == {posts[0].pk}


def test_the_mean_is_shown_to_reviewers_by_setting(settings):
    _of, _post, _first, second, _third = half_way()
    posting.judge(second, 0.9)
    client = signed_in(user_of(second))
    address = reverse("post_sheet", args=[second.public_id])
    assert "平均" in client.get(address).content.decode()
    settings.SAFETY = settings.SAFETY | {"post_mean_shown_to_reviewers": False}
    assert "平均" not in client.get(address).content.decode()


def test_the_city_reads_points_from_the_shortlist_on_and_the_unit_and_district_never():
    of, (post,) = posting.scoring(1)
    posting.all_judged([post])
    assert not PostScore.objects.visible_to(posting.city()).exists()  # all in, and still before the shortlist
    posting.choosing.make_shortlist(actor=posting.city(), round=of)
    assert PostScore.objects.visible_to(posting.city()).count() == 15
    for user in (posting.district_officer(), posting.unit(post.enterprise), people.administrator()):
        assert not PostScore.objects.visible_to(user).exists()


def test_the_control_a_queryset_that_forgets_the_shortlist_would_show_them():
    """Negative control: without the rule of its queryset every point is there to be read."""
    _of, _post, _first, _second, _third = half_way()
    assert PostScore.objects.count() == 5
    assert not PostScore.objects.within(Reach(everything=True)).exists()
