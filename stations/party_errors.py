"""Why people who belong together are refused: each tells nothing of one of the others."""

from django.utils.translation import gettext_lazy as _

from stations.errors import BedTaken
from zibo_youth.core.errors import DomainError, StateChanged


class PartyRoomTaken(BedTaken):
    """同住间已满 (no room for people who belong together is free for all these nights)."""

    code = "party_room_gone"
    message = _("所选日期没有空着的同住间，请换一个日期或驿站")


class PartyAlreadyOpen(DomainError):
    """已有等待同意的同住 (one invitation at a time)."""

    code = "party_already_open"
    message = _("您已有一份同住在等待同意，请等它办结，或先取消它")


class PartyOver(StateChanged):
    """同住已办结 (booked, ended, or its time is up)."""

    code = "party_over"
    message = _("这份同住已经办结或过期，不能再答复")


class InvitationUsed(StateChanged):
    """邀请已被使用 (somebody else holds this place)."""

    code = "invitation_used"
    message = _("这个邀请链接已被别人使用，请向邀请您的人另要一个")


class AlreadyInParty(DomainError):
    """已在这份同住中 (one person takes one place)."""

    code = "already_in_party"
    message = _("您已在这份同住中。这个链接要由同住的另一位用自己的账号打开")


class NotOfThisParty(DomainError):
    """不是这间同住间的客人 (the bed belongs to a party that the stay is not of)."""

    code = "not_of_this_party"
    message = _("这间同住间当晚由另外的人一起入住，不能安排别人")


class PartyDatesFixed(DomainError):
    """同住不能改期 (the dates of one cannot change without the others)."""

    code = "party_dates_fixed"
    message = _("同住的预约不能改期或续住。可以缩短，也可以取消后再一起申请")
