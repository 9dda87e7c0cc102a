"""Half a sheet is kept and gone on with: it is nobody else's, counts nowhere, and opens nothing."""

import json
import re

import pytest
from cryptography.exceptions import InvalidTag
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from safety import post_errors as errors
from safety.models import PostScore, PostSheet
from safety.post_drafts import draft_of
from safety.post_own_data import posts_hold
from safety.post_results import result_for
from safety.services.posts import applying, choosing, judging, rounds, seating
from tests import posting
from tests.people import signed_in
from tests.safety.test_post_pages import page, points_said, text
from tests.safety.test_post_secrecy import MARK, crawled, doors, readers, user_of

pytestmark = pytest.mark.django_db
S = PostSheet.State
WALL = "post_sheet_draft_while_it_is_owed"


def half(sheet, remark=MARK, **marks):
    """The first line alone, and a remark that is found wherever it is read."""
    first = sheet.post.form.criteria.first().pk
    return judging.save_sheet(actor=user_of(sheet), sheet=sheet, points={first: 7} | marks, remark=remark)


def half_kept():
    _of, (post,) = posting.scoring(1)
    first, second, _third = posting.owed(post)
    return post, half(first), second


# --- kept, and gone on with ----------------------------------------------------------------------


def test_a_reviewer_keeps_half_a_sheet_by_a_button_and_goes_on_where_it_was():
    """Without a script: one form, two buttons; what was not answered is open, N/A stays N/A."""
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    first, second, third, late, blocked = post.form.criteria.all()
    lines = {f"line_{first.pk}": "7", f"line_{second.pk}": "na", f"line_{third.pk}": ""}
    lines |= {f"line_{late.pk}": "2", f"line_{blocked.pk}": "0"}
    said = {f"submit-{name}": value for name, value in lines.items()} | {"submit-remark": "先记一笔"}
    client = signed_in(user_of(sheet))
    address = reverse("post_sheet", args=[sheet.public_id])
    shown = text(client.get(address))
    assert shown.count("<form") - shown.count("</form>") == 0
    assert re.search(r'value="submit"[^>]*>[^<]*</button>\s*<button[^>]*name="act" value="save"', shown)
    told = text(client.post(address, said | {"act": "save"}, follow=True))
    assert "已暂存，只有您自己看得到" in told
    assert "已暂存" in text(client.get(reverse("post_reviews")))
    again = text(client.get(address))
    assert "暂存，还没有提交" in again
    assert "先记一笔" in again
    assert chosen(again, first) == "7"
    assert chosen(again, second) == "na"
    assert chosen(again, third) in ("", None)
    assert chosen(again, late) == "2"
    assert draft_of(PostSheet.objects.get(pk=sheet.pk)).points == {
        first.pk: 7, second.pk: None, late.pk: 2, blocked.pk: 0
    }  # fmt: skip


def chosen(shown, line):
    field = re.search(rf'<select name="submit-line_{line.pk}".*?</select>', shown, re.DOTALL).group(0)
    found = re.search(r'value="([^"]*)" selected', field)
    return found.group(1) if found else None


def test_what_was_kept_last_is_what_is_kept_and_handing_in_is_still_a_whole_sheet():
    post, sheet, _second = half_kept()
    first, second, *_others = post.form.criteria.all()
    judging.save_sheet(actor=user_of(sheet), sheet=sheet, points={second.pk: None}, remark="改")
    assert (draft_of(sheet).points, draft_of(sheet).remark) == ({second.pk: None}, "改")
    shown = text(
        page(user_of(sheet), "post_sheet", sheet.public_id, act="submit", **{f"line_{first.pk}": "9"})
    )
    assert "error-summary" in shown or "errorlist" in shown or "必填" in shown
    assert PostSheet.objects.get(pk=sheet.pk).state == S.ASSIGNED
    with pytest.raises(errors.PointsMissing):
        judging.submit_sheet(actor=user_of(sheet), sheet=sheet, points={first.pk: 9})
    page(user_of(sheet), "post_sheet", sheet.public_id, act="submit", **points_said(sheet), remark="好")
    done = PostSheet.objects.get(pk=sheet.pk)
    assert (done.state, done.draft, done.remark) == (S.SUBMITTED, "", "好")
    assert done.scores.count() == 5


def test_what_is_kept_is_of_the_form_as_far_as_it_goes():
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    first, _second, _third, late, _blocked = post.form.criteria.all()
    foreign = posting.year().forms.get().criteria.first()
    for points in ({first.pk: 11}, {first.pk: -1}, {late.pk: None}, {foreign.pk: 1}):
        with pytest.raises(errors.PointsOutsideTheForm):
            judging.save_sheet(actor=user_of(sheet), sheet=sheet, points=points)
    assert judging.save_sheet(actor=user_of(sheet), sheet=sheet, points={}).draft


