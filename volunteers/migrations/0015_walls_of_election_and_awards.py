"""
Rules that join two tables, and that Django cannot declare.

* what a delegate, a candidate, a round and a vote belong to is one congress;
* a delegate's number lies within the unit's quota, a proposed award's place within the category's;
* a nomination is of its category's kind, a score of its member's season.
"""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("volunteers_delegate", "delegate_congress_is_the_units", "unit_id, congress_id", "volunteers_electoralunit", "id, congress_id"),
    ("volunteers_delegate", "delegate_cap_is_the_units", "unit_id, cap", "volunteers_electoralunit", "id, quota"),
    ("volunteers_candidate", "candidate_congress_is_the_units", "unit_id, congress_id", "volunteers_electoralunit", "id, congress_id"),
    ("volunteers_candidate", "candidate_congress_is_the_offices", "office_id, congress_id", "volunteers_associationoffice", "id, congress_id"),
    ("volunteers_ballotround", "ballot_round_congress_is_the_offices", "office_id, congress_id", "volunteers_associationoffice", "id, congress_id"),
    ("volunteers_roundcandidate", "round_candidate_office_is_the_rounds", "round_id, office_id", "volunteers_ballotround", "id, office_id"),
    ("volunteers_roundcandidate", "round_candidate_stands_for_the_office", "candidate_id, office_id", "volunteers_candidate", "id, office_id"),
    ("volunteers_turnout", "turnout_congress_is_the_rounds", "round_id, congress_id", "volunteers_ballotround", "id, congress_id"),
    ("volunteers_turnout", "turnout_congress_is_the_delegates", "delegate_id, congress_id", "volunteers_delegate", "id, congress_id"),
    ("volunteers_awardnomination", "award_nomination_kind_is_the_categorys", "category_id, season_id, kind", "volunteers_awardcategory", "id, season_id, kind"),
    ("volunteers_awardnomination", "award_nomination_cap_is_the_categorys", "category_id, cap", "volunteers_awardcategory", "id, quota"),
    ("volunteers_panelscore", "panel_score_season_is_the_members", "member_id, season_id", "volunteers_panelmember", "id, season_id"),
    ("volunteers_panelscore", "panel_score_season_is_the_nominations", "nomination_id, season_id", "volunteers_awardnomination", "id, season_id"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE CASCADE ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0014_association_election_and_awards")]

    operations = [wall(*parts) for parts in WALLS]
