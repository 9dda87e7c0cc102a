"""
数据分级 (data classes): what is known of a child, from a count to a secret (reference/welfare.md §7).

S0 is a public count, S1 the code, the district and the stage. What lies above is kept in sealed
parts, one row each, and opened part by part.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataClass(models.IntegerChoices):
    """How much it would harm if a stranger read it."""

    PERSON = 2, _("S2 姓名、年龄、年级和走访情况")
    HOME = 3, _("S3 住址、监护人、困境类型和照片")
    SECRET = 4, _("S4 证件号码、健康残疾、心理疏导和关切")


class Part(models.TextChoices):
    """A sealed part of a child's record; each is of one class."""

    PERSON = "person", _("本人")
    HOME = "home", _("住址和监护人")
    HARDSHIP = "hardship", _("困境情况")
    NUMBER = "number", _("证件号码")
    HEALTH = "health", _("健康情况")

    @property
    def data_class(self) -> DataClass:
        return CLASS_OF[self]


CLASS_OF: dict[Part, DataClass] = {
    Part.PERSON: DataClass.PERSON,
    Part.HOME: DataClass.HOME,
    Part.HARDSHIP: DataClass.HOME,
    Part.NUMBER: DataClass.SECRET,
    Part.HEALTH: DataClass.SECRET,
}


# Counselling notes (S4) are no part of the record: who wrote them and the safeguarding lead read them, and
# no grant of another kind opens them (decision 0067). A row of access says this where it says a part.
NOTES = "notes"


class Purpose(models.TextChoices):
    """What a child's data is read for; nothing is read without one (未成年人网络保护条例 36)."""

    SCREENING = "screening", _("资格核对")
    SURVEY = "survey", _("实地勘察")
    BUILDING = "building", _("施工联系")
    CARE = "care", _("陪伴安排")
    VISIT = "visit", _("入户陪伴")
    COUNSELLING = "counselling", _("心理疏导")
    SUPERVISION = "supervision", _("督导检查")
    SAFEGUARDING = "safeguarding", _("儿童保护")
    RIGHTS = "rights", _("监护人行使权利")
    RETENTION = "retention", _("到期清理")


# The law asks for these even where a guardian has withdrawn (未成年人保护法 11, 网络保护条例 34).
WITHOUT_CONSENT = (Purpose.SAFEGUARDING, Purpose.RIGHTS, Purpose.RETENTION)
