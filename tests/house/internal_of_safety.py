"""Constraints of the safety action that no refusal explains (see `internal_constraints`)."""

from tests.house.reasons import FORM

INTERNAL = {
    "work_area_is_named_once": FORM,
    "work_area_has_a_name": FORM,
}
