"""How each invariant of the model posts is broken, by name: rows that came in while their walls were away."""

from __future__ import annotations

from typing import Any

import pgtrigger

from safety.models import PostQuota, PostRound, PostScore, PostSheet, SafetyPost
from tests import people, posting


def _moved(post: SafetyPost, to: str) -> None:
    """Without a transition, and along no allowed way."""
    with pgtrigger.ignore("safety.SafetyPost:post_moves_as_allowed"):
        SafetyPost.objects.filter(pk=post.pk).update(state=to)


def round_counter_wrong(world: Any) -> None:
    PostRound.objects.filter(pk=posting.year().pk).update(taken=1)


def quota_counter_wrong(world: Any) -> None:
    PostQuota.objects.filter(round=posting.year()).update(taken=1)


def named_against_an_objection(world: Any) -> None:
    _of, (post,) = posting.awarded(1)
    with pgtrigger.ignore("safety.PostObjection:post_objection_while_its_notice_runs"):
        post.objections.create(by=people.applicant().person, text="晚。")


def sheet_lost(world: Any) -> None:
    _of, (post,) = posting.shortlisted(1)
    PostSheet.objects.filter(pk=post.sheets.first().pk).update(state="superseded")


def points_lost(world: Any) -> None:
    _of, (post,) = posting.scoring(1)
    sheet = posting.judge(posting.owed(post)[0])
    with pgtrigger.ignore("safety.PostScore:post_score_is_final"):
        PostScore.objects.filter(sheet=sheet)[:1].get().delete()


def points_too_early(world: Any) -> None:
    _of, (post,) = posting.scoring(1)
    line = post.form.criteria.first()
    with pgtrigger.ignore("safety.PostScore:post_score_of_its_form_and_within_the_most"):
        PostScore.objects.create(sheet=posting.owed(post)[0], criterion=line, points=1)


def sheet_owed_for_nothing(world: Any) -> None:
    _of, (post,) = posting.scoring(1)
    _moved(post, "withdrawn")


def passed_over(world: Any) -> None:
    _of, posts = posting.shortlisted(3)
    _moved(posts[0], "not_selected")


def moved_elsewhere(world: Any) -> None:
    _moved(posting.signed(posting.year()), "withdrawn")


CONTROLS = {
    "post_round_counter_apart_from_its_posts": round_counter_wrong,
    "post_quota_counter_apart_from_its_posts": quota_counter_wrong,
    "post_named_against_an_open_objection": named_against_an_objection,
    "post_chosen_without_all_its_sheets": sheet_lost,
    "post_sheet_without_all_its_points": points_lost,
    "post_points_on_a_sheet_that_is_not_in": points_too_early,
    "post_sheet_owed_that_nobody_waits_for": sheet_owed_for_nothing,
    "post_better_ranked_left_out": passed_over,
    "post_whose_transitions_end_elsewhere": moved_elsewhere,
}
