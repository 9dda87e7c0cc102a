"""
An allocation names a line of the room's bill, and no longer anything that somebody typed.

A row whose words are a line's own name gets that line; any other keeps its words and names none.
"""

from django.db import migrations, models

NAMED = """
UPDATE hope_rooms_allocation SET
    line_told = CASE WHEN known.line IS NULL THEN coalesce(nullif(btrim(old.line), ''), '—') ELSE '' END,
    line = coalesce(known.line, '')
FROM hope_rooms_allocation AS old
LEFT JOIN (VALUES ('施工', 'works'), ('材料', 'materials'), ('家具', 'furniture'),
                  ('灯具窗帘床品', 'fittings'), ('学习用品', 'study')) AS known (told, line)
       ON known.told = btrim(old.line)
WHERE hope_rooms_allocation.id = old.id;
"""
TOLD = "UPDATE hope_rooms_allocation SET line = line_told WHERE line = '';"


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0017_sessions_of_care_in_one_view")]

    operations = [
        migrations.AddField(
            model_name='allocation',
            name='line_told',
            field=models.CharField(blank=True, editable=False, max_length=60, verbose_name='原预算项目'),
        ),
        migrations.RunSQL(NAMED, TOLD),
        migrations.AlterField(
            model_name='allocation',
            name='line',
            field=models.CharField(blank=True, choices=[('works', '施工'), ('materials', '材料'), ('furniture', '家具'), ('fittings', '灯具窗帘床品'), ('study', '学习用品')], max_length=10, verbose_name='预算科目'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('line__in', ['works', 'materials', 'furniture', 'fittings', 'study']), ('line_told', '')), models.Q(('line', ''), models.Q(('line_told', ''), _negated=True)), _connector='OR'), name='allocation_names_a_line_of_the_bill'),
        ),
    ]
