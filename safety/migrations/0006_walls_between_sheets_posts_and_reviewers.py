"""Rules that join two tables, and that Django cannot declare: a sheet, its post and its reviewer are of one year."""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("safety_postsheet", "post_sheet_reviewer_of_its_round", "reviewer_id, round_id",
     "safety_postreviewer", "id, round_id"),
    ("safety_postsheet", "post_sheet_post_of_its_round", "post_id, round_id",
     "safety_safetypost", "id, round_id"),
]  # fmt: skip


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("safety", "0005_model_posts")]

    operations = [wall(*parts) for parts in WALLS]
