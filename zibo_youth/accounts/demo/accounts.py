"""演示账号 (demo accounts): one table that the command prints, the README repeats and the tests walk."""

from __future__ import annotations

from dataclasses import dataclass

from zibo_youth.accounts.models import Membership

Role = Membership.Role
# No carrier gives out numbers that begin with 154: nobody's telephone rings.
NUMBERS = "+86154"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Who may log in, and as what; ``organisation``: where staff serve, ``part``: whose story makes it."""

    key: str
    label: str
    typed: str
    full_name: str = ""
    role: str = ""
    organisation: str = ""
    part: str = "stations"

    @property
    def mobile(self) -> str:
        return f"+86{self.typed}"

    @property
    def is_staff(self) -> bool:
        return bool(self.role)


ACCOUNTS = (
    DemoAccount("applicant", "申请人（今天入住，已有入住码）", "15400000001", "林示范"),
    DemoAccount("newcomer", "申请人（新账号，未实名）", "15400000002"),
    DemoAccount(
        "operator", "驿站管理员（张店）", "15400000003", "周示站", Role.STATION_OPERATOR, "demo-zhangdian-1"
    ),
    DemoAccount(
        "officer_zhangdian", "区县管理员（张店）", "15400000004", "吴示张", Role.DISTRICT_OFFICER, "zhangdian"
    ),
    DemoAccount(
        "officer_huantai", "区县管理员（桓台）", "15400000005", "郑示桓", Role.DISTRICT_OFFICER, "huantai"
    ),
    DemoAccount("city_staff", "市级管理员", "15400000006", "冯示市", Role.CITY_STAFF, "city"),
    DemoAccount("administrator", "系统管理员", "15400000007", "陈示管", Role.ADMINISTRATOR, "city"),
    DemoAccount(
        *("leader", "志愿服务队负责人（山东理工大学）", "15400000008", "沈示领"),
        *(Role.VOLUNTEER_LEADER, "demo-sdut", "volunteers"),
    ),
    DemoAccount("volunteer", "志愿者（在校学生）", "15400000009", "苏示志", part="volunteers"),
    DemoAccount(
        *("town_officer", "镇街团委负责人（张店）", "15400000010", "田示镇"),
        *(Role.TOWN_OFFICER, "demo-town-zhangdian", "hope_rooms"),
    ),
    DemoAccount(
        *("director", "志愿者行动指导中心主任", "15400000011", "秦示主"),
        *(Role.CENTRE_DIRECTOR, "city", "hope_rooms"),
    ),
    DemoAccount(
        *("finance", "财务负责人", "15400000012", "许示财"), *(Role.FINANCE_OFFICER, "city", "hope_rooms")
    ),
    DemoAccount(
        *("lead", "儿童保护负责人", "15400000013", "何示护"),
        *(Role.SAFEGUARDING_LEAD, "city", "hope_rooms"),
    ),
    DemoAccount(
        *("deputy", "儿童保护副负责人", "15400000014", "吕示副"),
        *(Role.SAFEGUARDING_DEPUTY, "city", "hope_rooms"),
    ),
    DemoAccount(
        *("banker", "银行经办人", "15400000015", "宋示行"), *(Role.BANK_OFFICER, "demo-bank-psbc", "loans")
    ),
    DemoAccount(
        *("guarantor", "担保机构经办人", "15400000016", "杜示保"),
        *(Role.GUARANTOR_OFFICER, "demo-guarantor", "loans"),
    ),
    DemoAccount(
        *("safety_officer", "企业安全员（张店）", "15400000019", "康示安"),
        *(Role.SAFETY_OFFICER, "company-91370399mb0000000n", "safety"),
    ),
    DemoAccount(
        *("emergency", "应急管理局值班员", "15400000020", "江示急"),
        *(Role.EMERGENCY_OFFICER, "demo-emergency", "safety"),
    ),
    DemoAccount(
        *("reviewer_1", "青安岗评审员一", "15400000021", "白示评"), *(Role.POST_REVIEWER, "city", "safety")
    ),
    DemoAccount(
        *("reviewer_2", "青安岗评审员二", "15400000022", "柳示审"), *(Role.POST_REVIEWER, "city", "safety")
    ),
    DemoAccount(
        *("reviewer_3", "青安岗评审员三", "15400000023", "韩示议"), *(Role.POST_REVIEWER, "city", "safety")
    ),
    DemoAccount("founder", "创业者（已贷款，有贴息）", "15400000018", "孟示创", part="loans"),
)


def accounts_of(part: str) -> list[DemoAccount]:
    """Those whom one programme's story makes."""
    return [account for account in ACCOUNTS if account.part == part]


HOW_TO_SIGN_IN = (
    "登录：/accounts/login/ 填手机号，验证码显示在 /demo/messages/；"
    "工作人员另需动态口令，显示在同一页（或 manage.py demo_totp 手机号）。"
)


def table() -> str:
    """The accounts as aligned lines: number, name, role."""
    lines = ["  演示账号 Demo accounts"]
    lines += [
        f"    {account.typed}  {account.full_name or '　　　'}  {account.label}" for account in ACCOUNTS
    ]
    return "\n".join([*lines, f"  {HOW_TO_SIGN_IN}"])
