import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("stations", "0019_a_rehousing_says_what_took_the_bed")]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='room_stays_in_its_house', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."station_id" IS DISTINCT FROM (NEW."station_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6636a2d999038340454fbaa272fb68f919b108a2', operation='UPDATE', pgid='pgtrigger_room_stays_in_its_house_9034c', table='stations_room', when='BEFORE')),
        ),
    ]
