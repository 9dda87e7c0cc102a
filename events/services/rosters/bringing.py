"""
带人 (bring people): onto the roster that an organisation has for a session, or onto its first one.

For programmes above that read lists of their own, of several organisations at once; the caller has found
who may, and holds the session's lock for the whole list.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from events.entrance import Wish
from events.models import Quota, Registration, Session
from events.roster_sheet import RosterLine
from events.services.registrations import person_of, placed
from events.services.taking import take_places
from zibo_youth.accounts.models import Organisation, User

from .editing import may_take
from .uploading import long_enough, write_people


def bring_people(
    *, actor: User, organisation: Organisation, session: Session, quota: Quota, lines: Sequence[RosterLine]
) -> Registration:
    """
    All of these lines at once, or none.

    Raises `SessionFull`, `RosterFull`, `RosterTooLong`, `PartyTooLarge`, `RosterWouldOvertake`.
    """
    live = Registration.objects.live().filter(session=session, organisation=organisation).first()
    long_enough(session, live.quota if live else quota, len(lines) + (live.seats if live else 0))
    if live is None:
        wish = Wish(quota=quota, companions=("",) * (len(lines) - 1))
        taken = take_places(actor, person_of(actor), session, wish, organisation=organisation)
        one = placed(actor, taken, may_wait=False)
        write_people(one, lines, after=0)
        return one
    if live.holds:
        session.refresh_from_db(fields=["taken"])
        may_take(session, live.quota, len(lines))
    told = live.roster.aggregate(last=Max("number"))
    Registration.objects.filter(pk=live.pk).update(seats=live.seats + len(lines))
    write_people(live, lines, after=told["last"] or 0)
    live.refresh_from_db()
    return live
