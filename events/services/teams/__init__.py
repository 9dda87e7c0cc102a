"""队伍和比赛 (teams and contests): formed by their people, scored by judges, told at one instant."""
