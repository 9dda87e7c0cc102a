"""Another system at the door of the reports: its key, and what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.test import Client

from tests import people
from tests.reports import past
from tests.reports.filled import MAY, NAMES, filled, opened
from zibo_youth.accounts import services as accounts
from zibo_youth.accounts.models import MachineToken, Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.reports import services
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.periods import Month

KPIS, MONTHS, FIGURES = (f"/api/v1/reports/{name}/" for name in ("kpis", "months", "figures"))


def key(of: str = "city", days: int = 30) -> tuple[MachineToken, str]:
    """A key of the city's or of one unit, given by an administrator."""
    return accounts.issue_machine_token(
        actor=people.administrator(),
        name="城市数据平台",
        contact="办公室 0533-0000000",
        organisation=Organisation.objects.get(code=of),
        scopes=["reports:read"],
        expires_on=today() + timedelta(days),
    )


class Machine:
    """Asks with its secret; nobody's browser."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": "zh"})

    def get(self, address: str, **query: Any) -> Any:
        return self.client.get(address, query)

    def rows(self, address: str, **query: Any) -> list[dict[str, Any]]:
        answer = self.get(address, **query)
        assert answer.status_code == 200, answer.content.decode()
        return list(answer.json()["results"])

    def line(self, unit: str, code: str, month: str = "2021-05") -> dict[str, Any]:
        (found,) = self.rows(FIGURES, organisation=unit, kpi=code, month=month)
        return found


def machine(of: str = "city") -> Machine:
    return Machine(key(of)[1])


def locked_with(city: User, typed: Mapping[str, Mapping[str, int]], month: Month = MAY) -> MonthlyReport:
    """A locked month in which units have typed these numbers, by code and unit; gives the city's report."""
    for unit in past.units():
        officer = people.officer(unit)
        report = services.take_figures(actor=officer, report=opened(unit, month))
        for code, numbers in typed.items():
            report.figures.filter(code=code).update(
                month_part=numbers.get(unit, 0), to_date_part=numbers.get(unit, 0) + 20, previous_part=8
            )
        report.figures.filter(code__in=typed).update(note="三间")
        sent = services.submit_report(actor=officer, report=filled(officer, report), **NAMES)
        services.accept_report(actor=city, report=sent)
    return services.lock_month(actor=city, month=month, **NAMES)
