"""The rows of every programme, one after the other; each file beside holds those of one part."""

from tests.matrix.association_rows import OF_THE_ASSOCIATION
from tests.matrix.campaign_rows import OF_CAMPAIGNS
from tests.matrix.event_rows import OF_EVENTS
from tests.matrix.group_rows import OF_GROUPS
from tests.matrix.hazard_rows import OF_HAZARDS
from tests.matrix.hope_rows import OF_HOPE_ROOMS
from tests.matrix.loan_rows import OF_LOANS
from tests.matrix.month_rows import OF_THE_MONTH
from tests.matrix.post_rows import OF_POSTS
from tests.matrix.quiz_rows import OF_QUIZZES
from tests.matrix.safety_rows import OF_SAFETY
from tests.matrix.volunteer_hour_rows import OF_HOURS
from tests.matrix.volunteer_patrol_rows import OF_PATROLS
from tests.matrix.volunteer_round_rows import OF_ROUNDS
from tests.matrix.volunteer_rows import OF_VOLUNTEERS
from tests.matrix.volunteer_scan_rows import OF_SCANS
from tests.matrix.volunteer_shift_rows import OF_SHIFTS
from tests.matrix.wedding_rows import OF_WEDDINGS

OF_PROGRAMMES = (
    OF_THE_MONTH
    + OF_GROUPS
    + OF_VOLUNTEERS
    + OF_SHIFTS
    + OF_SCANS
    + OF_HOURS
    + OF_ROUNDS
    + OF_PATROLS
    + OF_THE_ASSOCIATION
    + OF_HOPE_ROOMS
    + OF_LOANS
    + OF_EVENTS
    + OF_WEDDINGS
    + OF_SAFETY
    + OF_HAZARDS
    + OF_CAMPAIGNS
    + OF_POSTS
    + OF_QUIZZES
)
