"""签到码: good for its minute and the next; one shift, one direction; guesses are counted; who may come in."""

from datetime import timedelta

import pytest

from tests import people, scanning, volunteering
from tests.scanning import HOUR, MINUTE, key, nine, scan, turn
from volunteers.door import IN, OUT, digits_of, read_digits, read_token, token_of
from volunteers.errors import NotEligible, SignupMoved
from volunteers.models import RequirementItem, Scan, Shift, Signup
from volunteers.scan_errors import (
    DoorCodeExpired,
    DoorCodeUnknown,
    DoorCodeWrong,
    DoorNotOpen,
    DoorOfAnother,
    DoorShut,
    NotCheckedIn,
)
from volunteers.services import door_scans, lapses
from zibo_youth.accounts.errors import TooOften
from zibo_youth.core.calendar import standing_at, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_code_opens_in_its_minute_and_the_next_and_no_longer():
    shift, shown = volunteering.shift(), nine()
    token, digits = token_of(shift, IN, shown), digits_of(shift, IN, shown)
    for later in (0, 59, 60, 119):
        with standing_at(shown + later * SECOND):
            assert read_token(token).shift == shift
            assert read_digits(shift, IN, digits).kind == IN
    for later in (-1, 120, 121, 3600):
        with standing_at(shown + later * SECOND):
            with pytest.raises(DoorCodeExpired):
                read_token(token)
            with pytest.raises(DoorCodeWrong):
                read_digits(shift, IN, digits)


def test_a_code_is_of_one_shift_one_direction_and_one_seed():
    shift, other, shown = volunteering.shift(), volunteering.shift(), nine()
    token = token_of(shift, IN, shown)
    forged = [
        token.replace(f"i{shift.pk}-", f"i{other.pk}-"),
        token.replace("i", "o", 1),
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "i1-2-3",
        "",
        f"i{10**17}-1-{'A' * 20}",
    ]
    with standing_at(shown):
        for text in forged:
            with pytest.raises(DoorCodeUnknown):
                read_token(text)
        assert digits_of(shift, IN, shown) != digits_of(shift, OUT, shown)
        Shift.objects.filter(pk=shift.pk).update(seed="00000000-0000-4000-8000-000000000000")
        with pytest.raises(DoorCodeUnknown):
            read_token(token)


def test_a_volunteer_comes_and_leaves_once_however_often_a_code_is_scanned():
    of = turn()
    with standing_at(nine() - 5 * MINUTE):
        assert scan(of, nine() - 5 * MINUTE).state == "checked_in"
    with standing_at(nine()):
        assert scan(of, nine()).checked_in_at == nine() - 5 * MINUTE
    with standing_at(nine() + 3 * HOUR):
        assert scan(of, nine() + 3 * HOUR, OUT).checked_out_at == nine() + 3 * HOUR
        scan(of, nine() + 3 * HOUR, OUT)

    rows = list(Scan.objects.filter(signup=of.signup).values_list("kind", "way", "by"))
    assert rows == [("in", "scan", of.user.pk), ("out", "scan", of.user.pk)]
    assert [move.to_state for move in of.signup.transitions.all()] == ["checked_in", "checked_out"]


@pytest.mark.parametrize(
    ("kind", "minutes", "opens"),
    [
        (IN, -61, False),
        (IN, -60, True),
        (IN, 180, True),
        (IN, 181, False),
        (OUT, 300, True),
        (OUT, 301, False),
    ],
)
def test_the_door_has_its_hours(kind, minutes, opens):
    of, moment = turn(), nine() + minutes * MINUTE
    if kind == OUT:
        Signup.objects.filter(pk=of.signup.pk).update(state="checked_in", checked_in_at=nine())
    with standing_at(moment):
        if opens:
            assert scan(of, moment, kind).state in ("checked_in", "checked_out")
        else:
            with pytest.raises(DoorNotOpen):
                scan(of, moment, kind)


def test_whoever_has_no_place_here_does_not_come_in():
    of, other = turn(), turn()
    with standing_at(nine()):
        with pytest.raises(DoorOfAnother):
            door_scans.pass_door(actor=of.user, signup=of.signup, key=key(other.shift, nine()))
        with pytest.raises(NotAllowed):
            door_scans.pass_door(actor=other.user, signup=of.signup, key=key(of.shift, nine()))
        with pytest.raises(NotCheckedIn):
            scan(of, nine(), OUT)
        Signup.objects.filter(pk=of.signup.pk).update(state="signed_off", seat=None, cap=None)
        with pytest.raises(SignupMoved):
            scan(of, nine())
        Shift.objects.filter(pk=other.shift.pk).update(state="suspended")
        with pytest.raises(DoorShut):
            scan(other, nine())
    assert not Scan.objects.exists()


def test_whose_proof_ended_at_midnight_does_not_come_in_at_eight():
    """Welfare scenario 17: refused at the door with the item's name, or released before; a new proof opens."""
    of = turn(role="child-company")
    person = of.signup.volunteer.person
    person.identity_state, person.verified_at = "verified", nine(0)
    person.save()
    for code in ("record-check", "child-training", "agreement", "insurance"):
        volunteering.item(of.signup.volunteer, code, from_on=today() - timedelta(9))
    insurance = RequirementItem.objects.filter(requirement__code="insurance")
    insurance.update(until_on=today())
    eight = nine() - HOUR

    with standing_at(eight):
        with pytest.raises(NotEligible) as refusal:
            scan(of, eight)
        assert "意外伤害保险" in str(refusal.value)
        assert lapses.release_lapsed(at=eight) == 1
        with pytest.raises(SignupMoved):
            scan(of, eight)
    assert not Scan.objects.exists()

    insurance.update(until_on=today() + timedelta(1))
    again = scanning.Turn(of.shift, of.leader, of.user, volunteering.signup(of.shift, of.signup.volunteer))
    with standing_at(eight):
        assert scan(again, eight).state == "checked_in"


def test_six_digits_open_and_guesses_run_out(settings):
    of, other = turn(), turn()
    with standing_at(nine()):
        right = digits_of(of.shift, IN, nine())
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        for _n in range(settings.VOLUNTEERS["door_tries"]):
            with pytest.raises(DoorCodeWrong):
                door_scans.enter_digits(actor=of.user, signup=of.signup, digits=wrong)
        with pytest.raises(TooOften):
            door_scans.enter_digits(actor=of.user, signup=of.signup, digits=right)
        assert not Scan.objects.exists()

        code = digits_of(other.shift, IN, nine())
        came = door_scans.enter_digits(actor=other.user, signup=other.signup, digits=code)
    assert (came.state, Scan.objects.get().way) == ("checked_in", "code")


def test_a_refused_page_keeps_the_count_of_guesses(settings):
    """The page's transaction must not take the count back: the eleventh try is right and opens nothing."""
    of, tries = turn(), settings.VOLUNTEERS["door_tries"]
    client = people.signed_in(of.user)
    with standing_at(nine()):
        right = digits_of(of.shift, IN, nine())
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        for _n in range(tries):
            page = client.post(f"/volunteers/in/place/{of.signup.pk}/", {"digits": wrong})
            assert "数字码不对或已过期" in page.content.decode()
        page = client.post(f"/volunteers/in/place/{of.signup.pk}/", {"digits": right})
    assert page.status_code == 200
    assert of.fresh().state == "signed_up"
