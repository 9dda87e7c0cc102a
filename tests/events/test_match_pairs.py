"""互选: who is paired is told by equal tokens and the genders that the database wrote beside them."""

import pytest
from django.db import connection

from events.match_sight import sealed, token_of
from events.models import MatchChoice
from tests import matching, people
from zibo_youth.accounts.models import Person

pytestmark = pytest.mark.django_db


def written(own, other, slot=1, **changes):
    """A choice as no service writes it."""
    made = {"round": own.round, "chooser": own, "slot": slot}
    made |= {"sealed": sealed(other.pk, chooser=own.pk, slot=slot)}
    made |= {"token": token_of(own.round_id, own.person_id, other.person_id)}
    MatchChoice(**made | changes).save(force_insert=True)


def two_women(pairing):
    held = matching.turn(pairing=pairing)
    women, _men = matching.guests(2, 0)
    one, other = (matching.fast(user, held, 2001 + turn) for turn, user in enumerate(women))
    return held, one, other


@pytest.mark.parametrize(("pairing", "pairs"), [("opposite", 0), ("any", 1)])
def test_a_round_of_women_and_men_pairs_no_two_women_whatever_was_written(pairing, pairs):
    held, one, other = two_women(pairing)
    written(one, other)
    written(other, one)
    assert len(matching.raw_pairs(matching.released(held))) == pairs


def test_a_choice_carries_its_chooser_s_gender_whatever_was_claimed():
    held, one, other = two_women("opposite")
    written(one, other, gender=Person.Gender.MALE)
    written(other, one)
    assert set(MatchChoice.objects.values_list("gender", flat=True)) == {Person.Gender.FEMALE}
    assert matching.raw_pairs(matching.released(held)) == []


def test_whose_gender_was_corrected_chooses_anew():
    """The portal's own role may not see the choices, and they go all the same."""
    held = matching.turn()
    women, men = matching.guests(1, 1)
    ada, carl = matching.fast(women[0], held, 2001), matching.fast(men[0], held, 2002)
    matching.choose(ada, carl)
    matching.choose(carl, ada)
    matching.as_app()
    Person.objects.filter(pk=ada.person_id).update(gender=people.MALE)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert list(MatchChoice.objects.values_list("chooser", flat=True)) == [carl.pk]
