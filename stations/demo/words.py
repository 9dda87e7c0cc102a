"""What the stations say of themselves: a few templates with real differences, by size and surroundings."""

from __future__ import annotations

from .places import LARGE, SMALL, Place

FACILITY_SETS = (
    ["wifi", "laundry", "study", "meeting", "printing"],
    ["wifi", "laundry", "kitchen", "study", "parking"],
    ["wifi", "laundry", "study", "printing", "lift", "accessible"],
    ["wifi", "kitchen", "study", "gym", "parking"],
    ["wifi", "laundry", "meeting", "printing", "lift"],
)

OPENINGS = (
    "{road}一带交通便利，周边有商场、药店和早点铺，步行就能解决日常所需。",
    "坐落在{road}附近，离用人单位集中的片区不远，早上去面试不必赶路。",
    "紧邻{road}，白天热闹、夜里安静，楼下有便民服务点。",
    "由闲置楼层改造而成，靠近{road}，房间新刷过漆，公共区域有人值守。",
)
OFFERS = (
    "前台可以帮忙打印简历、查询岗位，也会把最新的人才政策讲给您听。",
    "每周三晚上有一场求职交流，已经在淄博工作的青年会来聊聊经验。",
    "客厅的信息板每天更新招聘会和岗位，需要修改简历可以找值班人员。",
    "自习区晚上十点半前开放，第二天有面试的青年可以预约安静座位。",
)
SIZES = {
    len(SMALL): "驿站不大，只有几间房，入住的人彼此很快就熟了。",
    len(LARGE): "这里床位较多，结伴来参加招聘会的同学可以一起申请。",
}
TOWNSHIP = "这是设在乡镇的驿站，方便到镇上企业面试、见习和到村里创业考察的青年。"

RULES = (
    "一、进门后请先在前台登记，房卡随身携带。\n二、公用厨房用完请当场收拾。\n三、电动车不上楼，在楼前车棚充电。",
    "一、洗衣房九点后不再使用，避免打扰休息。\n二、自习区请保持安静，接电话到走廊。\n三、离店时把床品放进回收筐。",
    "一、房间内不使用大功率电器，不吸烟。\n二、贵重物品请存放在储物柜并上锁。\n三、垃圾分类后投放到楼道收集点。",
)
TRANSPORT = (
    "公交到“{road}”附近站点下车，步行约 5 分钟（演示信息，以实际线路为准）。",
    "从火车站乘公交约 30 分钟；自驾可停在楼前，车位有限（演示信息）。",
    "从汽车站步行约 10 分钟，沿路有指示牌；夜间到达请提前电话告知（演示信息）。",
)
PAID = "免费晚数用完后如需继续住宿，可向前台了解附近优惠住处，费用自理。"


def words_of(place: Place, number: int) -> dict[str, object]:
    """The texts and facilities of one station; neighbours in the list differ."""
    parts = [
        OPENINGS[number % len(OPENINGS)].format(road=place.road),
        SIZES.get(len(place.rooms), ""),
        TOWNSHIP if place.is_township else "",
        OFFERS[number // 2 % len(OFFERS)],
    ]
    return {
        "summary": "".join(parts),
        "house_rules": RULES[number % len(RULES)],
        "transport": TRANSPORT[number % len(TRANSPORT)].format(road=place.road),
        "paid_after_cap": PAID,
        "facilities": FACILITY_SETS[number % len(FACILITY_SETS)],
    }
