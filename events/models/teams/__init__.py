"""Rows of teams and contests."""

from .contest import ContestRound, Judge, Score
from .team import Team, TeamMember, TeamRule

__all__ = ["ContestRound", "Judge", "Score", "Team", "TeamMember", "TeamRule"]
