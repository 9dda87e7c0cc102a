"""日历文件 (iCalendar): appointments as a file that the calendar of any telephone reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from icalendar import Calendar, Event

from .calendar import now


@dataclass(frozen=True, slots=True)
class Appointment:
    """What stands in the calendar; the same ``uid`` again replaces it."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    location: str
    description: str


def calendar_file(appointments: Iterable[Appointment], *, programme: str, name: str) -> HttpResponse:
    """The answer that hands these over as ``name``.ics."""
    calendar = Calendar()
    calendar.add("prodid", f"-//zibo-youth//{programme}//ZH")
    calendar.add("version", "2.0")
    for each in appointments:
        calendar.add_component(_event(each))
    calendar.add_missing_timezones()
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _event(each: Appointment) -> Event:
    event = Event()
    event.add("uid", each.uid)
    event.add("dtstamp", now())
    event.add("dtstart", each.start)
    event.add("dtend", each.end)
    event.add("summary", each.summary)
    event.add("location", each.location)
    event.add("description", each.description)
    return event
