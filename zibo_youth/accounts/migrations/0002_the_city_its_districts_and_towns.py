"""
The city, its eight districts and counties, three zones and 88 towns, and the units that stand in them.

Codes of GB/T 2260 with the town suffixes of the 2023 statistical list; the
order is that of the city's documents. The zones have no national code.
"""

from django.db import migrations

DISTRICTS = (
    ("370303", "张店区", "zhangdian"),
    ("370302", "淄川区", "zichuan"),
    ("370304", "博山区", "boshan"),
    ("370306", "周村区", "zhoucun"),
    ("370305", "临淄区", "linzi"),
    ("370321", "桓台县", "huantai"),
    ("370322", "高青县", "gaoqing"),
    ("370323", "沂源县", "yiyuan"),
)

ZONES = (
    ("ZB-GXQ", "高新区", "gaoxinqu", "共青团淄博高新技术产业开发区工作委员会"),
    ("ZB-JKQ", "经开区", "jingkaiqu", "共青团淄博经济开发区工作委员会"),
    ("ZB-WCH", "文昌湖", "wenchanghu", "共青团淄博文昌湖省级旅游度假区工作委员会"),
)

# Each name follows its three digits.
TOWNS = {
    "370303": (
        "001车站街道 002公园街道 003湖田街道 004和平街道 005科苑街道 006体育场街道 "
        "008四宝山街道 009马尚街道 101南定镇 102沣水镇 104傅家镇 105中埠镇 107房镇镇"
    ),
    "370302": (
        "001般阳路街道 002松龄路街道 004钟楼街道 005将军路街道 102昆仑镇 104岭子镇 "
        "111西河镇 112龙泉镇 113寨里镇 114罗村镇 115洪山镇 116双杨镇 117太河镇"
    ),
    "370304": (
        "001城东街道 002城西街道 004山头街道 102域城镇 103白塔镇 106八陡镇 108石马镇 "
        "111源泉镇 112池上镇 113博山镇"
    ),
    "370306": (
        "001丝绸路街道 002大街街道 003青年路街道 004永安街道 005城北路街道 100北郊镇 "
        "101南郊镇 102王村镇 103萌水镇 104商家镇"
    ),
    "370305": (
        "001闻韶街道 002雪宫街道 003辛店街道 004稷下街道 005齐陵街道 100齐都镇 102皇城镇 "
        "103敬仲镇 104朱台镇 107金岭镇 109凤凰镇 111金山镇"
    ),
    "370321": (
        "001索镇街道 002少海街道 101起凤镇 103田庄镇 104荆家镇 105马桥镇 107新城镇 109唐山镇 110果里镇"
    ),
    "370322": (
        "001田镇街道 002芦湖街道 101青城镇 102高城镇 103黑里寨镇 104唐坊镇 105常家镇 106花沟镇 108木李镇"
    ),
    "370323": (
        "001历山街道 002南麻街道 102鲁村镇 103东里镇 104悦庄镇 105西里镇 106大张庄镇 "
        "107中庄镇 108张家坡镇 109燕崖镇 110石桥镇 111南鲁山镇"
    ),
}

DEPARTMENTS = (
    ("city-workers", "工农青年部", "工农青年部"),
    ("city-rights", "权益部", "权益部"),
    ("city-publicity", "宣传部", "宣传部"),
    ("city-organisation", "组织部", "组织部"),
    ("city-volunteers", "市志愿者行动指导中心", "志愿者中心"),
)

UNIVERSITIES_IN_ZIBO = (
    ("sdut", "山东理工大学"),
    ("qilu-medical", "齐鲁医药学院"),
    ("zibo-vocational", "淄博职业学院"),
    ("sd-industrial", "山东工业职业学院"),
    ("sd-chemical", "山东化工职业学院"),
    ("zibo-normal", "淄博师范高等专科学校"),
    ("sd-aluminium", "山东铝业职业学院"),
    ("sd-light-industry", "山东轻工职业学院"),
    ("sd-agricultural-engineering", "山东农业工程学院淄博校区"),
)

UNIVERSITIES_ELSEWHERE = (
    ("upc", "中国石油大学（华东）"),
    ("qust", "青岛科技大学"),
    ("qfnu", "曲阜师范大学"),
    ("pku", "北京大学"),
    ("sdu", "山东大学"),
    ("ouc", "中国海洋大学"),
    ("sdufe", "山东财经大学"),
    ("qlu", "齐鲁工业大学"),
)


def load(apps, schema_editor):
    areas = _areas(apps.get_model("accounts", "Area"))
    _organisations(apps.get_model("accounts", "Organisation"), areas)


def _areas(Area):
    city = Area.objects.create(code="370300", name="淄博市", kind="city", position=0)
    areas = {"370300": city}
    for position, (code, name, _org) in enumerate(DISTRICTS, start=1):
        areas[code] = Area.objects.create(
            code=code, name=name, kind="district", parent=city, position=position
        )
    for position, (code, name, _org, _full) in enumerate(ZONES, start=9):
        areas[code] = Area.objects.create(
            code=code, code_scheme="local", name=name, kind="zone", parent=city, position=position
        )
    Area.objects.bulk_create(
        Area(
            code=code + town[:3],
            name=town[3:],
            kind="town",
            parent=areas[code],
            position=areas[code].position * 100 + n,
        )
        for code, towns in TOWNS.items()
        for n, town in enumerate(towns.split(), start=1)
    )
    return areas


def _organisations(Organisation, areas):
    city = Organisation.objects.create(
        code="city", name="共青团淄博市委员会", short_name="团市委", kind="city", area=areas["370300"]
    )
    for code, name, short in DEPARTMENTS:
        Organisation.objects.create(code=code, name=name, short_name=short, kind="department", parent=city)
    units = [(c, n, o, f"共青团淄博市{n}委员会", "district", f"{n}团委") for c, n, o in DISTRICTS]
    units = [
        (c, n, o, f.replace("淄博市", "") if n.endswith("县") else f, k, s) for c, n, o, f, k, s in units
    ]
    units += [(c, n, o, f, "zone", f"{n}团工委") for c, n, o, f in ZONES]
    for area, _name, code, full, kind, short in units:
        unit = Organisation.objects.create(
            code=code,
            name=full,
            short_name=short,
            kind=kind,
            parent=city,
            area=areas[area],
            is_reporting=True,
        )
        unit.reporting_org = unit
        unit.save(update_fields=["reporting_org"])
    for code, name in (*UNIVERSITIES_IN_ZIBO, *UNIVERSITIES_ELSEWHERE):
        in_zibo = (code, name) in UNIVERSITIES_IN_ZIBO
        Organisation.objects.create(
            code=code, name=name, kind="university", area=areas["370300"] if in_zibo else None
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people_organisations_and_places")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
