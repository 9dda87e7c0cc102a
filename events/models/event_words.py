"""Words of an event: its kind, its states, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """What the league holds for young people: reference domain.md §1.4, §1.7 and the figures DV and IN."""

    LIFE_FESTIVAL = "life_festival", _("青年生活节")
    ART_FESTIVAL = "art_festival", _("文化艺术节")
    ART_SEASON = "art_season", _("大学生文化艺术季")
    FORUM = "forum", _("青年发展微论坛")
    LECTURE = "lecture", _("青年大讲堂")
    STUDY_TOUR = "study_tour", _("研学")
    LAW = "law", _("普法防诈骗")
    RELIEF = "relief", _("护航减压")
    SPORTS = "sports", _("体育赛事")
    CONTEST = "contest", _("创新创业大赛")
    MATCHMAKING = "matchmaking", _("相亲会")
    RELATIONS = "relations", _("情感培训")
    SAFETY = "safety", _("安全生产")


class SeriesPer(models.TextChoices):
    """In which time a person's sessions of a series are counted."""

    SERIES = "series", _("全系列")
    YEAR = "year", _("每个自然年")


class EventState(models.TextChoices):
    """Written, shown to the public, or over."""

    DRAFT = "draft", pgettext_lazy("活动", "草稿")
    PUBLISHED = "published", pgettext_lazy("活动", "已发布")
    CANCELLED = "cancelled", pgettext_lazy("活动", "已取消")
    CLOSED = "closed", pgettext_lazy("活动", "已结束")


EVENT_NEXT: Mapping[str, tuple[str, ...]] = {
    EventState.DRAFT: (EventState.PUBLISHED, EventState.CANCELLED),
    EventState.PUBLISHED: (EventState.CANCELLED, EventState.CLOSED),
}


class SessionState(models.TextChoices):
    """A session is planned until somebody says what became of it; what the clock says is `events.phases`."""

    PLANNED = "planned", pgettext_lazy("场次", "待举办")
    HELD = "held", pgettext_lazy("场次", "已举办")
    CANCELLED = "cancelled", pgettext_lazy("场次", "已取消")


SESSION_NEXT: Mapping[str, tuple[str, ...]] = {
    SessionState.PLANNED: (SessionState.HELD, SessionState.CANCELLED),
}
