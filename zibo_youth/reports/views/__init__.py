"""The pages of the monthly report: the district's desk, the city's desk, the public figures."""

from .city import city_lock, city_month, city_remind, city_reports
from .deciding import city_accept, city_report, city_return
from .district import (
    district_explain,
    district_fill,
    district_report,
    district_reports,
    district_send,
    district_take,
)
from .figures import figures, figures_file
from .files import district_files
from .jobs import export_again, export_file, export_job, export_jobs
from .reading import district_compare, district_figure, district_preview
from .targets import city_target, city_targets

__all__ = [
    "city_accept",
    "city_lock",
    "city_month",
    "city_remind",
    "city_report",
    "city_reports",
    "city_return",
    "city_target",
    "city_targets",
    "district_compare",
    "district_explain",
    "district_figure",
    "district_files",
    "district_fill",
    "district_preview",
    "district_report",
    "district_reports",
    "district_send",
    "district_take",
    "export_again",
    "export_file",
    "export_job",
    "export_jobs",
    "figures",
    "figures_file",
]
