"""
A gift goes where its donor gave it, whatever path a row of an allocation came by.

A row-level wall, not a composite foreign key: an unrestricted gift fits every room, and a change of purpose leaves
older allocations as they were.
"""

from django.db import migrations

PURPOSE = """
CREATE FUNCTION hope_rooms_allocation_fits() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM hope_rooms_gift AS gift
        JOIN hope_rooms_hoperoom AS room ON room.id = NEW.room_id
        JOIN hope_rooms_child AS child ON child.id = room.child_id
        WHERE gift.id = NEW.gift_id
          AND CASE gift.purpose
                WHEN 'any' THEN true
                WHEN 'district' THEN gift.district_id = child.reporting_org_id
                ELSE gift.room_id = room.id
              END
    ) THEN
        RAISE EXCEPTION 'allocation_keeps_the_gifts_purpose'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_keeps_the_gifts_purpose';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER allocation_keeps_the_gifts_purpose BEFORE INSERT OR UPDATE OF gift_id, room_id
    ON hope_rooms_allocation FOR EACH ROW EXECUTE FUNCTION hope_rooms_allocation_fits();
"""
NO_PURPOSE = """
DROP TRIGGER allocation_keeps_the_gifts_purpose ON hope_rooms_allocation;
DROP FUNCTION hope_rooms_allocation_fits();
"""


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0007_gifts_of_money_and_goods_and_the_stock")]

    operations = [migrations.RunSQL(PURPOSE, NO_PURPOSE)]
