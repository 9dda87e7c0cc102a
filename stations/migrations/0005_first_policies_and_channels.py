"""
The rules in force since the first stations opened, and how guests hear of them.

November 2020: two nights a stay, three stays a year. June 2021: up to six
nights, the same cap without the limit per stay (reference/domain.md §1.3).
"""

from datetime import date

from django.db import migrations

CHANNELS = [
    ("58tongcheng", "58同城", "58.com"),
    ("zhilian", "智联招聘", "Zhaopin"),
    ("job_fair", "线上线下招聘会", "Job fairs"),
    ("campus_group", "高校学子群", "Campus chat groups"),
    ("employer", "用人单位告知", "An employer"),
    ("friend", "同学朋友介绍", "Friends or classmates"),
    ("media", "媒体报道", "News media"),
    ("other", "其他", "Other"),
]


def load(apps, schema_editor):
    policies = apps.get_model("stations", "StayPolicy").objects
    policies.get_or_create(
        effective_from=date(2020, 11, 18),
        defaults={"source": "首批驿站启用公告（2020年11月）", "max_nights_per_stay": 2},
    )
    policies.get_or_create(
        effective_from=date(2021, 6, 4),
        defaults={"source": "“我为青年办实事”六大行动（2021年6月）", "max_nights_per_stay": None},
    )
    channels = apps.get_model("stations", "ReferralChannel").objects
    for position, (code, name, name_en) in enumerate(CHANNELS):
        channels.get_or_create(code=code, defaults={"name": name, "name_en": name_en, "position": position})


class Migration(migrations.Migration):
    dependencies = [("stations", "0004_which_beds_are_open_to_whom")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
