"""
Ten random signs in a number, not eight: of a hundred thousand reports two would have shared one.

The default is told again in words: the expression of the model is one class before and after.
"""

from django.db import migrations, models

import safety.models.hazards.report

LONGER = """
ALTER TABLE safety_hazardreport ALTER COLUMN number
    SET DEFAULT 'H-' || upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 10))
"""


class Migration(migrations.Migration):
    dependencies = [("safety", "0007_quizzes_papers_and_answers")]

    operations = [
        migrations.AlterField(
            model_name="hazardreport",
            name="number",
            field=models.CharField(
                db_default=safety.models.hazards.report.HazardNumber(),
                editable=False,
                max_length=12,
                unique=True,
                verbose_name="隐患编号",
            ),
        ),
        migrations.RunSQL(LONGER, migrations.RunSQL.noop),
    ]
