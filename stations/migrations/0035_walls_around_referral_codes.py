"""
A code's cap is its partner's quota: with it, the number of a code keeps within the quota.

ON UPDATE CASCADE carries a changed quota to the codes; one below what was issued is
refused by them.
"""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("stations_referralcode", "referral_code_cap_is_the_partners", "partner_id, cap", "stations_partner", "id, quota"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE CASCADE ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("stations", "0034_partners_refer_guests")]

    operations = [wall(*parts) for parts in WALLS]
