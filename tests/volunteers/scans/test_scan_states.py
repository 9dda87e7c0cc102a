"""The page of states tells the moves from the door to the review, with the service and the right of each."""

import inspect

from django.utils.module_loading import import_string

from tests.house.test_docs import rows
from volunteers.models import Signup
from volunteers.services import attendance, door_scans, late_rolls
from zibo_youth.accounts import policy

MINE = ("checked_in", "checked_out", "attended")
CONSTANTS = {door_scans.CHECK_IN: "CHECK_IN", late_rolls.KEEP_ROLL: "KEEP_ROLL", attendance.REVIEW: "REVIEW"}


def test_every_move_from_the_door_to_the_review_is_told():
    told = {(old, new) for old, new, *_rest in rows("docs/reference/states.md", "到岗：从")}
    moves = {(old, new) for old, targets in Signup.NEXT.items() for new in targets}
    judged = {("signed_up", "no_show")}
    assert told == {move for move in moves if set(move) & set(MINE)} | judged


def test_each_names_its_service_and_the_right_that_it_asks_for():
    for _old, _new, _who, service, action in rows("docs/reference/states.md", "到岗：从"):
        assert action in policy.MATRIX
        assert CONSTANTS[action] in inspect.getsource(inspect.unwrap(import_string(service))), service
