"""
接口 (API) for the offices of care: codes, districts, stages and clocks (S1), read-only.

What tells of a child is opened on its page, with a purpose and a row of access, and by no call.
"""
