"""再次同意 (the second yes): each for oneself; both telephones are shown once both have said it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from events.match_errors import PairMissing
from events.match_sight import acting_as, pairs_of, profile_of
from events.models import MatchPair, MatchProfile, MatchRound
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

from .profiles import CHANGE


def say_yes(*, actor: User, turn: MatchRound, number: int) -> bool:
    """
    再次同意 (say yes); whether both have now. The other one learns of it only once both have said it.

    Raises `PairMissing`.
    """
    return _answer(actor, turn, number, is_yes=True)


def take_yes_back(*, actor: User, turn: MatchRound, number: int) -> bool:
    """撤回同意 (take the yes back): telephones are no longer shown. Raises `PairMissing`."""
    return _answer(actor, turn, number, is_yes=False)


@transaction.atomic
def _answer(actor: User, turn: MatchRound, number: int, *, is_yes: bool) -> bool:
    own = profile_of(policy.human_of(actor), turn)
    if own is None:
        raise PairMissing
    policy.require(actor, CHANGE, own)
    if number not in {each.number for each in pairs_of(own)}:
        raise PairMissing
    with acting_as(own.person_id):
        pair = _answered(own, number, is_yes=is_yes)
    both = pair.yes_first_at is not None and pair.yes_second_at is not None
    if both and is_yes:
        _tell(pair)
    return both


def _answered(own: MatchProfile, number: int, *, is_yes: bool) -> MatchPair:
    """One column each, so that two answers at one instant both stand; the second to write sees both."""
    rows = MatchPair.objects.filter(Q(first=own) | Q(second=own), pk=number)
    pair: MatchPair = rows.get()
    column = "yes_first_at" if pair.first_id == own.pk else "yes_second_at"
    rows.filter(**{f"{column}__isnull": is_yes}).update(**{column: now() if is_yes else None})
    pair.refresh_from_db()
    return pair


def _tell(pair: MatchPair) -> None:
    """Both, once; the words name nobody."""
    people = MatchProfile.objects.filter(pk__in=[pair.first_id, pair.second_id])
    for each in people.select_related("person", "registration"):
        notify("events.match_contact", to=each.person, about=each.registration, dedup=f"{pair.pk}")
