"""A reviewer's sheet as tables: every event and every look at it, in each state, by everybody."""

from functools import partial

import pytest
from django.db import InternalError, transaction

from safety import post_errors as errors
from safety.models import PostSheet
from safety.models.posts.words import SHEET_NEXT
from safety.services.posts import applying, choosing, judging, reviewing, rounds, seating
from tests import posting, tabling
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
S = PostSheet.State


def kept(sheet):
    line = sheet.post.form.criteria.first().pk
    judging.save_sheet(actor=user_of(sheet), sheet=sheet, points={line: 5}, remark="记一笔")


def recused(sheet):
    seating.recuse(actor=user_of(sheet), sheet=sheet, why="other")


def returned(sheet):
    reviewing.return_post(actor=posting.city(), post=sheet.post, words="补。")


def handed_in_and_returned(sheet):
    posting.judge(sheet)
    returned(sheet)


def withdrawn(sheet):
    applying.withdraw_post(actor=posting.unit(sheet.post.enterprise), post=sheet.post)


def called_off(sheet):
    posting.judge(sheet)
    rounds.cancel_round(actor=posting.city(), round=sheet.round, reason="停办。")


def shortlisted(sheet):
    posting.judge(sheet)
    posting.all_judged([sheet.post])
    choosing.make_shortlist(actor=posting.city(), round=sheet.round)


# The state of the sheet, and how its post stands: the columns.
CASES = {
    "owed": lambda sheet: None,
    "kept half": kept,
    "in": posting.judge,
    "recused": recused,
    "owed, returned": returned,
    "in, returned": handed_in_and_returned,
    "withdrawn": withdrawn,
    "called off": called_off,
    "shortlisted": shortlisted,
}
COLUMNS = list(CASES)


def user_of(sheet):
    return sheet.reviewer.person.users.get()


def submit(by, sheet):
    judging.submit_sheet(actor=by, sheet=sheet, points=posting.points(sheet.post))


def submit_half(by, sheet):
    line = sheet.post.form.criteria.first().pk
    judging.submit_sheet(actor=by, sheet=sheet, points={line: 5})


def save(by, sheet):
    line = sheet.post.form.criteria.first().pk
    judging.save_sheet(actor=by, sheet=sheet, points={line: 5})


EVENTS = {
    "save_sheet": save,
    "submit_sheet": submit,
    "submit_sheet: half of it": submit_half,
    "recuse": lambda by, sheet: seating.recuse(actor=by, sheet=sheet, why="relative"),
    "recuse: for no known reason": lambda by, sheet: seating.recuse(
        actor=by, sheet=sheet, why="organisation"
    ),
    "dismiss_reviewer": lambda by, sheet: seating.dismiss_reviewer(actor=by, reviewer=sheet.reviewer),
    "return_post": lambda by, sheet: reviewing.return_post(actor=by, post=sheet.post, words="补。"),
    "withdraw_post": lambda by, sheet: applying.withdraw_post(actor=by, post=sheet.post),
}
OWN, CITY, UNIT = ("its reviewer",), ("city",), ("unit", "colleague")
M, YEAR, POST = errors.SheetMoved, errors.PostRoundMoved, errors.PostMoved
PART, WHY = errors.PointsMissing, errors.RecusalUnknown
A, I, R, G = S  # noqa: E741 assigned, in, recused, gone
NOW = (A, A, I, R, G, G, G, G, I)
TABLE = {
    #                                owed  half  in    recused ret.  ret.  withdr. off   shortlisted
    "save_sheet":             (OWN,  (A,   A,    M,    M,      M,    M,    M,      YEAR, YEAR)),
    "submit_sheet":           (OWN,  (I,   I,    M,    M,      M,    M,    M,      YEAR, YEAR)),
    "submit_sheet: half of it": (OWN, (PART, PART, PART, PART, PART, PART, PART,   YEAR, YEAR)),
    "recuse":                 (OWN,  (R,   R,    M,    M,      M,    M,    M,      YEAR, YEAR)),
    "recuse: for no known reason": (OWN, (WHY,) * 9),
    "dismiss_reviewer":       (CITY, (R,   R,    I,    R,      G,    G,    G,      YEAR, YEAR)),
    "return_post":            (CITY, (G,   G,    G,    R,      POST, POST, POST,   POST, POST)),
    "withdraw_post":          (UNIT, (G,   G,    G,    R,      G,    G,    POST,   POST, G)),
}  # fmt: skip


