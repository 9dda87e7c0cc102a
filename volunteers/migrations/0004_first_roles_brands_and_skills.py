"""The first roles, what they ask for, the brands of the city and common skills; the city edits them in the admin."""

from django.db import migrations

# (code, kind, name, English, months, needs a document)
REQUIREMENTS = [
    ("identity", "identity", "实名核验", "Verified identity", 0, False),
    ("record-check", "record_check", "违法犯罪记录查询", "Criminal record check", 12, True),
    ("induction", "training", "岗前培训", "Induction training", 24, False),
    ("child-training", "training", "儿童陪伴培训", "Training for work with children", 24, False),
    ("water-training", "training", "水域安全培训", "Water safety training", 12, False),
    ("agreement", "agreement", "志愿服务协议", "Volunteer agreement", 12, True),
    ("insurance", "insurance", "意外伤害保险", "Accident insurance", 12, True),
]
# (code, name, English, lowest age, with children, at the water's edge, requirements)
ROLES = [
    ("general", "一般服务", "General service", 14, False, False, []),
    ("elder-care", "助老助残", "Help for the elderly and disabled", 16, False, False, ["identity"]),
    ("event", "赛会服务", "Large event service", 18, False, False, ["identity", "induction", "agreement", "insurance"]),
    (
        "child-company",
        "儿童陪伴",
        "Company of children",
        18,
        True,
        False,
        ["identity", "record-check", "child-training", "agreement", "insurance"],
    ),
    ("water-patrol", "水域巡护", "Water patrol", 18, False, True, ["identity", "water-training", "agreement", "insurance"]),
]
# (code, name, English, summary, English summary)
BRANDS = [
    ("love-zibo", "爱我淄博", "Love Zibo", "助力文明城市创建的常态志愿服务", "Everyday service for a well-kept city"),
    ("hand-in-hand", "牵手关爱", "Hand in Hand", "陪伴困境儿童和留守儿童", "Company for children in hardship"),
    ("golden-age", "金晖助老", "Golden Age", "为老人送去陪伴、家政和智能手机教学", "Company, chores and phone lessons for the elderly"),
    ("sunshine", "阳光助残", "Sunshine", "陪残疾青少年学习、出行和康复", "Learning, outings and recovery with disabled young people"),
    ("rainbow-umbrella", "阻泳·彩虹伞", "Rainbow Umbrella", "暑期水域巡护，劝阻下水，宣传防溺水", "Summer patrols that keep children out of dangerous water"),
    ("exam-season", "圆梦青春·助力高考", "Exam Season", "考点引导、爱心送考和考前减压", "Guides, rides and calm before the entrance exams"),
    ("safe-traffic", "平安行·你我他", "Safe on the Road", "路口文明劝导和交通安全宣传", "Courtesy and safety at the crossings"),
]
# (code, name, English)
SKILLS = [
    ("tutoring", "学业辅导", "Tutoring"),
    ("counselling", "心理疏导", "Counselling"),
    ("languages", "外语", "Foreign languages"),
    ("first-aid", "急救", "First aid"),
    ("rescue-swimming", "游泳救生", "Life saving"),
    ("sign-language", "手语", "Sign language"),
    ("photography", "摄影", "Photography"),
    ("driving", "驾驶", "Driving"),
    ("computing", "信息技术", "Computing"),
    ("arts", "文艺", "Performing arts"),
]


def load(apps, schema_editor):
    Requirement = apps.get_model("volunteers", "Requirement")
    ServiceRole = apps.get_model("volunteers", "ServiceRole")
    for code, kind, name, english, months, paper in REQUIREMENTS:
        Requirement.objects.create(
            code=code, kind=kind, name=name, name_en=english, valid_months=months, needs_document=paper
        )
    for code, name, english, age, children, water, asked in ROLES:
        role = ServiceRole.objects.create(
            code=code, name=name, name_en=english, min_age=age, is_with_children=children, is_at_waters_edge=water
        )
        role.requirements.set(Requirement.objects.filter(code__in=asked))
    for position, (code, name, english, summary, summary_en) in enumerate(BRANDS, start=1):
        apps.get_model("volunteers", "Brand").objects.create(
            code=code, name=name, name_en=english, summary=summary, summary_en=summary_en, position=position
        )
    for code, name, english in SKILLS:
        apps.get_model("volunteers", "Skill").objects.create(code=code, name=name, name_en=english)


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0003_walls_between_shifts_and_signups")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
