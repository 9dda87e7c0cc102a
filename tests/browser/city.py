"""A small city for the browser: four stations in two districts, their staff, and stays in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from django.core.files.storage import default_storage, storages

from events.models import MatchProfile
from stations import services
from stations.models import Evidence, Station, StationPhoto, Stay
from tests import lounges, people
from tests.articles import shelf
from tests.districts import District, district
from tests.stations import places
from volunteers.models import VolunteerDocument
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.notifications import services as notices

# code: name, district, rooms
STATIONS = {
    "zd-01": ("张店驿站", "zhangdian", "male:2 female:2 single:2 flexible:2"),
    "zd-02": ("共青团路驿站", "zhangdian", "flexible:2 flexible:2"),
    "ht-01": ("果里驿站", "huantai", "male:2 female:2"),
    "zc-01": ("淄川驿站", "zichuan", "flexible:2"),
}


@dataclass(frozen=True)
class City:
    """Who and what every browser test finds; tests add, and never change what is here."""

    stations: dict[str, Station]
    staff: dict[str, User]
    guest: User
    stays: dict[str, Stay]
    districts: list[District]

    @property
    def station(self) -> Station:
        return self.stations["zd-01"]


def found_city() -> City:
    """Build the city through the services that the pages use."""
    stations = {code: places.station(code, name, of, rooms) for code, (name, of, rooms) in STATIONS.items()}
    operator, guest = people.operator(stations["zd-01"].operator), people.applicant("陈一帆")
    districts = [district("zhangdian"), district("huantai")]
    city = City(
        stations=stations,
        staff={
            "operator": operator,
            "officer": people.officer("zhangdian"),
            "city_staff": people.city_staff(),
            "administrator": people.administrator(),
            "leader": districts[0].leader,
        },
        guest=guest,
        stays=_stays(guest, operator, stations),
        districts=districts,
    )
    _visits(guest, stations["zd-01"])
    _articles()
    _files_behind_rows()
    notices.sweep()
    return city


def _articles() -> None:
    """One of each look: bilingual with a file, to come, over, in Chinese only, and a draft."""
    english = {"title_en": "Where to work", "summary_en": "Three ways.", "body_en": "## Online\n- Send a CV"}
    body = "## 线上\n- 投简历，见[驿站](/stations/)\n1. **先**看岗位"
    shelf.attached(shelf.published(slug="jobs", section="jobs", title="岗位去哪里找", body=body, **english))
    shelf.published(slug="coming", title="下月的政策", valid_from=today() + timedelta(days=20), **english)
    shelf.published(slug="over", title="往年的政策", valid_until=today() - timedelta(days=1), **english)
    shelf.attached(shelf.published(slug="chinese", section="city", title="只有中文的指南", areas=("370303",)))
    shelf.draft(slug="draft", title="还没写完")


def _stays(guest: User, operator: User, stations: dict[str, Station]) -> dict[str, Stay]:
    """One stay in each state that a page shows, of several people."""
    first = stations["zd-01"]
    returned = places.submitted(people.applicant("林小满", people.FEMALE), first)
    rejected = places.submitted(people.applicant("吴晓"), first)
    giving_up = people.applicant("郑好")
    cancelled = places.approved(giving_up, first, operator)
    return {
        "approved": places.approved(guest, first, operator),
        "submitted": places.submitted(people.applicant("许诺", people.FEMALE), first),
        "returned": services.return_stay(
            actor=operator, stay=returned, reason="evidence_unclear", note="请重拍"
        ),
        "rejected": services.reject_stay(actor=operator, stay=rejected, reason="evidence_unclear"),
        "cancelled": services.cancel_stay(actor=giving_up, stay=cancelled, reason="plans_changed"),
        "elsewhere": places.submitted(people.applicant("何田"), stations["ht-01"]),
        "draft": services.save_draft(
            actor=guest,
            guest=guest.person,
            station=stations["zd-02"],
            arrival=today() + timedelta(days=20),
            departure=today() + timedelta(days=21),
        ),
    }


def _visits(guest: User, station: Station) -> None:
    """A lounge of the same desk: somebody today, and a series of the guest's own."""
    room = lounges.zone(lounges.lounge(operator=station.operator, summary="看电影、下棋。"))
    with standing_at(at(today(), time(8))):
        lounges.book(people.applicant("何田"), room, today(), 19, 1)
    services.book_series(
        actor=guest, person=guest.person, wish=lounges.wish(room, hours=1), weeks=2, only_free=False
    )


def papers_behind_rows() -> None:
    """Papers that the builders write without a file get one: a link that leads nowhere is an error of the page."""
    for paper in (*Evidence.objects.filter(sha256="0" * 64), *VolunteerDocument.objects.all()):
        if not storages["private"].exists(paper.file.name):
            storages["private"].save(paper.file.name, places.picture())


def _files_behind_rows() -> None:
    """So do pictures of stations, and of whoever takes part in a round of matchmaking."""
    papers_behind_rows()
    for name in set(MatchProfile.objects.values_list("photo", flat=True)):
        storages["private"].save(name, places.picture())
    for photo in StationPhoto.objects.all():
        photo.image = default_storage.save(f"test-browser/{photo.pk}.jpg", places.picture())
        photo.save(update_fields=["image"])


def forget_photos() -> None:
    """Public pictures lie outside of the test's own folder."""
    for photo in StationPhoto.objects.all():
        default_storage.delete(photo.image.name)
