"""保存期限: what is due goes, in steps, once, and not while the law holds it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse

from stations.models import Evidence, Placement, Stay, StayNight
from tests import people
from tests.canary import CANARY, at_rest, marked_person, where
from tests.houses import book
from zibo_youth.accounts import services
from zibo_youth.accounts.errors import NumberForgotten
from zibo_youth.accounts.management.commands import print_retention
from zibo_youth.accounts.models import LegalHold, OneTimeKey, Person, User
from zibo_youth.accounts.services import keeping
from zibo_youth.accounts.services.accounts import waiting_account
from zibo_youth.accounts.services.at_desk import Stated
from zibo_youth.accounts.services.keeping import let_go_of
from zibo_youth.accounts.terms import term, terms
from zibo_youth.core.calendar import now, standing_at

pytestmark = pytest.mark.django_db

KEYS = [each.key for each in terms()]
# Tables whose words go with the account, and not by a term of their own.
OF_THE_ACCOUNT = {
    *("accounts_person", "accounts_personevent", "accounts_user", "accounts_userevent"),
    *("accounts_consentrecord", "accounts_consentrecordevent", "accounts_apitoken"),
    *("accounts_erasurerequest", "accounts_erasurerequestevent", "accounts_identityreview"),
    *("account_emailaddress", "account_emailconfirmation", "mfa_authenticator"),
    # The code at the door is no word; it goes with the account.
    *("stations_loungevisit", "stations_loungevisitevent"),
    # What volunteers say about themselves, while they are registered.
    *("volunteers_volunteer", "volunteers_volunteerevent"),
}


@pytest.fixture
def marked():
    """A person with a canary in every column, ten years ago."""
    world = marked_person()
    at_rest(world)
    Placement.objects.update(evidence=None)
    return world


@pytest.fixture
def in_ten_years(marked):
    with standing_at(now() + timedelta(days=3653)):
        yield marked


def test_the_page_of_the_reference_is_current():
    assert print_retention.PAGE.read_text() == print_retention.retention_page()
    call_command("print_retention", "--check")


def test_every_term_has_its_days_and_no_other_has():
    assert set(settings.RETENTION) == set(KEYS)


def test_after_ten_years_no_word_is_left_but_those_of_the_account(
    in_ten_years, django_capture_on_commit_callbacks
):
    files = list(Evidence.objects.filter(person=in_ten_years.guest.person).values_list("file", flat=True))
    assert files
    kept = Stay.objects.count(), StayNight.objects.count(), Placement.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        assert services.let_go_in_time() > 0

    assert set(where(CANARY)) <= OF_THE_ACCOUNT
    assert {each.key: each.rows().count() for each in terms()} == dict.fromkeys(KEYS, 0)
    assert services.let_go_in_time() == 0
    assert (Stay.objects.count(), StayNight.objects.count(), Placement.objects.count()) == kept
    assert not any(storages["private"].exists(name) for name in files)


def test_the_control_before_its_time_nothing_of_it_goes(marked):
    before = where(CANARY)
    services.let_go_in_time()
    assert where(CANARY) == before


def test_a_dry_run_counts_what_would_go_and_deletes_nothing(in_ten_years, capsys):
    before = where(CANARY)
    call_command("print_retention", "--due")
    told = dict(line.split(": ") for line in capsys.readouterr().out.splitlines())
    assert where(CANARY) == before

    assert set(told) == set(KEYS)
    for key, count in told.items():
        assert let_go_of(term(key)) == int(count), key


def test_a_legal_hold_keeps_all_of_it_and_its_end_lets_it_go(in_ten_years):
    held = LegalHold.objects.create(
        person=in_ten_years.guest.person, reason="调证函", placed_by=people.city_staff()
    )
    before = where(CANARY)
    services.let_go_in_time()
    after = where(CANARY)
    assert {table for table in before if table not in after} <= {"django_admin_log", "accounts_onetimekey"}
    assert Person.objects.get(pk=in_ten_years.guest.person_id).id_sealed

    services.lift_hold(actor=people.city_staff(), legalhold=held, reason="办结")
    services.let_go_in_time()
    assert set(where(CANARY)) <= OF_THE_ACCOUNT


def test_a_run_that_is_cut_off_goes_on_where_it_stopped(guest, monkeypatch):
    OneTimeKey.objects.bulk_create(OneTimeKey(user=guest, key=str(n), fingerprint="0") for n in range(7))
    monkeypatch.setattr(keeping, "STEP", 2)
    keys = term("one_time_keys")
    with standing_at(now() + timedelta(days=8)):
        assert keeping._step(keys) == 2
        assert OneTimeKey.objects.count() == 5
        assert let_go_of(keys) == 5
        assert let_go_of(keys) == 0


def test_a_term_that_fails_keeps_no_other_waiting(guest, monkeypatch):
    OneTimeKey.objects.create(user=guest, key="1", fingerprint="0")
    monkeypatch.setattr(keeping, "terms", lambda: [broken, term("one_time_keys")])
    whole = term("counters")
    broken = type(whole)(
        key="counters", what="", since="", then="", source="", due=lambda _before: 1 / 0, let_go=whole.let_go
    )
    with standing_at(now() + timedelta(days=8)):
        assert services.let_go_in_time() == 1


def test_a_running_stay_keeps_its_words_its_file_and_the_number(guest, station):
    stay = book(guest, station)
    with standing_at(now() + timedelta(days=3653)):
        services.let_go_in_time()
    stay.refresh_from_db()
    assert stay.purpose_detail == "机械厂面试"
    assert stay.evidence.exists()
    assert Person.objects.get(pk=guest.person_id).id_sealed


@pytest.fixture
def without_number(guest, station):
    """The number was let go ninety days after the last stay."""
    stay = book(guest, station)
    stay.nights.all().delete()
    Stay.objects.filter(pk=stay.pk).update(state="withdrawn", ended_at=now())
    number = guest.person.id_number
    with standing_at(now() + timedelta(days=120)):
        assert let_go_of(term("id_numbers")) == 1
    return Person.objects.get(pk=guest.person_id), number


def test_a_number_that_was_let_go_is_told_as_gone_and_the_hash_still_knows_the_person(
    without_number, operator
):
    person, number = without_number
    assert (person.id_number, person.masked_id[-4:], bool(person.id_index)) == ("", number[-4:], True)
    with pytest.raises(NumberForgotten):
        services.reveal_id(operator, person, "核对")


def test_at_a_desk_the_number_is_sealed_again(without_number, operator):
    person, number = without_number
    stated = Stated(full_name="陈一帆", id_type="id_card", id_number=number, mobile="+8613900009999")
    assert services.register_person(actor=operator, stated=stated).pk == person.pk
    assert Person.objects.get(pk=person.pk).id_number == number


def test_a_number_that_asked_for_a_code_and_never_came_in_is_in_no_history(client):
    waiting_account(mobile="+8613900007777")
    with standing_at(now() + timedelta(days=2)):
        services.let_go_in_time()
    assert not User.objects.filter(mobile="+8613900007777").exists()
    assert where("+8613900007777") == {}


def test_the_page_of_the_admin_counts_and_is_for_the_city(officer):
    page = reverse("admin:accounts_retention")
    shown = people.signed_in(people.city_staff()).get(page).content.decode()
    assert "上传的证明材料" in shown
    assert people.signed_in(officer).get(page).status_code == 403
