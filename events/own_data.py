"""What the events hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .match_sight import badges_chosen_by, pairs_of
from .models import (
    Answer,
    Attendance,
    AttendanceCertificate,
    Companion,
    EntryScan,
    Feedback,
    GuardianPermit,
    MatchProfile,
    MatchReport,
    Registration,
    RegistrationReview,
    RegistrationTransition,
    RosterPerson,
    Score,
    TeamMember,
)

REGISTRATION = (
    *("public_id", "session__event__title", "session__name", "session__starts_at", "quota__name"),
    *("seats", "state", "created_at", "offer_until"),
)

SCAN = ("registration__public_id", "seat", "day", "kind", "way", "at", "recorded_at", "note")
CERTIFICATE = ("registration__public_id", "number", "minutes", "planned", "state", "reason", "issued_at")
FEEDBACK = ("registration__public_id", "rating", "liked", "again", "words", "said_on")
ATTENDANCE = ("registration__public_id", "seat", "attended", "minutes", "days", "came_at", "left_at")


def events_hold(user: User) -> dict[str, Any]:
    """What was registered for, what came of it at the door, teams and scores, matchmaking."""
    return _registered(user) | _came_of_it(user) | _together_with_others(user)


def _registered(user: User) -> dict[str, Any]:
    of = {"registration__person__users": user}
    return {
        "registrations": list(Registration.objects.filter(person__users=user).values(*REGISTRATION)),
        "moves": list(
            RegistrationTransition.objects.filter(**of).values(
                "registration__public_id", "from_state", "to_state", "reason", "note", "at"
            )
        ),
        "answers": list(Answer.objects.filter(**of).values("registration__public_id", "asked", "words")),
        "companions": list(Companion.objects.filter(**of).values("registration__public_id", "full_name")),
        "reviews": list(
            RegistrationReview.objects.filter(**of).values(
                "registration__public_id", "state", "asked_at", "reason", "note", "decided_at"
            )
        ),
        "roster": list(
            RosterPerson.objects.filter(**of).values("registration__public_id", "full_name", "added_at")
        ),
        "permits": list(
            GuardianPermit.objects.filter(**of).values(
                "registration__public_id", "guardian_name", "guardian_mobile", "relation", "given_at"
            )
        ),
    }


def _came_of_it(user: User) -> dict[str, Any]:
    of = {"registration__person__users": user}
    return {
        "entry_scans": list(EntryScan.objects.filter(**of).values(*SCAN)),
        "certificates": list(AttendanceCertificate.objects.filter(**of).values(*CERTIFICATE)),
        "feedbacks": list(Feedback.objects.filter(**of).values(*FEEDBACK)),
        "attendances": list(Attendance.objects.filter(**of).values(*ATTENDANCE)),
    }


def _together_with_others(user: User) -> dict[str, Any]:
    return {
        "teams": list(
            TeamMember.objects.filter(person__users=user).values(
                "team__name", "event__title", "joined_at", "left_at"
            )
        ),
        "scores": list(
            Score.objects.filter(judge__person__users=user).values(
                "round__name", "team__name", "value", "given_at"
            )
        ),
        "matchmaking": [_matchmaking(each) for each in _profiles(user)],
        "match_reports": list(
            MatchReport.objects.filter(reporter__person__users=user).values("words", "answer", "created_at")
        ),
    }


def _profiles(user: User) -> list[MatchProfile]:
    rows = MatchProfile.objects.filter(person__users=user)
    return list(rows.select_related("round__session__event", "registration", "person"))


def _matchmaking(own: MatchProfile) -> dict[str, Any]:
    """One's own words and choices; of others their badge alone, and what they chose of nobody but a match."""
    return {
        "event": own.round.session.event.title,
        "badge": own.badge,
        "single_declaration": own.single_declaration,
        "declaration_version": own.declaration_version,
        "declared_at": own.declared_at,
        "introduction": own.introduction,
        "wishes": own.wishes,
        "visibility": own.visibility,
        "state": own.state,
        "choices": badges_chosen_by(own),
        "matches": [each.card.badge for each in pairs_of(own)],
    }
