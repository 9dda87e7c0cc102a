"""Counselling for tests: a counsellor who is named, sessions that stand or were held, notes that were written."""

from django.db import connection, transaction

from hope_rooms.services import visits
from hope_rooms.services.counselling import naming, notes, sessions
from tests import pairing

SECRET = "孩子说的鸑鷟秘密"
PAPER = "示范心理咨询证书 2021-1"
STAFF = ("officer", "town_officer", "city_staff", "director", "finance", "deputy", "foreign_officer")


def named(city, child, one, paper=PAPER):
    told = naming.Naming(one.volunteer_no, paper)
    return naming.name_counsellor(actor=city.director, child=child, naming=told)


def asked(counsellor):
    wish = pairing.wish()
    return sessions.ask_session(actor=pairing.login(counsellor.volunteer), counsellor=counsellor, wish=wish)


def planned(counsellor, pair):
    visit = asked(counsellor)
    for one in pair:
        visit = visits.accept_visit(actor=pairing.login(one), visit=visit)
    return visit


def held(counsellor, pair):
    """A session at which all three were."""
    visit = planned(counsellor, pair)
    for one in (*pair, counsellor.volunteer):
        pairing.there(visit, one, visit.starts_at, visit.ends_at)
    return visit


def written(counsellor, pair, words=SECRET):
    visit = held(counsellor, pair)
    notes.write_note(actor=pairing.login(counsellor.volunteer), visit=visit, words=words)
    return visit


def raw(where="true"):
    """How many notes a raw statement of the portal's role is shown."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM hope_rooms_counsellingnote WHERE {where}")
        return cursor.fetchone()[0]


def as_owner(read):
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        with transaction.atomic():
            return read()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE zibo_app")
