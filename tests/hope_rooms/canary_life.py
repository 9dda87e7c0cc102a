"""A child whose every word is a canary, brought by the services through everything that the portal does for it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from hope_rooms.data_classes import Purpose
from hope_rooms.models import (
    ChildFile,
    ChildVisit,
    Concern,
    Counsellor,
    GuardianRequest,
    HopeRoom,
    Pairing,
    SurveyVisit,
)
from hope_rooms.models.survey import Level
from hope_rooms.records import ChildHardship, ChildHealth
from hope_rooms.services import (
    adoptions,
    children,
    files,
    grants,
    guard,
    pairings,
    requests,
    visit_reports,
    visits,
)
from hope_rooms.services.building import approvals, care, design, handing, surveys, works
from hope_rooms.services.consents import Guardian
from hope_rooms.services.counselling import naming, notes, sessions
from tests import building, giving, hoping, pairing, people, spilling, worrying
from tests.hoping import City
from volunteers.models import Volunteer
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import at, now, today

HOUR = timedelta(hours=1)


@dataclass
class Life:
    """Whoever met the child, and what came of it."""

    city: City
    room: HopeRoom
    pairing: Pairing
    pair: list[Volunteer]
    third: Volunteer
    naming: Counsellor
    leader: User
    surveyor: User
    place: SurveyVisit
    told_visit: ChildVisit
    next_visit: ChildVisit
    photo: ChildFile
    concern: Concern
    request: GuardianRequest
    donor_code: str
    words: dict[str, str | bytes]


def lived(city: City) -> Life:
    """From the nomination to the care, with a visit, a concern, a guardian's wish and a donor."""
    number, mobile = people.id_number(born=hoping.born_for(10)), people.mobile_number()
    room = _nominated(city, number, mobile)
    photo, marker = _photo(city, room)
    survey = _built(city, room)
    team, pair = pairing.team(), pairing.two()
    paired = _paired(city, room, team, pair)
    named = _counselled(city, paired, pair, team)
    told, following = _visits(paired, pair, team)
    reporter = pairing.login(pair[0])
    concern = worrying.acknowledged(reporter, city.lead, code=room.child.code, words=spilling.S4["concern"])
    grants.take_emergency(actor=city.town_officer, child=room.child, reason="接到报告")
    wish = requests.record_request(actor=city.town_officer, child=room.child, wish=hoping.wish("copy"))
    surveyor, place = survey
    return Life(
        *(city, HopeRoom.objects.get(pk=room.pk), paired, pair, named.volunteer, named, team.leader),
        *(surveyor, place),
        *(told, following, photo, concern, wish, _adopted(city, room)),
        words=spilling.WORDS | {"number": number, "mobile": mobile[-11:], "photo": marker},
    )


def _nominated(city: City, number: str, mobile: str) -> HopeRoom:
    guardian = Guardian(spilling.S3["guardian"], "祖母")
    room = hoping.nominated(
        city, **spilling.TOLD, guardian=guardian, id_number=number, guardian_mobile=mobile
    )
    room = children.start_screening(actor=city.officer, room=room)
    told = ChildHardship("low_income", "orphan", spilling.S3["hardship"]), ChildHealth(spilling.S4["health"])
    guard.write(city.officer, room.child, *told, purpose=Purpose.SCREENING)
    hoping.facts_of(city, room.child)
    for purpose in ("photos", "sharing"):
        record = hoping.Answer(purpose, True, "paper", today())
        hoping.record_consent(actor=city.officer, child=room.child, guardian=guardian, answer=record)
    return children.decide_screening(actor=city.officer, room=room)


def noise() -> SimpleUploadedFile:
    """A picture of which each part is like no other."""
    out = io.BytesIO()
    Image.effect_noise((96, 96), 90).save(out, "JPEG")
    return SimpleUploadedFile("x.jpg", out.getvalue(), "image/jpeg")


