"""五张脸: by the code of a card, once for a visit; staff sees it, the pair never does."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from hope_rooms.errors import ReasonMissing
from hope_rooms.face_errors import AlreadyLookedAfter
from hope_rooms.models import Child, ChildAnswer, ChildVisit
from hope_rooms.services import faces
from hope_rooms.services.forgetting import Cause, Erasing, Extent, forget
from tests import hoping, pairing
from tests.pairing import made
from tests.people import signed_in
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed

HERE = "192.0.2.7"
CALM = "现在不用选"
ASKS = "点一张脸"


@pytest.fixture
def visit(living, reporter):
    return made(living, reporter)


@pytest.fixture
def code(city, living):
    return faces.make_card(actor=city.officer, child=living.child)


def answered(code, face=4):
    return faces.answer(code=code, address=HERE, face=face)


def run_of(city, living, reporter, code, *picked):
    """Visits in a row with the faces that were picked."""
    for ago, face in zip(range(len(picked), 0, -1), picked, strict=True):
        made(living, reporter, ago)
        assert answered(code, face)


def unhappy(user):
    return ChildAnswer.objects.managed_by(user).unhappy().count()


# --- the card


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("officer", True),
        ("town_officer", True),
        ("director", True),
        ("lead", False),
        ("foreign_officer", False),
        ("finance", False),
    ],
)
def test_who_makes_a_card(city, living, who, may):
    if may:
        assert len(faces.make_card(actor=getattr(city, who), child=living.child)) == 12
        return
    with pytest.raises(NotAllowed):
        faces.make_card(actor=getattr(city, who), child=living.child)


def test_the_code_stands_nowhere_and_a_new_card_replaces_the_old(city, living, visit, code):
    child = Child.objects.get(pk=living.child_id)
    assert code not in child.card_index
    newer = faces.make_card(actor=city.director, child=child)
    assert not answered(code)
    assert answered(newer)


def test_the_database_holds_one_child_per_code(city, living, code):
    other = hoping.nominated(city).child
    with pytest.raises(IntegrityError, match="child_card_code_is_one_childs"), transaction.atomic():
        Child.objects.filter(pk=other.pk).update(card_index=Child.objects.get(pk=living.child_id).card_index)


# --- the answer


def test_an_answer_is_once_for_a_visit(city, living, visit, code):
    assert answered(faces.spoken(code), 2)
    assert not answered(code, 5)
    assert ChildAnswer.objects.get().face == 2


def test_the_database_holds_one_answer_of_five(visit):
    with pytest.raises(IntegrityError, match="child_answer_is_one_of_five_faces"), transaction.atomic():
        ChildAnswer.objects.create(visit=visit, face=6)
    ChildAnswer.objects.create(visit=visit, face=1)
    with pytest.raises(IntegrityError, match="child_answer_once_per_visit"), transaction.atomic():
        ChildAnswer.objects.create(visit=visit, face=1)


def test_two_presses_at_once_are_one_answer(city, living, visit, code, monkeypatch):
    """The race: the second press looked before the first had written."""
    monkeypatch.setattr(faces, "visit_of", lambda code, address: visit)
    assert answered(code, 1)
    assert answered(code, 5)
    assert ChildAnswer.objects.get().face == 1


@pytest.mark.parametrize("state", ["attempted", "missed", "cancelled"])
def test_a_visit_that_was_none_is_not_asked_about(city, living, reporter, code, state):
    made(living, reporter, state=state)
    assert not answered(code)


def test_while_they_are_there_nobody_is_asked(city, living, pair, code):
    planned = pairing.planned(living, pair, now() + timedelta(minutes=1))
    ChildVisit.objects.update(starts_at=now() - timedelta(hours=1), ends_at=now() + timedelta(hours=1))
    pairing.there(planned, pair[0], now())
    assert not answered(code)
    ChildVisit.objects.update(ends_at=now() - timedelta(minutes=1))
    assert answered(code)


def test_after_two_weeks_it_is_over(city, living, reporter, code):
    made(living, reporter, ago=settings.HOPE_ROOMS["face_days"] + 1)
    assert not answered(code)


# --- codes that nobody has


def page(code, **how):
    return Client().get(f"/hope-rooms/card/{code}/", **how)


def shown(answer):
    """What the page says; around it the address of the page itself stands."""
    return answer.status_code, answer.content.decode().split("<main")[1].split("</main>")[0]


def test_every_code_that_does_not_wait_gives_the_same_answer(city, living, visit, code):
    old = code
    newer = faces.make_card(actor=city.officer, child=living.child)
    assert ASKS in page(newer).content.decode()
    answered(newer)
    told = {shown(page(each)) for each in ("000000000000", "x", "1" * 40, old, newer)}
    assert len(told) == 1
    status, words = told.pop()
    assert (status, CALM in words) == (200, True)


def test_wrong_codes_are_limited_by_address_and_right_ones_elsewhere_are_not(city, living, visit, code):
    for _try in range(settings.HOPE_ROOMS["wrong_cards"]):
        assert page("000000000000").status_code == 200
    assert page("000000000000").status_code == 429
    assert page(code).status_code == 429
    assert ASKS in page(code, REMOTE_ADDR="192.0.2.9").content.decode()
    with pytest.raises(TooOften):
        faces.answer(code=code, address="127.0.0.1", face=1)


def test_a_child_goes_through_the_pages_without_a_log_in(city, living, visit, code):
    client = Client()
    to = client.post("/hope-rooms/card/", {"code": faces.spoken(code)}).url
    shown = client.get(to)
    assert living.child.code not in shown.content.decode()
    assert shown["X-Robots-Tag"].startswith("noindex")
    assert client.post(to, {"face": "9"}).status_code == 200
    assert client.post(to, {"face": "5"}).url == "/hope-rooms/card/thanks/"
    assert "谢谢你" in client.get("/hope-rooms/card/thanks/").content.decode()
    assert ChildAnswer.objects.get().face == 5


# --- who sees it


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("officer", 1),
        ("director", 1),
        ("lead", 1),
        ("foreign_officer", 0),
        ("town_officer", 0),
        ("deputy", 0),
        ("city_staff", 0),
        ("finance", 0),
    ],
)
def test_staff_sees_it_by_its_class(city, living, visit, code, who, sees):
    answered(code)
    assert ChildAnswer.objects.managed_by(getattr(city, who)).count() == sees


def test_the_pair_does_not_see_it_nor_its_leader_even_with_an_office(city, team, living, pair, visit, code):
    answered(code, 1)
    for user in (team.leader, *map(pairing.login, pair)):
        assert (
            ChildAnswer.objects.visible_to(user).count() == ChildAnswer.objects.managed_by(user).count() == 0
        )
    own = signed_in(pairing.login(pair[0])).get(f"/hope-rooms/visits/{visit.public_id}/").content.decode()
    led = signed_in(team.leader).get(f"/hope-rooms/pairings/visits/{visit.public_id}/").content.decode()
    assert "很难过" not in own + led

    officer = city.officer
    pair[0].person.users.update(person=None)
    type(pair[0]).objects.filter(pk=pair[0].pk).update(person=officer.person)
    assert ChildAnswer.objects.managed_by(officer).count() == 0
    with pytest.raises(NotAllowed):
        faces.look_after(actor=officer, answer=ChildAnswer.objects.get(), words="已通话")


# --- unhappy twice


@pytest.mark.parametrize(
    ("picked", "found"),
    [
        ((1, 1), 1),
        ((2, 1), 1),
        ((1, 2, 2), 1),
        ((1,), 0),
        ((1, 3), 0),
        ((3, 1), 0),
        ((1, 1, 4), 0),
        ((3, 3), 0),
    ],
)
def test_two_low_ones_in_a_row_are_told(city, living, reporter, code, picked, found):
    run_of(city, living, reporter, code, *picked)
    assert unhappy(city.officer) == found
    assert unhappy(city.foreign_officer) == 0


def test_whoever_has_asked_says_how_once(city, living, reporter, code):
    run_of(city, living, reporter, code, 1, 1)
    newest = ChildAnswer.objects.managed_by(city.officer).unhappy().get()
    with pytest.raises(ReasonMissing):
        faces.look_after(actor=city.officer, answer=newest, words=" ")
    desk = signed_in(city.officer)
    assert living.child.code in desk.get("/hope-rooms/faces/").content.decode()
    assert desk.post(f"/hope-rooms/faces/{newest.pk}/", {"words": "已与监护人通话"}).status_code == 302
    assert unhappy(city.officer) == 0
    with pytest.raises(AlreadyLookedAfter):
        faces.look_after(actor=city.director, answer=newest, words="再问")


def test_the_desk_sees_the_face_and_prints_the_card_once(city, living, visit):
    desk = signed_in(city.officer)
    card = f"/hope-rooms/cases/{living.child.code}/card/"
    assert "face-card-number" not in desk.get(card).content.decode()
    printed = desk.post(card).content.decode()
    number = printed.split('face-card-number number">')[1].split("<")[0]
    assert len(number) == 14
    assert "face-card-number" not in desk.get(card).content.decode()
    answered(number, 1)
    assert "很难过" in desk.get(f"/hope-rooms/pairings/visits/{visit.public_id}/").content.decode()


def test_faces_and_card_go_with_the_child(city, living, visit, code):
    answered(code)
    forget(SYSTEM, living.child, Erasing(Extent.ALL, Cause.LEFT))
    assert not ChildAnswer.objects.exists()
    assert Child.objects.get(pk=living.child_id).card_index == ""