def in_case(case):
    """One team of three seats and a spare: its reviewer, one who is in, one who owes, one who recused."""
    _of, (post,) = posting.scoring(1, reviewers=5)
    first, second, third = posting.owed(post)
    seating.recuse(actor=user_of(third), sheet=third, why="other")
    spare = posting.owed(post)[-1]
    posting.judge(second, 0.9)
    by = tabling.everybody(post.enterprise) | {
        "its reviewer": user_of(first),
        "another, in": user_of(second),
        "another, owing": user_of(spare),
        "another, recused": user_of(third),
    }
    sheet = PostSheet.objects.select_related("round", "post__form").get(pk=first.pk)
    CASES[case](sheet)
    return sheet, by


def fresh_of(sheet):
    rows = PostSheet.objects.select_related("round", "post__form", "post__round", "reviewer__person")
    return partial(rows.get, pk=sheet.pk)


@pytest.mark.parametrize("case", COLUMNS)
def test_in_each_state_of_a_sheet_each_event_is_answered_as_the_table_says(case):
    sheet, by = in_case(case)
    assert tabling.disagreements(TABLE, EVENTS, COLUMNS.index(case), by, fresh_of(sheet)) == {}


# --- who reads it --------------------------------------------------------------------------------

# The sheet in a list, its points, its remark; whoever is not named reads none of them, ever.
NONE, ROW, ALL = (False, 0), (True, 0), (True, 5)
MINE = tuple(ALL if state == S.SUBMITTED else ROW for state in NOW)
READERS = ("its reviewer", "another, in", "another, owing", "another, recused", "city")
SIGHT = {
    #                            owed  half  in    recused ret.  ret.  withdr. off   shortlisted
    "its reviewer":             (ROW,  ROW,  ALL,  ROW,    ROW,  ALL,  ROW,    ALL,  ALL),
    # Whose own is in reads what is in, of the same text, while it counts.
    "another, in":              (NONE, NONE, ALL,  NONE,   NONE, NONE, NONE,   NONE, ALL),
    "another, owing":           (NONE, NONE, NONE, NONE,   NONE, NONE, NONE,   NONE, ALL),
    "another, recused":         (NONE,) * 9,
    # Offices read after the shortlist, or once the year is called off.
    "city":                     (NONE, NONE, NONE, NONE,   NONE, NONE, NONE,   ALL,  ALL),
}  # fmt: skip


def seen_by(user, sheet):
    rows = PostSheet.objects.visible_to(user).filter(pk=sheet.pk)
    scores = sheet.scores.model.objects.visible_to(user).filter(sheet=sheet)
    return rows.exists(), scores.count()


@pytest.mark.parametrize("case", COLUMNS)
def test_in_each_state_of_a_sheet_it_is_read_by_whom_the_table_says(case):
    sheet, by = in_case(case)
    found = {name: seen_by(user, sheet) for name, user in by.items()}
    expected = {name: SIGHT[name][COLUMNS.index(case)] if name in SIGHT else NONE for name in by}
    assert found == expected


def test_the_tables_name_every_state_every_event_and_every_reader():
    assert tabling.holes(TABLE, COLUMNS, {*OWN, *CITY, *UNIT}) == []
    assert list(TABLE) == list(EVENTS)
    assert set(NOW) == set(S)
    assert set(SIGHT) == set(READERS)
    assert {len(cells) for cells in SIGHT.values()} == {len(COLUMNS)}
    verbs = tabling.verbs(judging) | {"recuse", "dismiss_reviewer", "return_post", "withdraw_post"}
    assert tabling.verbs_of(TABLE) == verbs
    moves = {
        (str(was), str(cell))
        for row in TABLE.values()
        for _may, cells in tabling.rows_of(row)
        for was, cell in zip(NOW, cells, strict=True)
        if isinstance(cell, S) and cell != was
    }
    assert moves == {(start, end) for start, ends in SHEET_NEXT.items() for end in ends}


@pytest.mark.parametrize("case", COLUMNS)
def test_the_database_itself_knows_no_other_move_of_a_sheet(case):
    sheet, _by = in_case(case)
    sheet.refresh_from_db()
    for to in S:
        if to != sheet.state and to not in SHEET_NEXT.get(sheet.state, ()):
            with pytest.raises(InternalError), transaction.atomic():
                PostSheet.objects.filter(pk=sheet.pk).update(state=to)


def test_the_control_a_sheet_that_anybody_fills_in_is_found_by_the_table(monkeypatch):
    """Negative control: nobody asks whose sheet it is."""
    sheet, by = in_case("owed")
    monkeypatch.setattr(judging.policy, "require", lambda *_told: None)
    found = tabling.disagreements(TABLE, EVENTS, 0, by, fresh_of(sheet))
    assert ("another, owing", S.SUBMITTED, NotAllowed) in found["submit_sheet"]
