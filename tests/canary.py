"""A person with a canary in every column that may tell of people, and the search for what is left of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, models
from pghistory.models import Event

from events.models import CoupleDocument
from loans.models import LoanDocument
from stations.models import Evidence, FollowUp, Placement, Stay, Strike, Suspension
from tests import people
from tests.districts import District, district
from volunteers.models import Certificate, HourClaim, HourDispute, RequirementItem, VolunteerDocument
from zibo_youth.accounts import holdings
from zibo_youth.accounts.holdings import Holding
from zibo_youth.accounts.models import ConsentRecord, ErasureRequest, OneTimeKey, Person, User
from zibo_youth.core.calendar import now, today
from zibo_youth.notifications.models import SmsMessage

CANARY = "ǂǁǀǃ"  # four letters of a language that nobody writes here; the shortest column takes them
WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField, ArrayField)
# Words that are blanked, and otherwise never changed, or changed by a new version alone.
ONLY_BLANKED = (
    "events.MatchProfile:match_profile_is_shown_as_reviewed",
    "loans.GuaranteeTransition:guarantee_transition_words_are_only_blanked",
    "loans.SiteVisit:site_visit_words_are_only_blanked",
    "safety.PostSheet:post_sheet_is_final",
)
# A rule of the table lets no canary in; the row goes anyway.
RULED = {(model, "content_type") for model in (Evidence, VolunteerDocument, LoanDocument, CoupleDocument)}
# What the law demands to keep, and numbers alone (docs/decisions/0040).
KEPT = {"accounts_legalhold", "accounts_legalholdevent", "accounts_erasurerecord"}


OVER = (
    """DELETE FROM stations_staynight WHERE guest_id = %s""",
    """DELETE FROM stations_roomnight AS empty WHERE %s > 0
       AND NOT EXISTS (SELECT FROM stations_staynight AS slept
                       WHERE slept.room_id = empty.room_id AND slept.date = empty.date)""",
    """DELETE FROM stations_loungeslot WHERE visit_id IN
       (SELECT id FROM stations_loungevisit WHERE person_id = %s)""",
    "UPDATE stations_stay SET state = 'approved', decided_at = now(), two_reviewers = false WHERE guest_id = %s",
    "UPDATE stations_stay SET state = 'checked_in', checked_in_at = now() WHERE guest_id = %s",
    "UPDATE stations_stay SET state = 'checked_out', checked_out_at = now() WHERE guest_id = %s",
    "UPDATE stations_loungevisit SET state = 'cancelled', ended_at = now() WHERE person_id = %s",
    """UPDATE volunteers_signup SET state = 'signed_off', seat = NULL, cap = NULL
       WHERE state IN ('standby', 'offered', 'signed_up') AND volunteer_id IN
       (SELECT id FROM volunteers_volunteer WHERE person_id = %s)""",
    r"""UPDATE volunteers_ballotround SET state = 'void', box = '\x', salt = '\x', public_key = '\x'
        WHERE congress_id IN (SELECT delegate.congress_id FROM volunteers_delegate AS delegate
        JOIN volunteers_volunteer AS volunteer ON volunteer.id = delegate.volunteer_id
        WHERE volunteer.person_id = %s)""",
    """UPDATE loans_loanapplication SET state = 'withdrawn', answer_by = NULL
       WHERE state <> 'contracted' AND applicant_id = %s""",
    "UPDATE notifications_notice SET planned_at = now() WHERE to_id = %s",
    """UPDATE notifications_delivery SET state = 'dead' WHERE notice_id IN
       (SELECT id FROM notifications_notice WHERE to_id = %s)""",
    "UPDATE accounts_identityreview SET state = 'dismissed', decided_at = now() WHERE person_id = %s",
)


@dataclass(frozen=True)
class Marked:
    """The person, the name that stood there before the canary, and the district around."""

    guest: User
    name: str
    world: District


def tables_of_people() -> set[type[models.Model]]:
    """Every table from which foreign keys lead to a person or a log-in, over however many tables."""
    reached: set[Any] = {Person, User}
    while found := {m for m in _tables() - reached if _ends(m) & reached}:
        reached |= found
    return reached


def _tables() -> set[Any]:
    every = apps.get_models(include_auto_created=True)
    return {m for m in every if m._meta.managed and not m._meta.proxy and not issubclass(m, Event)}


def _ends(model: type[models.Model]) -> set[Any]:
    return {f.related_model for f in model._meta.concrete_fields if f.is_relation}


def words_of(model: type[models.Model]) -> set[str]:
    """Columns that may hold anything that somebody typed, or a name of a file."""
    columns = [f for f in model._meta.concrete_fields if isinstance(f, WORDS) and not f.primary_key]
    return {f.name for f in columns if not f.choices}


def unnamed(holding: Holding) -> set[str]:
    """Columns of a table whose rows stay, of which nobody has said what becomes of them."""
    return set() if holding.drop else words_of(holding.model) - set(holding.blank) - set(holding.keep)


def marked_person() -> Marked:
    """One row of every table that leads to people, all of one guest, each column with the canary."""
    world = district("zhangdian")
    name = world.guest.person.full_name
    _rows_that_a_district_lacks(world)
    world.guest.refresh_from_db()
    for holding in holdings.holdings():
        for column in _planted(holding):
            _plant(holding, column, world.guest.person_id)
    return Marked(world.guest, name, world)


def _planted(holding: Holding) -> list[str]:
    columns = words_of(holding.model) - set(holding.keep)
    return sorted(column for column in columns if (holding.model, column) not in RULED)


def _plant(holding: Holding, column: str, person: int) -> None:
    rows = list(holding.rows([person]).values_list("pk", flat=True))
    assert rows, (
        f"tests/canary.py makes no row of {holding.model.__name__} for the marked person: add one there"
    )
    field: Any = holding.model._meta.get_field(column)
    is_json = isinstance(field, models.JSONField)
    for number in rows:
        value = {"told": CANARY} if is_json else _fitting(field, number)
        with pgtrigger.ignore(*ONLY_BLANKED):
            holding.model._base_manager.filter(pk=number).update(**{column: value})


def _fitting(field: Any, number: int) -> str:
    return f"{CANARY}{number}"[: field.max_length or None] if field.unique else CANARY


def _rows_that_a_district_lacks(world: District) -> None:
    _keys_and_addresses(world.guest)
    _told_by_staff(world.guest, world.officer)
    _words_of_states(world.guest.person)
    _log_of_the_admin(world.guest, world.officer)
    for number, mobile in enumerate([world.guest.mobile, CANARY]):
        SmsMessage.objects.create(key=f"canary-{number}", mobile=mobile, kind="k", text=CANARY)
    _sessions(world.guest)
    for name in Evidence.objects.filter(person=world.guest.person).values_list("file", flat=True):
        storages["private"].save(name, ContentFile(b"kept"))


def _keys_and_addresses(guest: User) -> None:
    address = EmailAddress.objects.create(user=guest, email="a@example.org")
    EmailConfirmation.objects.create(email_address=address, key="k")
    Authenticator.objects.create(user=guest, type="totp", data={})
    guest.groups.add(Group.objects.create(name="a"))
    guest.email = "a@example.org"
    guest.save()


def _told_by_staff(guest: User, officer: User) -> None:
    ErasureRequest.objects.filter(person=guest.person).update(state="refused", reason="由")
    OneTimeKey.objects.create(user=officer, key="theirs", fingerprint="0", answer={"said": f"{CANARY}办好了"})
    ErasureRequest.objects.create(
        person=guest.person,
        way="paper",
        state="refused",
        recorded_by=officer.person,
        paper="信",
        reason="由",
        answer_by=today(),
    )
    ConsentRecord.objects.filter(user=guest).update(
        withdrawn_at=now(), withdrawn_by=officer, withdrawal_reason="由"
    )


def _words_of_states(person: Person) -> None:
    """States in which every column of words may be filled."""
    strikes = Strike.objects.filter(person=person)
    strikes.update(state="appealed", appealed_at=now(), statement="因")
    strikes.update(state="upheld", decided_at=now(), decision="由")
    Suspension.objects.filter(person=person).update(lifted_at=now(), lift_reason="由")
    FollowUp.objects.filter(stay__guest=person).update(
        state="answered", answered_at=now(), via="link", result="employed_here", employer="厂"
    )
    Placement.objects.filter(stay__guest=person).update(state="confirmed")
    RequirementItem.objects.filter(volunteer__person=person).update(
        state="revoked", revoked_at=now(), reason="由"
    )
    HourDispute.objects.filter(entry__volunteer__person=person).update(
        state="refused", answered_at=now(), answer="由"
    )
    HourClaim.objects.filter(volunteer__person=person).update(state="refused", answered_at=now(), answer="由")
    Certificate.objects.filter(volunteer__person=person).update(state="revoked", ended_at=now(), reason="由")
    Stay.objects.filter(guest=person).update(id_proof="police_proof", id_proof_reason="因")


def _log_of_the_admin(guest: User, officer: User) -> None:
    for row in (guest, guest.person):
        LogEntry.objects.create(
            user=officer,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=CANARY,
            change_message=CANARY,
            action_flag=CHANGE,
        )


def _sessions(user: User) -> None:
    """One that is logged in, and one whose code was sent a moment ago."""
    people.signed_in(user)
    halfway = SessionStore()
    halfway["account_login"] = {"phone": user.mobile}
    halfway.save()


def at_rest(marked: Marked) -> None:
    """Nothing live hangs on the marked person any more: what was open is over, and holds nothing."""
    with connection.cursor() as cursor:
        for statement in OVER:
            cursor.execute(statement, [marked.guest.person_id])


def where(*words: str) -> dict[str, int]:
    """In how many rows of which table one of the words stands: every table of the database is read."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(_stored()):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS line WHERE line::text LIKE ANY(%s)',
                [[f"%{word}%" for word in words]],
            )
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count and table not in KEPT}


def _stored() -> Iterator[str]:
    with connection.cursor() as cursor:
        yield from connection.introspection.table_names(cursor)
