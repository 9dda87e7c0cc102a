"""
风险分类标准 (ranges): the method of 2023, in force from 2023-07-01, and a looser table of the years before it.

The second is assumed (reference/loans_safety.md §3: banks used 90 and 180 days).
"""

from datetime import date

from django.db import migrations

BEFORE, SINCE = date(2000, 1, 1), date(2023, 7, 1)
METHOD = "商业银行金融资产风险分类办法（2023年）"
TABLES = [
    # (from, until, source, assumed, limits)
    (BEFORE, SINCE, "2023年前常见做法", True, [(0, "attention"), (90, "substandard"), (180, "doubtful"), (360, "loss")]),
    (SINCE, None, METHOD, False, [(0, "attention"), (90, "substandard"), (270, "doubtful"), (360, "loss")]),
]


def seed(apps, schema_editor):
    ranges = apps.get_model("loans", "RiskRange")
    for from_on, until_on, source, is_assumed, limits in TABLES:
        for over_days, risk_class in limits:
            ranges.objects.create(
                over_days=over_days,
                risk_class=risk_class,
                from_on=from_on,
                until_on=until_on,
                source=source,
                is_assumed=is_assumed,
            )


class Migration(migrations.Migration):
    dependencies = [("loans", "0009_days_classes_and_checks")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
