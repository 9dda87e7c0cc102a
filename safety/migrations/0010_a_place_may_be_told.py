"""
A report says where its position comes from: all until now were read from the picture.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

OF_THE_PICTURE = "UPDATE safety_hazardreport SET position_from = 'photo' WHERE latitude IS NOT NULL;"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_offices_of_the_safety_action'),
        ('safety', '0009_keys_at_the_end_and_objections_out_of_the_audit'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='hazardfix',
            name='hazard_fix_same_place_and_later',
        ),
        migrations.AddField(
            model_name='hazardreport',
            name='position_from',
            field=models.CharField(blank=True, choices=[('photo', '照片位置'), ('phone', '手机位置'), ('sketch', '图上标记')], editable=False, max_length=6, verbose_name='位置来源'),
        ),
        migrations.RunSQL(OF_THE_PICTURE, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='hazardfix',
            trigger=pgtrigger.compiler.Trigger(name='hazard_fix_same_place_and_later', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nDECLARE seen record; again timestamptz; line bigint[];\nBEGIN\n    SELECT latitude, longitude, position_from, photo_taken_at, photo_digest, reported_at INTO seen\n    FROM safety_hazardreport WHERE id = NEW.hazard_id;\n    line := ARRAY(\n        WITH RECURSIVE told AS (\n            SELECT id, continues_id FROM safety_hazardreport WHERE id = NEW.hazard_id\n            UNION ALL\n            SELECT one.id, one.continues_id\n            FROM safety_hazardreport AS one JOIN told ON one.id = told.continues_id\n        ) SELECT id FROM told\n    );\n    SELECT max(coalesce(greatest(reporter_answered_at, officer_answered_at), claimed_at)) INTO again\n    FROM safety_hazardfix\n    WHERE hazard_id = ANY (line) AND (hazard_id <> NEW.hazard_id OR number < NEW.number);\n    IF seen.position_from = 'photo' THEN\n        NEW.distance_m = safety_metres(seen.latitude, seen.longitude, NEW.latitude, NEW.longitude);\n    ELSE\n        NEW.distance_m = NULL;\n    END IF;\n    NEW.not_before = coalesce(again, seen.photo_taken_at, seen.reported_at);\n    IF NEW.photo_digest = seen.photo_digest OR EXISTS (\n        SELECT FROM safety_hazardfix AS one\n        WHERE one.hazard_id = ANY (line) AND one.photo_digest = NEW.photo_digest AND one.id <> NEW.id\n    ) THEN\n        RAISE EXCEPTION 'hazard_fix_is_another_picture' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'hazard_fix_is_another_picture';\n    END IF;\n    RETURN NEW;\nEND;\n", hash='790d007d27c60502fcae40f193f74b22c9c5b46a', operation='INSERT', pgid='pgtrigger_hazard_fix_same_place_and_later_774b0', table='safety_hazardfix', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='hazardreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('position_from', '')), models.Q(('latitude__isnull', False), ('position_from__in', ['photo', 'phone', 'sketch'])), _connector='OR'), name='hazard_report_position_says_from_where'),
        ),
        migrations.AddConstraint(
            model_name='hazardreport',
            constraint=models.CheckConstraint(condition=models.Q(('enterprise__isnull', True), ('position_from__in', ['', 'photo']), _connector='OR'), name='hazard_report_told_place_of_no_enterprise'),
        ),
    ]
