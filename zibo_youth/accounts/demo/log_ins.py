"""Log-ins of the demonstration: staff with their office and second factor, applicants with nothing yet."""

from __future__ import annotations

from datetime import datetime

from zibo_youth.accounts import services
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.second_factor import give_demo_device
from zibo_youth.core.calendar import standing_at

from .accounts import DemoAccount
from .people import backdate_person


def log_in(account: DemoAccount, moment: datetime) -> User:
    """A demo account; staff get name, office and second factor, an applicant tells the identity later."""
    user = first_log_in(account.mobile, moment)
    if account.is_staff:
        services.change_details(actor=user, full_name=account.full_name)
        appoint(user, account.organisation, account.role, moment)
    return User.objects.select_related("person").get(pk=user.pk)


def first_log_in(mobile: str, moment: datetime) -> User:
    """Whoever has this number logs in for the first time."""
    with standing_at(moment):
        user = services.waiting_account(mobile=mobile)
        services.open_account(user=user)
    backdate_person(user, moment)
    return user


def appoint(user: User, organisation: str, role: str, moment: datetime) -> None:
    """An office from this day on, with the second factor that opens its doors."""
    services.appoint(
        actor=SYSTEM,
        user=user,
        organisation=Organisation.objects.get(code=organisation),
        role=role,
        from_on=moment.date(),
    )
    give_demo_device(user)
