"""
The 31 stations of 2021-06-04: all eight districts and counties, and the three zones that report.

Which streets they stand in is our reading of "各区县全覆盖": the article names
none but the township one in 桓台. Addresses, telephones and operators are marked
演示; positions are the district's seat to the second decimal, moved a little.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stations.models import Room

Mode = Room.GenderMode
MALE, FEMALE, FLEXIBLE, SINGLE = Mode.MALE, Mode.FEMALE, Mode.FLEXIBLE, Mode.SINGLE

# name, mode, beds: three houses of different size.
SMALL = (("101", MALE, 2), ("102", FEMALE, 2), ("103", FLEXIBLE, 2))
MIDDLE = (("201", MALE, 4), ("202", FEMALE, 4), ("203", FLEXIBLE, 4), ("204", SINGLE, 1))
LARGE = (
    ("201", MALE, 4),
    ("202", MALE, 4),
    ("203", FEMALE, 4),
    ("204", FEMALE, 4),
    ("301", FLEXIBLE, 4),
    ("302", FLEXIBLE, 4),
    ("303", SINGLE, 1),
    ("304", SINGLE, 1),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One station: where it stands, who reports it, who runs it, since when, how large."""

    code: str
    town: str
    reports: str
    operator: str
    name: str
    name_en: str
    road: str
    opened_on: date
    rooms: tuple[tuple[str, str, int], ...] = MIDDLE
    is_township: bool = False


# code | town | reports | operator | name | English name | road | opened | size
_TABLE = """
zd-01 370303001 zhangdian zhangdian-1 张店区车站街道 Zhangdian_Chezhan 金晶大道火车站广场 2020-11-18 L
zd-02 370303002 zhangdian zhangdian-1 张店区公园街道 Zhangdian_Gongyuan 人民西路市民广场 2020-11-18 M
zd-03 370303004 zhangdian zhangdian-2 张店区和平街道 Zhangdian_Heping 柳泉路青年公园 2020-11-19 L
zd-04 370303005 zhangdian zhangdian-2 张店区科苑街道 Zhangdian_Keyuan 华光路科技园 2021-01-12 S
zd-05 370303006 zhangdian zhangdian-2 张店区体育场街道 Zhangdian_Tiyuchang 新村西路体育场 2021-02-26 M
zd-06 370303009 zhangdian zhangdian-2 张店区马尚街道 Zhangdian_Mashang 北京路齐盛湖 2021-03-30 M
zd-07 370303003 zhangdian zhangdian-2 张店区湖田街道 Zhangdian_Hutian 昌国路经济园 2021-05-20 S
zc-01 370302001 zichuan zichuan 淄川区般阳路街道 Zichuan_Banyanglu 般阳路文化中心 2020-11-18 M
zc-02 370302002 zichuan zichuan 淄川区松龄路街道 Zichuan_Songlinglu 松龄东路人才市场 2021-02-03 M
zc-03 370302005 zichuan zichuan 淄川区将军路街道 Zichuan_Jiangjunlu 将军路创业园 2021-04-22 S
bs-01 370304001 boshan boshan 博山区城东街道 Boshan_Chengdong 中心路孝妇河畔 2020-11-19 M
bs-02 370304002 boshan boshan 博山区城西街道 Boshan_Chengxi 县前街文体中心 2021-03-05 S
bs-03 370304004 boshan boshan 博山区山头街道 Boshan_Shantou 古窑村陶琉文创园 2021-05-08 M
zv-01 370306001 zhoucun zhoucun 周村区丝绸路街道 Zhoucun_Sichoulu 丝绸路古商城 2020-11-18 M
zv-02 370306002 zhoucun zhoucun 周村区大街街道 Zhoucun_Dajie 新建中路便民中心 2021-01-28 S
zv-03 370306003 zhoucun zhoucun 周村区青年路街道 Zhoucun_Qingnianlu 青年路职教园 2021-04-09 M
lz-01 370305001 linzi linzi 临淄区闻韶街道 Linzi_Wenshao 临淄大道市民中心 2020-11-19 M
lz-02 370305002 linzi linzi 临淄区雪宫街道 Linzi_Xuegong 雪宫路人力资源市场 2021-01-20 M
lz-03 370305003 linzi linzi 临淄区辛店街道 Linzi_Xindian 牛山路客运站 2021-03-16 S
lz-04 370305004 linzi linzi 临淄区稷下街道 Linzi_Jixia 稷下街道齐文化公园 2021-05-27 M
ht-01 370321001 huantai huantai 桓台县索镇街道 Huantai_Suozhen 建设街人才公寓 2020-11-18 M
ht-02 370321002 huantai huantai 桓台县少海街道 Huantai_Shaohai 少海路红莲湖 2021-02-20 M
ht-03 370321110 huantai huantai 桓台县果里镇 Huantai_Guoli_Township 果里镇政务服务中心 2021-03-26 S T
gq-01 370322001 gaoqing gaoqing 高青县田镇街道 Gaoqing_Tianzhen 高苑路文化广场 2020-11-19 M
gq-02 370322002 gaoqing gaoqing 高青县芦湖街道 Gaoqing_Luhu 芦湖公园 2021-04-28 S
yy-01 370323001 yiyuan yiyuan 沂源县历山街道 Yiyuan_Lishan 历山路沂河源 2020-11-19 M
yy-02 370323002 yiyuan yiyuan 沂源县南麻街道 Yiyuan_Nanma 振兴路健康产业园 2021-05-13 S
gx-01 370303008 gaoxinqu gaoxinqu 高新区四宝山街道 High-Tech_Zone_Sibaoshan 鲁泰大道火炬广场 2020-12-16 L
gx-02 370303105 gaoxinqu gaoxinqu 高新区创业园 High-Tech_Zone_Startup_Park 中润大道创业园 2021-04-16 M
jk-01 370306100 jingkaiqu jingkaiqu 经开区创业服务中心 Economic_Zone_Startups 世纪路创业大厅 2021-03-10 M
wc-01 370306104 wenchanghu wenchanghu 文昌湖旅游度假区 Wenchanghu_Resort 环湖路游客中心 2021-05-31 S
"""
_SIZES = {"S": SMALL, "M": MIDDLE, "L": LARGE}


