"""关切的保存期限: kept up to the 21st birthday, not a day less; a hold wins; another's words stay."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from hope_rooms.models import ChildHold, Concern, ConcernCall, ConcernWords
from hope_rooms.services.concerns import keeping, reading, reports
from hope_rooms.services.concerns.handling import close_concern
from tests import worrying
from tests.canary import where
from zibo_youth.accounts.services.keeping import let_go_of
from zibo_youth.accounts.terms import term
from zibo_youth.core.calendar import standing_at, today

DAY = timedelta(days=1)


@pytest.fixture
def concern(city, living, reporter):
    """Over, of a child, with an account, a decision and a call."""
    found = worrying.confirmed(reporter, city.lead, code=living.child.code)
    return close_concern(actor=city.lead, concern=found, words="已办结鸑鷟")


def kept_until(concern, day):
    Concern.objects.filter(pk=concern.pk).update(keep_until=day)


def sealed(concern=None):
    """How many words there are, seen by the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        rows = ConcernWords.objects.filter(concern=concern) if concern else ConcernWords.objects.all()
        count = rows.count()
        cursor.execute("SET ROLE zibo_app")
    return count


def run():
    return let_go_of(term("concern_words"))


def test_not_a_day_early_whoever_asks(city, concern):
    kept_until(concern, today())
    assert run() == 0
    assert keeping.forget_words(concern.pk) == 0
    with standing_at(Concern.objects.get().reported_at + 400 * DAY):
        # The portal's clock is wrong, and the database's is not.
        run()
    assert sealed() == 3
    assert Concern.objects.get().words_gone_at is None


def test_on_the_day_after_they_are_gone_and_the_row_stays(city, concern):
    kept_until(concern, today() - DAY)
    assert ConcernCall.objects.get().reference

    assert run() == 1

    assert sealed() == 0
    found = Concern.objects.get()
    assert (found.state, bool(found.words_gone_at), found.transitions.count()) == ("closed", True, 4)
    assert reading.read_words(actor=city.lead, concern=found) == []
    assert ConcernCall.objects.get().reference == ""
    assert where("鸑鷟") == {}
    assert run() == 0


def test_a_hold_wins_and_ends(city, concern):
    kept_until(concern, date(2020, 1, 1))
    hold = ChildHold.objects.create(child=concern.child, reason="示函 4 号", placed_by=city.lead)
    assert run() == 0
    assert keeping.forget_words(concern.pk) == 0
    assert sealed() == 3

    ChildHold.objects.filter(pk=hold.pk).update(
        lifted_at=concern.reported_at, lifted_by=city.lead, lift_reason="示函 5 号"
    )
    assert run() == 1


def test_another_concerns_words_are_not_touched(city, concern, reporter):
    kept_until(concern, today() - DAY)
    other = worrying.reported(reporter, code=concern.child.code)
    nameless = worrying.acknowledged(reporter, city.lead)
    Concern.objects.filter(pk=other.pk).update(keep_until=today() - DAY)

    assert run() == 1

    assert (sealed(concern), sealed(other), sealed(nameless)) == (0, 1, 1)
    assert keeping.forget_words(other.pk) == keeping.forget_words(nameless.pk) == 0


def test_the_portals_own_statements_still_delete_nothing(city, concern):
    """The negative control: what the function may, the role may not."""
    kept_until(concern, today() - DAY)
    assert ConcernWords.objects.all()._raw_delete("default") == 0
    assert sealed() == 3


def test_a_dry_run_tells_and_takes_nothing(city, concern, capsys):
    kept_until(concern, today() - DAY)
    call_command("print_retention", "--due")
    assert "concern_words: 1" in capsys.readouterr().out.splitlines()
    assert sealed() == 3


def test_what_is_written_afterwards_goes_in_the_next_night(city, concern, reporter):
    kept_until(concern, today() - DAY)
    run()
    reports.add_account(actor=reporter, concern=Concern.objects.get(), words="想起来的")
    assert sealed() == 1
    assert run() == 1
    assert sealed() == 0


def test_one_that_fails_keeps_no_other_waiting(city, concern, reporter, monkeypatch):
    other = worrying.confirmed(reporter, city.lead, code=concern.child.code)
    close_concern(actor=city.lead, concern=other, words="办结")
    Concern.objects.update(keep_until=today() - DAY)
    whole = keeping.lock_concern

    def broken(number):
        if number == concern.pk:
            raise OSError("示范")
        return whole(number)

    monkeypatch.setattr(keeping, "lock_concern", broken)
    assert keeping.forget_words_of(Concern.objects.all()) == 1
    assert (sealed(concern), sealed(other)) == (3, 0)
