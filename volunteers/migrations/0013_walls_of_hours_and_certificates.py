"""
Rules of hours and certificates that join rows, and that Django cannot declare.

* the unreversed credits of a volunteer exclude one another; whoever inserts has locked
  the volunteer's row, so that many at one instant meet a refusal and no deadlock;
* a line has no more minutes than its span, and a reversal mirrors what it takes back;
* whoever approves or states hours is not whom they are credited to, by whatever log-in;
* a certificate rests on final entries of its own volunteer and issuer.
"""

from django.db import migrations

ONE_PLACE = """
ALTER TABLE volunteers_hourentry ADD CONSTRAINT hour_entry_one_place_at_a_time EXCLUDE USING gist (
    int8range(volunteer_id, volunteer_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
) WHERE (kind = 'credit' AND reversed_at IS NULL)
"""
WITHIN_SPAN = """
ALTER TABLE volunteers_hourentry ADD CONSTRAINT hour_entry_no_longer_than_its_span
CHECK (starts_at + minutes * interval '1 minute' <= ends_at)
"""
WALLS = [
    # (table, name, columns, target, target columns)
    ("volunteers_hourentry", "hour_entry_reversal_mirrors_its_credit", "reverses_id, volunteer_id, project_id, minutes", "volunteers_hourentry", "id, volunteer_id, project_id, minutes"),
    ("volunteers_hourentry", "hour_entry_volunteer_is_the_signups", "signup_id, volunteer_id", "volunteers_signup", "id, volunteer_id"),
]
FOR_ANOTHER = """
CREATE FUNCTION volunteers_hours_are_for_another() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    served integer;
BEGIN
    SELECT person_id INTO served FROM volunteers_volunteer WHERE id = NEW.volunteer_id;
    IF EXISTS (
        SELECT 1 FROM accounts_user AS holder
        WHERE holder.person_id = served
          AND (holder.id = NEW.approver_id OR (holder.id = NEW.recorded_by_id AND NEW.kind = 'credit'))
    ) THEN
        RAISE EXCEPTION 'volunteer % decides about own hours', NEW.volunteer_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hour_entry_decided_by_another';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hour_entry_decided_by_another BEFORE INSERT OR UPDATE OF approver_id ON volunteers_hourentry
FOR EACH ROW EXECUTE FUNCTION volunteers_hours_are_for_another();
"""
DROP_FOR_ANOTHER = """
DROP TRIGGER hour_entry_decided_by_another ON volunteers_hourentry;
DROP FUNCTION volunteers_hours_are_for_another();
"""
RESTS_ON_FINAL = """
CREATE FUNCTION volunteers_certificate_rests_on_final_hours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM volunteers_hourentry AS entry
    JOIN volunteers_certificate AS certificate ON certificate.id = NEW.certificate_id
    WHERE entry.id = NEW.entry_id AND entry.kind = 'credit' AND entry.state = 'final'
      AND entry.minutes = NEW.minutes
      AND entry.volunteer_id = certificate.volunteer_id AND entry.organiser_id = certificate.issuer_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % is no final entry of certificate %', NEW.entry_id, NEW.certificate_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'certificate_line_rests_on_final_hours';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER certificate_line_rests_on_final_hours BEFORE INSERT ON volunteers_certificateline
FOR EACH ROW EXECUTE FUNCTION volunteers_certificate_rests_on_final_hours();
"""
DROP_RESTS_ON_FINAL = """
DROP TRIGGER certificate_line_rests_on_final_hours ON volunteers_certificateline;
DROP FUNCTION volunteers_certificate_rests_on_final_hours();
"""


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def gone(name):
    return f"ALTER TABLE volunteers_hourentry DROP CONSTRAINT {name}"


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0012_hours_ledger_and_certificates")]

    operations = [
        *(wall(*parts) for parts in WALLS),
        migrations.RunSQL(ONE_PLACE, gone("hour_entry_one_place_at_a_time")),
        migrations.RunSQL(WITHIN_SPAN, gone("hour_entry_no_longer_than_its_span")),
        migrations.RunSQL(FOR_ANOTHER, DROP_FOR_ANOTHER),
        migrations.RunSQL(RESTS_ON_FINAL, DROP_RESTS_ON_FINAL),
    ]
