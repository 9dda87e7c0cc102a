"""Log-ins: opened by the first code, closed by their owner."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction

from zibo_youth.accounts.errors import AccountErased, MobileTaken
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining


def waiting_account(*, mobile: str) -> User:
    """
    The account that a code is sent for; a number never seen before gets one that waits for its first log-in.

    Both cases run the same two statements, so the time tells nothing either.
    """
    User.objects.bulk_create([User(mobile=mobile, password=make_password(None))], ignore_conflicts=True)
    user: User = User.objects.get(mobile=mobile)
    return user


@transaction.atomic
def open_account(*, user: User) -> User:
    """首次登录即注册 (first log-in): the number is proved, and its owner becomes a person of the portal."""
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if held.mobile_verified_at and held.person_id:
        return held
    held.mobile_verified_at = held.mobile_verified_at or now()
    if held.person_id is None:
        held.person = Person.objects.create(mobile=held.mobile)
    held.save(update_fields=["mobile_verified_at", "person"])
    user.mobile_verified_at, user.person = held.mobile_verified_at, held.person
    return held


def change_mobile(*, user: User, mobile: str) -> None:
    """更换手机号: the new number is proved by its own code before this is called."""
    walls = {"accounts_user_mobile_key": MobileTaken, "person_erased_holds_nothing": AccountErased}
    with explaining(**walls), transaction.atomic():
        user.mobile, user.mobile_verified_at = mobile, now()
        user.save(update_fields=["mobile", "mobile_verified_at"])
        if user.person_id:
            Person.objects.filter(pk=user.person_id).update(mobile=mobile)


@transaction.atomic
def set_password(*, actor: User, password: str) -> None:
    """设置密码: every other session of the account ends with the old password."""
    actor.set_password(password)
    actor.save(update_fields=["password"])


def close_sessions(*, user: User, except_key: str = "") -> int:
    """End the user's sessions on other devices: a session names its user only inside, so all are read."""
    living = Session.objects.filter(expire_date__gt=now()).exclude(session_key=except_key)
    ended = [s.pk for s in living.iterator() if s.get_decoded().get("_auth_user_id") == str(user.pk)]
    return Session.objects.filter(pk__in=ended).delete()[0]
