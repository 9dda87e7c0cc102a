"""
保存期限 (how long things are kept) and the clocks of closing an account.

The numbers are ours until the city sets its own (docs/reference/retention.md says
where each comes from); the services ask here and nowhere else.
"""

ERASURE = {
    # Days in which a request may be taken back: assumed.
    "reconsider_days": 7,
    # Days in which an answer is owed: GB/T 35273-2020, 8.7.
    "answer_days": 30,
}