# --- nobody else's -------------------------------------------------------------------------------


def test_nobody_else_reads_a_word_or_a_point_of_what_is_kept():
    """By every page, admin list, row and history, as the secrecy of sheets is crawled."""
    post, sheet, second = half_kept()
    PostSheet.objects.filter(pk=sheet.pk).update(remark="")
    start = [door for door in doors_of(post, sheet) if door]
    for who, user in readers(post, sheet, second).items():
        said = crawled(user, start)
        assert [address for address, words in said.items() if MARK in words or sheet.draft in words] == [], (
            who
        )
    assert MARK in "".join(crawled(user_of(sheet), start).values())


def doors_of(post, sheet):
    """The doors of a sheet that is in, without its scores: it has none."""
    score = PostScore(sheet=sheet, pk=0)

    class Told:
        """As `doors` asks of a sheet."""

        pk, public_id, _meta = sheet.pk, sheet.public_id, sheet._meta
        scores = type("Scores", (), {"first": staticmethod(lambda: score)})

    return doors(post, Told)


def test_the_row_the_audit_and_the_notices_know_nothing_of_it():
    """It is sealed to its row; the audit has neither the column nor an event of the keeping."""
    post, sheet, _second = half_kept()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(sheet)::text FROM safety_postsheet AS sheet WHERE id = %s", [sheet.pk]
        )
        [(row,)] = cursor.fetchall()
        cursor.execute(
            "SELECT to_jsonb(e)::text FROM safety_postsheetevent AS e WHERE pgh_obj_id = %s", [sheet.pk]
        )
        events = cursor.fetchall()
    assert MARK not in json.loads(row)["draft"]
    assert len(events) == 1  # that it was assigned
    assert "draft" not in events[0][0]
    other = posting.owed(post)[1]
    PostSheet.objects.filter(pk=other.pk).update(draft=sheet.draft)
    other.refresh_from_db()
    with pytest.raises(InvalidTag):
        draft_of(other)


def test_no_list_page_or_file_of_the_admin_has_the_column():
    page_of = admin.site._registry[PostSheet]
    assert "draft" in page_of.exclude
    assert "draft" not in {*page_of.list_display, *page_of.export_fields, *page_of.search_fields}


def test_the_own_copy_of_the_own_data_has_it_and_nobody_else_s_copy():
    post, sheet, second = half_kept()
    [kept] = posts_hold(user_of(sheet))["unfinished_sheets"]
    assert kept == {"post__team_name": post.team_name, "remark": MARK, "points": {"安全管理": 7}}
    assert posts_hold(user_of(second))["unfinished_sheets"] == []


def test_a_sheet_that_is_kept_opens_no_other_and_is_opened_by_none():
    post, sheet, second = half_kept()
    posting.judge(second, 0.7)
    assert not PostScore.objects.visible_to(user_of(sheet)).exists()
    assert second not in PostSheet.objects.visible_to(user_of(sheet))
    shown = text(page(user_of(second), "post_sheet", second.public_id))
    assert MARK not in shown
    assert "还没有别人提交" in shown
    assert post.sheets.filter(state=S.ASSIGNED).count() == 2


def test_what_is_kept_counts_nowhere():
    of, (post,) = posting.scoring(1)
    sheets = posting.owed(post)
    for sheet in sheets:
        half(sheet)
    assert result_for(post) is None
    assert not PostScore.objects.exists()
    assert not PostSheet.objects.counting().exists()
    with pytest.raises(errors.SheetsMissing):
        choosing.make_shortlist(actor=posting.city(), round=of)


# --- gone with the seat --------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["handed in", "recused", "dismissed", "withdrawn", "called off"])
def test_it_goes_when_the_sheet_is_owed_no_more(how):
    post, sheet, _second = half_kept()
    {
        "handed in": lambda: posting.judge(sheet),
        "recused": lambda: seating.recuse(actor=user_of(sheet), sheet=sheet, why="other"),
        "dismissed": lambda: seating.dismiss_reviewer(actor=posting.city(), reviewer=sheet.reviewer),
        "withdrawn": lambda: applying.withdraw_post(actor=posting.unit(post.enterprise), post=post),
        "called off": lambda: rounds.cancel_round(actor=posting.city(), round=post.round, reason="停办。"),
    }[how]()
    sheet.refresh_from_db()
    assert (sheet.draft, sheet.state == S.ASSIGNED) == ("", False)


def test_the_database_itself_keeps_none_beside_a_sheet_that_is_in():
    _post, sheet, _second = half_kept()
    kept = sheet.draft
    posting.judge(sheet)
    with pytest.raises(IntegrityError, match=WALL), transaction.atomic():
        PostSheet.objects.filter(pk=sheet.pk).update(draft=kept)
