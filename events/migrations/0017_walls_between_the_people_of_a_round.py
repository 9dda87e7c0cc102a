"""Rules that join two tables: whoever chooses, is paired, blocked or reported is of the round."""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns, what follows a change)
    ("events_matchprofile", "match_profile_gender_is_the_persons", "person_id, gender",
     "accounts_person", "id, gender", "ON UPDATE CASCADE"),
    ("events_matchchoice", "match_choice_chooser_is_of_the_round", "chooser_id, round_id",
     "events_matchprofile", "id, round_id", ""),
    ("events_matchpair", "match_pair_first_is_of_the_round", "first_id, round_id",
     "events_matchprofile", "id, round_id", ""),
    ("events_matchpair", "match_pair_second_is_of_the_round", "second_id, round_id",
     "events_matchprofile", "id, round_id", ""),
    ("events_matchblock", "match_block_blocker_is_of_the_round", "blocker_id, round_id",
     "events_matchprofile", "id, round_id", ""),
    ("events_matchblock", "match_block_blocked_is_of_the_round", "blocked_id, round_id",
     "events_matchprofile", "id, round_id", ""),
    ("events_matchreport", "match_report_reporter_is_of_the_round", "reporter_id, round_id",
     "events_matchprofile", "id, round_id", ""),
    ("events_matchreport", "match_report_accused_is_of_the_round", "accused_id, round_id",
     "events_matchprofile", "id, round_id", ""),
]  # fmt: skip


def wall(table, name, columns, target, target_columns, follows):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT {follows}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0016_matchmaking_rounds_profiles_and_what_is_sealed")]

    operations = [wall(*parts) for parts in WALLS]
