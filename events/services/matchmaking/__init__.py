"""相亲会 (matchmaking): every write, from the set-up of a round to the last row that goes."""

from .choosing import choose
from .forgetting import forget_profiles, forget_profiles_of, sweep_match_photos
from .pairs import say_yes, take_yes_back
from .profiles import Told, review_profile, save_profile, take_down
from .reports import answer_report, block, report
from .rounds import (
    RoundPlan,
    change_round,
    close_choosing,
    close_due_rounds,
    mark_arrivals,
    release_result,
    set_up_round,
)
from .seats import plan_seats

__all__ = [
    "RoundPlan",
    "Told",
    "answer_report",
    "block",
    "change_round",
    "choose",
    "close_choosing",
    "close_due_rounds",
    "forget_profiles",
    "forget_profiles_of",
    "mark_arrivals",
    "plan_seats",
    "release_result",
    "report",
    "review_profile",
    "save_profile",
    "say_yes",
    "set_up_round",
    "sweep_match_photos",
    "take_down",
    "take_yes_back",
]
