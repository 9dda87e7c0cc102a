"""
志愿服务的数 (numbers of the volunteers).

They are ours until the city sets its own; services and rules ask here and nowhere else.
"""

SHIFTS = {
    # Hours of service within any 24 hours (welfare.md §5.6; 志愿服务条例 names none).
    "hours_in_24": 10,
    # How long a place is kept for somebody on standby, and inside the last day before the start.
    "offer_hours": 12,
    "offer_hours_last_day": 2,
    # A shift whose hours or place change is left freely for so long after the change.
    "free_leave_hours": 24,
    # Hours after the end in which the leader's roll may still come in.
    "no_show_after_hours": 24,
    # So many that count within so many days stop new sign-ups for so many days.
    "no_show_limit": 2,
    "no_show_window_days": 90,
    "no_show_block_days": 30,
    "no_show_appeal_days": 15,
}
