"""What election and awards tell people, and when each still holds. A vote cast is told to nobody."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import AwardNomination, AwardSeason, BallotRound, Candidate, Congress, Delegate, PanelMember

# A text message holds 70 characters; names must leave room for the rest.
NAME_IN_A_TEXT = 14


def _congress_words(congress: Congress) -> dict[str, Any]:
    return {
        "congress": congress.local_title,
        "short": truncatechars(congress.local_title, NAME_IN_A_TEXT),
        "day": date_format(congress.held_on, "Y-m-d"),
        "place": congress.place,
    }


def _delegate_words(delegate: Delegate) -> dict[str, Any]:
    return _congress_words(delegate.congress) | {"unit": str(delegate.unit)}


def _candidate_words(candidate: Candidate) -> dict[str, Any]:
    return _congress_words(candidate.congress) | {
        "office": str(candidate.office),
        "unit": str(candidate.unit),
    }


def _round_words(opened: BallotRound) -> dict[str, Any]:
    return _congress_words(opened.congress) | {
        "office": str(opened.office),
        "short_office": truncatechars(str(opened.office), NAME_IN_A_TEXT),
        "number": opened.number,
    }


def _member_words(member: PanelMember) -> dict[str, Any]:
    return {"season": member.season.local_title}


def _nomination_words(nomination: AwardNomination) -> dict[str, Any]:
    return {
        "season": nomination.season.local_title,
        "category": str(nomination.category),
        "subject": str(nomination.subject),
        "state": nomination.state,
        "reason": nomination.reason,
    }


def _answers_at(nomination: AwardNomination) -> str:
    """Where whoever is asked says yes or no."""
    return reverse("volunteer_own_awards" if nomination.volunteer_id else "volunteer_recommended")


OF_DELEGATE = ("congress", "unit__organisation")
OF_NOMINATION = ("season", "category", "volunteer__person", "organisation", "project")

KINDS = [
    NoticeKind(
        key="volunteers.delegate_named",
        title=_("您是会议代表"),
        channels=(INBOX, SMS),
        holds=lambda delegate: delegate.congress.state != Congress.State.CANCELLED,
        words=_delegate_words,
        url=lambda delegate: delegate.congress.get_absolute_url(),
        related=OF_DELEGATE,
    ),
    NoticeKind(
        key="volunteers.candidate_named",
        title=_("您被提名为候选人"),
        channels=(INBOX, SMS),
        holds=lambda candidate: candidate.state == Candidate.State.NAMED,
        words=_candidate_words,
        url=lambda candidate: reverse("volunteer_own_association"),
        related=("congress", "office", "unit__organisation"),
    ),
    NoticeKind(
        key="volunteers.ballot_open",
        title=_("开始投票"),
        channels=(INBOX, SMS),
        holds=lambda opened: opened.state == BallotRound.State.OPEN,
        words=_round_words,
        url=lambda opened: reverse("volunteer_ballots"),
        related=("congress", "office"),
    ),
    NoticeKind(
        key="volunteers.result_announced",
        title=_("选举结果已公布"),
        channels=(INBOX,),
        holds=lambda delegate: delegate.congress.state == Congress.State.ANNOUNCED,
        words=_delegate_words,
        url=lambda delegate: delegate.congress.get_absolute_url(),
        related=OF_DELEGATE,
    ),
    NoticeKind(
        key="volunteers.panel_asked",
        title=_("请您评审"),
        channels=(INBOX,),
        holds=lambda member: member.season.state == AwardSeason.State.REVIEW,
        words=_member_words,
        url=lambda member: reverse("volunteer_panel", args=[member.season.code]),
        related=("season",),
    ),
    NoticeKind(
        key="volunteers.award_asked",
        title=_("有人推荐您参评"),
        channels=(INBOX,),
        holds=lambda nomination: nomination.state == AwardNomination.State.ASKED,
        words=_nomination_words,
        url=_answers_at,
        related=OF_NOMINATION,
    ),
    NoticeKind(
        key="volunteers.nomination_decided",
        title=_("评选推荐有结果"),
        channels=(INBOX,),
        holds=lambda nomination: nomination.state in ("refused", "struck", "awarded", "not_chosen"),
        words=_nomination_words,
        url=lambda nomination: nomination.season.get_absolute_url(),
        related=OF_NOMINATION,
    ),
]


def register_notices() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register(kind)
