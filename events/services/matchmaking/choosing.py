"""
互选 (choosing): up to so many, changed until the closing instant, read back by their author alone.

Nothing here is logged, told or counted, and no statement carries a number of the chosen in clear: even a
refusal in the server's log shows ciphertext and a token only.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from events.match_errors import ChoosingNotOpen, ChosenElsewhere, NotAdmitted, TooManyChosen
from events.match_sight import acting_as, cards_for, profile_of, sealed, token_of
from events.models import MatchChoice, MatchProfile, MatchRound
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining

from .locks import share_round
from .profiles import CHANGE

WALLS = {
    "match_choice_in_its_time": ChoosingNotOpen,
    "match_choice_of_the_admitted": NotAdmitted,
    "match_choice_not_of_oneself": ChosenElsewhere,
    "match_choice_of_one_person_once": ChosenElsewhere,
    "match_choice_slot_used_once": ChoosingNotOpen,
}


@sensitive_variables()
def choose(*, actor: User, turn: MatchRound, badges: Sequence[int]) -> int:
    """
    提交互选 (choose): these badges in this order, in place of whatever was chosen before; how many.

    Doing it again with the same badges changes nothing. Raises `NotAdmitted`, `TooManyChosen`,
    `ChoosingNotOpen`, `ChosenElsewhere`.
    """
    own = profile_of(policy.human_of(actor), turn)
    if own is None or not own.is_admitted:
        raise NotAdmitted
    policy.require(actor, CHANGE, own)
    wanted = list(dict.fromkeys(badges))
    too_many = TooManyChosen(most=turn.choices)
    with explaining(match_choice_within_its_number=too_many, **WALLS), transaction.atomic():
        if not share_round(turn.pk):
            raise ChoosingNotOpen
        turn.refresh_from_db(fields=["choices"])
        if len(wanted) > turn.choices:
            raise TooManyChosen(most=turn.choices)
        with acting_as(own.person_id):
            _replace(own, wanted)
    return len(wanted)


@sensitive_variables()
def _replace(own: MatchProfile, wanted: list[int]) -> None:
    """The lock on the own row keeps two presses of one person apart."""
    MatchProfile.objects.select_for_update(no_key=True).get(pk=own.pk)
    by_badge = {each.badge: each for each in cards_for(own)}
    if not set(wanted) <= set(by_badge):
        raise ChosenElsewhere
    MatchChoice.objects.filter(chooser=own).delete()
    for slot, badge in enumerate(wanted, 1):
        other = by_badge[badge]
        MatchChoice(
            round=own.round,
            chooser=own,
            slot=slot,
            sealed=sealed(other.pk, chooser=own.pk, slot=slot),
            token=token_of(own.round_id, own.person_id, other.person_id),
        ).save(force_insert=True)