def places() -> list[Place]:
    """The table as rows."""
    found = []
    for line in _TABLE.split("\n"):
        if not line:
            continue
        code, town, reports, operator, name, name_en, road, opened, size, *township = line.split()
        found.append(
            Place(
                code=code,
                town=town,
                reports=reports,
                operator=f"demo-{operator}",
                name=name,
                name_en=name_en.replace("_", " "),
                road=road,
                opened_on=date.fromisoformat(opened),
                rooms=_SIZES[size],
                is_township=bool(township),
            )
        )
    return found


# A small house at a busy place fills up: these show what 紧张 and 满 look like.
BUSY = ("zd-04", "lz-03", "zv-02", "gq-02")

OPERATORS = {
    "demo-zhangdian-1": ("zhangdian", "张店区青年驿站运营一部（演示）"),
    "demo-zhangdian-2": ("zhangdian", "张店区青年驿站运营二部（演示）"),
    "demo-zichuan": ("zichuan", "淄川区青年驿站运营部（演示）"),
    "demo-boshan": ("boshan", "博山区青年驿站运营部（演示）"),
    "demo-zhoucun": ("zhoucun", "周村区青年驿站运营部（演示）"),
    "demo-linzi": ("linzi", "临淄区青年驿站运营部（演示）"),
    "demo-huantai": ("huantai", "桓台县青年驿站运营部（演示）"),
    "demo-gaoqing": ("gaoqing", "高青县青年驿站运营部（演示）"),
    "demo-yiyuan": ("yiyuan", "沂源县青年驿站运营部（演示）"),
    "demo-gaoxinqu": ("gaoxinqu", "高新区青年驿站运营部（演示）"),
    "demo-jingkaiqu": ("jingkaiqu", "经开区青年驿站运营部（演示）"),
    "demo-wenchanghu": ("wenchanghu", "文昌湖青年驿站运营部（演示）"),
}

# Seats of the districts, two decimals.
SEATS = {
    "zhangdian": ("36.81", "118.05"),
    "zichuan": ("36.64", "117.97"),
    "boshan": ("36.49", "117.86"),
    "zhoucun": ("36.80", "117.87"),
    "linzi": ("36.83", "118.31"),
    "huantai": ("36.96", "118.10"),
    "gaoqing": ("37.17", "117.83"),
    "yiyuan": ("36.18", "118.17"),
    "gaoxinqu": ("36.84", "118.07"),
    "jingkaiqu": ("36.78", "117.95"),
    "wenchanghu": ("36.71", "117.88"),
}
