"""
Composite foreign keys around lounges: rules that join two tables, and that Django cannot declare.

* a hall lies in the lounge of its zones, and is a hall;
* a visit's and a closure's zone lies in the visit's lounge;
* a slot's cap is its zone's number of seats;
* a coupon's cap is its policy's; a coupon's person is its visit's.

ON UPDATE CASCADE lets a zone get more seats, or fewer as long as no written
slot sits on one that would go.
"""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns, on update, on delete)
    ("stations_loungezone", "lounge_zone_hall_is_a_hall_here", "hall_id, lounge_id, hall_mode", "stations_loungezone", "id, lounge_id, mode", "RESTRICT", "RESTRICT"),
    ("stations_loungevisit", "lounge_visit_zone_lies_in_its_lounge", "zone_id, lounge_id", "stations_loungezone", "id, lounge_id", "RESTRICT", "RESTRICT"),
    ("stations_loungeclosure", "lounge_closure_zone_lies_in_its_lounge", "zone_id, lounge_id", "stations_loungezone", "id, lounge_id", "RESTRICT", "CASCADE"),
    ("stations_loungeslot", "lounge_slot_cap_is_the_zones", "zone_id, cap", "stations_loungezone", "id, units", "CASCADE", "RESTRICT"),
    ("stations_loungecoupon", "lounge_coupon_cap_is_the_policys", "policy_id, cap", "stations_staypolicy", "id, lounge_hours_per_week", "RESTRICT", "RESTRICT"),
    ("stations_loungecoupon", "lounge_coupon_person_is_the_visits", "visit_id, person_id", "stations_loungevisit", "id, person_id", "RESTRICT", "CASCADE"),
]


def wall(table, name, columns, target, target_columns, on_update, on_delete):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE {on_update} ON DELETE {on_delete}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("stations", "0016_lounges_zones_and_visits")]

    operations = [wall(*parts) for parts in WALLS]
