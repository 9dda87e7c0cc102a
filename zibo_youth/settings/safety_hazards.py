"""Rules of hazard snapshots (隐患随手拍), a part of `safety.SAFETY`; "assumed" until the city decides."""

from typing import Any

HAZARDS: dict[str, Any] = {
    # --- hazards (reference/loans_safety.md §6.1) ---
    # Until when a hazard must be mended, by severity; a major one is the bureau's. "At once" is assumed.
    "hazard_due": {
        "urgent": {"hours": 4},
        "serious": {"days": 3},
        "general": {"days": 7},
        "minor": {"days": 30},
    },
    # Reports of one enterprise and category within so many days, or of any within so many metres, may be one.
    "duplicate_days": 14,
    "duplicate_metres": 100,
    # The after-photo is taken at most so many metres from the first: assumed, as far as duplicates are.
    "hazard_fix_metres": 100,
    # A place that the telephone or the sketch tells may be off by so many metres: assumed, as duplicates.
    "hazard_spot_metres": 100,
    # Days in which the reporter and an officer say whether it is mended.
    "hazard_confirm_days": 3,
    # Hours after which a report that nobody accepted, assigned or closed stands on the stuck list: assumed.
    "hazard_waits_hours": 24,
    # Days without a word after which one that the bureau or another body has stands there as well: assumed.
    "hazard_unheard_days": 7,
    # Reports of one person a day: assumed.
    "hazards_a_day": 20,
    # Points for the first reporter of a hazard that was mended, and for whoever joined it: assumed.
    "hazard_points": {"urgent": 30, "serious": 20, "general": 10, "minor": 5},
    "hazard_follow_points": 2,
    # Whether the city pays money as well (§3, open), and how much in yuan.
    "hazard_rewards": False,
    "hazard_reward_yuan": {"urgent": 500, "serious": 500, "general": 50, "minor": 50},
}
