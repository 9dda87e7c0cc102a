"""
Nobody below the lowest age of a post's role is rostered on it, whatever path the signup comes by.

With `service_role_of_danger_is_for_adults` this keeps everybody below 18 from the
water's edge and from the company of children (山东省志愿服务条例 10, 未成年人保护法 62).
A signup that ends, or is reviewed after the service, is not judged again: a person
may be erased by then, and has no birthday any more.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION volunteers_signup_is_old_enough() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lowest integer;
    born date;
BEGIN
    SELECT role.min_age INTO lowest
    FROM volunteers_shift AS shift
    JOIN volunteers_post AS post ON post.id = shift.post_id
    JOIN volunteers_servicerole AS role ON role.id = post.role_id
    WHERE shift.id = NEW.shift_id;
    SELECT person.birth_date INTO born
    FROM volunteers_volunteer AS volunteer
    JOIN accounts_person AS person ON person.id = volunteer.person_id
    WHERE volunteer.id = NEW.volunteer_id;
    IF born IS NULL OR (NEW.starts_at AT TIME ZONE 'Asia/Shanghai')::date < born + make_interval(years => lowest) THEN
        RAISE EXCEPTION 'volunteer % is too young for shift %', NEW.volunteer_id, NEW.shift_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signup_volunteer_is_old_enough';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER signup_volunteer_is_old_enough BEFORE INSERT OR UPDATE OF state ON volunteers_signup
FOR EACH ROW WHEN (NEW.state IN ('standby', 'offered', 'signed_up')) EXECUTE FUNCTION volunteers_signup_is_old_enough();
"""
DROP = """
DROP TRIGGER signup_volunteer_is_old_enough ON volunteers_signup;
DROP FUNCTION volunteers_signup_is_old_enough();
"""


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0004_first_roles_brands_and_skills")]

    operations = [migrations.RunSQL(CREATE, DROP)]
