"""Constraints of campaigns and parts that no refusal explains (see `internal_constraints`)."""

INTERNAL = {
    "material_is_a_link_or_a_file": "the service refuses both and neither",
}
