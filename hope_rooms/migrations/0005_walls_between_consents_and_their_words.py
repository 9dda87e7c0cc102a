"""A rule that joins two tables, and that Django cannot declare: a consent is to words of its own purpose."""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("hope_rooms_careconsent", "care_consent_is_to_words_of_its_purpose", "notice_id, purpose", "hope_rooms_carenotice", "id, purpose"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0004_who_reads_what_of_a_child")]

    operations = [wall(*parts) for parts in WALLS]
