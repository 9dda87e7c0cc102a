"""座位表 (the sheet of a plan): a line for each badge, a column for each round."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zibo_youth.core.exports import Table

from .models import MatchRound


def sheet_of(turn: MatchRound) -> Table:
    """As it is kept; it follows from the list and the seed alone (`manage.py reseat`)."""
    rounds = max((len(tables) for tables in turn.seating.values()), default=0)
    heads = [_("胸牌号"), *(_("第 %(n)s 轮") % {"n": number} for number in range(1, rounds + 1))]
    rows = ([int(badge), *tables] for badge, tables in sorted(turn.seating.items()))
    return Table(_("座位表"), heads, rows)
