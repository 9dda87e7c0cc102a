"""Invariants of people: a sealed number opens, and says what its row says."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag

from zibo_youth.core.invariants import Invariant, register, register_sql

from . import holdings
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


def told_of_the_erased() -> int:
    """How many of the erased a row still tells of."""
    return len(holdings.told_of(Person.objects.erased()))


def register_invariants() -> None:
    _register_of_the_erased()
    register(
        Invariant(
            "person_sealed_number_tells_the_truth",
            "证件号码密文可以打开，且与索引和后四位一致",
            _sealed_numbers_that_lie,
        )
    )
    register_sql(
        "person_number_is_whole",
        "证件号码的索引、后四位要么齐全，要么全无；有密文的都有；已注销的只可以有索引",
        """SELECT id FROM accounts_person
           WHERE (id_index = '') <> (id_last4 = '')
                 AND NOT (erased_at IS NOT NULL AND id_sealed = '' AND id_last4 = '')
              OR id_sealed <> '' AND id_index = ''""",
    )
    register_sql(
        "person_one_per_document",
        "一份证件只对应一个人",
        "SELECT id_index FROM accounts_person WHERE id_index <> '' GROUP BY id_index HAVING count(*) > 1",
    )


def _register_of_the_erased() -> None:
    register(
        Invariant(
            "erased_person_of_whom_something_is_told",
            "已注销的人员在任何一张表里都没有留下个人信息",
            told_of_the_erased,
        )
    )
    register_sql(
        "erased_person_who_can_log_in",
        "已注销人员的账号都已停用，没有令牌和会话",
        """SELECT log_in.id FROM accounts_user AS log_in
           JOIN accounts_person AS person ON person.id = log_in.person_id
           WHERE person.erased_at IS NOT NULL AND person.returned_at IS NULL
             AND (log_in.is_active OR log_in.mobile NOT LIKE 'gone-%'
                  OR EXISTS (SELECT FROM accounts_apitoken WHERE user_id = log_in.id))""",
    )
    register_sql(
        "person_in_the_journal_and_not_erased",
        "注销台账中的人员都已注销（恢复备份后须重放台账）",
        """SELECT told.id FROM accounts_erasurerecord AS told
           JOIN accounts_person AS person ON person.public_id = told.public_id
           WHERE person.erased_at IS NULL OR person.erased_at < told.erased_at""",
    )
