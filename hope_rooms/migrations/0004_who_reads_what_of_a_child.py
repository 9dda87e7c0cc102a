"""读取权: up to which class each office reads (reference/welfare.md §7), and the first words for guardians."""

from datetime import date

from django.db import migrations

# (role, scope, class, days after the handover)
RIGHTS = [
    ("town_officer", "organisation", 3, 30),
    ("district_officer", "district", 3, None),
    ("centre_director", "city", 2, None),
    ("safeguarding_lead", "city", 4, None),
]
NOTICES = [
    (
        "care",
        "希望小屋儿童信息告知书",
        "共青团淄博市委员会为建设和照看希望小屋，需要了解孩子的姓名、出生日期、学校年级、住址、您的联系方式，"
        "以及家庭和困境的类型。这些信息只用于核对资格、建设小屋和安排陪伴，加密保存，每次查阅都有记录。"
        "孩子离开项目三年后清除。您可以不同意，也可以随时撤回；不同意只影响本项目，不影响孩子应得的其他帮助。"
        "您可以向镇街团委要求查看、复印、更正或删除，也可以向团市委投诉。",
        "Notice on children's data in Hope Rooms",
        "To build and look after a Hope Room, the Zibo Municipal Committee of the Communist Youth League needs your "
        "child's name, date of birth, school and grade, the home address, your contact, and the kind of family and "
        "hardship. They serve to check eligibility, to build the room and to arrange company, are kept encrypted, and "
        "every look is written down. They are wiped three years after the child has left the programme. You may refuse "
        "and may withdraw at any time; that touches this programme alone and no other help due to the child. You may "
        "ask the town's youth league to show, copy, correct or delete them, and complain to the city.",
    ),
    (
        "visits",
        "志愿者结对陪伴告知书",
        "两名互不是亲属、经过核验和培训的成年志愿者会定期一起到家里陪伴孩子。他们只知道孩子的名字、年龄和年级；"
        "住址只在约定走访的前一天到走访结束后两小时能看到。您可以不同意，可以要求换人，也可以随时停止。",
        "Notice on visits by volunteers",
        "Two adult volunteers who are not related to each other, vetted and trained, come to your home together and "
        "regularly. They know the child's first name, age and grade; they see the address only from a day before an "
        "agreed visit until two hours after it. You may refuse, ask for others, or stop at any time.",
    ),
    (
        "photos",
        "小屋照片告知书",
        "为记录小屋的建设和使用情况，会拍摄房间的照片，照片里没有人，加密保存，不公开孩子的姓名和住址。"
        "您可以不同意，也可以随时撤回；撤回当天起照片不再显示。",
        "Notice on pictures of the room",
        "To show how the room was built and is used, pictures of the room are taken. Nobody is in them; they are kept "
        "encrypted, and the child's name and address are never published. You may refuse and may withdraw at any time; "
        "from that day the pictures are shown no more.",
    ),
    (
        "sharing",
        "捐赠方进展说明告知书",
        "捐赠方可以凭编号看到小屋到了哪一步、共有多少间，看不到孩子的任何信息。您可以不同意，也可以随时撤回。",
        "Notice on telling donors",
        "A donor can see by a code which stage a room has reached and how many rooms there are, and nothing of the "
        "child. You may refuse and may withdraw at any time.",
    ),
    (
        "naming",
        "小屋冠名告知书",
        "捐赠方希望以其名称为小屋命名，门牌上只写捐赠方和编号。您可以不同意，这不影响小屋的建设。",
        "Notice on naming the room",
        "The donor would like the room to bear the donor's name; the sign shows the donor and the code only. You may "
        "refuse; the room is built all the same.",
    ),
]


def load(apps, schema_editor):
    right, notice = apps.get_model("hope_rooms", "ReadingRight"), apps.get_model("hope_rooms", "CareNotice")
    right.objects.bulk_create(
        right(role=role, scope=scope, data_class=data_class, days_after_handover=days)
        for role, scope, data_class, days in RIGHTS
    )
    notice.objects.bulk_create(
        notice(
            purpose=purpose,
            version=1,
            title=title,
            body=body,
            title_en=title_en,
            body_en=body_en,
            effective_from=date(2021, 1, 1),
        )
        for purpose, title, body, title_en, body_en in NOTICES
    )


def unload(apps, schema_editor):
    for name in ("ReadingRight", "CareNotice"):
        apps.get_model("hope_rooms", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0003_a_childs_record_opens_by_writing_it_down")]

    operations = [migrations.RunPython(load, unload)]
