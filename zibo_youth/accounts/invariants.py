"""Invariants of people: a sealed number opens, and says what its row says."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag

from zibo_youth.core.invariants import Invariant, register, register_sql

from .models import Person
from .services.identity import index_of


def _sealed_numbers_that_lie() -> int:
    sealed = Person.objects.exclude(id_sealed="").only(
        "public_id", "id_type", "id_sealed", "id_index", "id_last4"
    )
    return sum(not _is_true(person) for person in sealed.iterator())


def _is_true(person: Person) -> bool:
    """Opened under its own row, the number gives the index and the last four beside it."""
    try:
        number = person.id_number
    except (InvalidTag, KeyError, ValueError):
        return False
    return person.id_index == index_of(person.id_type, number) and person.id_last4 == number[-4:]


def register_invariants() -> None:
    register(
        Invariant(
            "person_sealed_number_tells_the_truth",
            "证件号码密文可以打开，且与索引和后四位一致",
            _sealed_numbers_that_lie,
        )
    )
    register_sql(
        "person_number_is_whole",
        "证件号码的密文、索引、后四位要么齐全，要么全无",
        """SELECT id FROM accounts_person
           WHERE NOT (id_sealed = '' AND id_index = '' AND id_last4 = '')
             AND (id_sealed = '' OR id_index = '' OR id_last4 = '')""",
    )
    register_sql(
        "person_one_per_document",
        "一份证件只对应一个人",
        "SELECT id_index FROM accounts_person WHERE id_index <> '' GROUP BY id_index HAVING count(*) > 1",
    )
