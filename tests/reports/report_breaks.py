"""What breaks each invariant of reports, past every wall."""

from __future__ import annotations

from decimal import Decimal

import pgtrigger
from django.db.models.functions import Now

from tests import people
from tests.reports import past
from tests.reports.exporting import made
from tests.reports.filled import opened, sent
from tests.stray import left_in
from zibo_youth.core.private_files import forget
from zibo_youth.reports import services
from zibo_youth.reports.models import Figure, MonthlyReport, Target
from zibo_youth.reports.services.making import FOLDER


def a_figure_changed_after_the_signature(_world):
    report = sent(people.officer("zhangdian"), opened())
    with pgtrigger.ignore():
        Figure.objects.filter(report=report, code="ST02").update(month_part=99)


def a_target_changed_alone(_world):
    unit = past.units()["zhangdian"]
    services.set_targets(
        actor=people.city_staff(), year=2021, code="ST01", city=Decimal(30), units={unit: Decimal(30)}
    )
    Target.objects.filter(organisation=unit).update(value=31)


def a_month_locked_in_part(_world):
    report = sent(people.officer("zhangdian"), opened())
    with pgtrigger.ignore():
        MonthlyReport.objects.filter(pk=report.pk).update(state="locked", accepted_at=Now(), locked_at=Now())


def a_file_lost_by_its_export(_world):
    officer = people.officer("zhangdian")
    forget(made(officer, sent(officer, opened())).file)


def an_old_file_without_its_export(_world):
    left_in(FOLDER)


CONTROLS = {
    "export_ready_without_its_file": a_file_lost_by_its_export,
    "export_file_without_its_row": an_old_file_without_its_export,
    "report_is_not_as_signed": a_figure_changed_after_the_signature,
    "targets_do_not_add_up": a_target_changed_alone,
    "month_locked_in_part": a_month_locked_in_part,
}
