"""What a guardian is told before a child is counselled: a purpose by itself, in words of its own."""

from datetime import date

from django.db import migrations

PURPOSE = "counsel"
WORDS = {
    "title": "儿童心理疏导告知书",
    "body": "经中心指定、具有资质并经过核验的心理疏导人员，会在两名结对志愿者在场时与孩子谈话。心理疏导人员只知道孩子的名字、年龄和"
    "年级，不知道住址。谈话记录加密保存，只有本人和儿童保护负责人能看，每次查阅都有记录；志愿者、志愿服务队和各级团委都看不到。"
    "发现孩子可能受到伤害时，依法报告。孩子离开项目三年后清除。您可以不同意，也可以随时撤回，不影响陪伴和小屋；您想了解情况时，"
    "由儿童保护负责人书面答复。",
    "title_en": "Notice on counselling",
    "body_en": "A counsellor whom the centre has named, qualified and vetted, talks with the child while both volunteers of the "
    "pair are there. The counsellor knows the child's first name, age and grade, and not the address. Notes are kept "
    "encrypted; only who wrote them and the safeguarding lead read them, and every look is written down; volunteers, teams and "
    "league offices do not. Where the child may be in harm, the law asks for a report. They are wiped three years after the "
    "child has left the programme. You may refuse and may withdraw at any time; company and room go on. If you want to know "
    "more, the safeguarding lead answers in writing.",
    "effective_from": date(2021, 1, 1),
}


def load(apps, schema_editor):
    apps.get_model("hope_rooms", "CareNotice").objects.create(purpose=PURPOSE, version=1, **WORDS)


def unload(apps, schema_editor):
    apps.get_model("hope_rooms", "CareNotice").objects.filter(purpose=PURPOSE).delete()


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0021_counselling_notes_open_by_writing_it_down")]

    operations = [migrations.RunPython(load, unload)]
