"""
限次 (limits): how often a number or an address may do something, counted by PostgreSQL.

A cache forgets, and a read followed by a write lets parallel callers through:
each count here is one statement that reads and adds at once, so of 64 callers
exactly as many pass as may (security.md R02, R04).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from zibo_youth.core import crypto
from zibo_youth.core.calendar import now

from .errors import TooOften

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
ONE_CODE = timedelta(days=36_500)  # the key names the very code, so its window never turns

RESEND_AFTER = timedelta(seconds=60)
CODE_TRIES = 5
WRONG_PASSWORDS_PER_NUMBER = 10
REFERRALS_PER_USER = 20
REGISTRATIONS_PER_USER = 60
QUIZ_STARTS_PER_USER = 20
WRONG_PASSWORDS_PER_ADDRESS = 50
WRONG_SECOND_FACTORS = 10
MACHINE_CALLS_PER_MINUTE = 120

# The row that remembers the last time of a thing stands outside every window.
LAST_TIME = datetime(2000, 1, 1, tzinfo=UTC)

ADD_ONE = """
INSERT INTO accounts_counter (key, "window", count) VALUES (%s, %s, 1)
ON CONFLICT (key, "window") DO UPDATE SET count = accounts_counter.count + 1
RETURNING count
"""

TAKE_TURN = """
INSERT INTO accounts_counter (key, "window", count) VALUES (%s, %s, %s)
ON CONFLICT (key, "window") DO UPDATE SET count = excluded.count
    WHERE accounts_counter.count <= excluded.count - %s
RETURNING count
"""


def count(key: str, window: timedelta) -> int:
    """Count one more of ``key`` in the present window, and say the how-manieth it is."""
    with connection.cursor() as cursor:
        cursor.execute(ADD_ONE, [key, _start_of(window)])
        return int(cursor.fetchone()[0])


def counted(key: str, window: timedelta) -> int:
    """How many were counted in the present window, without adding one."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT count FROM accounts_counter WHERE key = %s AND "window" = %s', [key, _start_of(window)]
        )
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def take_turn(key: str, every: timedelta) -> bool:
    """Whether ``every`` has passed since the last turn of this key; if so, this is the new last one."""
    second = int(now().timestamp())
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, [key, LAST_TIME, second, int(every.total_seconds())])
        return cursor.fetchone() is not None


def first_time(key: str, window: timedelta = DAY) -> bool:
    """True for exactly one caller of this key."""
    return count(key, window) == 1


def _start_of(window: timedelta) -> datetime:
    """Windows lie end to end from a midnight in Shanghai, so a day is a calendar day there."""
    midnight = datetime.fromisoformat("2020-01-01T00:00:00+08:00")
    return midnight + (now() - midnight) // window * window


def named(kind: str, value: str) -> str:
    """The key of a counter: says what is counted, and keeps no number or address in clear."""
    return f"{kind}:{crypto.blind_index(f'counter.{kind}', value)[:32]}"


# --- the limits of the front door ---------------------------------------------------------------


def allow_code(mobile: str, address: str) -> None:
    """
    May a code be sent now? One a minute and ten a day for a number, a number of them for an address.

    Asked before anybody looks whether the number is known, so the answer tells
    nothing. The address comes first: one that has used up its own codes must not
    use up those of other people's numbers. Raises `TooOften`.
    """
    if counted(named("code-address", address), DAY) >= settings.CODES_PER_ADDRESS:
        raise TooOften
    if not take_turn(named("code-turn", mobile), RESEND_AFTER):
        raise TooOften
    if count(named("code-address", address), DAY) > settings.CODES_PER_ADDRESS:
        raise TooOften
    if count(named("code-mobile", mobile), DAY) > settings.CODES_PER_NUMBER:
        raise TooOften
    if count("code-all", DAY) > settings.CODES_PER_DAY:
        raise TooOften


def allow_password(mobile: str, address: str) -> None:
    """May a password be tried? Counted beforehand, so that parallel guesses do not slip through."""
    if count(named("password-mobile", mobile), QUARTER) > WRONG_PASSWORDS_PER_NUMBER:
        raise TooOften
    if count(named("password-address", address), QUARTER) > WRONG_PASSWORDS_PER_ADDRESS:
        raise TooOften


def allow_second_factor(user_id: int) -> None:
    """May a code of the authenticator be tried?"""
    if count(named("second-factor", str(user_id)), QUARTER) > WRONG_SECOND_FACTORS:
        raise TooOften


def allow_referral(user_id: int, code: str) -> None:
    """May this referral code be handed in? Counted beforehand, right or wrong; without a code nothing is."""
    if code and count(named("referral", str(user_id)), QUARTER) > REFERRALS_PER_USER:
        raise TooOften


def allow_registration(user_id: int) -> None:
    """May this account ask for a place at an event by a call once more in this quarter of an hour?"""
    if count(named("event-registration", str(user_id)), QUARTER) > REGISTRATIONS_PER_USER:
        raise TooOften


def allow_quiz_start(user_id: int) -> None:
    """May this account begin a paper of a quiz once more in this quarter of an hour?"""
    if count(named("quiz-start", str(user_id)), QUARTER) > QUIZ_STARTS_PER_USER:
        raise TooOften


def allow_machine(token_id: int) -> bool:
    """May another system call once more in this minute?"""
    return count(named("machine-token", str(token_id)), MINUTE) <= MACHINE_CALLS_PER_MINUTE
