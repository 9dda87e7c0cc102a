"""Refusals around the rosters of organisations: the rule, the value, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class NoRosters(DomainError):
    """不接受集体报名 (the event takes no groups of organisations)."""

    code = "event_no_rosters"
    message = _("这个活动不接受单位集体报名，请本人报名")


class RosterEmpty(DomainError):
    """名册没有人 (a list of nobody)."""

    code = "event_roster_empty"
    message = _("名册里没有可以报名的人，请按模板每行填写一人")
    field = "file"


class RosterTooLong(DomainError):
    """名册过长 (more people than the event takes from one organisation, or than the session ever holds)."""

    code = "event_roster_too_long"
    message = _("一个单位最多带 %(most)s 人，名册里有 %(asked)s 人，请减少或分场次报名")
    field = "file"


class RosterThere(DomainError):
    """名册已有 (an organisation has one roster for a session; the same file twice is nothing twice)."""

    code = "event_roster_there"
    message = _("本单位已有这个场次的名册，没有再次导入；增减人员请打开原来的名册")


class RosterChanged(DomainError):
    """名册与预览不符 (something changed since the preview was shown)."""

    code = "event_roster_changed"
    message = _("预览之后情况有变，没有导入任何人。请重新上传并预览")


class RosterLineWrong(DomainError):
    """名册这一行有误 (one person's line does not hold)."""

    code = "event_roster_line"
    message = _("%(column)s：%(reason)s")


class RosterClosed(DomainError):
    """名册已不能改 (the last moment for changes is over)."""

    code = "event_roster_closed"
    message = _("名册可修改到 %(until)s，现在要改请致电主办单位 %(phone)s")


class RosterListed(DomainError):
    """名册在抽签名单里 (a list that was hashed is not changed)."""

    code = "event_roster_listed"
    message = _("抽签名单已经公布，抽签前不能增减人员")


class RosterFull(DomainError):
    """没有名额加人 (no place is free for one more)."""

    code = "event_roster_full"
    message = _("这个场次没有空余名额，不能加人；可以用一个人替换另一个人")


class RosterWouldOvertake(DomainError):
    """有人候补 (one more would go ahead of whoever waits)."""

    code = "event_roster_would_overtake"
    message = _("有人在候补，不能直接加人；可以用一个人替换另一个人")


class RosterPersonTwice(DomainError):
    """这个人已在场次里 (on this roster, on another, or registered alone)."""

    code = "event_roster_person_twice"
    message = _("这个人已经在本场次的名册里")
    field = "full_name"


class RosterLastPerson(DomainError):
    """名册最后一人 (whoever takes off the last one cancels the registration)."""

    code = "event_roster_last_person"
    message = _("名册里只剩一个人，请改为取消整份报名")


class RosterPersonGone(DomainError):
    """这个人已移出 (somebody else took them off meanwhile)."""

    code = "event_roster_person_gone"
    message = _("这个人已经不在名册里，请刷新后再看")


class OnARoster(DomainError):
    """已在单位名册里 (the organisation brings them: a second place would be one too many)."""

    code = "event_on_a_roster"
    message = _("“%(organisation)s”的名册里已经有您，不需要再报名；想自己报名请先联系该单位移出")
