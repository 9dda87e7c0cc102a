"""What breaks each invariant about erased people."""

from django.utils import timezone

from tests import people
from zibo_youth.accounts.models import ErasureRecord, IdentityReview, User
from zibo_youth.accounts.services import erasing


def erased():
    guest = people.applicant("林远")
    erasing.erase(guest.person)
    return guest


def a_note_written_behind_the_erasure(_world):
    IdentityReview.objects.create(user=people.newcomer(), person=erased().person, note="某某来过")


def an_account_switched_on_again(_world):
    User.objects.filter(pk=erased().pk).update(is_active=True)


def a_backup_that_brought_somebody_back(_world):
    person = people.applicant("林远").person
    ErasureRecord.objects.create(
        person_number=person.pk, public_id=person.public_id, erased_at=timezone.now()
    )


CONTROLS = {
    "erased_person_of_whom_something_is_told": a_note_written_behind_the_erasure,
    "erased_person_who_can_log_in": an_account_switched_on_again,
    "person_in_the_journal_and_not_erased": a_backup_that_brought_somebody_back,
}