def _photo(city: City, room: HopeRoom) -> tuple[ChildFile, bytes]:
    """The file, and a run of its bytes as they are kept (sealed)."""
    upload = files.Upload(noise(), "room", without_people=True)
    kept = files.add_file(actor=city.officer, child=room.child, upload=upload, purpose=Purpose.CARE)
    asked = {"child": room.child, "public_id": kept.public_id, "purpose": Purpose.CARE}
    content = files.read_file(actor=city.officer, **asked).content
    return kept, content[len(content) // 2 :][:24]


def _built(city: City, room: HopeRoom) -> tuple[User, SurveyVisit]:
    """Surveyed, approved, funded, built, accepted, aired; gives one of the two surveyors."""
    surveyor = _surveyed(city, room)
    room = HopeRoom.objects.get(pk=room.pk)
    room = approvals.approve(actor=city.officer, room=room, level=Level.DISTRICT)
    room = approvals.approve(actor=city.city_staff, room=room, level=Level.CITY)
    room = design.start_design(actor=city.officer, room=room)
    design.add_line(actor=city.officer, room=room, wanted=building.wanted(9_000))
    room = design.mark_funded(actor=city.finance, room=building.covered(city, room))
    room = works.start_build(actor=city.officer, room=room, contract=building.contract())
    works.write_log(actor=city.officer, room=room, on=today(), words="刷墙")
    room = works.finish_build(actor=city.officer, room=room, installed=building.installed(room))
    for level in ("town", "district", "city"):
        room = building.accept(city, room, level)
    handing.record_air_test(actor=city.officer, room=room, report=building.report())
    return surveyor


def _surveyed(city: City, room: HopeRoom) -> tuple[User, SurveyVisit]:
    """By two who hold no office."""
    both = [people.applicant("勘示一"), people.applicant("勘示二")]
    places = building.places(building.named(city, room, both))
    for user, place in places:
        surveys.check_in(actor=user, visit=place)
    user, place = places[0]
    surveys.hand_in(actor=user, visit=place, findings=building.findings())
    building.asked(city, room)
    surveys.propose(actor=user, visit=place)
    return user, place


def _paired(city: City, room: HopeRoom, team: pairing.Team, pair: list[Volunteer]) -> Pairing:
    """Two adults come, the keys are given, and the care begins."""
    wish = pairings.request_pairing(actor=city.officer, child=room.child, post=team.post)
    wish = pairings.propose_pair(actor=team.leader, pairing=wish, volunteers=pair, unrelated=True)
    pairing.family_agrees(city, room.child)
    wish = pairings.record_agreement(actor=city.officer, pairing=wish)
    wish = pairings.introduce(actor=team.leader, pairing=wish, on=today())
    wish = pairings.begin(actor=team.leader, pairing=wish)
    room = HopeRoom.objects.get(pk=room.pk)
    room = handing.hand_over(actor=city.officer, room=room, keys_on=today(), inventory_on=today())
    care.begin_care(actor=city.officer, room=room)
    return wish


def _counselled(city: City, paired: Pairing, pair: list[Volunteer], team: pairing.Team) -> Counsellor:
    """A third adult is named, was there beside the two, and has written a note."""
    hoping.agree(city, paired.child, "counsel")
    third = pairing.adult(people.MALE, age=40)
    told = naming.Naming(third.volunteer_no, "示范心理咨询证书 2021-1")
    named = naming.name_counsellor(actor=city.director, child=paired.child, naming=told)
    wish = pairing.wish(at(today() + timedelta(1), time(9)))
    session = sessions.ask_session(actor=pairing.login(third), counsellor=named, wish=wish)
    for one in pair:
        session = visits.accept_visit(actor=pairing.login(one), visit=session)
    for one in (*pair, third):
        pairing.there(session, one, session.starts_at, session.ends_at)
    notes.write_note(actor=pairing.login(third), visit=session, words=spilling.S4["note"])
    _reported(session, pair, team)
    return named


def _reported(visit: ChildVisit, pair: list[Volunteer], team: pairing.Team) -> ChildVisit:
    words = spilling.S2["report"]
    visit = visit_reports.report_visit(actor=pairing.login(pair[0]), visit=visit, words=words)
    return visit_reports.review_visit(actor=team.leader, visit=visit, accepts=True)


def _visits(paired: Pairing, pair: list[Volunteer], team: pairing.Team) -> tuple[ChildVisit, ChildVisit]:
    """One that was made and told of, and one that comes soon: its address lies open."""
    visit = pairing.planned(paired, pair)
    pairing.both_there(visit, pair)
    visit = _reported(visit, pair, team)
    return visit, pairing.planned(paired, pair, now() + 3 * HOUR)


def _adopted(city: City, room: HopeRoom) -> str:
    """A donor reads the stages, for the district has enough rooms."""
    hoping.rooms_accepted(city.here.code, 4, on=today())
    donor = giving.donor(city.finance)
    with transaction.atomic():
        return adoptions.adopt_room(actor=city.director, donor=donor, room=room).code
