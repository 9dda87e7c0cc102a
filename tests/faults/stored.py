"""What stands in the database after a storm, as the checker wants it; and the house and people before it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.over_http import sessions
from bench.seeding import consents, crowd
from stations.models import Bed, Evidence, Room, Station, Stay, StayTransition
from tests.faults.checker import Stored, StoredStay
from tests.faults.clients import Guest
from zibo_youth.accounts.models import Area, Organisation, Person, User
from zibo_youth.accounts.services import identity
from zibo_youth.core.calendar import today
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Delivery, Heartbeat, Notice, SmsMessage

ROOMS = {"male": 4, "female": 4, "flexible": 4}


def house(number: int) -> Station:
    """Twelve beds that nobody has booked, for one storm."""
    area, code = Area.objects.get(code="370303"), f"storm-{number}"
    office = Organisation.objects.create(code=code, name=code, kind="district", is_reporting=True, area=area)
    station = Station.objects.create(
        code=code,
        name=code,
        area=area,
        reporting_org=office,
        operator=office,
        opened_on=today() - timedelta(days=1),
    )
    for mode, beds in ROOMS.items():
        room = Room.objects.create(station=station, name=mode, gender_mode=mode)
        Bed.objects.bulk_create(Bed(room=room, label=str(label)) for label in range(beds))
    return station


def people(number: int, many: int) -> list[Guest]:
    """Guests for one storm, each with a session and a file; the file's bytes are there too."""
    mobile = f"+861{30 + number % 70}"
    crowd(many, mobile=mobile, mark=f"storm-{number}-")
    consents(mobile)
    _seal(number)
    settings.PRIVATE_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.PRIVATE_ROOT / "none").touch()  # what `crowd` names as the file of every row
    users = list(User.objects.filter(mobile__startswith=mobile).order_by("pk"))
    cookies = sessions(users)
    papers = dict(Evidence.objects.filter(uploaded_by__in=users).values_list("uploaded_by", "public_id"))
    return [Guest(cookies[user.pk], str(papers[user.pk])) for user in users]


def _seal(number: int) -> None:
    """Numbers of nobody, sealed as the house does it: their invariants are counted too."""
    found = list(Person.objects.filter(id_index__startswith=f"storm-{number}-"))
    for order, person in enumerate(found):
        identity.seal(person, f"{number:06d}{order:012d}")
    Person.objects.bulk_update(found, ["id_sealed", "id_index", "id_last4"], batch_size=500)


def stored(station: Station) -> Stored:
    """Stays of one house; messages and invariants of the whole city."""
    return Stored(
        stays=_stays(station),
        notices=list(Notice.objects.values_list("dedup_key", flat=True)),
        deliveries=list(Delivery.objects.values_list("notice", "channel")),
        texts=list(SmsMessage.objects.values_list("key", flat=True)),
        open_rows=_open_rows(),
        broken=verify(),
    )


def _stays(station: Station) -> list[StoredStay]:
    rows = {stay.pk: stay for stay in Stay.objects.filter(station=station)}
    moves, told = defaultdict(list), defaultdict(list)
    for row in StayTransition.objects.filter(stay__station=station).order_by("pk"):
        moves[row.stay_id].append((row.from_state, row.to_state, row.reason))
    about = [str(pk) for pk in rows]
    for pk, kind in Notice.objects.filter(about_model="stations.stay", about_pk__in=about).values_list(
        "about_pk", "kind"
    ):
        told[int(pk)].append(kind)
    return [
        StoredStay(
            key=stay.purpose_detail,
            reference=stay.reference,
            state=stay.state,
            arrival=stay.arrival.isoformat(),
            departure=stay.departure.isoformat(),
            moves=moves[pk],
            told=told[pk],
        )
        for pk, stay in rows.items()
    ]


def _open_rows() -> list[str]:
    """Whatever still waits, though everything has been well for a while."""
    found = [
        f"notice {pk} has no deliveries" for pk in Notice.objects.unplanned().values_list("pk", flat=True)
    ]
    found += [
        f"delivery {pk} is {state} after {attempts} attempts: {error}"
        for pk, state, attempts, error in Delivery.objects.filter(
            state__in=["waiting", "sending", "dead"]
        ).values_list("pk", "state", "attempts", "last_error")
    ]
    found += [
        f"text message {pk} is {state}"
        for pk, state in SmsMessage.objects.filter(state="queued").values_list("pk", "state")
    ]
    overdue = Stay.objects.filter(state="offered", offer_until__lt=timezone.now() - timedelta(minutes=2))
    found += [f"offer {stay} is over and was not handed on" for stay in overdue]
    return found + [
        f"the queue of {station} is unsettled" for station in Station.objects.filter(queue_unsettled=True)
    ]


def is_quiet(since: float) -> bool:
    """Whether nothing waits any more, and beat's sweep has run since then."""
    swept = Heartbeat.objects.filter(name="sweep", beat_at__gt=timezone.now() - timedelta(seconds=since))
    return swept.exists() and not _open_rows()


def end_leases() -> None:
    """What dead workers hold, and what waits out a pause, falls due: as if the minute had gone by."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE notifications_delivery SET next_try_at = now()
               WHERE state IN ('waiting', 'sending') AND next_try_at > now()"""
        )
