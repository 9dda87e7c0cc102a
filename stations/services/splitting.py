"""分段入住 (split stay): two requests from one draft, both or none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from stations.errors import WrongState
from stations.models import Stay
from stations.split_errors import SplitDisagrees
from stations.splits import SplitPart
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining

from .booking import book_stay, submit_stay
from .drafts import save_draft
from .pool import lock_person, lock_stations
from .refusals import keeping_refusals

# What the second request says as the first does.
ANSWERS = (
    *("purpose", "purpose_detail", "declared_non_native"),
    *("referral_channel", "contact_mobile", "room_wish"),
)


@keeping_refusals()
def book_split(*, actor: User, stay: Stay, parts: Sequence[SplitPart]) -> list[Stay]:
    """
    分段预订 (book in parts): the draft becomes the first stay, a second one follows it.

    Each is judged, reviewed and counted as any other. Both houses are locked first,
    in ascending order. Raises what `submit_stay` and `book_stay` raise, and
    `SplitDisagrees` when the parts are not those of the draft; nothing is then booked.
    """
    policy.require(actor, "stations.book_stay", stay)
    with explaining(), transaction.atomic():
        lock_person(stay.guest_id)
        lock_stations(part.station.pk for part in parts)
        stay.refresh_from_db()
        if stay.state != Stay.State.DRAFT:
            raise WrongState(state=stay.get_state_display())
        _check(stay, parts)
        answers = {name: getattr(stay, name) for name in ANSWERS}
        evidence = list(stay.evidence.all())
        return [
            _first(actor, stay, parts[0]),
            *(
                book_stay(
                    actor=actor,
                    guest=stay.guest,
                    station=part.station,
                    arrival=part.arrival,
                    departure=part.departure,
                    evidence=evidence,
                    **answers,
                )
                for part in parts[1:]
            ),
        ]


def _first(actor: User, stay: Stay, part: SplitPart) -> Stay:
    draft = save_draft(
        actor=actor,
        guest=stay.guest,
        station=part.station,
        arrival=part.arrival,
        departure=part.departure,
    )
    return submit_stay(actor=actor, stay=draft)


def _check(stay: Stay, parts: Sequence[SplitPart]) -> None:
    """One after the other, every night of the draft, each part a night at least."""
    ends = [stay.arrival, *(part.departure for part in parts)]
    starts = [*(part.arrival for part in parts), stay.departure]
    if len(parts) < 2 or ends != starts or any(part.length < 1 for part in parts):
        raise SplitDisagrees
