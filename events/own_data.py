"""What the events hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .match_sight import badges_chosen_by, pairs_of
from .models import (
    Answer,
    Companion,
    GuardianPermit,
    MatchProfile,
    MatchReport,
    Registration,
    RegistrationTransition,
)

REGISTRATION = (
    *("public_id", "session__event__title", "session__name", "session__starts_at", "quota__name"),
    *("seats", "state", "created_at", "offer_until"),
)


def events_hold(user: User) -> dict[str, Any]:
    """Registrations, their moves, answers, companions and a guardian's permit."""
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
        "permits": list(
            GuardianPermit.objects.filter(**of).values(
                "registration__public_id", "guardian_name", "guardian_mobile", "relation", "given_at"
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
