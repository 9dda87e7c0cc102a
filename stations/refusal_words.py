"""规则的名称 (words of the rules): what each code of a refusal is called on a sheet."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .eligibility import RULES
from .errors import BedTaken, RoomOfOtherGender, TooManyWaiting
from .party_errors import PartyRoomTaken

# In the order in which the refusal page tells the rules; then what only the look at the beds can say.
WORDS: dict[str, str | Promise] = {rule.rule_id: rule.label for rule in RULES} | {
    BedTaken.code: _("床位已满"),
    RoomOfOtherGender.code: _("房间当晚住另一性别"),
    PartyRoomTaken.code: _("同住间已满"),
    TooManyWaiting.code: _("候补份数已满"),
}


def word_of(code: str) -> str:
    """A rule that is no longer there keeps its code."""
    return str(WORDS.get(code, code))
