"""Speed, measured: two things in turn, in one run, on one machine, quoted as a ratio (`make bench`)."""

BENCHMARKS = {
    "booking-engine": "bench.booking_engine",
    "booking-http": "bench.booking_http",
    "search": "bench.search",
    "xlsx": "bench.xlsx",
    "fill": "bench.fill",
    "stampede": "bench.stampede",
    "hours": "bench.hours",
    "ladder": "bench.ladder",
    "guarded-read": "bench.guarded_read",
    "schedule": "bench.schedule",
    "due-run": "bench.due_run",
    "events-list": "bench.events_list",
    "hazard-list": "bench.hazard_list",
    "mutual": "bench.mutual",
    "seating": "bench.seating",
    "rush": "bench.rush",
    "signup-rush": "bench.signup_rush",
    "report-month": "bench.report_month",
    "report-growth": "bench.report_growth",
}
