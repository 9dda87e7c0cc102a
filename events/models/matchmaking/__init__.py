"""Rows of matchmaking: what is known of a round and its people; what is sealed stands in `sealed`."""

from .profile import MatchProfile, MatchReview
from .report import MatchReport
from .round import MatchRound
from .sealed import MatchBlock, MatchChoice, MatchPair

__all__ = [
    "MatchBlock",
    "MatchChoice",
    "MatchPair",
    "MatchProfile",
    "MatchReport",
    "MatchReview",
    "MatchRound",
]
