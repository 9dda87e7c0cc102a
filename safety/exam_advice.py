"""
报考条件提示 (advice on the examination of registered safety engineers): years of work by degree.

Advice, never a refusal: the free course takes everybody, the examination's office decides. Years of
safety work that each degree needs, after it, as loans_safety.md §3 gives them (row “engineer training”).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Degree(models.TextChoices):
    """The highest one; ``JUNIOR`` is the licence of the level below, whatever the degree."""

    NONE = "none", _("高中、中专及以下")
    COLLEGE = "college", _("大专")
    BACHELOR = "bachelor", _("本科")
    SECOND_BACHELOR = "second_bachelor", _("第二学士学位")
    MASTER = "master", _("硕士研究生")
    DOCTOR = "doctor", _("博士研究生")
    JUNIOR = "junior", _("已取得助理（初级）注册安全工程师")


# Years with a degree in safety, and with another one.
YEARS: dict[str, tuple[int, int]] = {
    Degree.COLLEGE: (5, 6),
    Degree.BACHELOR: (3, 4),
    Degree.SECOND_BACHELOR: (2, 3),
    Degree.MASTER: (1, 2),
    Degree.DOCTOR: (1, 1),
    Degree.JUNIOR: (3, 3),
}
TONES = {"ready": "ok", "later": "info", "unknown": "info", "other_way": "info"}


@dataclass(frozen=True, slots=True)
class Advice:
    """提示 (advice): its standing, how many years are asked for, and how many are missing; 0 where none."""

    standing: str
    needed: int = 0
    missing: int = 0

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def words(self) -> str | Promise:
        """A sentence that says what it rests on and that nobody is refused."""
        told = {"needed": self.needed, "missing": self.missing}
        return str(SENTENCES[self.standing]) % told


SENTENCES: dict[str, str | Promise] = {
    "ready": _("按学历须从事安全工作满 %(needed)s 年，年限已够，可以报考（以报考机构审核为准）"),
    "later": _("按学历须从事安全工作满 %(needed)s 年，还差 %(missing)s 年；可以先参加培训"),
    "unknown": _("没有填写学历或年限，无法提示；不影响参加培训"),
    "other_way": _("这一学历可先考助理（初级）注册安全工程师，取得后满 3 年再报考；可以先参加培训"),
}


def advice_for(degree: str, years: int | None, *, of_safety: bool = False) -> Advice:
    """What the table says to somebody with this degree (``of_safety``: in safety) and these whole years."""
    if degree == Degree.NONE:
        return Advice("other_way")
    if degree not in YEARS or years is None:
        return Advice("unknown")
    needed = YEARS[degree][0 if of_safety else 1]
    missing = max(needed - years, 0)
    return Advice("later" if missing else "ready", needed, missing)


# The first word that a cell has in it; a word that another one has in it comes after that.
DEGREE_WORDS: dict[str, str] = {
    "注册安全工程师": Degree.JUNIOR,
    "博士": Degree.DOCTOR,
    "高中": Degree.NONE,
    "中专": Degree.NONE,
    "大专": Degree.COLLEGE,
    "专科": Degree.COLLEGE,
    "本科": Degree.BACHELOR,
    "第二学士学位": Degree.SECOND_BACHELOR,
    "双学位": Degree.SECOND_BACHELOR,
    "硕士": Degree.MASTER,
    "研究生": Degree.MASTER,
}
MAJORS: dict[str, bool] = {"安全": True, "安全类": True, "其他": False}
ADVICE = pgettext_lazy("安全培训", "报考提示")
